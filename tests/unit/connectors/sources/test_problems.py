"""A problem says what is wrong in few words, whatever the server says in how many."""

from __future__ import annotations

from connectors.sources.problems import FeedError, problem


def test_a_server_cannot_fill_a_log_with_its_own_words() -> None:
    assert len(problem("protocol", "x" * 100_000).message) <= 400
    assert len(FeedError("bad_compression", "x" * 100_000).problem.message) <= 400
