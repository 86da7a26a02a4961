"""A source whose publisher, sharing or subscriber breaks ends with an error: it never goes on without them."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from connectors import kafka
from connectors.sources import app
from connectors.sources.listing import Listing
from connectors.sources.metrics import FeedCollector
from connectors.sources.outbox import Outbox
from connectors.sources.publish import Publisher
from connectors.sources.sharing import Sharing
from connectors.sources.websub.subscriber import Subscriber
from marsad.errors import MarsadError
from marsad.settings import Settings


class _Producer:
    def flush(self, timeout: float) -> None:
        del timeout

    def close(self, timeout: float) -> None:
        del timeout


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(kafka, "producer", lambda *_, **__: _Producer())
    monkeypatch.setattr(FeedCollector, "register", lambda _: None)  # one process has one source
    return Settings(data_dir=tmp_path)


def _broken(*_: Any, **__: Any) -> Any:
    raise RuntimeError("it has broken")


async def _broken_later(*_: Any) -> None:
    await asyncio.sleep(0)
    _broken()


def _ends(settings: Settings) -> str:
    with pytest.raises(MarsadError) as caught:
        asyncio.run(asyncio.wait_for(app._run(Listing(settings.data_dir / "feeds.yaml", []), settings), 60))
    return str(caught.value)


def test_a_publisher_that_breaks_ends_the_source(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Publisher, "_drain", _broken)
    assert "its publisher broke: RuntimeError: it has broken" in _ends(settings)


def test_a_publisher_that_cannot_open_the_outbox_ends_the_source(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def second_fails(path: Path) -> Outbox:
        opened.append(path)
        if len(opened) > 1:
            raise sqlite3.OperationalError("database is locked")
        return Outbox(path)

    monkeypatch.setattr(app, "Outbox", second_fails)
    assert "its publisher broke: OperationalError: database is locked" in _ends(settings)


def test_sharing_that_breaks_ends_the_source(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.sources = settings.sources.model_copy(update={"shared": True})
    monkeypatch.setattr(Sharing, "_attend", _broken)
    assert "its sharing broke" in _ends(settings)


def test_a_subscriber_that_breaks_ends_the_source(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.websub = settings.websub.model_copy(update={"url": "http://127.0.0.1:0/", "port": 0})
    monkeypatch.setattr(Subscriber, "ask_due", _broken_later)
    assert "its subscriber broke" in _ends(settings)
