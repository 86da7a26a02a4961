"""A raw feed to articles."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from connectors.sources.article import dates, identity, urls, zones
from connectors.sources.article.language import identify
from connectors.sources.article.text import plain
from connectors.sources.limits import Limits
from connectors.sources.parse.model import HTML, Markup, RawEnclosure, RawFeed, RawItem
from connectors.sources.problems import Problem, problem
from marsad.contracts import Article, Enclosure, FeedRef
from marsad.contracts.ids import revision

_ARABIC: Final = re.compile(r"[\u0620-\u064a]{2}")
_EMAIL_NAME: Final = re.compile(r"^\s*(?:mailto:)?[^\s@()<>]+@[^\s@()<>]+\s*\((.+)\)\s*$")
_NAME_EMAIL: Final = re.compile(r"^\s*(.+?)\s*[<(]\s*(?:mailto:)?[^\s@()<>]+@[^\s@()<>]+\s*[>)]\s*$")
_EMAIL: Final = re.compile(r"^(?:mailto:)?[^\s@]+@[^\s@]+\.[^\s@]+$")
_LONG_NAME: Final = 200
_LINKS: Final = 50
"""Links of an item that are tried; the first that can be read is its address."""
_TRIED: Final = 2
"""Names that are read for each that is kept, since some are blank or come twice."""
_BY: Final = re.compile(r"^(?:by|بقلم|كتب|كتبت|إعداد|اعداد|تقرير)\s*[:：]?\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a feed beside its own words: the feed list's entry and the clock."""

    url: str | None = None
    """The feed's address in the feed list: part of what identifies articles without a link."""
    base: str | None = None
    """Where it was fetched from in the end, which relative links stand on; `url` where that is not known."""
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    limits: Limits = field(default_factory=Limits)
    title: str | None = None
    country: str | None = None
    language: str | None = None
    reliability: float | None = None
    tags: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """What a feed gave: its reference, its articles without a first-seen time, and what was wrong."""

    feed: FeedRef
    articles: list[Article]
    problems: list[Problem]
    ttl: float | None = None
    """Seconds that the feed itself asks to be left alone for."""
    skip_hours: tuple[int, ...] = ()
    others: dict[str, identity.Other] = field(default_factory=dict)
    """By their ids, what else tells articles of this reading: another document may have told them by that."""
    hub: str | None = None
    topic: str | None = None


def articles(raw: RawFeed, context: Context) -> Reading:
    """The articles of a feed, each once, in the feed's order."""
    title = plain(raw.title, context.limits.max_title) or context.title
    url = context.url or urls.canonical(raw.self_url) or urls.canonical(raw.link) or ""
    host = urls.host(url or raw.link or "")
    country = zones.country(context.country, host, context.language or raw.language)
    feed = FeedRef(url=url, title=title, country=context.country, reliability=context.reliability, tags=context.tags)
    builder = _Builder(context, feed, raw, dates.Place(country, arabic=_is_arabic(raw, title, context)))
    found = builder.build()
    minutes = _length(raw.ttl)
    return Reading(
        feed,
        found,
        [*raw.problems, *builder.problems],
        ttl=minutes * 60.0 if minutes else None,
        skip_hours=raw.skip_hours,
        others=builder.others,
        hub=raw.hub,
        topic=raw.self_url,
    )


def _is_arabic(raw: RawFeed, title: str | None, context: Context) -> bool:
    language = (context.language or raw.language or "").lower()
    if language:
        return language.startswith("ar")
    return bool(_ARABIC.search(title or "")) or any(
        item.title and _ARABIC.search(item.title.value) for item in raw.items[:5]
    )


