"""What a format reader hands on: the feed's own words, nothing cleaned yet."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from connectors.sources.problems import Problem

TEXT = "text"
HTML = "html"


class Markup(msgspec.Struct):
    """Words as the feed wrote them; `kind` says how they are to be read: text or html."""

    value: str
    kind: str = HTML


class RawEnclosure(msgspec.Struct):
    """A media file beside an item; `length` as written."""

    url: str
    type: str | None = None
    length: str | None = None


class RawItem(msgspec.Struct):
    """One item. Links are absolute where the item's base made them so."""

    guid: str | None = None
    links: list[str] = []
    """Candidates for the article's address, best first."""
    title: Markup | None = None
    bodies: list[Markup] = []
    """Everything that may be the article's text; the longest useful one wins."""
    published: list[str] = []
    """Dates as written, best first."""
    updated: list[str] = []
    authors: list[str] = []
    categories: list[str] = []
    enclosures: list[RawEnclosure] = []
    image: str | None = None
    language: str | None = None
    base: str | None = None


class RawFeed(msgspec.Struct):
    """A whole feed as read. `hub` and `self_url` are for WebSub; `ttl` in minutes as RSS has it."""

    format: str
    title: Markup | None = None
    link: str | None = None
    self_url: str | None = None
    hub: str | None = None
    language: str | None = None
    ttl: str | None = None
    skip_hours: tuple[int, ...] = ()
    items: list[RawItem] = []
    problems: list[Problem] = []


Resolve = Callable[[str | None, str], str]
"""Makes a link absolute: base (may be None), link as written."""
