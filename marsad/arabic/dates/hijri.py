"""Hijri dates, by the Umm al-Qura calendar of hijridate (1343 to 1500 AH)."""

from __future__ import annotations

import re

from hijridate import Gregorian, Hijri

from marsad.arabic.dates import names
from marsad.arabic.dates import patterns as p
from marsad.arabic.dates.absolute import Context, Resolve, direction, number
from marsad.arabic.dates.span import Grain, Kind, Period, day, shift_days, third


def _days(year: int, month: int, of_month: int | None, grain: Grain) -> Period | None:
    """A Hijri day, or a whole month; None for a day that the month lacks, unknown days out of the calendar's range."""
    try:
        first = Hijri(year, month, of_month or 1)
        if of_month:
            return day(first.to_gregorian())
        start = first.to_gregorian()
        return Period(start, shift_days(start, first.month_length() - 1), grain)
    except OverflowError:
        return Period(None, None, grain)
    except ValueError:
        return None


def _year_near(month: int, modifier: str | None, context: Context) -> int | None:
    """The Hijri year of a month named without one: the nearest to the anchor, or the last or next by its modifier."""
    if context.anchor is None:
        return None
    try:
        today = Gregorian.fromdate(context.anchor).to_hijri()
    except OverflowError:
        return None
    sign = direction(modifier)
    if sign is None:
        away = month - today.month
        return today.year + (
            1 if away < -6 or (context.future and away < 0) else -1 if away > 6 and not context.future else 0
        )
    if sign == 0:
        return today.year
    return today.year + (sign if (month - today.month) * sign <= 0 else 0)


def _date(match: re.Match[str], context: Context) -> tuple[Period, Kind] | None:
    """`3 محرم 1440 هـ`, `رمضان المقبل`, `شهر شعبان`, `العشر الأواخر من رمضان`."""
    groups = match.groupdict()
    month = names.HIJRI_MONTH[re.sub(r"\s+", " ", groups["month"])]
    of_month = number(groups["day"]) if groups["day"] else None
    if not any(groups[key] for key in ("day", "tens", "year", "mod", "word")) and not groups["month"].endswith(
        "المبارك"
    ):
        return None
    grain: Grain = "day" if of_month else "month"
    year = int(groups["year"]) if groups["year"] else _year_near(month, groups["mod"], context)
    if year is None:
        return Period(None, None, grain), "absolute"
    period = _days(year, month, of_month, grain)
    if period and groups["tens"]:
        period = third(period, names.PART[groups["tens"]])
    return (period, "absolute") if period else None


def _year(match: re.Match[str], _context: Context) -> tuple[Period, Kind] | None:
    """`عام 1440 هـ`."""
    year = int(match["year"])
    first, last = _days(year, 1, 1, "year"), _days(year + 1, 1, 1, "year")
    if first is None or last is None:
        return None
    return Period(first.first, shift_days(last.first, -1) if last.first else None, "year"), "absolute"


_TAIL = (
    rf"(?:\s*[,،]?\s*(?:من\s+)?(?:عام\s+|سنه\s+)?(?P<year>{p.HIJRI_YEAR})(?:\s?ه|\s+هجريه?)?"
    rf"|\s+(?P<mod>{p.MODIFIER}))?"
)
RULES: tuple[tuple[re.Pattern[str], Resolve], ...] = (
    (
        p.rule(
            rf"{p.LEAD}(?:{p.THE}(?P<day>{p.DAY}|{p.ORDINAL})\s+(?:من\s+)?|العشر\s+{p.AL}(?P<tens>{p.any_of(names.PART)})\s+من\s+)?(?P<word>(?:ال)?شهر\s+)?(?P<month>{p.HIJRI_MONTH}){_TAIL}"
        ),
        _date,
    ),
    (p.rule(rf"(?:{p.YEAR_WORD}\s+)?(?P<year>{p.HIJRI_YEAR})(?:\s?ه|\s+هجريه?)"), _year),
)
"""Patterns and what they mean. The finder keeps the longest where two overlap."""
