"""The articles of the sample wire, and its feeds as they stand so many seconds after the wire was started."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib import resources
from typing import Any, Final, cast

import yaml
from lxml import etree
from lxml.builder import ElementMaker

_ATOM: Final = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Feed:
    """One paper of the sample wire."""

    name: str
    title: str
    format: str
    encoding: str
    link: str

    @property
    def path(self) -> str:
        """Where the server has it."""
        return f"/{self.name}/{self.format}.xml"

    @property
    def content_type(self) -> str:
        """As the server announces it: without a charset, so that the declaration decides."""
        return "application/atom+xml" if self.format == "atom" else "application/rss+xml"


@dataclass(frozen=True, slots=True)
class Item:
    """One article of the sample wire, or the correction of one."""

    feed: str
    slug: str
    after: float
    title: str
    text: str
    raises: tuple[str, ...] = ()
    correct: bool = False


@functools.cache
def feeds() -> dict[str, Feed]:
    """The papers by name."""
    return {name: Feed(name=name, **fields) for name, fields in _document()["feeds"].items()}


@functools.cache
def items() -> tuple[Item, ...]:
    """All articles and corrections in the order of their release."""
    rows = (Item(**{**row, "raises": tuple(row.get("raises", ()))}) for row in _document()["articles"])
    return tuple(sorted(rows, key=lambda item: item.after))


def duration() -> float:
    """Seconds until the last article is out."""
    return max(item.after for item in items())


def render(feed: Feed, started: datetime, elapsed: float) -> bytes:
    """The feed as it stands `elapsed` seconds after the start: newest first, corrected articles corrected in place."""
    released: dict[str, tuple[Item, datetime]] = {}
    for item in items():
        if item.feed == feed.name and item.after <= elapsed:
            first = released[item.slug][1] if item.correct else started + timedelta(seconds=item.after)
            released[item.slug] = (item, first)
    newest = sorted(released.values(), key=lambda pair: pair[1], reverse=True)
    root = _atom(feed, newest) if feed.format == "atom" else _rss(feed, newest)
    return cast("bytes", etree.tostring(root, xml_declaration=True, encoding=feed.encoding))


def _rss(feed: Feed, entries: list[tuple[Item, datetime]]) -> Any:
    make = ElementMaker()
    rows = (
        make.item(
            make.title(item.title),
            make.link(_link(feed, item)),
            make.guid(_link(feed, item)),
            make.pubDate(format_datetime(at)),
            make.description(_html(item)),
        )
        for item, at in entries
    )
    channel = make.channel(make.title(feed.title), make.link(feed.link), make.language("ar"), *rows)
    return make.rss(channel, version="2.0")


def _atom(feed: Feed, entries: list[tuple[Item, datetime]]) -> Any:
    make = ElementMaker(namespace=_ATOM, nsmap={None: _ATOM})
    rows = (
        make.entry(
            make.id(_link(feed, item)),
            make.title(item.title),
            make.link(href=_link(feed, item)),
            make.published(at.isoformat()),
            make.updated(at.isoformat()),
            make.content(_html(item), type="html"),
        )
        for item, at in entries
    )
    updated = entries[0][1] if entries else datetime(2026, 1, 1, tzinfo=UTC)
    head = (make.id(feed.link), make.title(feed.title), make.link(href=feed.link), make.updated(updated.isoformat()))
    return make.feed(*head, *rows)


def _html(item: Item) -> str:
    return "".join(f"<p>{line}</p>" for line in item.text.strip().splitlines())


def _link(feed: Feed, item: Item) -> str:
    return f"{feed.link}/news/{item.slug}"


@functools.cache
def _document() -> Any:
    return yaml.safe_load((resources.files("deploy.sample") / "wire.yaml").read_text(encoding="utf-8"))
