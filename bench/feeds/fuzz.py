"""Fuzz the reading of feeds: mutate every body of the feed world, for so many minutes, and say what broke.

    python -m bench.feeds.fuzz --minutes 30

Inputs are read in the thread that a source reads in. Fails on any error but FeedError, on a record that cannot be
written, on more than 2 s of CPU per MB of input, and on more than 400 MB of memory.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from connectors.sources import inflate
from connectors.sources.limits import Limits
from connectors.sources.problems import FeedError
from connectors.sources.read import Context, read
from connectors.sources.work import RenewedThread
from marsad.contracts import encode
from tests.feedworld.world import CASES

CPU_PER_MB = 2.0
LEAST_CPU = 0.5
LARGE = 100_000
"""Bytes from which on an input's seconds a MB are told of."""
MAX_RSS_MB = 400
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOKENS = (
    b"<|>|&|]]>|<![CDATA[|<!--|-->|<item>|</item>|<rss|</channel>|&#x|&amp;|\0|\xff\xfe|<!DOCTYPE x [|<!ENTITY a '"
    b"|\"|'|\xd8|\xc7\xe1|xmlns:a='|<?xml|{|[|\\ud800|</script>|<script>"
).split(b"|")


def _flip(body: bytearray, dice: random.Random) -> None:
    for _ in range(dice.randint(1, 8)):
        body[dice.randrange(len(body))] = dice.randrange(256)


def _cut(body: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(body))
    del body[start : start + dice.randint(1, max(1, len(body) // 3))]


def _repeat(body: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(body))
    piece = bytes(body[start : start + dice.randint(1, 40)])
    body[start:start] = piece * min(dice.choice([2, 50, 5000]), 200_000 // max(len(piece), 1))


def _insert(body: bytearray, dice: random.Random) -> None:
    for _ in range(dice.randint(1, 5)):
        at = dice.randrange(len(body) + 1)
        body[at:at] = dice.choice(TOKENS) * dice.choice([1, 1, 1, 300])


def _splice(body: bytearray, dice: random.Random) -> None:
    other = dice.choice(BODIES)
    start = dice.randrange(len(other) + 1)
    body[dice.randrange(len(body) + 1) :] = other[start:]


MUTATIONS: list[Callable[[bytearray, random.Random], None]] = [_flip, _cut, _repeat, _insert, _splice]
BODIES = [case.data for case in CASES if 0 < len(case.data) < 200_000]
TYPES = [
    None,
    "text/xml; charset=utf-8",
    "text/xml; charset=windows-1256",
    "text/html",
    "application/json; charset=utf-16",
]


def _size(data: bytes) -> int:
    """Bytes that are read: of a compressed body those that come out of it."""
    name = inflate.recognised(data)
    if name is None:
        return len(data)
    inflater = inflate.Inflater(name, Limits().max_body, "")
    try:
        inflater.feed(data)
    except FeedError:
        return Limits().max_body
    return inflater.size


def one(seed: int, slowest: list[tuple[float, int]]) -> str | None:
    """Try one input; what broke, or None. Its CPU seconds a MB join `slowest` where it is large enough to say so."""
    dice = random.Random(seed)
    body = bytearray(dice.choice(BODIES))
    for _ in range(dice.randint(1, 4)):
        if body:
            dice.choice(MUTATIONS)(body, dice)
    data = bytes(body[:1_000_000])
    started = time.thread_time()
    try:
        for article in read(data, dice.choice(TYPES), Context(url="https://wire.example/rss", now=NOW)).articles:
            encode(article)
    except FeedError as error:
        if error.code == "unreadable":
            return str(error)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    spent = time.thread_time() - started
    if _size(data) > LARGE:
        slowest.append((1e6 * spent / _size(data), seed))
    allowed = max(LEAST_CPU, CPU_PER_MB * _size(data) / 1e6)
    return f"{spent:.1f} s for {len(data)} bytes" if spent > allowed else None


def main() -> int:
    """Fuzz; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    end = time.monotonic() + arguments.minutes * 60
    seed, broken = arguments.seed, 0
    slowest: list[tuple[float, int]] = []
    with RenewedThread("fuzz") as work:
        while time.monotonic() < end and broken < 20:
            found = work.submit(one, seed, slowest).result()
            if found:
                broken += 1
                print(f"seed {seed}: {found}", flush=True)
            seed += 1
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seed - arguments.seed} inputs, {broken} broke, at most {rss:.0f} MB resident")
    if slowest:
        slowest.sort()
        middle, (worst, at) = slowest[len(slowest) // 2][0], slowest[-1]
        print(f"{len(slowest)} of over {LARGE // 1000} kB: {middle:.2f} s of CPU a MB (median)", end=", ")
        print(f"{worst:.2f} (worst, seed {at})")
    return 1 if broken or rss > MAX_RSS_MB else 0


if __name__ == "__main__":
    sys.exit(main())
