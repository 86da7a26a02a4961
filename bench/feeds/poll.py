"""Poll thousands of local feeds of 30 items: first poll, all unchanged, 5 % changed; ours beside lemon24/reader.

    python -m bench.feeds.poll --feeds 2000 --latency 0 --reader PYTHON_WITH_READER

Both record to SQLite on disk; the feed server is a process of its own. CPU is that of the polling process alone.
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

ROUNDS = (("first poll", 0), ("unchanged", 0), ("5 % changed", 1))


def _run(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def measure(feeds: int, latency: float, reader: str | None) -> None:
    """Print a row for each poller and round."""
    command = [sys.executable, "-m", "tests.feedworld.farm", "--latency", str(latency)]
    peer = str(Path(__file__).with_name("peer_reader.py"))
    pollers = {"marsad": [sys.executable, "-m", "bench.feeds.ours"]} | ({"reader": [reader, peer]} if reader else {})
    print(f"{feeds} feeds, {latency:g} ms")
    print(f"{'':8} {'round':12} {'feeds/s':>8} {'CPU ms a feed':>14} {'RSS MB':>7} {'articles':>9} {'failures':>9}")
    for name, poller in pollers.items():
        farm = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            port = farm.stdout.readline().strip() if farm.stdout else ""
            with tempfile.TemporaryDirectory() as folder:
                for label, generation in ROUNDS:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/generation/{generation}").read()
                    row = _run([*poller, port, str(feeds), folder])
                    print(
                        f"{name:8} {label:12} {feeds / row['seconds']:8.0f} {1000 * row['cpu'] / feeds:14.2f}"
                        f" {row['rss']:7.0f} {row['articles']:9} {row['failures']:9}",
                        flush=True,
                    )
        finally:
            farm.kill()


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=2000)
    parser.add_argument("--latency", type=float, default=0.0, help="milliseconds")
    parser.add_argument("--reader", help="a Python that has reader installed")
    arguments = parser.parse_args()
    measure(arguments.feeds, arguments.latency, arguments.reader)


if __name__ == "__main__":
    main()
