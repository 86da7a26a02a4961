"""The limits that the settings come to on this system."""

from __future__ import annotations

import resource

import pytest

from connectors.sources.limits import Limits
from marsad.settings import Settings


@pytest.mark.parametrize(("files", "feeds"), [(256, 128), (100_000, 512), (resource.RLIM_INFINITY, 512), (1, 1)])
def test_feeds_fetched_at_a_time_leave_files_for_others(
    monkeypatch: pytest.MonkeyPatch, files: int, feeds: int
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (files, files))
    assert Limits.of(Settings()).concurrency == feeds
