"""What the finder returns, and the arithmetic of calendar periods."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["absolute", "relative", "weekday", "duration", "range"]
Grain = Literal["hour", "day", "week", "month", "quarter", "half", "year", "decade", "century"]
Bound = Literal["in", "by", "since", "until", "before", "after", "within"]

_EARLIEST, _LATEST = date.min.toordinal(), date.max.toordinal()


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date expression: where it stands, and the first and last day that it covers."""

    text: str
    """The slice `start:end` of the original, preposition included (`بحلول شهر يوليو`)."""
    start: int
    end: int
    from_: date | None
    """First day; None where it is open, or unknown for want of an anchor."""
    to: date | None
    """Last day, inclusive; None where it is open or unknown."""
    kind: Kind
    grain: Grain
    bound: Bound = "in"
    """How the thing dated lies to the period named: `by` for بحلول, `since` for منذ, `within` for خلال, …"""


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day of a stretch of the calendar, None where it is not known."""

    first: date | None
    last: date | None
    grain: Grain


def day(value: date) -> Period:
    """One day."""
    return Period(value, value, "day")


def shift_days(value: date, days: int) -> date:
    """A date so many days away, held within the calendar."""
    return date.fromordinal(min(max(value.toordinal() + days, _EARLIEST), _LATEST))


def shift_months(value: date, months: int) -> date:
    """The same day of another month, or its last where it is shorter."""
    index = min(max(value.year * 12 + value.month - 1 + months, 12), 9999 * 12 + 11)
    year, month = divmod(index, 12)
    return date(year, month + 1, min(value.day, calendar.monthrange(year, month + 1)[1]))


def months(year: int, first: int, count: int, grain: Grain) -> Period:
    """`count` months from month `first` of a year."""
    start = date(year, first, 1)
    return Period(start, shift_days(shift_months(start, count), -1), grain)


def month(year: int, number: int) -> Period:
    """One calendar month."""
    return months(year, number, 1, "month")


def years(first: int, count: int, grain: Grain) -> Period:
    """`count` calendar years."""
    return Period(date(first, 1, 1), date(min(first + count - 1, 9999), 12, 31), grain)


def week(anchor: date) -> Period:
    """The week around a day, Saturday to Friday: the first day of the week in most Arab states (Unicode CLDR)."""
    start = shift_days(anchor, -((anchor.weekday() + 2) % 7))
    return Period(start, shift_days(start, 6), "week")


def unit(anchor: date, grain: Grain, offset: int = 0) -> Period:
    """The calendar unit around a day, or one `offset` units away."""
    if grain in ("hour", "day"):
        return day(shift_days(anchor, offset))
    if grain == "week":
        return week(shift_days(anchor, 7 * offset))
    if grain == "month":
        moved = shift_months(anchor.replace(day=1), offset)
        return month(moved.year, moved.month)
    if grain in ("quarter", "half"):
        size = 3 if grain == "quarter" else 6
        moved = shift_months(anchor.replace(day=1), size * offset)
        return months(moved.year, (moved.month - 1) // size * size + 1, size, "quarter" if size == 3 else "half")
    size = {"year": 1, "decade": 10, "century": 100}[grain]
    first = anchor.year // size * size + size * offset
    return years(min(max(first, 1), 9990), size, "year" if size == 1 else "decade" if size == 10 else "century")


def shift(anchor: date, grain: Grain, count: int) -> date:
    """A day so many units away."""
    if grain == "hour":
        return shift_days(anchor, count // 24)
    if grain in ("day", "week"):
        return shift_days(anchor, count * (7 if grain == "week" else 1))
    return shift_months(
        anchor, count * {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}[grain]
    )


def third(period: Period, part: int) -> Period:
    """The early (0), middle (1) or late (2) third of a period; of a month by tens of days, of a year by four months."""
    if period.first is None or period.last is None:
        return period
    first, last = period.first, period.last
    if period.grain == "month":
        begin = shift_days(first, 10 * part)
        return Period(begin, last if part == 2 else shift_days(begin, 9), "month")
    if period.grain == "year":
        return months(first.year, 4 * part + 1, 4, "year")
    length = (last - first) // timedelta(days=1) + 1
    begin = shift_days(first, length * part // 3)
    return Period(begin, shift_days(first, max(length * (part + 1) // 3 - 1, length * part // 3)), period.grain)
