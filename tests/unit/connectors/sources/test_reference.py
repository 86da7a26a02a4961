"""The reader agrees with feedparser, the reference reader, wherever a feed is well-formed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.sources.article import urls
from connectors.sources.article.text import plain
from connectors.sources.parse import document
from connectors.sources.parse.model import HTML, Markup
from tests.feedworld.case import Case, rss
from tests.feedworld.world import CASES

# Where feedparser is known to be wrong or to do something else on purpose.
DIFFERS = {
    "guid-permalink-false": "feedparser takes the guid for the link all the same",
    "media-title": "feedparser 6 lets media:title replace the title",
    "escaped-twice": "feedparser unescapes once",
    "escaped-thrice": "feedparser unescapes once",
    "reference-endless": "feedparser breaks off with a ValueError",
}


def _is_well_formed(case: Case) -> bool:
    xml = case.data.lstrip().startswith((b"<", b"\xef\xbb\xbf<"))
    return xml and not case.error and case.problems == set() and b"urlset" not in case.data and case.name not in DIFFERS


WELL_FORMED = [case for case in CASES if _is_well_formed(case) and case.articles]


@pytest.mark.parametrize("case", WELL_FORMED, ids=lambda case: case.name)
def test_titles_and_links_are_those_of_the_reference_reader(case: Case) -> None:
    ours = document.read(case.data, "text/xml", case.url)
    if any(problem.code in {"wrong_encoding", "bad_encoding"} for problem in ours.problems):
        pytest.fail("a well-formed case with a problem")
    theirs: Any = feedparser.parse(
        case.data, response_headers={"content-location": case.url or "", "content-type": "application/xml"}
    )
    assert len(ours.items) == len(theirs.entries)
    for item, entry in zip(ours.items, theirs.entries, strict=True):
        if not theirs.bozo:
            title = Markup(entry.get("title", ""), item.title.kind if item.title else HTML)
            assert _same(plain(item.title, 1000), plain(title, 1000))
        link = urls.canonical(item.links[0]) if item.links else None
        if link and entry.get("link"):
            assert urls.identity(link) == urls.identity(urls.canonical(entry.link) or "") or entry.link.startswith(
                "https://feeds."
            )


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


_EARLIEST, _LATEST = datetime(2000, 1, 1), datetime(2026, 11, 1)  # noqa: DTZ001 (hypothesis adds the zone)
_WORDS = st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإىة ،؛؟.«»0123456789abcXYZ<>&'\"", min_size=1, max_size=60)


@given(
    titles=st.lists(_WORDS, min_size=1, max_size=5),
    at=st.datetimes(_EARLIEST, _LATEST, timezones=st.just(UTC)),
)
def test_what_a_publisher_escapes_comes_back_as_it_was(titles: list[str], at: datetime) -> None:
    def escaped(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    written = at.strftime("%a, %d %b %Y %H:%M:%S +0000")
    items = (
        f"<title>{escaped(t)}</title><guid isPermaLink='false'>{n}</guid><pubDate>{written}</pubDate>"
        for n, t in enumerate(titles)
    )
    body = rss(*items).encode()
    ours = document.read(body, None, None).items
    theirs: Any = feedparser.parse(body).entries
    assert len(ours) == len(theirs) == len(titles)
    for item, entry, title in zip(ours, theirs, titles, strict=True):
        assert item.guid == entry.id
        assert (item.title.value.strip() if item.title else "") == title.strip()
        assert item.published == [written]
