"""Dates that name a day, a month, a quarter or a year."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from marsad.arabic.dates import names
from marsad.arabic.dates import patterns as p
from marsad.arabic.dates.span import Kind, Period, day, month, months, shift_days, unit, years

UNKNOWN_DAY = Period(None, None, "day")
UNKNOWN_MONTH = Period(None, None, "month")


@dataclass(frozen=True, slots=True)
class Context:
    """What the words before a date, and the publication, say about it."""

    anchor: date | None
    """Day of publication, in the zone of the reader."""
    before: str
    """The same sentence up to the date, normalised."""
    future: bool
    """Whether those words speak of what is to come."""


Resolve = Callable[[re.Match[str], Context], "tuple[Period, Kind] | None"]


def direction(text: str | None) -> int | None:
    """-1, 0 or 1 for a modifier such as الماضي, الجاري, المقبل; None for none."""
    word = re.sub(r"^(?:ال|لل|ل)", "", (text or "").strip())
    return names.DIRECTION.get(word)


def number(text: str) -> int:
    """The value of digits, or of a cardinal or ordinal in words."""
    plain = re.sub(r"\s+", " ", text.strip())
    if plain.isdigit():
        return int(plain)
    return names.CARDINAL.get(plain) or names.ORDINAL.get(plain) or 0


def month_number(text: str) -> int:
    """The number of a month name, of the first of two that stand for one month."""
    found = re.findall(p.MONTH_ONE, text)
    return names.MONTH[re.sub(r"\s+", " ", found[0])]


def year_number(text: str) -> int:
    """The year in the digits of a text."""
    return int(re.sub(r"\D", "", text)[:4])


def year_of(number_of_month: int, context: Context, sign: int | None, day_of_month: int = 15) -> int | None:
    """The year of a month named without one: by its modifier, else the nearest to the anchor."""
    anchor = context.anchor
    if anchor is None:
        return None
    if sign == 0:
        return anchor.year
    this = date(anchor.year, number_of_month, min(day_of_month, 28))
    if sign == -1:
        return anchor.year - (number_of_month >= anchor.month if day_of_month == 15 else this >= anchor)
    if sign == 1:
        return anchor.year + (number_of_month <= anchor.month if day_of_month == 15 else this <= anchor)
    if context.future:
        return anchor.year + (number_of_month < anchor.month)
    options = [this.replace(year=min(max(anchor.year + step, 1), 9999)) for step in (-1, 0, 1)]
    return min(options, key=lambda option: abs((option - anchor).days)).year


def _day_month(match: re.Match[str], context: Context) -> tuple[Period, Kind] | None:
    """`12 تموز/يوليو 2018`, `الخامس من أيار الماضي`."""
    groups = match.groupdict()
    day_number = number(groups["day"])
    of_month = month_number(groups["month"])
    year = year_in(groups, of_month, context, day_number)
    if year is None:
        return UNKNOWN_DAY, "absolute"
    try:
        return day(date(year, of_month, day_number)), "absolute"
    except ValueError:
        return None


def year_in(groups: dict[str, str | None], of_month: int, context: Context, day_number: int = 15) -> int | None:
    """The year that the groups `year`, `relyear` or `mod` give a month."""
    if groups.get("year"):
        return year_number(str(groups["year"]))
    if groups.get("relyear") and context.anchor:
        return context.anchor.year + (direction(groups["relyear"]) or 0)
    if groups.get("relyear"):
        return None
    return year_of(of_month, context, direction(groups.get("mod")), day_number)


def _month(match: re.Match[str], context: Context) -> tuple[Period, Kind] | None:
    """`تموز/يوليو 2018`, `شهر يوليو المقبل`, `في يوليو`."""
    groups = match.groupdict()
    named = re.sub(r"\s+", " ", match["month"])
    alone = not any(groups.get(key) for key in ("year", "relyear", "mod", "word"))
    if alone and named in names.AMBIGUOUS and not _INTRODUCED.search(context.before):
        return None
    of_month = month_number(match["month"])
    year = year_in(groups, of_month, context)
    return (UNKNOWN_MONTH if year is None else month(year, of_month)), "absolute"


def _month_day_of(match: re.Match[str], context: Context) -> tuple[Period, Kind] | None:
    """`الخامس من الشهر الجاري`."""
    if context.anchor is None:
        return UNKNOWN_DAY, "relative"
    of_month = unit(context.anchor, "month", direction(match["mod"]) or 0).first
    assert of_month is not None
    value = shift_days(of_month, number(match["day"]) - 1)
    return (day(value), "relative") if value.month == of_month.month else None


def _numeric(match: re.Match[str], _context: Context) -> tuple[Period, Kind] | None:
    """`2018-07-12`, `12/7/2018`: day before month, as Arabic writes it, unless only the other order is a date."""
    groups = match.groupdict()
    if groups["iso"]:
        year, first, second = int(groups["iso"]), int(groups["isomonth"]), int(groups["isoday"])
        options = [(first, second), (second, first)]
    else:
        year, first, second = int(groups["numyear"]), int(groups["nummonth"]), int(groups["numday"])
        options = [(first, second), (second, first)]
    for of_month, of_day in options:
        try:
            return day(date(year, of_month, of_day)), "absolute"
        except ValueError:
            continue
    return None


def _year(match: re.Match[str], context: Context) -> tuple[Period, Kind] | None:
    """`عام 2018`, `2018م`; a bare number only after a word that takes a year."""
    if not match["word"] and not match["year"].endswith("م") and not _TAKES_YEAR.search(context.before):
        return None
    return years(year_number(match["year"]), 1, "year"), "absolute"


def _fraction(match: re.Match[str], context: Context) -> tuple[Period, Kind] | None:
    """`النصف الأول من 2018`, `الربع الأخير من العام المقبل`."""
    groups = match.groupdict()
    parts = names.FRACTION[groups["fraction"]]
    place = names.PLACE[groups["place"]]
    place = parts - 1 if place == -1 else place
    if place >= parts:
        return None
    grain = {4: "quarter", 3: "quarter", 2: "half"}[parts]
    if groups["relmonth"]:
        return _month_fraction(parts, place, groups["relmonth"], context)
    if groups["year"]:
        year = year_number(groups["year"])
    elif context.anchor is None:
        return Period(None, None, "half" if grain == "half" else "quarter"), "relative"
    else:
        year = context.anchor.year + (direction(groups["relyear"] or groups["relyear2"]) or 0)
    size = 12 // parts
    kind: Kind = "absolute" if groups["year"] else "relative"
    return months(year, size * place + 1, size, "half" if grain == "half" else "quarter"), kind


def _month_fraction(parts: int, place: int, modifier: str | None, context: Context) -> tuple[Period, Kind]:
    """`النصف الثاني من الشهر المقبل`."""
    if context.anchor is None:
        return Period(None, None, "week"), "relative"
    whole = unit(context.anchor, "month", direction(modifier) or 0)
    assert whole.first is not None
    assert whole.last is not None
    length = whole.last.day
    first = whole.first.replace(day=length * place // parts + 1)
    last = whole.first.replace(day=length * (place + 1) // parts)
    return Period(first, last, "week"), "relative"


YEAR_TAIL = (
    rf"(?:,?،?\s*(?:من\s+|ل)?(?:{p.YEAR_WORD}\s+)?(?P<year>{p.YEAR})(?![^\W_])"
    rf"|\s+(?:من\s+)?ال(?:عام|سنه)\s+(?P<relyear>{p.MODIFIER})|\s+(?P<mod>{p.MODIFIER}))?"
)
"""The year of a month, named or told relatively, or the month's own modifier."""
_PREPOSITIONS = "في|منذ|بحلول|خلال|حتي|قبل|بعد|مطلع|بدايه|اوايل|منتصف|اواسط|اواخر|نهايه|بين"
_HEADS = "ازمه|حرب|اتفاق|اتفاقيه|انتخابات|ثوره|مونديال|كاس|دوره|موازنه|ميزانيه|موسم|هجمات|احداث|حدود|قمه|نسخه|طبعه"
"""Nouns that a bare year follows: `أزمة 2015`."""
_INTRODUCED = re.compile(rf"(?<![^\W_])(?:و|ف)?(?:{_PREPOSITIONS})\s+$")
_TAKES_YEAR = re.compile(
    rf"(?<![^\W_])[وف]?(?:{_PREPOSITIONS}|من|الي|صيف|شتاء|ربيع|خريف|(?:ال)?(?:{_HEADS}))\s+[(\"]?$"
)

