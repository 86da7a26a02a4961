"""Media RSS and enclosures, which RSS and Atom share."""

from __future__ import annotations

from typing import Final

from lxml import etree

from connectors.sources.parse.elements import Fields, attribute, first, join
from connectors.sources.parse.model import RawEnclosure
from connectors.sources.parse.names import children

_FILES: Final = frozenset({"enclosure", "media:content", "media:group"})
_PICTURES: Final = frozenset({"media:thumbnail", "itunes:image", "image"}) | _FILES
_WORDS: Final = frozenset({"media:description", "media:content", "media:group"})
"""Most items have none of these: one look tells."""


def enclosures(fields: Fields, base: str | None) -> list[RawEnclosure]:
    """Every media file named beside an item: `enclosure`, `media:content`, alone and in groups."""
    if _FILES.isdisjoint(fields):
        return []
    elements = [*fields.get("enclosure", ()), *_contents(fields)]
    return [
        RawEnclosure(join(base, url), attribute(e, "type"), attribute(e, "length") or attribute(e, "filesize"))
        for e in elements
        if (url := attribute(e, "url") or attribute(e, "href"))
    ]


def image(fields: Fields, base: str | None) -> str | None:
    """The address of an item's picture: a thumbnail, an image among the media, `itunes:image` or `image`."""
    if _PICTURES.isdisjoint(fields):
        return None
    for element in [*fields.get("media:thumbnail", ()), *_inside(fields, "media:thumbnail")]:
        if url := attribute(element, "url"):
            return join(base, url)
    for element in [*_contents(fields), *fields.get("enclosure", ())]:
        url = attribute(element, "url")
        if url and _is_image(element, url):
            return join(base, url)
    for element in [*fields.get("itunes:image", ()), *fields.get("image", ())]:
        found = attribute(element, "href") or attribute(element, "url") or first(children(element), "url")
        if found := found or (element.text or "").strip():
            return join(base, found)
    return None


def description(fields: Fields) -> list[str]:
    """What Media RSS says of an item in words."""
    if _WORDS.isdisjoint(fields):
        return []
    found = [*fields.get("media:description", ()), *_inside(fields, "media:description")]
    return [element.text for element in found if element.text]


def _contents(fields: Fields) -> list[etree._Element]:
    return [*fields.get("media:content", ()), *_inside(fields, "media:content")]


def _inside(fields: Fields, name: str) -> list[etree._Element]:
    outer = [*fields.get("media:group", ()), *fields.get("media:content", ())]
    return [found for element in outer for found in children(element).get(name, ())]


def _is_image(element: etree._Element, url: str) -> bool:
    kind = attribute(element, "type") or attribute(element, "medium") or ""
    if kind:
        return kind.startswith("image")
    return url.lower().split("?")[0].endswith((".jpg", ".jpeg", ".png", ".gif", ".webp"))
