"""Ranges that share a word: `من 12 إلى 15 يوليو`, `بين عامي 2015 و2018`, `2018-2019`."""

from __future__ import annotations

import re
from datetime import date

from marsad.arabic.dates import patterns as p
from marsad.arabic.dates.absolute import YEAR_TAIL, Context, Resolve, month_number, number, year_in, year_number
from marsad.arabic.dates.span import Kind, Period, years

_FURTHEST = 120


def _days(match: re.Match[str], context: Context) -> tuple[Period, Kind] | None:
    """`من 12 إلى 15 يوليو 2018`, `يومي 12 و13 يوليو`."""
    first, last = number(match["day"]), number(match["last"])
    of_month = month_number(match["month"])
    year = year_in(match.groupdict(), of_month, context, last)
    if first >= last:
        return None
    if year is None:
        return Period(None, None, "day"), "range"
    try:
        return Period(date(year, of_month, first), date(year, of_month, last), "day"), "range"
    except ValueError:
        return None


def _years(match: re.Match[str], _context: Context) -> tuple[Period, Kind] | None:
    """`بين عامي 2015 و2018`, `2018-2019`, `2018/19`."""
    first, last = year_number(match["year"]), year_number(match["last"])
    if last < 100:
        last += first // 100 * 100
        if last != first + 1:
            return None
    if not first < last <= first + _FURTHEST or (not match["word"] and match["join"].strip() not in ("-", "/")):
        return None
    return Period(years(first, 1, "year").first, years(last, 1, "year").last, "year"), "range"


_TO = r"(?:\s*-\s*|\s+(?:الي|حتي|وحتي)\s+(?:يوم\s+)?|\s+و\s?(?!ال(?:عشر|ثلاث)[وي]ن))"
RULES: tuple[tuple[re.Pattern[str], Resolve], ...] = (
    (
        p.rule(
            rf"(?:(?:من|بين|يومي|الفتره\s+من)\s+)?(?:يوم\s+)?(?P<day>{p.DAY}|{p.ORDINAL}){_TO}(?P<last>{p.DAY}|{p.ORDINAL})(?:\s+من)?(?:\s+شهر)?"
            rf"\s+(?P<month>{p.MONTH}){YEAR_TAIL}"
        ),
        _days,
    ),
    (
        p.rule(
            rf"(?P<word>(?:(?:بين|من|الفتره\s+من|خلال)\s+)?(?:عامي|سنتي|العامين|الاعوام|اعوام|عام|سنه)\s+|(?:بين|من)\s+)?(?P<year>{p.YEAR})"
            rf"(?P<join>\s*[-/]\s*|\s+(?:الي|حتي|وحتي)\s+(?:عام\s+)?|\s+و\s?(?:عام\s+)?)(?P<last>{p.YEAR}|\d\d){p.END}{p.COUNTED}"
        ),
        _years,
    ),
)
"""Patterns and what they mean. The finder keeps the longest where two overlap."""
