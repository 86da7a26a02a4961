"""What is read of a hostile feed is bounded by a small multiple of what it sends. Text is counted, not time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from connectors.sources.article import build, text
from connectors.sources.parse import document, xml
from connectors.sources.parse.model import RawFeed
from connectors.sources.read import Context, read
from tests.feedworld.case import NS, atom, rss

MANY = " ".join(f'xmlns:n{number}="https://example.org/{"x" * 100}/{number}"' for number in range(60))


def _nested(opening: str, closing: str, depth: int = 80) -> str:
    return opening * depth + "نص الخبر " * 1000 + closing * depth


def _entities(value: str, uses: int) -> str:
    body = rss("<title>خبر</title><description>" + "&a;" * uses + "</description>", declaration="")
    return f'<!DOCTYPE rss [<!ENTITY a "{value}">]>{body}'


HOSTILE = {
    "a namespace for each of many children": rss(f"<description>{'<b/>' * 3000}</description>", ns=MANY),
    "bodies that are never closed": rss("<title>أ</title>" + "<description>ا" * 200 + "<b/>" * 3000, ns=MANY),
    "the same in Atom": atom(f'<id>1</id><content type="xhtml">{"<b/>" * 3000}</content>', extra=MANY),
    "items in items": rss(_nested("<title>أ</title><description><item>", "</item></description>")),
    "entries in entries": atom(_nested("<id>1</id><content><entry>", "</entry></content>")),
    "bodies in bodies": rss(_nested("<description>", "</description>")),
    "an entity of a thousand characters": _entities("x" * 900, 20_000),
    "a long tag before each of many items": f"<rss {MANY}><channel>" + "<item><title>أ" * 2000,
}


def _read(feed: RawFeed) -> int:
    """Characters that are handed on to be made plain."""
    return sum(len(source.value) for item in feed.items for source in (*item.bodies, item.title) if source is not None)


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_text_is_read_a_few_times_at_most(body: str) -> None:
    assert _read(document.read(body.encode(), None, "https://wire.example/rss")) <= 5 * len(body)


def test_namespaces_are_few_and_short_and_no_markup_carries_them() -> None:
    many = " ".join(f'xmlns:n{number}="urn:{number}"' for number in range(5000))
    body = rss("<title>أ</title><description><n4:b/>نص</description>", ns=f'{many} xmlns:a="urn:{"x" * 5000}"')
    tree = xml.parse(body, body.index("<rss"), ("item",), 10)
    assert tree is not None
    assert len(tree.root.nsmap) <= 100
    assert all(len(address) <= 200 for address in tree.root.nsmap.values())
    feed = document.read(body.encode())
    assert [source.value for source in feed.items[0].bodies] == ["<n4:b/>نص"]
    assert feed.problems == []


@pytest.mark.parametrize("element", ["description", "category", "author", "link", "enclosure", "media:description"])
def test_elements_of_one_name_are_looked_at_fifty_times(element: str) -> None:
    one = f'<{element} url="https://wire.example/{{0}}">https://wire.example/{{0}}</{element}>'
    item = document.read(rss("".join(one.format(number) for number in range(2000))).encode()).items[0]
    for found in (item.bodies, item.categories, item.authors, item.links, item.enclosures):
        assert len(found) <= 50


def test_a_base_is_joined_to_links_unless_it_is_endless() -> None:
    def links(base: str) -> list[str]:
        return document.read(rss("<link>a</link>", ns=f'{NS} xml:base="{base}"').encode()).items[0].links

    assert links("https://wire.example/x/") == ["https://wire.example/x/a"]
    assert links("https://wire.example/" + "x/" * 2000) == ["a"]


def test_names_are_made_plain_a_few_times_for_each_that_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    plain: Callable[..., str] = text.plain
    monkeypatch.setattr(build, "plain", lambda source, limit: calls.append("") or plain(source, limit))
    tags = ",".join(f'"tag {number}"' for number in range(5000))
    body = f'{{"version":"https://jsonfeed.org/version/1","title":"t","items":[{{"id":"1","tags":[{tags}]}}]}}'
    assert len(read(body.encode(), None, Context()).articles[0].categories) == 50
    assert len(calls) <= 110
