"""Poll thousands of local feeds of 30 items: first poll, all unchanged, 5 % changed; ours beside the peers.

    python -m bench.feeds.poll [--feeds 2000 10000] [--latency 0 150] [--peer-feeds 300]
        [--reader PYTHON] [--miniflux BINARY] [--workers 64]

PYTHON has lemon24/reader installed (`pip install reader sgmllib3k`); BINARY is Miniflux 2 (`go build` in its
repository), which needs PostgreSQL's programs. All record to disk; the feed server is a process of its own. CPU is that
of the polling process, and of PostgreSQL for Miniflux. Peers take long: they may poll fewer feeds, and the table says
how many. Where the server is slow they fetch with so many workers (`reader` is no faster with 256 than with 64), and we
over as many connections as the settings have by default.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

from marsad.settings import Settings

ROUNDS = (("first poll", 0), ("unchanged", 0), ("5 % changed", 1))


def _run(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def measure(name: str, poller: list[str], feeds: int, latency: float) -> list[dict[str, Any]]:
    """Print a row for each round of one poller, and return them."""
    command = [sys.executable, "-m", "tests.feedworld.farm", "--latency", str(latency)]
    farm = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    rows = []
    try:
        port = farm.stdout.readline().strip() if farm.stdout else ""
        with tempfile.TemporaryDirectory() as folder:
            for label, generation in ROUNDS:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/generation/{generation}").read()
                row = _run([*poller, port, str(feeds), folder])
                row |= {"rate": feeds / row["seconds"], "cost": 1000 * row["cpu"] / feeds}
                rows.append(row)
                print(
                    f"{name:8} {feeds:6} {latency:4g} ms {label:12} {row['rate']:8.0f} {row['cost']:14.2f}"
                    f" {row['rss']:7.0f} {row['articles']:9} {row['failures']:9}",
                    flush=True,
                )
    finally:
        farm.kill()
    return rows


def compare(feeds: int, peer_feeds: int, latency: float, peers: dict[str, list[str]], workers: int) -> None:
    """All pollers, and our ratios to each peer."""
    ours = measure("marsad", [sys.executable, "-m", "bench.feeds.ours"], feeds, latency)
    for name, command in peers.items():
        many = str(workers if latency else 1)
        peer = measure(name, [*command, "--workers", many], peer_feeds, latency)
        for (label, _), one, other in zip(ROUNDS, ours, peer, strict=True):
            faster, cheaper = one["rate"] / other["rate"], other["cost"] / one["cost"]
            print(f"{'ratio':8} {label:12} {faster:.1f} × the feeds a second, {cheaper:.1f} × less CPU a feed")


def _peers(reader: str | None, miniflux: str | None) -> dict[str, list[str]]:
    peers = {}
    if reader:
        peers["reader"] = [reader, str(Path(__file__).with_name("peer_reader.py"))]
    if miniflux:
        peers["miniflux"] = [sys.executable, "-m", "bench.feeds.peer_miniflux", "--binary", miniflux]
    return peers


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, nargs="+", default=[2000])
    parser.add_argument("--latency", type=float, nargs="+", default=[0.0, 150.0], help="milliseconds")
    parser.add_argument("--reader", help="a Python that has reader installed")
    parser.add_argument("--miniflux", help="a Miniflux program")
    parser.add_argument("--peer-feeds", type=int, default=300, help="feeds that a peer polls")
    parser.add_argument("--workers", type=int, default=64, help="workers of a peer where the server is slow")
    arguments = parser.parse_args()
    print(
        f"ours: {Settings().sources.concurrency} connections; peers: 1 worker, {arguments.workers} behind a slow server"
    )
    print(
        f"{'':8} {'feeds':>6} {'':7} {'round':12} {'feeds/s':>8} {'CPU ms a feed':>14} {'RSS MB':>7} {'articles':>9}"
        f" {'failures':>9}"
    )
    for latency in arguments.latency:
        for feeds in arguments.feeds:
            compare(
                feeds, arguments.peer_feeds, latency, _peers(arguments.reader, arguments.miniflux), arguments.workers
            )


if __name__ == "__main__":
    main()
