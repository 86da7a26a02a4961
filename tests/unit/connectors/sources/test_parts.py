"""Threads of a source: their errors are told of, and so is a standstill."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from connectors.sources.app import watched
from connectors.sources.outbox import Outbox
from connectors.sources.parts import STUCK_SECONDS, Part
from connectors.sources.service import Source
from marsad.errors import MarsadError
from marsad.settings import Settings


def _wait(end: threading.Event) -> None:
    end.wait(60)


def test_an_error_that_escapes_is_told_of() -> None:
    told: list[tuple[str, str]] = []

    def work() -> None:
        raise RuntimeError("why")

    part = Part("publisher", work, lambda name, error: told.append((name, str(error))))
    part.start()
    part.join(60)
    assert told == [("publisher", "why")]
    assert not part.is_stuck


def test_a_part_is_stuck_that_lives_and_says_nothing() -> None:
    now, end = [0.0], threading.Event()
    part = Part("publisher", lambda: _wait(end), clock=lambda: now[0])
    now[0] = 1000.0
    part.start()
    assert not part.is_stuck
    now[0] += STUCK_SECONDS + 1
    assert part.is_stuck
    part.beat()
    assert not part.is_stuck
    now[0] += STUCK_SECONDS + 1
    end.set()
    part.join(60)
    assert not part.is_stuck


def test_a_part_that_stands_still_ends_the_source(tmp_path: Path) -> None:
    now, end = [0.0], threading.Event()
    part = Part("publisher", lambda: _wait(end), clock=lambda: now[0])
    part.start()
    now[0] += STUCK_SECONDS + 1
    outbox = Outbox(tmp_path / "outbox.sqlite")

    async def run() -> None:
        source = Source([], Settings(data_dir=tmp_path), outbox)
        async with watched(source, part, every=0.01):
            await asyncio.wait_for(source.run(), 60)

    with pytest.raises(MarsadError, match="its publisher broke: TimeoutError"):
        asyncio.run(run())
    end.set()
    part.join(60)
    outbox.close()