RULES: tuple[tuple[re.Pattern[str], Resolve], ...] = (
    (
        p.rule(
            rf"{p.LEAD}{p.THE}(?P<day>{p.DAY}|{p.ORDINAL})(?:\s+من)?\s*-?(?:\s*شهر)?\s+(?P<month>{p.MONTH}){YEAR_TAIL}"
        ),
        _day_month,
    ),
    (p.rule(rf"(?P<word>شهر\s+)?(?P<month>{p.MONTH}){YEAR_TAIL}"), _month),
    (
        p.rule(
            rf"{p.LEAD}{p.THE}(?P<day>{p.DAY}|{p.ORDINAL})\s+من\s+(?:هذا\s+)?{p.AL}شهر(?:\s+(?P<mod>{p.MODIFIER}))?"
        ),
        _month_day_of,
    ),
    (
        p.rule(
            rf"{p.LEAD}(?:(?P<iso>(?:19|20)\d\d)(?P<s1>[-/.])(?P<isomonth>{p.DAY})(?P=s1)(?P<isoday>{p.DAY})"
            rf"|(?P<numday>{p.DAY})\s?(?P<s2>[-/.])\s?(?P<nummonth>{p.DAY})\s?(?P=s2)\s?(?P<numyear>(?:19|20)\d\d)(?:\s?م)?)"
        ),
        _numeric,
    ),
    (p.rule(rf"(?P<word>{p.YEAR_WORD}\s+)?(?P<year>{p.YEAR}){p.END}{p.COUNTED}"), _year),
    (
        p.rule(
            rf"{p.AL}(?P<fraction>{p.any_of(names.FRACTION)})\s+{p.AL}(?P<place>{p.any_of(names.PLACE)})"
            rf"(?:\s+(?:من\s+|(?=لل))(?:{p.YEAR_WORD}\s+)?(?:(?P<year>{p.YEAR})|{p.AL}(?:عام|سنه)\s+(?P<relyear>{p.MODIFIER})|هذا\s+العام|(?P<relyear2>{p.MODIFIER})"
            rf"|{p.AL}شهر\s+(?P<relmonth>{p.MODIFIER})))"
        ),
        _fraction,
    ),
)
"""Patterns and what they mean. The finder keeps the longest where two overlap."""
