"""Every body of the feed world comes out as its case says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from connectors.sources.problems import CODES, FeedError
from connectors.sources.read import Context, read
from marsad.contracts import Article, decode, encode
from tests.feedworld.case import Case
from tests.feedworld.world import CASES

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_body_comes_out_as_its_case_says(case: Case) -> None:
    context = Context(url=case.url, now=NOW)
    if case.error:
        with pytest.raises(FeedError) as caught:
            read(case.data, case.content_type, context)
        assert caught.value.code == case.error, case.reason
        return
    reading = read(case.data, case.content_type, context)
    assert {problem.code for problem in reading.problems} <= CODES.keys()
    if case.problems is not None:
        assert {problem.code for problem in reading.problems} == case.problems, case.reason
    if case.articles is None:
        assert reading.articles, case.reason
        return
    assert len(reading.articles) == len(case.articles), case.reason
    for article, expected in zip(reading.articles, case.articles, strict=True):
        _compare(case, msgspec.json.decode(encode(article)), expected)
        assert decode(encode(article), Article) == article


def _compare(case: Case, found: dict[str, Any], expected: dict[str, Any]) -> None:
    for key, value in expected.items():
        actual = found[key]
        if isinstance(value, dict):
            actual = {name: actual[name] for name in value}
        assert actual == value, f"{case.name}: {key}: {case.reason}"


def test_names_are_unique_and_reasons_given() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    assert all(case.reason for case in CASES)
