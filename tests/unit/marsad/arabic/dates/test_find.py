"""Anchors, zones, bounds, kinds, and that nothing breaks the finder."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings

from marsad.arabic import read
from marsad.arabic.dates import find
from tests.unit.marsad.arabic.strategies import NOISY

ANCHOR = datetime(2019, 6, 15, 12, tzinfo=UTC)


@given(NOISY)
@settings(max_examples=300, deadline=None)
def test_spans_slice_in_order_and_never_overlap(text: str) -> None:
    last = 0
    for one in find(text, ANCHOR):
        assert text[one.start : one.end] == one.text
        assert one.start >= last
        assert one.end > one.start
        assert one.from_ is None or one.to is None or one.from_ <= one.to
        last = one.end


@pytest.mark.parametrize("anchor", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)])
def test_the_ends_of_the_calendar(anchor: datetime) -> None:
    text = "العام المقبل والعام الماضي، قبل 999 سنة، منذ 900 قرن، بعد غد، أمس الأول، الخميس الماضي، القرن الماضي"
    text += "، سيصل في يناير، بعد 99 عقدا"
    assert len(find(text, anchor)) >= 8


def test_without_an_anchor_only_absolute_dates_get_days() -> None:
    named, relative = find("في 12 يوليو 2018، والشهر المقبل")
    assert (named.from_, named.to) == (date(2018, 7, 12), date(2018, 7, 12))
    assert (relative.text, relative.from_, relative.to) == ("الشهر المقبل", None, None)


def test_the_zone_says_which_day_it_is() -> None:
    late = datetime(2019, 6, 15, 22, 30, tzinfo=UTC)
    assert find("اليوم", late, timezone(timedelta(hours=3)))[0].from_ == date(2019, 6, 16)
    assert find("اليوم", late)[0].from_ == date(2019, 6, 15)
    assert find("اليوم", datetime(2019, 6, 15, 22, 30), timezone(timedelta(hours=3)))[0].from_ == date(2019, 6, 15)  # noqa: DTZ001


def test_a_document_is_taken_as_well() -> None:
    assert find(read("بحلول شهر يوليو"), ANCHOR) == find("بحلول شهر يوليو", ANCHOR)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("بحلول يوليو", "by"),
        ("منذ عام 2011", "since"),
        ("منذ شهرين", "since"),
        ("حتى نهاية العام", "until"),
        ("قبل نهاية يوليو", "before"),
        ("بعد عام 2020", "after"),
        ("خلال الشهر المقبل", "within"),
        ("في غضون شهرين", "within"),
        ("العام المقبل", "in"),
    ],
)
def test_bounds(text: str, bound: str) -> None:
    assert [one.bound for one in find(text, ANCHOR)] == [bound]


@pytest.mark.parametrize(
    ("text", "kind", "grain"),
    [
        ("12 يوليو 2018", "absolute", "day"),
        ("أمس", "relative", "day"),
        ("الخميس", "weekday", "day"),
        ("منذ شهرين", "duration", "month"),
        ("2018-2019", "range", "year"),
        ("الربع الأول من 2018", "absolute", "quarter"),
    ],
)
def test_kinds_and_grains(text: str, kind: str, grain: str) -> None:
    (one,) = find(text, ANCHOR)
    assert (one.kind, one.grain) == (kind, grain)


@pytest.mark.parametrize(
    "piece", ["12 ", "من ", "بين 2015 و", "الخميس ", "12/", "يوليو/", "2018-", "محرم ", "منذ ", "و", "نهاية "]
)
def test_repetition_costs_linear_work(piece: str) -> None:
    find(piece * (40_000 // len(piece)), ANCHOR)
