"""Dates that only the day of publication can place: `أمس`, `الخميس المقبل`, `خلال شهرين`."""

from __future__ import annotations

import re
from datetime import date

from marsad.arabic.dates import names
from marsad.arabic.dates import patterns as p
from marsad.arabic.dates.absolute import YEAR_TAIL, Context, Resolve, direction, month_number, number, year_in
from marsad.arabic.dates.span import Grain, Kind, Period, day, month, months, shift, shift_days, third, unit, years

_DAYS = {
    "امس الاول": -2, "اول امس": -2, "اول من امس": -2, "قبل امس": -2, "امس": -1, "البارحه": -1, "الليله الماضيه": -1,
    "اليوم": 0, "هذا اليوم": 0, "هذا الصباح": 0, "هذا المساء": 0, "هذه الليله": 0, "الليله": 0,
    "غدا": 1, "الغد": 1, "يوم غد": 1, "غد": 1, "بعد غد": 2, "بعد غدا": 2,
}  # fmt: skip
_DAYTIME = r"(?:(?:صباح|مساء|فجر|ظهر|عصر|ليل|ليله|ضحي|عشيه|بعد\s+ظهر|ساعات\s+(?:صباح|فجر|مساء)|منتصف\s+ليل)\s+)?"


def _relative_day(match: re.Match[str], context: Context) -> tuple[Period, Kind] | None:
    """`أمس الأول الخميس`, `اليوم`, `غدا`."""
    word = re.sub(r"\s+", " ", match["word"])
    if word == "اليوم" and not match["weekday"] and _SOME_DAY.search(context.before):
        return None
    offset = _DAYS[word]
    if context.anchor is None:
        return Period(None, None, "day"), "relative"
    value = shift_days(context.anchor, offset)
    named = match["weekday"]
    if named and value.weekday() != names.WEEKDAYS[named]:
        # Written yesterday, published today: the weekday named is right and the distance is not.
        nearest = [shift_days(value, step) for step in (-1, 1, -2, 2)]
        value = next((option for option in nearest if option.weekday() == names.WEEKDAYS[named]), value)
    return day(value), "relative"


def _weekday(match: re.Match[str], context: Context) -> tuple[Period, Kind] | None:
    """`الخميس الماضي`, `يوم الثلاثاء`: without a modifier the last such day, or the next after a future verb."""
    if context.anchor is None:
        return Period(None, None, "day"), "weekday"
    sign = direction(match["mod"])
    ahead = (names.WEEKDAYS[match["weekday"]] - context.anchor.weekday()) % 7
    if sign == 1:
        ahead = ahead or 7
    elif sign == -1:
        ahead = ahead - 7
    elif sign is None and not context.future and ahead:
        ahead -= 7
    return day(shift_days(context.anchor, ahead)), "weekday"


def _weekdays(match: re.Match[str], context: Context) -> tuple[Period, Kind] | None:
    """`السبت والأحد المقبلين`: one weekday and the other, both before or both after the anchor."""
    if context.anchor is None:
        return Period(None, None, "day"), "range"
    first, last = names.WEEKDAYS[match["weekday"]], names.WEEKDAYS[match["second"]]
    length = (last - first) % 7
    if direction(match["mod"]) == 1:
        start = shift_days(context.anchor, (first - context.anchor.weekday()) % 7 or 7)
    else:
        start = shift_days(context.anchor, (last - context.anchor.weekday()) % 7 - 7 - length)
    return Period(start, shift_days(start, length), "day"), "range"


def _part_of(match: re.Match[str], context: Context) -> tuple[Period, Kind] | None:
    """`نهاية العام`, `منتصف الشهر`: of the one that runs. `نهاية الأسبوع` is its Friday and Saturday."""
    grain = names.UNIT[match["unit"]]
    if context.anchor is None:
        return Period(None, None, grain), "relative"
    sign = direction(match["mod"]) or 0
    if grain == "week" and match["part"] in ("نهايه", "عطله نهايه"):
        friday = shift_days(context.anchor, (4 - context.anchor.weekday()) % 7 + 7 * min(sign, 0))
        return Period(friday, shift_days(friday, 1), "day"), "relative"
    return third(unit(context.anchor, grain, sign), names.PART[match["part"]]), "relative"


def _season(match: re.Match[str], context: Context) -> tuple[Period, Kind] | None:
    """`صيف 2018`, `الشتاء المقبل`: three months; winter begins in December of its year."""
    groups = match.groupdict()
    first = _SEASONS[groups["season"]]
    if groups["year"]:
        return months(int(groups["year"][:4]), first, 3, "quarter"), "absolute"
    if context.anchor is None:
        return Period(None, None, "quarter"), "relative"
    sign = direction(groups["relyear"] or groups["mod"]) or 0
    year = context.anchor.year + sign
    if groups["mod"] and sign:
        # The one before or after today, which may be in the same year.
        same = months(context.anchor.year, first, 3, "quarter")
        assert same.first is not None
        assert same.last is not None
        passed = same.last < context.anchor if sign == -1 else same.first > context.anchor
        year = context.anchor.year if passed else year
    return months(year, first, 3, "quarter"), "relative"


