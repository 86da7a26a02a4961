"""What a page shows keeps its own direction beside text of the other."""

from datetime import UTC, datetime

import pytest

from console.web.render import days, when
from console.web.words import words


def test_a_name_and_a_time_stand_apart_from_the_text_around_them():
    assert str(words("ar").tell("live.seen_by", name="sara <b>")).endswith("<bdi>sara &lt;b&gt;</bdi>")
    assert 'dir="auto"' in when(datetime(2026, 11, 22, 9, 7, tzinfo=UTC))


@pytest.mark.parametrize(
    ("span", "told"),
    [
        ("2026-11-22/2026-11-22", "2026-11-22"),
        ("2027-10-01/2027-10-31", "2027-10-01 – 2027-10-31"),
        ("done", "done"),
    ],
)
def test_a_span_of_days_is_told_for_people(span, told):
    assert days(span) == told
