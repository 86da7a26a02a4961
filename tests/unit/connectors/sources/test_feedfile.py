"""Feed lists: what they say, and what is said of their mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.sources import feedfile
from connectors.sources.feedfile import Feed
from marsad.errors import ConfigError

_TAGS = ("دفاع", "سياسة", "أمن")
OPML = """<?xml version="1.0"?><opml version="2.0"><head/><body><outline text="دفاع"><outline text="وكالة"
 xmlUrl="https://wire.example/rss"/></outline><outline text="بلا عنوان"/></body></opml>"""


def _load(tmp_path: Path, text: str, name: str = "feeds.yaml") -> list[Feed]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return feedfile.load(path)


def test_a_list_says_all_of_a_feed(tmp_path: Path) -> None:
    feeds = _load(
        tmp_path,
        "feeds:\n  - url: https://wire.example/rss\n    title: وكالة\n    country: sa\n    language: ar\n"
        "    reliability: 0.9\n    tags: [دفاع, سياسة]\n    category: أمن\n    interval: 5m\n    full_text: auto\n"
        "    authorization_env: WIRE\n"
        "  - https://other.example/feed\n",
    )
    assert feeds == [
        Feed("https://wire.example/rss", "وكالة", "SA", "ar", 0.9, _TAGS, 300.0, "auto", False, "WIRE"),
        Feed("https://other.example/feed"),
    ]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("1s", 1), ("1", 1), ("90", 90), ("2h", 7200), ("1d", 86_400), ("auto", None), ("1.5m", 90)],
)
def test_intervals(tmp_path: Path, written: str, seconds: float | None) -> None:
    assert _load(tmp_path, f"feeds: [{{url: 'https://wire.example/', interval: {written}}}]")[0].interval == seconds


def test_opml_folders_become_tags(tmp_path: Path) -> None:
    assert _load(tmp_path, OPML, "feeds.opml") == [Feed("https://wire.example/rss", "وكالة", tags=("دفاع",))]
    assert _load(tmp_path, OPML, "any.name") == [Feed("https://wire.example/rss", "وكالة", tags=("دفاع",))]


def test_each_feed_once_and_an_empty_list_is_a_list(tmp_path: Path) -> None:
    assert len(_load(tmp_path, "- https://wire.example/a\n- https://wire.example/b\n- https://wire.example/a\n")) == 2
    assert _load(tmp_path, "") == []
    assert _load(tmp_path, "feeds:\n") == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("feeds:\n  - url: ftp://wire.example/\n", 2, "no http address"),
        ("feeds:\n  - title: x\n", 2, "needs an address"),
        ("feeds:\n  - url: https://wire.example/\n    intervall: 5m\n", 3, "intervall"),
        ("feeds:\n  - url: https://wire.example/\n    interval: soon\n", 3, "interval"),
        ("feeds:\n  - url: https://wire.example/\n    interval: 0\n", 3, "interval"),
        ("feeds:\n  - url: https://wire.example/\n    reliability: 7\n", 3, "from 0 to 1"),
        ("feeds:\n  - url: https://wire.example/\n    full_text: maybe\n", 3, "full_text"),
        ("feeds:\n  - url: https://wire.example/\n    paused: 3\n", 3, "paused"),
        ("feeds:\n  - url: https://user:secret@wire.example/\n", 2, "authorization_env"),
        ("feeds:\n  - [1, 2]\n", 2, "mapping"),
        ("feeds: 5\n", 1, "feeds:"),
        ("sources: []\n", 1, "feeds:"),
        ("feeds:\n  - url: [\n", 3, "not YAML"),
        ("just words", 1, "no feed list"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _load(tmp_path, text)
    assert f"feeds.yaml:{line}:" in str(caught.value)
    assert words in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_broken_opml_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"feeds\.opml:2:"):
        _load(tmp_path, "<opml>\n<body><outline", "feeds.opml")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        feedfile.load(tmp_path / "nothing.yaml")
