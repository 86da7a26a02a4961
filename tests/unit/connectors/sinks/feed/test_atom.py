from xml.etree import ElementTree as ET

import msgspec

from connectors.sinks.channels.message import Writer
from connectors.sinks.feed.atom import atom
from connectors.sinks.feed.board import Board, Post
from marsad.contracts import encode
from marsad.settings import ChannelSettings
from tests.unit.connectors.sinks.channels.test_render import ALERT

NAMES = {"a": "http://www.w3.org/2005/Atom"}


def written(*alerts):
    posts = [Post(alert, encode(alert)) for alert in alerts]
    document = atom(posts, Writer("feed", ChannelSettings()), language="ar", url="http://127.0.0.1/alerts.atom")
    return ET.fromstring(document)


def test_an_entry_has_what_readers_ask_for():
    feed = written(ALERT)
    assert feed.findtext("a:title", namespaces=NAMES) == "تنبيهات مرصد"
    entry = feed.find("a:entry", NAMES)
    assert entry.findtext("a:id", namespaces=NAMES) == "urn:marsad:alert:x"
    assert entry.findtext("a:updated", namespaces=NAMES) == "2026-11-22T09:30:00Z"
    assert entry.find("a:link", NAMES).get("href") == "https://example.org/1"
    assert {category.get("term") for category in entry.findall("a:category", NAMES)} == {"high", "r", "first_mention"}
    assert "<mark>إس-400</mark>" in entry.findtext("a:content", namespaces=NAMES)


def test_what_xml_cannot_hold_is_left_out():
    entry = written(msgspec.structs.replace(ALERT, title="a\ufffeb", link="javascript:x")).find("a:entry", NAMES)
    assert entry.findtext("a:title", namespaces=NAMES) == "[مرتفع] ab"
    assert entry.find("a:link", NAMES) is None


def test_an_empty_feed_is_a_feed():
    assert written().findtext("a:updated", namespaces=NAMES) == "1970-01-01T00:00:00Z"


async def read(reader):
    return [post.alert.id for post in [reader.get_nowait() for _ in range(reader.qsize())]]


def test_the_board_holds_the_latest_and_resumes():
    import asyncio

    async def follow():
        board = Board(2)
        for name in "abc":
            board.add(Post(msgspec.structs.replace(ALERT, id=name), b""))
        after, new = board.subscribe("b"), board.subscribe("forgotten")
        board.add(Post(msgspec.structs.replace(ALERT, id="d"), b""))
        return [post.alert.id for post in board.latest()], await read(after), await read(new)

    assert asyncio.run(follow()) == (["d", "c"], ["c", "d"], ["b", "c", "d"])


def test_a_reader_that_is_too_slow_is_let_go():
    import asyncio

    async def follow():
        board = Board(2)
        reader = board.subscribe()
        for number in range(1001):
            board.add(Post(msgspec.structs.replace(ALERT, id=str(number)), b""))
        return [reader.get_nowait() for _ in range(reader.qsize())]

    received = asyncio.run(follow())
    assert received[-1] is None
    assert len(received) == 1001
