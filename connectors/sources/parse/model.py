"""What a format reader hands on: the feed's own words, nothing cleaned yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from connectors.sources.problems import Problem

TEXT = "text"
HTML = "html"


@dataclass(slots=True)
class Markup:
    """Words as the feed wrote them; `kind` says how they are to be read: text or html."""

    value: str
    kind: str = HTML


@dataclass(slots=True)
class RawEnclosure:
    """A media file beside an item; `length` as written."""

    url: str
    type: str | None = None
    length: str | None = None


@dataclass(slots=True)
class RawItem:
    """One item. Links are absolute where the item's base made them so."""

    guid: str | None = None
    links: list[str] = field(default_factory=list)
    """Candidates for the article's address, best first."""
    title: Markup | None = None
    bodies: list[Markup] = field(default_factory=list)
    """Everything that may be the article's text; the longest useful one wins."""
    published: list[str] = field(default_factory=list)
    """Dates as written, best first."""
    updated: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    enclosures: list[RawEnclosure] = field(default_factory=list)
    image: str | None = None
    language: str | None = None
    base: str | None = None


@dataclass(slots=True)
class RawFeed:
    """A whole feed as read. `hub` and `self_url` are for WebSub; `ttl` in minutes as RSS has it."""

    format: str
    title: Markup | None = None
    link: str | None = None
    self_url: str | None = None
    hub: str | None = None
    language: str | None = None
    ttl: str | None = None
    skip_hours: tuple[int, ...] = ()
    items: list[RawItem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


Resolve = Callable[[str | None, str], str]
"""Makes a link absolute: base (may be None), link as written."""
