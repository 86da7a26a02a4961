"""Who is who: items of one document."""

# ruff: noqa: E501 (one behaviour a line)

from __future__ import annotations

from marsad.contracts.ids import article_id
from tests.feedworld.case import Case, rss, story

_A = {"url": "https://wire.example/news/1"}


def _item(title: str, *, link: str | None = None, guid: str | None = None, text: str = "نص", more: str = "") -> str:
    parts = [f"<title>{title}</title>", f"<description>{text}</description>", more]
    parts += [f"<link>{link}</link>"] if link else []
    parts += [f'<guid isPermaLink="false">{guid}</guid>'] if guid else []
    return "".join(parts)


CASES = [
    Case("same-twice", "one article twice", rss(story(1), story(1)), [_A], {"duplicate_id"}),
    Case("same-tracking", "one article with two trackings", rss(story("1?utm_source=a"), story("1?utm_source=b")), [_A], {"duplicate_id"}),
    Case("same-link-other-guid", "one article with two guids and one title", rss(_item("خبر", link="https://wire.example/news/1", guid="a"), _item("خبر", link="https://wire.example/news/1", guid="b")), [_A], {"duplicate_id"}),
    Case("live-blog", "one link for items that differ in guid and title: they are several", rss(_item("أول", link="https://wire.example/live", guid="a"), _item("ثان", link="https://wire.example/live", guid="b")), [{"title": "أول"}, {"title": "ثان"}], set()),
    Case("live-blog-owner", "the item whose guid is that link keeps its id", rss(_item("أول", link="https://wire.example/live", guid="https://wire.example/live"), _item("ثان", link="https://wire.example/live", guid="https://wire.example/live#2")), [{"id": article_id(url="https://wire.example/live", guid=None, feed="", content="")}, {"title": "ثان"}], set()),
    Case("home-link", "the front page as every item's link, with guids", rss(_item("أول", link="https://wire.example/", guid="a"), _item("ثان", link="https://wire.example/", guid="b")), [{}, {}], set()),
    Case("home-link-no-guid", "and without", rss(_item("أول", link="https://wire.example/", text="نص أول"), _item("ثان", link="https://wire.example/", text="نص ثان")), [{}, {}], set()),
    Case("guid-for-all", "one guid for all items, with links", rss(_item("أول", link="https://wire.example/1", guid="0"), _item("ثان", link="https://wire.example/2", guid="0")), [{}, {}], set()),
    Case("guid-for-all-no-link", "and without", rss(_item("أول", guid="0", text="نص أول"), _item("ثان", guid="0", text="نص ثان")), [{}, {}], set()),
    Case("no-guid-no-link", "told apart by their text", rss(_item("أول", text="نص أول"), _item("ثان", text="نص ثان")), [{}, {}], set()),
    Case("no-guid-same-text", "told apart by their titles where the text is one phrase", rss(_item("أول", text="التفاصيل في الموقع"), _item("ثان", text="التفاصيل في الموقع")), [{}, {}], set()),
    Case("nothing", "an item with nothing in it", rss("", story(1)), [_A], {"no_identity"}),
    Case("only-date", "an item with nothing but a date", rss("<pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate>", story(1)), [_A], {"no_identity"}),
    Case("only-enclosure", "an item with nothing but a picture", rss('<enclosure url="/a.jpg"/>', story(1)), [_A], {"no_identity"}),
    Case("newer-wins", "of two versions the later one", rss(
        story(1, title="قديم", more="<pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate>"), story(1, title="جديد", more="<pubDate>Fri, 20 Nov 2026 09:00:00 GMT</pubDate>")), [{"title": "جديد"}], {"duplicate_id"}),
    Case("http-https", "one article over http and https", rss(_item("خبر", link="http://wire.example/1"), _item("خبر", link="https://www.wire.example/1/")), [{}], {"duplicate_id"}),
    Case("many-items", "more items than the limit", rss(*(f"<title>{i}</title><link>https://wire.example/{i}</link>" for i in range(2100))), None, {"too_many_items"}),
]  # fmt: skip
