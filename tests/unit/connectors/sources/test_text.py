"""Plain text: the short way that nearly every text takes gives what the long way gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.sources.article import text
from connectors.sources.parse import document
from connectors.sources.parse.model import Markup
from connectors.sources.problems import FeedError
from tests.feedworld.world import CASES

PIECES = (
    "<p>",
    "</p>",
    "<br/>",
    "<b>",
    "</b>",
    "ميناء",
    "port ",
    "  ",
    "\n",
    "&amp;",
    "]]>",
    "Ø§Ù„",
    "\u034f",
    "\ufffd",
)


def _long(source: Markup, monkeypatch: pytest.MonkeyPatch) -> str:
    with monkeypatch.context() as patch:
        patch.setattr(text, "_simple", lambda _: None)
        return text.plain(source, 1000)


def test_the_bodies_of_the_feed_world(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = 0
    for case in CASES:
        try:
            feed = document.read(case.data, case.content_type, case.url)
        except FeedError:
            continue
        for source in [body for item in feed.items[:20] for body in item.bodies if len(body.value) < 10_000]:
            assert text.plain(source, 1000) == _long(source, monkeypatch), case.name
            bodies += 1
    assert bodies > 300


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_markup_put_together(value: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        assert text.plain(Markup(value), 1000) == _long(Markup(value), patch)


def test_an_item_with_more_kinds_of_elements_than_are_remembered() -> None:
    kinds = "".join(f"<x{number}>1</x{number}>" for number in range(60))
    item = f"<item>{kinds}<title>خبر</title><link>https://wire.example/1</link></item>"
    feed = document.read(f"<rss><channel>{item}</channel></rss>".encode())
    assert feed.items[0].title == Markup("خبر")
    assert feed.items[0].links == ["https://wire.example/1"]
