from datetime import UTC, datetime, timedelta

import pytest

from connectors.sinks.reading import moment
from marsad.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "ago"),
    [
        ("90s", timedelta(seconds=90)),
        ("30m", timedelta(minutes=30)),
        (" 1H ", timedelta(hours=1)),
        ("2w", timedelta(14)),
    ],
)
def test_a_time_ago(text, ago):
    assert abs(datetime.now(UTC) - ago - moment(text)) < timedelta(seconds=5)


def test_iso_8601_without_a_zone_is_utc():
    assert moment("2026-11-22T09:00") == datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert moment("2026-11-22T09:00+03:00") == datetime(2026, 11, 22, 6, tzinfo=UTC)


def test_anything_else_says_what_to_write():
    with pytest.raises(ConfigError, match="30m"):
        moment("yesterday")
