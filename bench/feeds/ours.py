"""One poll of every feed by our source, in a process of its own: `python -m bench.feeds.ours PORT FEEDS FOLDER`."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from pathlib import Path

from msgspec.structs import replace

from connectors.sources.collector import collect_rarely
from connectors.sources.feedfile import Feed
from connectors.sources.outbox import Outbox
from connectors.sources.service import Source
from marsad.settings import Settings


async def _poll_all(source: Source, count: int) -> None:
    task = asyncio.create_task(source.run())
    await asyncio.to_thread(_wait, source, count)
    source.stopping.set()
    await task


def _wait(source: Source, count: int) -> None:
    while source.counts.not_modified + source.counts.read + source.counts.failures < count:
        time.sleep(0.02)


def main() -> None:
    """Poll once and print feeds, seconds, CPU seconds, articles and resident megabytes as JSON."""
    port, count, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    settings = Settings(data_dir=folder)
    settings.sources.allow_private = True
    settings.sources.host_delay = 0
    settings.sources.per_host = settings.sources.concurrency
    outbox = Outbox(folder / "outbox.sqlite")
    source = Source([Feed(f"http://127.0.0.1:{port}/feed/{number}") for number in range(count)], settings, outbox)
    source.states = {url: replace(state, next_at=0.0) for url, state in source.states.items()}
    collect_rarely()
    wall, cpu = time.perf_counter(), time.process_time()
    asyncio.run(_poll_all(source, count))
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - wall,
                "cpu": time.process_time() - cpu,
                "articles": source.counts.articles,
                "failures": source.counts.failures,
                "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


if __name__ == "__main__":
    main()
