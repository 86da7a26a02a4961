"""A body to a raw feed: decompress, decode, sniff, parse, and say what was wrong on the way."""

from __future__ import annotations

from typing import Final

from connectors.sources import inflate
from connectors.sources.limits import Limits
from connectors.sources.parse import encodings, sniff, xml
from connectors.sources.parse.formats import atom, jsonfeed, rss, sitemap
from connectors.sources.parse.model import RawFeed
from connectors.sources.problems import FeedError, Problem, problem

_BLANK: Final = b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n\x0b\x0c"
_IMAGE_TYPES: Final = ("image/", "audio/", "video/", "font/")


def read(body: bytes, content_type: str | None = None, url: str | None = None, limits: Limits | None = None) -> RawFeed:
    """Read a body as a feed.

    Raises:
        FeedError: when it is no feed at all; the code says what it is instead.
    """
    limits = limits or Limits()
    body = _unpacked(body, url, limits)
    _refuse(body, content_type, url, limits)
    decoded = encodings.decode(body, content_type)
    feed = _parsed(decoded.text, url, content_type, limits.max_items + 1)
    feed.problems[:0] = _encoding_problems(decoded, url)
    feed.problems = [entry if entry.url else problem_at(entry, url) for entry in feed.problems]
    if not feed.items and any(entry.code in {"malformed_xml", "malformed_json"} for entry in feed.problems):
        broken = next(entry for entry in feed.problems if entry.code in {"malformed_xml", "malformed_json"})
        if not _complete(decoded.text):
            raise FeedError(broken.code, broken.message, url=url)
    if len(feed.items) > limits.max_items:
        feed.problems.append(problem("too_many_items", f"the limit is {limits.max_items}", url))
        del feed.items[limits.max_items :]
    return feed


def problem_at(entry: Problem, url: str | None) -> Problem:
    """The same problem with the feed it belongs to."""
    return Problem(code=entry.code, message=entry.message, url=url)


def _complete(text: str) -> bool:
    tail = text[-2000:].lower()
    return any(
        end in tail for end in ("</rss", "</feed", ":feed>", "rdf>", "</urlset", ":rss>")
    ) or text.rstrip().endswith("/>")


def _unpacked(body: bytes, url: str | None, limits: Limits) -> bytes:
    """A feed that is a compressed file (a `.xml.gz`), or has lost its Content-Encoding, unpacked within the limits."""
    for _ in range(2):
        name = inflate.recognised(body)
        if name is None:
            return body
        inflater = inflate.Inflater(name, limits.max_body, url or "")
        inflater.feed(body)
        body = inflater.body()
    return body


def _refuse(body: bytes, content_type: str | None, url: str | None, limits: Limits) -> None:
    if len(body) > limits.max_body:
        raise FeedError("too_large", f"{len(body)} bytes, the limit is {limits.max_body}", url=url)
    if not body.strip(_BLANK):
        raise FeedError("empty_body", url=url)
    words = sniff.binary(body)
    if words:
        raise FeedError("binary_body", f"the body is {words}, not a feed", url=url)
    if (content_type or "").lower().startswith(_IMAGE_TYPES) and b"<" not in body[:200]:
        raise FeedError("binary_body", f"the server says that it is {content_type}", url=url)


def _encoding_problems(decoded: encodings.Decoded, url: str | None) -> list[Problem]:
    found = []
    if decoded.contradicted:
        found.append(problem("wrong_encoding", f"{'/'.join(decoded.declared)} declared, {decoded.encoding} found", url))
    if decoded.broken:
        found.append(problem("bad_encoding", f"it was read as {decoded.encoding}", url))
    return found


def _parsed(text: str, url: str | None, content_type: str | None, most: int) -> RawFeed:
    kind, start = sniff.kind(text)
    if kind == "json":
        feed = jsonfeed.read(text[start:], url, most)
    elif kind in {"rss", "rdf", "atom", "sitemap"}:
        feed = _parsed_xml(text, start, kind, url, most)
    elif kind == "loose":
        feed = _parsed_loosely(text, start, url, most)
    else:
        feed = None
    if feed is None:
        raise _no_feed(kind, text, url, content_type)
    return feed


def _parsed_xml(text: str, start: int, kind: str, url: str | None, most: int) -> RawFeed | None:
    names = {"atom": atom.ITEMS, "sitemap": sitemap.ITEMS}.get(kind, rss.ITEMS)
    tree = xml.parse(text, start, names, most)
    if tree is None:
        return None
    if kind == "sitemap":
        feed = sitemap.read(tree, url, most)
    else:
        feed = atom.read(tree, url, most) if kind == "atom" else rss.read(tree, url, most)
        if not feed.items and tree.items is None:
            other = rss.read(tree, url, most) if kind == "atom" else atom.read(tree, url, most)
            feed.items = other.items
        if not len(tree.root) and tree.items is None:
            feed.problems.append(problem("malformed_xml", "there is nothing in its root element", url))
    if feed is not None:
        feed.problems[:0] = tree.problems
    return feed


def _parsed_loosely(text: str, start: int, url: str | None, most: int) -> RawFeed | None:
    """Items without a root around them are read as if it were there."""
    kind, root = ("atom", "feed") if text[start + 1 : start + 6].lower() == "entry" else ("rss", "rss")
    feed = _parsed_xml(f"<{root}>{text[start:]}</{root}>", 0, kind, url, most)
    if feed is None or not feed.items:
        return None
    feed.problems.append(problem("malformed_xml", "it has no root element", url))
    return feed


def _no_feed(kind: str, text: str, url: str | None, content_type: str | None) -> FeedError:
    if kind == "html":
        return FeedError(
            "html_page", url=url, hint="give the address of the feed itself, or let `marsad feeds add` find it"
        )
    if kind == "sitemap_index":
        return FeedError("sitemap_index", url=url)
    if kind == "sitemap":
        return FeedError("not_a_feed", "the body is a sitemap of pages, with no news in it", url=url)
    if kind == "json" and text.count("{") and "jsonfeed.org" in text:
        return FeedError("malformed_json", url=url)
    said = f"; the server says that it is {content_type}" if content_type else ""
    return FeedError("not_a_feed", f"the body is neither RSS, RDF, Atom, JSON Feed nor a news sitemap{said}", url=url)
