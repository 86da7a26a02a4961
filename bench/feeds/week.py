"""A week of feed time in minutes: the whole poller on a clock of its own, some hundreds of feeds of various rhythms.

    python -m bench.feeds.week [--feeds 300] [--days 7]

Prints, for each rhythm, how often its feeds were asked and how late their items were seen, and for the hosts how often
one was asked sooner or more at a time than its limits allow, or while it had asked to be left alone: never.
"""

from __future__ import annotations

import argparse
import itertools
import random
import time
from itertools import pairwise
from statistics import fmean

from connectors.sources.feedfile import Feed
from marsad.settings import Settings
from tests.feedworld.week import DAY, HOUR, Publisher, Wire, live

RHYTHMS: dict[str, float | None] = {
    "every 5 min": 300.0,
    "every 20 min": 1200.0,
    "hourly": HOUR,
    "hourly, by day": HOUR,
    "6-hourly": 6 * HOUR,
    "daily": DAY,
    "still": None,
}
PER_HOST = 4


def publishers(count: int, seconds: float) -> dict[str, list[Publisher]]:
    """So many feeds, of each rhythm as many, some hosts with four of them; one in ten fails or is busy for hours."""
    dice, found = random.Random(3), {name: [] for name in RHYTHMS}
    for number, (name, every) in zip(range(count), itertools.cycle(RHYTHMS.items()), strict=False):
        url = f"https://host{number // PER_HOST if number % 3 else number}.example/{number}"
        publisher = Publisher(Feed(url), every, daytime="by day" in name, shown=40)
        start = dice.uniform(0, seconds)
        if number % 20 == 5:
            publisher.fails = (start, start + dice.uniform(HOUR, 12 * HOUR))
        if number % 20 == 15:
            publisher.busy = (start, start + dice.uniform(HOUR, 4 * HOUR))
        found[name].append(publisher)
    return found


def late(publisher: Publisher) -> list[float]:
    """Seconds between each item's publication and the poll that saw it, after the first day."""
    found, seen = [], 0
    for at in publisher.asked:
        newest = publisher.published(at)
        if publisher.every and newest > seen and at > DAY and not publisher.daytime:
            found += [at - (number - 1) * publisher.every for number in range(seen + 1, newest + 1)]
        seen = max(seen, newest)
    return found


def violations(wire: Wire, settings: Settings) -> tuple[int, int, int]:
    """Requests sooner than the host's delay, beyond its number at a time, and within its Retry-After."""
    soon = many = closed = 0
    for asked in wire.asked.values():
        asked.sort()
        soon += sum(two[0] - one[0] < settings.sources.host_delay - 1e-6 for one, two in pairwise(asked))
        last: list[float] = []
        until = 0.0
        for begun, end, status in asked:
            last = [other for other in last if other > begun] + [end]
            many += len(last) > settings.sources.per_host
            closed += begun < until
            until = end + 600.0 if status == 503 else until
    return soon, many, closed


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--days", type=float, default=7.0)
    arguments = parser.parse_args()
    settings, seconds = Settings(), arguments.days * DAY
    settings.sources.per_host = 1
    found, begun = publishers(arguments.feeds, seconds), time.monotonic()
    source, wire = live([p for group in found.values() for p in group], settings, seconds)
    print(f"{arguments.feeds} feeds, {arguments.days:g} days in {time.monotonic() - begun:.0f} s")
    print(f"{'rhythm':16} {'feeds':>6} {'polls a day':>12} {'interval min':>13} {'seen after min':>15}")
    for name, group in found.items():
        polls = fmean(len(publisher.asked) for publisher in group) / arguments.days
        interval = fmean(source.states[publisher.feed.url].interval for publisher in group) / 60
        delays = [delay for publisher in group for delay in late(publisher)]
        seen = f"{fmean(delays) / 60:.1f}" if delays else "-"
        print(f"{name:16} {len(group):6} {polls:12.1f} {interval:13.1f} {seen:>15}")
    soon, many, closed = violations(wire, settings)
    total = sum(map(len, wire.asked.values()))
    print(f"{total} requests to {len(wire.asked)} hosts:", end=" ")
    print(f"{soon} too soon, {many} too many at a time, {closed} while closed")


if __name__ == "__main__":
    main()
