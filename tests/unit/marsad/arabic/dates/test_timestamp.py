"""Time stamps as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings

from marsad.arabic.dates import parse_timestamp
from tests.unit.marsad.arabic.strategies import NOISY

RIYADH = timezone(timedelta(hours=3))


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("2018-07-12T10:00:00Z", "2018-07-12T10:00:00+00:00", "ISO in UTC"),
        ("2018-07-12 10:00:00", "2018-07-12T10:00:00+03:00", "no zone: the feed's"),
        ("2018-07-12 10:00 +02:00", "2018-07-12T10:00:00+02:00", "an offset after a space"),
        ("Thu, 12 Jul 2018 10:00:00 GMT", "2018-07-12T10:00:00+00:00", "RFC 822"),
        ("Thu, 12 Jul 2018 10:00:00 AST", "2018-07-12T10:00:00+03:00", "Arabia, not the Atlantic"),
        ("الخميس 12 تموز/يوليو 2018 - 10:30 م", "2018-07-12T22:30:00+03:00", "afternoon, Levantine and Egyptian month"),
        ("١٢ يوليو ٢٠١٨، ٠٩:١٥ ص", "2018-07-12T09:15:00+03:00", "Arabic-Indic digits, morning"),
        ("12 جويلية 2018 على الساعة 14:05", "2018-07-12T14:05:00+03:00", "Algerian month"),
        ("31 غشت 2018 - 23:59", "2018-08-31T23:59:00+03:00", "Moroccan month"),
        ("12/07/2018 12:10 ص", "2018-07-12T00:10:00+03:00", "twelve in the morning is midnight"),
        ("12/07/2018 12:10 م", "2018-07-12T12:10:00+03:00", "twelve in the afternoon is noon"),
        ("12.07.2018 09:30", "2018-07-12T09:30:00+03:00", "dots"),
        ("2018-07-12 - 10:30 بتوقيت غرينتش", "2018-07-12T10:30:00+00:00", "a zone in words"),
        ("12 يوليو 2018 الساعة 10:30 بتوقيت أبوظبي", "2018-07-12T10:30:00+04:00", "a zone by its city"),
        ("الأربعاء 3 محرم 1440 هـ", "2018-09-13T00:00:00+03:00", "Hijri"),
        ("July 12, 2018 5:30 pm", "2018-07-12T17:30:00+03:00", "English"),
    ],
)
def test_reads(text: str, expected: str, why: str) -> None:
    assert parse_timestamp(text, RIYADH) == datetime.fromisoformat(expected), why


def test_relative_stamps_need_the_moment_of_reading() -> None:
    now = datetime(2019, 6, 15, 12, tzinfo=UTC)
    assert parse_timestamp("أمس 10:30", UTC, now) == datetime(2019, 6, 14, 10, 30, tzinfo=UTC)
    assert parse_timestamp("أمس 10:30") is None
    assert parse_timestamp("منذ ساعتين", UTC, now) == datetime(2019, 6, 15, 10, tzinfo=UTC)
    assert parse_timestamp("قبل 20 دقيقة", UTC, now) == datetime(2019, 6, 15, 11, 40, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "لا تاريخ هنا", "32/13/2018", "أخبار", "x" * 500, "12:30"])
def test_no_stamp(text: str) -> None:
    assert parse_timestamp(text) is None


@given(NOISY)
@settings(max_examples=150, deadline=None)
def test_whatever_it_reads_has_a_zone(text: str) -> None:
    found = parse_timestamp(text)
    assert found is None or found.tzinfo is not None
