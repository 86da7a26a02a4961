"""The list as its file is now."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from connectors.sources import listing
from connectors.sources.listing import Listing, kept_up
from connectors.sources.outbox import Outbox
from connectors.sources.service import Source
from marsad.errors import ConfigError
from marsad.settings import Settings
from tests.waiting import until

ONE = "feeds:\n  - url: https://one.example/rss\n"
TWO = f"{ONE}  - url: https://two.example/rss\n"


def put(path: Path, text: str) -> None:
    """All of it at once, as the console does."""
    draft = path.with_name("draft")
    draft.write_text(text)
    draft.replace(path)


def test_a_list_is_read_anew_once_for_each_change_when_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    put(path, ONE)
    listed = Listing.load(path)
    assert listed.renewed() is None
    assert listed.renewed() is None
    put(path, TWO)
    assert listed.renewed() is None
    found = listed.renewed()
    assert found is not None
    assert [feed.url for feed in found.feeds] == ["https://one.example/rss", "https://two.example/rss"]
    path.unlink()
    assert [found.renewed() for _ in range(3)] == [None] * 3
    put(path, "feeds: {")
    assert found.renewed() is None
    with pytest.raises(ConfigError):
        found.renewed()
    assert found.renewed() is None


def test_a_source_has_the_list_of_its_file_also_after_one_that_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "EVERY", 0.01)
    path = tmp_path / "feeds.yaml"
    put(path, ONE)

    async def run() -> int:
        listed = Listing.load(path)
        source = Source(listed.feeds, Settings(data_dir=tmp_path), Outbox(tmp_path / "outbox.sqlite"))
        async with kept_up(source, listed):
            put(path, "feeds: {")
            await asyncio.to_thread(until, lambda: listed.stamp[1] == len("feeds: {"), what="the wrong one")  # type: ignore[index]
            assert list(source.listed) == ["https://one.example/rss"]
            put(path, TWO)
            await asyncio.to_thread(until, lambda: len(source.listed) > 1, what="the right one")
        source.outbox.close()
        return len(source.feeds)

    assert asyncio.run(run()) == 2