class _Builder:
    """One pass over a feed's items."""

    def __init__(self, context: Context, feed: FeedRef, raw: RawFeed, place: dates.Place) -> None:
        self.context = context
        self.limits = context.limits
        self.feed = feed
        self.raw = raw
        self.place = place
        named = (feed.url, context.base, raw.link, raw.self_url)
        self.hosts = frozenset(host.removeprefix("www.") for url in named if url and (host := urls.host(url)))
        self.problems: list[Problem] = []
        self.others: dict[str, identity.Other] = {}

    def build(self) -> list[Article]:
        """Every item with an identity, each article once."""
        traits = [self._traits(item) for item in self.raw.items]
        site = urls.canonical(self.raw.link)
        ids = identity.ids(traits, self.feed.url, site)
        built: dict[str, Article] = {}
        for item, trait, told in zip(self.raw.items, traits, ids, strict=True):
            if told is None:
                self.problems.append(problem("no_identity", None, self.feed.url or None))
                continue
            key, other = told
            if other:
                self.others[key] = other
            article = self._article(item, trait, key)
            if key in built:
                self.problems.append(problem("duplicate_id", trait.title or None, trait.url or self.feed.url or None))
                article = _newer(built[key], article)
            built[key] = article
        return list(built.values())

    def _traits(self, item: RawItem) -> identity.Traits:
        title = plain(item.title, self.limits.max_title).replace("\n", " ")
        return identity.Traits(self._link(item), item.guid, title, self._text(item))

    def _link(self, item: RawItem) -> str | None:
        for link in item.links[:_LINKS]:
            if found := urls.canonical(link, self.limits.max_url):
                return urls.desktop(found, self.hosts)
        if item.links:
            self.problems.append(problem("bad_link", item.links[0][:200], self.feed.url or None))
        return None

    def _text(self, item: RawItem) -> str:
        """The longest of the bodies as plain text."""
        longest = max((plain(body, self.limits.max_text + 100) for body in item.bodies), key=len, default="")
        if len(longest) > self.limits.max_text:
            self.problems.append(problem("truncated_text", None, self._name(item)))
        return longest[: self.limits.max_text]

    def _name(self, item: RawItem) -> str | None:
        return (item.links[0][:200] if item.links else None) or self.feed.url or None

    def _article(self, item: RawItem, trait: identity.Traits, key: str) -> Article:
        updated = self._date(item.updated, item)
        published = self._date(item.published, item) if item.published else updated
        return Article(
            id=key,
            revision=revision(trait.title or None, trait.text),
            url=trait.url,
            title=trait.title or None,
            text=trait.text,
            language=identify(trait.title, trait.text, item.language or self.raw.language),
            published=published,
            updated=updated,
            authors=self._names(item.authors, _author),
            categories=self._names(item.categories, _category),
            feed=self.feed,
            enclosures=self._enclosures(item.enclosures),
            image=urls.canonical(item.image, self.limits.max_url),
        )

    def _date(self, written: list[str], item: RawItem) -> datetime | None:
        failures: list[dates.BadDateError] = []
        for value in written[:10]:
            try:
                return dates.parse(value, self.place, self.context.now)
            except dates.BadDateError as error:
                failures.append(error)
        if failures:
            code = "future_date" if isinstance(failures[0], dates.FutureDateError) else "bad_date"
            self.problems.append(problem(code, str(failures[0]), self._name(item)))
        return None

    def _names(self, written: list[str], clean: Callable[[str, int], str]) -> tuple[str, ...]:
        if not written:
            return ()
        names = dict.fromkeys(clean(value, self.limits.max_name) for value in written[: _TRIED * self.limits.max_names])
        names.pop("", None)
        return tuple(names)[: self.limits.max_names]

    def _enclosures(self, written: list[RawEnclosure]) -> tuple[Enclosure, ...]:
        if not written:
            return ()
        found: dict[str, Enclosure] = {}
        for entry in written[: _TRIED * self.limits.max_enclosures]:
            url = urls.canonical(entry.url, self.limits.max_url)
            if url and url not in found and len(found) < self.limits.max_enclosures:
                kind = plain(Markup(entry.type), self.limits.max_name) if entry.type else None
                found[url] = Enclosure(url=url, type=kind or None, length=_length(entry.length))
        return tuple(found.values())


def _newer(one: Article, other: Article) -> Article:
    """Of two items that are one article the one with the later date; the first where dates do not tell."""
    first, second = one.updated or one.published, other.updated or other.published
    return other if first and second and second > first else one


def _length(written: str | None) -> int | None:
    digits = (written or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and 0 < len(digits) <= 15 and int(digits) else None


def _cached(clean: Callable[[str, int], str]) -> Callable[[str, int], str]:
    """Names come again and again, from item to item and from poll to poll; long ones are no names."""
    short = lru_cache(maxsize=4096)(clean)
    return lambda written, limit: short(written, limit) if len(written) <= _LONG_NAME else clean(written, limit)


@_cached
def _author(written: str, limit: int) -> str:
    """`mail@host (Name)` and `Name <mail@host>` give the name; a bare address stays; "by" and `بقلم` go."""
    name = _one_line(written, limit)
    match = _EMAIL_NAME.match(name) or _NAME_EMAIL.match(name)
    name = match.group(1) if match else name
    name = _BY.sub("", name).strip(" \"'،,") if not _EMAIL.match(name) else name.removeprefix("mailto:")
    return name.strip()


@_cached
def _category(written: str, limit: int) -> str:
    return _one_line(written, limit).strip(" ،,").strip()


def _one_line(written: str, limit: int) -> str:
    return plain(Markup(written, HTML), limit).replace("\n", " ")