def _week_of(match: re.Match[str], context: Context) -> tuple[Period, Kind] | None:
    """`الأسبوع الأول من يوليو`: days 1 to 7 of the month, and so on."""
    of_month = month_number(match["month"])
    year = year_in(match.groupdict(), of_month, context)
    if year is None:
        return Period(None, None, "week"), "absolute"
    place = names.PLACE[match["place"]]
    whole = month(year, of_month)
    assert whole.first is not None
    assert whole.last is not None
    if place == -1:
        return Period(shift_days(whole.last, -6), whole.last, "week"), "absolute"
    start = shift_days(whole.first, 7 * place)
    return Period(start, shift_days(start, 6), "week"), "absolute"


def _now(_match: re.Match[str], context: Context) -> tuple[Period, Kind] | None:
    """`حتى الآن`."""
    return Period(None, context.anchor, "day"), "relative"


def _unit(match: re.Match[str], context: Context) -> tuple[Period, Kind] | None:
    """`الشهر المقبل`, `هذا العام`."""
    grain = names.UNIT[match["unit"]]
    if context.anchor is None:
        return Period(None, None, grain), "relative"
    return unit(context.anchor, grain, direction(match["mod"]) or 0), "relative"


def _several(match: re.Match[str], context: Context) -> tuple[Period, Kind] | None:
    """`العامين الماضيين`, `السنوات الخمس المقبلة`, `الأسابيع الأخيرة`."""
    grain = names.UNIT[match["unit"]]
    sign = direction(match["mod"])
    dual = match["unit"] in names.DUAL
    count = number(re.sub(r"^ال", "", match["count"].strip())) if match["count"] else 2 if dual else 0
    if context.anchor is None or sign == 0:
        return Period(None, None, grain), "relative"
    anchor = context.anchor
    if not count:
        # How many is not said: only the side of the anchor is known.
        return (Period(None, anchor, grain) if sign == -1 else Period(anchor, None, grain)), "relative"
    far = shift(anchor, grain, count * (sign or 0))
    return (Period(far, anchor, grain) if sign == -1 else Period(anchor, far, grain)), "relative"


def _amount(match: re.Match[str]) -> int:
    """How many units a length has: 0 where it does not say."""
    if match["count"]:
        return number(match["count"])
    if match["unit"] in names.DUAL:
        return 2
    return 1 if match["unit"] in names.SINGULAR or match["unit"].endswith("ا") else 0


def _length(match: re.Match[str], context: Context) -> tuple[Period, Kind] | None:
    """`منذ شهرين`, `قبل ثلاثة أيام`, `خلال أسابيع`, `في غضون شهرين`, `بعد عام`."""
    grain = names.UNIT[match["unit"]]
    word, count = match["word"].split()[0], _amount(match)
    hidden = word == "بعد" or (word == "خلال" and count > 0)
    if context.anchor is None or match["event"] or (hidden and not context.future and not match["now"]):
        return Period(None, None, grain), "duration"
    return _reach(word, count, grain, context.anchor), "duration"


def _reach(word: str, count: int, grain: Grain, anchor: date) -> Period:
    """The days that a length from the anchor means; `count` 0 is a number that is not said."""
    if word == "منذ":
        return Period(shift(anchor, grain, -count) if count else None, anchor, grain)
    if word == "قبل":
        return _around(shift(anchor, grain, -count), grain) if count else Period(None, anchor, grain)
    if word == "بعد":
        return _around(shift(anchor, grain, count), grain) if count else Period(anchor, None, grain)
    return Period(anchor, shift(anchor, grain, count) if count else None, grain)


def _around(value: date, grain: Grain) -> Period:
    """The unit around a day that a whole number of units away is only about."""
    return day(value) if grain in ("hour", "day") else unit(value, grain)


def _decade(match: re.Match[str], _context: Context) -> tuple[Period, Kind] | None:
    """`التسعينيات`, `ثمانينات القرن الماضي`."""
    return years(1900 + names.DECADES[match["decade"]], 10, "decade"), "absolute"


def _century(match: re.Match[str], _context: Context) -> tuple[Period, Kind] | None:
    """`القرن التاسع عشر`, `القرن العشرين`."""
    ordinal = names.ORDINAL.get(re.sub(r"\s+", " ", match["ordinal"]))
    return (years((ordinal - 1) * 100 + 1, 100, "century"), "absolute") if ordinal else None


