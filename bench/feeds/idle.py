"""What it costs to keep thousands of feeds under watch while nothing changes: CPU of one core, and memory.

    python -m bench.feeds.idle --feeds 10000 --every 300 --seconds 60 [--hosts 10000]

Hosts are addresses of loopback (127.x.y.z), served by a process of its own; where there are as many as feeds, every
poll is a new connection. The first poll is another process's, so that the watching one begins as after a restart, with
every feed's state on disk.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from msgspec.structs import replace

from connectors.sources.collector import collect_rarely
from connectors.sources.feedfile import Feed
from connectors.sources.outbox import Outbox
from connectors.sources.service import Source
from marsad.settings import Settings

WARM = 10.0
"""Seconds that are not counted."""


def _feeds(port: int, count: int, every: float, hosts: int) -> list[Feed]:
    return [Feed(f"http://{_host(number % hosts)}:{port}/feed/{number}", interval=every) for number in range(count)]


def _host(number: int) -> str:
    return f"127.{1 + number // 62500}.{number // 250 % 250}.{number % 250 + 1}"


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


async def _watch(source: Source, seconds: float) -> dict[str, float]:
    task = asyncio.create_task(source.run())
    await asyncio.sleep(WARM)
    polls, cpu, kernel, wall = source.counts.polls, time.process_time(), os.times().system, time.monotonic()
    await asyncio.sleep(seconds)
    wall, cpu, kernel = time.monotonic() - wall, time.process_time() - cpu, os.times().system - kernel
    row = {"polls": source.counts.polls - polls, "cpu": cpu, "seconds": wall, "rss": _resident(), "kernel": kernel}
    source.stopping.set()
    await task
    return row | {"unchanged": source.counts.not_modified, "all": source.counts.polls}


async def _first(source: Source, count: int) -> dict[str, float]:
    task = asyncio.create_task(source.run())
    while source.counts.read < count:  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    source.stopping.set()
    await task
    return {"polls": source.counts.polls}


def child(feeds: list[Feed], every: float, seconds: float, folder: Path) -> None:
    """One process: the first poll of all where `seconds` is 0, else the watch."""
    settings = Settings(data_dir=folder)
    settings.sources.allow_private = True
    outbox = Outbox(folder / "outbox.sqlite")
    source = Source(feeds, settings, outbox)
    now, dice = time.time(), random.Random(1)
    source.states = {url: replace(state, next_at=now + dice.random() * every) for url, state in source.states.items()}
    collect_rarely()
    print(json.dumps(asyncio.run(_watch(source, seconds) if seconds else _first(source, len(feeds)))))


def measure(feeds: int, hosts: int, every: float, seconds: float) -> None:
    """Print a row."""
    command = [sys.executable, "-m", "tests.feedworld.farm", "--host", "0.0.0.0"]
    farm = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        port = farm.stdout.readline().strip() if farm.stdout else ""
        with tempfile.TemporaryDirectory() as folder:
            row: dict[str, float] = {}
            for span in (0.0, seconds):
                arguments = [port, str(feeds), str(hosts), str(every), str(span), folder]
                done = subprocess.run(
                    [sys.executable, "-m", "bench.feeds.idle", "--child", *arguments],
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    text=True,
                    check=True,
                )
                row = json.loads(done.stdout.splitlines()[-1])
    finally:
        farm.kill()
    print(f"{feeds} feeds of {hosts} hosts every {every:g} s, nothing changes, {row['seconds']:.0f} s measured")
    print(f"{'polls/s':>8} {'CPU ms a poll':>14} {'% of a core':>12} {'in kernel':>14} {'RSS MB':>7} {'unchanged':>10}")
    share, kernel = (100 * row[part] / row["seconds"] for part in ("cpu", "kernel"))
    rate, cost = row["polls"] / row["seconds"], 1000 * row["cpu"] / row["polls"]
    unchanged = f"{row['unchanged']:.0f}/{row['all']:.0f}"
    print(f"{rate:8.1f} {cost:14.2f} {share:12.2f} {kernel:14.2f} {row['rss']:7.0f} {unchanged:>10}")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=10_000)
    parser.add_argument("--hosts", type=int, help="as many as feeds unless given")
    parser.add_argument("--every", type=float, default=300.0, help="seconds")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--child", nargs=6, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        port, count, hosts, every, seconds, folder = arguments.child
        feeds = _feeds(int(port), int(count), float(every), int(hosts))
        child(feeds, float(every), float(seconds), Path(folder))
    else:
        measure(arguments.feeds, arguments.hosts or arguments.feeds, arguments.every, arguments.seconds)


if __name__ == "__main__":
    main()
