"""From publication to the open page: an article is in its feed, its alert is on a page in Chromium.

    python -m bench.console.publish [--articles 100]

Once with a hub that pushes (WebSub), once with a poll every second: every process is Marsad's own, on a stack of its
own. Each article tells of another delivery and is published when the one before is on the page. Needs Chromium.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from email.utils import formatdate
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from playwright.async_api import Page, async_playwright

from connectors.kafka import ensure_topics
from connectors.sinks.elasticsearch.templates import ensure_templates
from deploy.local.stack import LocalStack
from marsad.settings import Settings
from tests.feedworld.hub import Hub

CHROMIUM: Final = "/usr/bin/chromium"
ITEMS: Final = (
    "منظومات إس-400",
    "بطاريات باتريوت",
    "مقاتلات رافال",
    "طائرات بيرقدار",
    "دبابات أبرامز",
    "مروحيات أباتشي",
)
STATES: Final = (
    "مصر",
    "تركيا",
    "الهند",
    "بولندا",
    "قطر",
    "رومانيا",
    "اليونان",
    "العراق",
    "المغرب",
    "الجزائر",
    "باكستان",
)
SUPPLIERS: Final = ("روسيا", "فرنسا")
RULE: Final = "id: any\nname: Any delivery\nwhen: {event: {type: arms_delivery}}\n"
_SEEN: Final = """() => {
  window.seen = {};
  const note = () => {
    for (const card of document.querySelectorAll("article.card")) {
      for (const [word] of card.textContent.matchAll(/رقم-[0-9]+-/g)) window.seen[word] ??= Date.now() / 1000;
    }
  };
  new MutationObserver(note).observe(document.getElementById("alerts"), { childList: true });
}"""


class Feed:
    """An RSS feed on loopback; with a hub where it is given one."""

    def __init__(self, hub: Hub | None) -> None:
        self._hub, self._items = hub, list[str]()
        self.url = ""

    @contextlib.asynccontextmanager
    async def served(self) -> AsyncIterator[Feed]:
        """While it is."""
        app = web.Application()
        app.router.add_get("/rss", self._answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/rss"
        try:
            yield self
        finally:
            await runner.cleanup()

    async def publish(self, number: int, title: str, text: str) -> None:
        """Put an article into it, and tell the hub."""
        link = f"https://wire.example/{number}"
        self._items.insert(
            0,
            f"<item><guid>{link}</guid><link>{link}</link><title>{title}</title><pubDate>{formatdate()}</pubDate>"
            f"<description>{text}</description></item>",
        )
        if self._hub:
            assert await self._hub.publish(self.url, self._rss().encode()) == 202

    def _rss(self) -> str:
        channel = f"<channel><title>وكالة</title>{''.join(self._items[:50])}</channel>"
        return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'

    async def _answer(self, _: web.Request) -> web.Response:
        headers = {"Link": f'<{self._hub.url}>; rel="hub"'} if self._hub else {}
        return web.Response(text=self._rss(), content_type="application/rss+xml", headers=headers)


def main() -> None:
    """Measure both and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=100)
    options = parser.parse_args()
    print("| how the source hears of it | articles | p50 s | p95 s | slowest s |")
    print("|---|---|---|---|---|", flush=True)
    for how, pushed in (("WebSub", True), ("a poll every second", False)):
        with tempfile.TemporaryDirectory(prefix="marsad-bench-") as name:
            folder = Path(name)
            folder.chmod(0o755)
            times = sorted(asyncio.run(measured(folder, options.articles, pushed=pushed)))
        late = times[int(len(times) * 0.95)]
        print(f"| {how} | {len(times)} | {statistics.median(times):.2f} | {late:.2f} | {times[-1]:.2f} |", flush=True)


async def measured(folder: Path, articles: int, *, pushed: bool) -> list[float]:
    """Seconds of each article."""
    settings = Settings(data_dir=folder)
    stack = LocalStack(settings)
    await asyncio.to_thread(stack.start)
    try:
        ensure_topics(settings)
        ensure_templates(settings)
        async with contextlib.AsyncExitStack() as held:
            hub = await held.enter_async_context(Hub()) if pushed else None
            feed = await held.enter_async_context(Feed(hub).served())
            (folder / "feeds.yaml").write_text(f"feeds:\n  - url: {feed.url}\n    interval: 1\n")
            (folder / "rule.yaml").write_text(RULE)
            url = held.enter_context(running(folder, pushed=pushed))
            page = await held.enter_async_context(opened(url))
            await until(lambda: bool(hub.subscribers)) if hub else None
            return await told(feed, page, articles)
    finally:
        await asyncio.to_thread(stack.stop)


async def told(feed: Feed, page: Page, articles: int) -> list[float]:
    """Publish one after the other; the first, for which everything wakes up, does not count."""
    times = []
    tales = itertools.product(SUPPLIERS, ITEMS, STATES)
    for number, (supplier, item, state) in enumerate(itertools.islice(tales, articles + 1)):
        await asyncio.sleep(random.uniform(0.2, 1.2))
        word, began = f"رقم-{number}-", time.time()
        await feed.publish(number, f"وصول شحنة {word}", f"تسلمت {state} اليوم {item} من {supplier} {word}.")
        await page.wait_for_function("word => window.seen[word]", arg=word, timeout=60_000)
        times.append(await page.evaluate("word => window.seen[word]", word) - began)
    return times[1:]


@contextlib.asynccontextmanager
async def opened(url: str) -> AsyncIterator[Page]:
    """The page of alerts, connected."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = await browser.new_page()
        await page.goto(url)
        await page.wait_for_selector("#connection[data-state=on]", timeout=60_000)
        await page.evaluate(_SEEN)
        yield page
        await browser.close()


@contextlib.contextmanager
def running(folder: Path, *, pushed: bool) -> Iterator[str]:
    """Worker, source and console; the console's address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = {
        "MARSAD_DATA_DIR": str(folder),
        "MARSAD_RULES": str(folder / "rule.yaml"),
        "MARSAD_SOURCES_ALLOW_PRIVATE": "true",
        "MARSAD_SOURCES_HOST_DELAY": "0",
    }
    if pushed:
        given |= {"MARSAD_WEBSUB_URL": f"http://127.0.0.1:{port}/", "MARSAD_WEBSUB_PORT": str(port)}
    environment = os.environ | given
    commands: tuple[list[str], ...] = (["worker"], ["source", "--feeds", str(folder / "feeds.yaml")], ["console"])
    processes: list[subprocess.Popen[Any]] = []
    for command in commands:
        log = (folder / f"{command[0]}.log").open("wb")
        processes.append(
            subprocess.Popen([sys.executable, "-m", "marsad", *command], env=environment, stdout=log, stderr=log)
        )
    try:
        end = time.monotonic() + 60
        while not (found := re.search(r"console at (http://\S+)/", (folder / "console.log").read_text())):
            assert time.monotonic() < end
            time.sleep(0.2)
        yield found[1]
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(60)


async def until(condition: Any) -> None:
    """Wait until it holds."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.1)


if __name__ == "__main__":
    main()
