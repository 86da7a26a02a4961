"""The console under load: streams to many pages at once, its memory, and how long a page takes.

    python -m bench.console [--clients 200] [--rate 50] [--seconds 300] [--documents 20000]

Alerts go through real Kafka into the console; every client is an HTTP connection of its own. The peer in the same
table is what each alert costs one client alone, so what the fan-out adds can be read off. Pages are asked for while
nothing else happens, over that many indexed articles. Starts a stack of its own in a temporary folder.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import psutil
from elasticsearch.helpers import parallel_bulk

from bench.console.load import Client, Load, Result, alerts, environment
from bench.sinks.index import Consumed, article
from connectors.kafka import ensure_topics, producer
from connectors.sinks.elasticsearch.client import connect
from connectors.sinks.elasticsearch.documents import document
from connectors.sinks.elasticsearch.templates import ensure_templates
from deploy.local.stack import LocalStack
from marsad.contracts import encode
from marsad.contracts.topics import ALERTS
from marsad.settings import Settings

PAGES = (
    "/",
    "/search",
    "/search?q=S-400",
    "/search?q=%D8%A7%D9%84%D8%AF%D9%81%D8%A7%D8%B9",
    "/events",
    "/rules",
    "/feeds",
)
ASKED = 30


def main() -> None:
    """Run both and print their tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--rate", type=float, default=50.0)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--documents", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        settings = Settings(data_dir=folder)
        stack = LocalStack(settings)
        stack.start()
        try:
            ensure_topics(settings)
            ensure_templates(settings)
            process, url = start(settings)
            try:
                streams(settings, psutil.Process(process.pid), url, options)
                fill(settings, options.documents)
                pages(url, options.documents)
            finally:
                process.terminate()
                process.wait(30)
        finally:
            stack.stop()


def start(settings: Settings) -> tuple[subprocess.Popen[str], str]:
    """A console; its process and its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "marsad", "console"],
        env=environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    found = re.search(r"console at (http://\S+)/", process.stdout.readline())
    assert found is not None
    return process, found[1]


def streams(settings: Settings, process: psutil.Process, url: str, options: argparse.Namespace) -> None:
    """One client alone, then all of them; the table."""
    print(
        "| clients | alerts/s | seconds | alerts | told | out of order | p50 ms | p95 ms | MiB first | MiB last | CPU |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for clients, seconds in ((1, min(options.seconds, 30.0)), (options.clients, options.seconds)):
        load = Load(clients, options.rate, seconds)
        print(asyncio.run(run(settings, process, f"{url}/api/v1/alerts/stream", load)).row(), flush=True)


async def run(settings: Settings, process: psutil.Process, url: str, load: Load) -> Result:
    """Send alerts at a rate while clients read; wait until each has them all."""
    unbounded = {"connector": aiohttp.TCPConnector(limit=0), "timeout": aiohttp.ClientTimeout(None)}
    async with aiohttp.ClientSession(**unbounded) as web:
        clients = [Client(web, url, load.total) for _ in range(load.clients)]
        readers = [asyncio.create_task(client.read()) for client in clients]
        await asyncio.gather(*(client.ready.wait() for client in clients))
        cpu, began = sum(process.cpu_times()[:2]), time.monotonic()
        memory = await send(settings, process, load)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*(client.done.wait() for client in clients)), 60)
        share = (sum(process.cpu_times()[:2]) - cpu) / (time.monotonic() - began)
        for reader in readers:
            reader.cancel()
    return Result(load, clients, memory, share)


async def send(settings: Settings, process: psutil.Process, load: Load) -> list[int]:
    """Send every alert when it is due; the console's memory each second, in bytes."""
    sending, began, memory = producer(settings, linger_ms=0), time.monotonic(), [process.memory_info().rss]
    for number, (key, alert) in enumerate(alerts(load.total)):
        await asyncio.sleep(max(0.0, began + number / load.rate - time.monotonic()))
        sending.send(ALERTS.name, encode(alert), key=key.encode())
        if number % max(int(load.rate), 1) == 0:
            memory.append(process.memory_info().rss)
    sending.close()
    return memory


def fill(settings: Settings, documents: int) -> None:
    """Index articles as the sink would."""
    chance = random.Random(1)
    with connect(settings) as client:

        def actions() -> Iterator[dict[str, Any]]:
            for number in range(documents):
                made = document(Consumed(encode(article(number, chance)), number), settings.elasticsearch.prefix)
                yield {"_index": made.index, "_id": made.id, "_source": msgspec.json.decode(made.body or b"")}

        for _ in parallel_bulk(client, actions(), thread_count=2, chunk_size=500, request_timeout=120):
            pass
        client.indices.refresh(index=f"{settings.elasticsearch.prefix}-articles")


def pages(url: str, documents: int) -> None:
    """How long each page takes over loopback, from the request to its last byte."""
    print(f"\n| page, {documents} articles indexed | first ms | p50 ms | p95 ms |")
    print("|---|---|---|---|")
    for path in PAGES:
        times = []
        for _ in range(ASKED):
            began = time.perf_counter()
            urllib.request.urlopen(url + path, timeout=60).read()
            times.append((time.perf_counter() - began) * 1000)
        ranked = sorted(times)
        print(
            f"| `{path}` | {times[0]:.0f} | {statistics.median(times):.0f} | {ranked[int(ASKED * 0.95)]:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