_SEASONS = {"ربيع": 3, "صيف": 6, "خريف": 9, "شتاء": 12}
_SOME_DAY = re.compile(r"(?<![^\W_])(?:ذلك|ذاك|طوال|طيله|صباح\s+ذلك|مساء\s+ذلك|نفس)\s+$")
_OTHER_DAYS = "ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر|تالي|دراسي|وطني|عالمي|دولي|موعود|واحد|اخير|سابق|اول"
"""What makes `اليوم` a day of something else: the second, the next, a school day."""
_NOT_ORDINAL = rf"(?!\s+(?:ال(?:{_OTHER_DAYS})|نفسه|ذاته|عينه)(?![^\W_]))"
_COUNT = rf"(?:\d{{1,3}}|{p.CARDINAL})"
_VAGUE = r"(?:بضع(?:ه)?\s+|عده\s+|عدد\s+من\s+(?:ال)?|نحو\s+|حوالي\s+|قرابه\s+|اكثر\s+من\s+|اقل\s+من\s+)"

RULES: tuple[tuple[re.Pattern[str], Resolve], ...] = (
    (
        p.rule(
            rf"{_DAYTIME}(?:يوم\s+)?(?P<word>{p.any_of(_DAYS)}){_NOT_ORDINAL}(?:\s*[,،(]?\s*(?:يوم\s+)?(?P<weekday>{p.WEEKDAY})\)?)?"
        ),
        _relative_day,
    ),
    (p.rule(rf"{_DAYTIME}(?:يوم\s+)?(?P<weekday>{p.WEEKDAY})(?:\s+(?P<mod>{p.MODIFIER}))?"), _weekday),
    (
        p.rule(
            rf"{_DAYTIME}(?:يومي\s+)?(?P<weekday>{p.WEEKDAY})\s+و(?P<second>{p.WEEKDAY})\s+"
            rf"(?P<mod>ال(?:ماضيين|فايتين|مقبلين|قادمين))"
        ),
        _weekdays,
    ),
    (
        p.rule(
            rf"(?P<part>عطله\s+نهايه|{p.any_of(names.PART)})\s+(?:هذا\s+)?{p.AL}(?P<unit>اسبوع|شهر|عام|سنه|عقد|قرن)(?!\s+(?:ال)?\d)(?:\s+(?P<mod>{p.MODIFIER}))?"
        ),
        _part_of,
    ),
    (
        p.rule(
            rf"(?:ال)?(?P<season>{p.any_of(_SEASONS)})\s+(?:(?:{p.YEAR_WORD}\s+)?(?P<year>{p.YEAR})|ال(?:عام|سنه)\s+(?P<relyear>{p.MODIFIER})"
            rf"|(?P<mod>{p.MODIFIER}))"
        ),
        _season,
    ),
    (
        p.rule(
            rf"{p.AL}اسبوع\s+ال(?P<place>{p.any_of(names.PLACE)})\s+من\s+(?:شهر\s+)?(?P<month>{p.MONTH}){YEAR_TAIL}"
        ),
        _week_of,
    ),
    (p.rule(r"(?:حتي|لحد|الي)\s+(?:الان|اللحظه|اليوم|هذه\s+اللحظه)"), _now),
    (p.rule(rf"(?:{p.AL}(?P<unit>{p.SINGULAR})\s+(?P<mod>{p.MODIFIER}))"), _unit),
    (p.rule(rf"(?:هذا|هذه|ذات|نفس)\s+ال(?P<unit>{p.SINGULAR})(?P<mod>)"), _unit),
    (
        p.rule(
            rf"{p.AL}(?P<unit>{p.PLURAL}|{p.DUAL})(?:\s+(?P<count>ال{p.CARDINAL}|(?:ال)?\s?\d{{1,3}}))?\s+(?:القليله\s+)?(?P<mod>{p.MODIFIER})"
        ),
        _several,
    ),
    (
        p.rule(
            rf"(?P<word>منذ|قبل\s+نحو|قبل|بعد|خلال|في\s+غضون|غضون)\s+{_VAGUE}?(?:(?P<count>{_COUNT})\s+)?(?P<unit>{p.UNIT}){p.END}"
            rf"(?:(?P<now>\s+من\s+الان)|(?P<event>\s+من))?"
        ),
        _length,
    ),
    (p.rule(rf"(?:ال)?(?P<decade>{p.any_of(names.DECADES)})ي?ات(?:\s+(?:من\s+)?القرن\s+(?:الماضي|العشرين))?"), _decade),
    (p.rule(rf"القرن\s+(?P<ordinal>{p.ORDINAL})"), _century),
)
"""Patterns and what they mean. The finder keeps the longest where two overlap."""
