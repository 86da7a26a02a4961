"""JSON Feed 1.0 and 1.1, read item by item so that a broken end costs only what lies behind it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from connectors.sources.parse.elements import join
from connectors.sources.parse.model import HTML, TEXT, Markup, RawEnclosure, RawFeed, RawItem
from connectors.sources.problems import problem

_ITEMS: Final = re.compile(r'"items"\s*:\s*\[')
_SEPARATOR: Final = re.compile(r"[\s,]*")
_MAX_DEPTH: Final = 100
_MAX_DIGITS: Final = 400
Json = dict[str, Any]


def read(text: str, url: str | None, most: int) -> RawFeed | None:
    """Read a JSON Feed, at most so many items of it; None where it is JSON of another kind."""
    if _too_deep(text):
        return None
    try:
        document = _load(text)
    except (ValueError, RecursionError) as error:
        return _salvage(text, url, str(error), most)
    if not isinstance(document, dict) or not _is_feed(document):
        return None
    items = document.get("items")
    feed = _feed(document, items[:most] if isinstance(items, list) else [], url)
    if not isinstance(items, list):
        feed.problems.append(problem("malformed_json", "it has no list of items"))
    return feed


def _load(text: str) -> Any:
    return json.loads(text, strict=False, parse_int=_integer)


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) < _MAX_DIGITS else digits


def _too_deep(text: str) -> bool:
    """Whether brackets nest deeper than any feed's; strings are not looked at, so this only ever says too much."""
    depth = 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[{]|[\]}]', text, re.DOTALL):
        mark = match.group()
        depth += (mark in "[{") - (mark in "]}")
        if depth > _MAX_DEPTH:
            return True
    return False


def _is_feed(document: Json) -> bool:
    version = str(document.get("version") or "")
    return "jsonfeed.org" in version or (isinstance(document.get("items"), list) and _looks_like(document))


def _looks_like(document: Json) -> bool:
    named = bool({"title", "home_page_url", "feed_url"} & document.keys())
    items = [item for item in document["items"][:5] if isinstance(item, dict)]
    bodies = {"content_html", "content_text", "date_published", "url"}
    return named and (not items or any(bodies & item.keys() and ("id" in item or "url" in item) for item in items))


def _salvage(text: str, url: str | None, error: str, most: int) -> RawFeed | None:
    start = _ITEMS.search(text)
    if not start or "jsonfeed.org" not in text[:4000]:
        return None
    head = text[: start.start()].rstrip(" \t\r\n,") + "}"
    try:
        document = _load(head)
    except (ValueError, RecursionError):
        document = {}
    feed = _feed(document if isinstance(document, dict) else {}, list(islice(_objects(text, start.end()), most)), url)
    feed.problems.append(problem("malformed_json", error[:200]))
    return feed


def _objects(text: str, position: int) -> Iterator[Any]:
    decoder = json.JSONDecoder(strict=False, parse_int=_integer)
    while True:
        match = _SEPARATOR.match(text, position)
        position = match.end() if match else position
        try:
            found, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        yield found


def _feed(document: Json, items: list[Any], url: str | None) -> RawFeed:
    feed = RawFeed("json", self_url=_text(document, "feed_url") or url)
    title = _text(document, "title")
    feed.title = Markup(title, TEXT) if title else None
    feed.link = _text(document, "home_page_url")
    feed.language = _text(document, "language")
    hubs = document.get("hubs")
    feed.hub = (
        next((_text(hub, "url") for hub in hubs if isinstance(hub, dict)), None) if isinstance(hubs, list) else None
    )
    base = feed.link or url
    people = _people(document)
    feed.items = [_item(item, base, people, feed.language) for item in items if isinstance(item, dict)]
    if any(not isinstance(item, dict) for item in items):
        feed.problems.append(problem("malformed_json", "an item is no object"))
    return feed


def _item(document: Json, base: str | None, people: list[str], language: str | None) -> RawItem:
    item = RawItem(guid=_text(document, "id"), base=base, language=_text(document, "language") or language)
    links = [link for key in ("url", "external_url") if (link := _text(document, key))]
    if not links and item.guid and item.guid.lower().startswith(("http://", "https://")):
        links = [item.guid]
    item.links = [join(base, link) for link in links]
    title = _text(document, "title")
    item.title = Markup(title, TEXT) if title else None
    for key, kind in (("content_html", HTML), ("content_text", TEXT), ("summary", TEXT)):
        if value := _text(document, key):
            item.bodies.append(Markup(value, kind))
    item.published = [value for key in ("date_published",) if (value := _text(document, key))]
    item.updated = [value for key in ("date_modified",) if (value := _text(document, key))]
    item.authors = _people(document) or people
    tags = document.get("tags")
    tags = tags.replace("،", ",").split(",") if isinstance(tags, str) else tags
    item.categories = [str(tag) for tag in tags if isinstance(tag, (str, int))] if isinstance(tags, list) else []
    item.enclosures = _attachments(document, base)
    image = _text(document, "image") or _text(document, "banner_image")
    item.image = join(base, image) if image else None
    return item


def _text(document: Json, key: str) -> str | None:
    value = document.get(key)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return str(value).strip() or None


def _people(document: Json) -> list[str]:
    found = document.get("authors")
    people = found if isinstance(found, list) else [found]
    names = [
        _text(person, "name") if isinstance(person, dict) else person for person in [*people, document.get("author")]
    ]
    return list(dict.fromkeys(name.strip() for name in names if isinstance(name, str) and name.strip()))


def _attachments(document: Json, base: str | None) -> list[RawEnclosure]:
    found = document.get("attachments")
    files = [file for file in found if isinstance(file, dict)] if isinstance(found, list) else []
    return [
        RawEnclosure(join(base, url), _text(file, "mime_type"), _text(file, "size_in_bytes"))
        for file in files
        if (url := _text(file, "url"))
    ]
