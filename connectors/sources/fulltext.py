"""The whole article behind a feed's summary, from its page by trafilatura: only where the feed list asks for it.

Pages are fetched with the same client, limits and manners as feeds, and only where robots.txt allows it.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Final
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import msgspec

from connectors.sources.feedfile import FullText
from connectors.sources.fetch.client import Client, StatusError
from connectors.sources.limits import Limits
from connectors.sources.parse import encodings
from connectors.sources.parse.mojibake import repair
from connectors.sources.problems import FeedError
from marsad.contracts import Article

ENOUGH: Final = 600
"""Characters from which `auto` takes a feed's own text for the whole one."""
_MOST_A_POLL: Final = 30
_ROBOTS_SECONDS: Final = 24 * 3600.0
_UNKNOWN_SECONDS: Final = 600.0
_KEPT_ROBOTS: Final = 2000


class FullTextReader:
    """Fills in the texts of articles.

    Args:
        client: Fetches pages.
        limits: Bounds on texts.
        work: Where pages are read: that takes milliseconds of CPU each.
        clock: Seconds that only go forward.
    """

    def __init__(
        self, client: Client, limits: Limits, work: Executor, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.client = client
        self.limits = limits
        self.work = work
        self.clock = clock
        self._robots: OrderedDict[str, tuple[float, RobotFileParser]] = OrderedDict()

    async def fill(
        self, articles: list[Article], mode: FullText, wanted: set[str], proxy: str | None = None
    ) -> list[Article]:
        """The articles, those with an id in `wanted` with their pages' text where that is longer than the feed's.

        The revision stays that of the feed's own words: a page that differs with every visit is no correction.
        """
        budget = iter(range(_MOST_A_POLL))
        return [
            await self._filled(article, proxy)
            if self._is_due(article, mode, wanted) and next(budget, None) is not None
            else article
            for article in articles
        ]

    @staticmethod
    def _is_due(article: Article, mode: FullText, wanted: set[str]) -> bool:
        short = mode == "yes" or (mode == "auto" and len(article.text) < ENOUGH)
        return short and article.id in wanted and article.url is not None

    async def _filled(self, article: Article, proxy: str | None) -> Article:
        url = article.url or ""
        try:
            if not await self._is_allowed(url, proxy):
                return article
            fetched = await self.client.fetch(url, proxy=proxy)
        except FeedError:
            return article
        loop = asyncio.get_running_loop()
        text = await loop.run_in_executor(self.work, extract, fetched.body, fetched.content_type, fetched.url)
        if len(text) <= len(article.text):
            return article
        return msgspec.structs.replace(article, text=text[: self.limits.max_text])

    async def _is_allowed(self, url: str, proxy: str | None) -> bool:
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        until, rules = self._robots.get(host, (float("-inf"), RobotFileParser()))
        if self.clock() > until:
            rules, seconds = await self._rules(host, proxy)
            self._robots[host] = (self.clock() + seconds, rules)
            while len(self._robots) > _KEPT_ROBOTS:
                self._robots.popitem(last=False)
        return rules.can_fetch(self.limits.user_agent, url)

    async def _rules(self, host: str, proxy: str | None) -> tuple[RobotFileParser, float]:
        """A site's rules, and the seconds that they hold.

        A site without a robots.txt allows everything (RFC 9309, 2.3.1.3); one that cannot say allows nothing (2.3.1.4).
        """
        rules = RobotFileParser()
        try:
            fetched = await self.client.fetch(urljoin(host, "/robots.txt"), proxy=proxy)
            rules.parse(fetched.body.decode("utf-8", "replace").splitlines())
        except FeedError as error:
            is_missing = error.code == "empty_body" or (isinstance(error, StatusError) and 400 <= error.status < 429)
            rules.parse([] if is_missing else ["User-agent: *", "Disallow: /"])
            return rules, _ROBOTS_SECONDS if is_missing else _UNKNOWN_SECONDS
        return rules, _ROBOTS_SECONDS


def extract(body: bytes, content_type: str | None, url: str) -> str:
    """The article's text in a page, a line a paragraph; the empty string where there is none."""
    import trafilatura  # slow to import, and few feeds ask for it

    page = encodings.decode(body, content_type).text
    try:
        found = trafilatura.extract(page, url=url, include_comments=False, include_tables=False)
    except (ValueError, RecursionError, AttributeError):
        return ""
    return repair(str(found)) if found else ""
