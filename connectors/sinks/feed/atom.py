"""The board as an Atom feed (RFC 4287). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from xml.etree import ElementTree as ET

from connectors.sinks.channels.message import Writer
from connectors.sinks.channels.render import clean
from connectors.sinks.channels.words import WORDS
from connectors.sinks.feed.board import Post

CONTENT_TYPE: Final = "application/atom+xml"
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(posts: Sequence[Post], writer: Writer, *, language: str, url: str) -> bytes:
    """The feed's document, entries in the order given; `url` is where it is read."""
    feed = ET.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": language})
    _text(feed, "id", "urn:marsad:alerts")
    _text(feed, "title", WORDS[language]["feed"])
    _text(feed, "updated", _time(max((post.alert.at for post in posts), default=_EPOCH)))
    ET.SubElement(feed, "link", {"rel": "self", "type": CONTENT_TYPE, "href": url})
    _text(ET.SubElement(feed, "author"), "name", "Marsad")
    for post in posts:
        _entry(feed, post, writer)
    document: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return document


def _entry(feed: ET.Element, post: Post, writer: Writer) -> None:
    alert, message = post.alert, writer.write(post.alert)
    entry = ET.SubElement(feed, "entry")
    _text(entry, "id", f"urn:marsad:alert:{alert.id}")
    _text(entry, "title", message.subject)
    _text(entry, "updated", _time(alert.at))
    _text(entry, "published", _time(alert.article.published or alert.at))
    link = alert.link or alert.article.url
    if link and link.startswith(("http://", "https://")):
        ET.SubElement(entry, "link", {"rel": "alternate", "href": _xml(link)})
    for scheme, term in (("severity", alert.rule.severity), ("rule", alert.rule.id), ("change", alert.change.kind)):
        ET.SubElement(entry, "category", {"scheme": f"urn:marsad:{scheme}", "term": _xml(term)})
    _text(entry, "summary", clean(alert.evidence.text))
    _text(entry, "content", message.html).set("type", "html")


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = _xml(text)
    return element


def _xml(text: str) -> str:
    return _NOT_XML.sub("", text)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
