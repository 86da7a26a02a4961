"""The console under load: streams to many pages at once, its memory, and how long a page takes.

    python -m bench.console [--clients 200] [--rate 50] [--seconds 300]
                            [--distinct 77000] [--copies 13] [--events 20000]

Alerts go through real Kafka into the console; every client is an HTTP connection of its own. The peer in the same
table is what each alert costs one client alone, so what the fan-out adds can be read off. Pages are asked for while
nothing else happens, by a console that was started for it, over `distinct` × `copies` indexed articles. Starts a stack
of its own in a temporary folder. `--seconds 0` and `--distinct 0` leave one of the two out.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import psutil

from bench.console.archive import fill
from bench.console.load import Client, Load, Result, alerts, environment
from bench.console.pages import measure
from connectors.kafka import ensure_topics, producer
from connectors.sinks.elasticsearch.templates import ensure_templates
from deploy.local.stack import LocalStack
from marsad.contracts import encode
from marsad.contracts.topics import ALERTS
from marsad.settings import Settings

_WARM_SECONDS = 10.0
"""What a console that has just been started does for itself."""


def main() -> None:
    """Run both and print their tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--rate", type=float, default=50.0)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--distinct", type=int, default=77_000)
    parser.add_argument("--copies", type=int, default=13)
    parser.add_argument("--events", type=int, default=20_000)
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
            if options.seconds:
                with started(settings) as (process, url):
                    streams(settings, psutil.Process(process.pid), url, options)
            if options.distinct:
                fill(settings, options.distinct, options.copies, options.events)
                with started(settings) as (_, url):
                    time.sleep(_WARM_SECONDS)
                    measure(url, f"{options.distinct * options.copies} articles indexed")
        finally:
            stack.stop()


@contextlib.contextmanager
def started(settings: Settings) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A console; its process and its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "marsad", "console"],
        env=environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        found = re.search(r"console at (http://\S+)/", process.stdout.readline())
        assert found is not None
        yield process, found[1]
    finally:
        process.terminate()
        process.wait(30)


def streams(settings: Settings, process: psutil.Process, url: str, options: argparse.Namespace) -> None:
    """One client alone, then all of them; the table."""
    print(
        "| clients | alerts/s | seconds | alerts | told | out of order | p50 ms | p95 ms | MiB, minute 1, last |",
        end="",
    )
    print(" MiB every 30 s | CPU |\n|---|---|---|---|---|---|---|---|---|---|---|")
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


if __name__ == "__main__":
    main()
