"""One behaviour of the feed world: a body as some publisher sends it, what must come of it, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

NS = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
)
URL = "https://wire.example/rss"


@dataclass(frozen=True)
class Case:
    """`articles`: fields that must be so of each in order, None for any; `problems`: all codes, where it matters."""

    name: str
    reason: str
    body: bytes | str
    articles: list[dict[str, Any]] | None = field(default_factory=list)
    problems: set[str] | None = None
    error: str | None = None
    content_type: str | None = None
    url: str | None = URL

    @property
    def data(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


def rss(*items: str, head: str = "", declaration: str = '<?xml version="1.0" encoding="utf-8"?>', ns: str = NS) -> str:
    """An RSS 2.0 document of these item bodies."""
    inner = "".join(f"<item>{item}</item>" for item in items)
    title = "" if head.startswith("<title>") else "<title>مرصد الأخبار</title>"
    return f'{declaration}<rss version="2.0" {ns}><channel>{title}<link>https://wire.example/</link>{head}{inner}</channel></rss>'


def atom(*entries: str, head: str = "<title>مرصد الأخبار</title>", extra: str = "") -> str:
    """An Atom 1.0 document of these entry bodies."""
    inner = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" {extra}>{head}{inner}</feed>'
    )


def story(
    number: int = 1, title: str = "خبر عن الميناء", text: str = "وصلت السفينة إلى الميناء صباح اليوم.", more: str = ""
) -> str:
    """An ordinary item."""
    return (
        f"<title>{title}</title><link>https://wire.example/news/{number}</link><description>{text}</description>{more}"
    )
