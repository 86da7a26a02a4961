"""Dates as feeds write them: RFC 822, ISO 8601, Arabic words and digits, Hijri, epochs; never a guess at "now"."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from connectors.sources.article import calendars, zones

_MAX_LENGTH: Final = 200
_DIGITS: Final = {ord(char): str(unicodedata.digit(char)) for char in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}
_NUMBERED_MONTH: Final = re.compile(r"(تشرين|كانون)([12])(?!\d)")
_MARKS: Final = {
    ord(char): None
    for char in "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\u0640\ufeff\u200b"
}
_DASHES: Final[dict[int, str | None]] = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_CLEAN: Final = {**_DIGITS, **_MARKS, **_DASHES}
_FOLD: Final = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "،": " ", "؛": " ", "ı": "i"}
)
_RFC822: Final = re.compile(
    r"^(?:[A-Za-z]{3}, ?)?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? ?(?:([+-])(\d\d)(\d\d)|GMT|UTC|Z)$"
)
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_ISO: Final = re.compile(
    r"^([+-]?\d{4,6})-?(\d{2})-?(\d{2})(?:[T_\s]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(.*))?$", re.IGNORECASE
)
_RUN: Final = re.compile(r"^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?$")
_MONTH_ONLY: Final = re.compile(r"^(\d{4})(?:-(\d{2}))?$")
_WEEK: Final = re.compile(r"^(\d{4})-?W(\d{2})(?:-?(\d))?(?:T|$)")
_EPOCH: Final = re.compile(r"^\d{9,10}(?:\.\d+)?$|^\d{13}$")
_CLOCK: Final = re.compile(
    r"(?<!\d)(\d{1,2})\s*[:٫]\s*(\d{2})(?:\s*[:٫]\s*(\d{2})(?:[.,]\d+)?)?"
    r"\s*(am|pm|a\.m\.|p\.m\.|ص|م|صباحا|مساء|ظهرا|عصرا|ليلا|فجرا|بعد منتصف الليل)?(?![\w])",
    re.IGNORECASE,
)
_MERIDIEM_FIRST: Final = re.compile(r"(?<!\w)(?<!\d )(am|pm|ص|م|صباحا|مساء)\s*(?=\d{1,2}\s*[:٫])", re.IGNORECASE)
_BARE_HOUR: Final = re.compile(r"(?:الساعه)\s*(\d{1,2})\s*(ص|م|صباحا|مساء|ظهرا|عصرا|ليلا|فجرا)?(?!\w)")
_NUMBERS: Final = re.compile(r"(?<!\d)(\d{1,4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,4})(?!\d)")
_OFFSET: Final = re.compile(r"^\s*[+-](?:0\d|1[0-4]):?[0-5]\d(?!\d)")
"""Behind the time and before the year, as `date` writes it: no number of the day."""
_JSON: Final = re.compile(r"^\\?/Date\((\d{9,13})(?:[+-]\d{4})?\)\\?/$")
_TIME: Final = re.compile(r"\d{1,2}\s*[:٫]\s*\d{2}(?:\s*[:٫]\s*\d{2}(?:[.,]\d+)?)?")
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_NEGATIVE_YEAR: Final = re.compile(r"(?:^|\s)-0*[01]\b(?!:)")
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_PLACE: Final = re.compile(r"\b(?:Africa|America|Asia|Europe)/[A-Za-z_]{3,30}")
_ZONE: Final = re.compile(
    r"(?:(?<!\d)|(?<=\d\d:\d\d))(?:GMT|UTC|UT)?\s*[+\-\u2212]\s*\d{1,2}:?\d{0,2}(?!\d)|\b[A-Z]{1,5}\b"
)
_AFTERNOON: Final = {"pm", "p.m.", "م", "مساء", "ظهرا", "عصرا"}
_MORNING: Final = {"am", "a.m.", "ص", "صباحا", "فجرا", "بعد منتصف الليل"}
_EARLIEST: Final = datetime(1980, 1, 1, tzinfo=UTC)
_ARABIA: Final = timezone(timedelta(hours=3))
_AHEAD: Final = timedelta(minutes=10)
"""What clocks may differ by."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a feed is, for dates that only make sense there: ISO country, and whether it is written in Arabic."""

    country: str | None = None
    arabic: bool = False

    @property
    def zone(self) -> tzinfo:
        """The zone of a date that names none: the country's, else UTC."""
        return zones.of_country(self.country) or UTC


class BadDateError(ValueError):
    """A date that says nothing we could believe."""


class FutureDateError(BadDateError):
    """A date ahead of now."""


def parse(written: str, place: Place, now: datetime) -> datetime:
    """Read a date.

    Args:
        written: As it stands in the feed.
        place: Where the feed is.
        now: The time of reading; a date after it is refused, but for the minutes that clocks may differ by.

    Returns:
        The time in UTC; a date without a time is that day's midnight.

    Raises:
        FutureDateError: for a date ahead of now.
        BadDateError: for one that cannot be read, cannot be, or is a placeholder (1970, 0001).
    """
    text = written[:_MAX_LENGTH].strip()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_CLEAN).strip()
        text = _NUMBERED_MONTH.sub(lambda match: f"{match[1]} {'الاول' if match[2] == '1' else 'الثاني'}", text)
    try:
        found = _rfc822(text) or _epoch(text) or _iso(text, place) or _in_words(text, place)
    except (ValueError, OverflowError) as error:
        raise BadDateError(f"{written[:80]!r} is no date") from error
    if found is None or found < _EARLIEST:
        raise BadDateError(f"{written[:80]!r} is no date")
    if found > now + _AHEAD:
        found = _as_local(found, text, place)
    if found is None or found > now + _AHEAD:
        raise FutureDateError(f"{written[:80]!r} lies in the future")
    return found


def _as_local(ahead: datetime, text: str, place: Place) -> datetime | None:
    """The reading of a time ahead that an Arab publisher calls UTC, or gives no zone, but writes by its own clock."""
    zone = _zone(_after_clock(text), place)
    local = zones.of_country(place.country) or (_ARABIA if place.arabic else None)
    if local is None or zone.utcoffset(ahead) or (zone is place.zone and place.country):
        return None
    return ahead.replace(tzinfo=local).astimezone(UTC)


def _rfc822(text: str) -> datetime | None:
    """The common form, quickly; every other one is read by the slower readers."""
    match = _RFC822.match(text)
    if not match:
        return None
    day, month, year, hour, minute, second, sign, hours, minutes = match.groups()
    number = _MONTHS.get(month.lower())
    if number is None or int(hour) > 23 or (hours and int(hours) > 15):
        return None
    seconds = min(int(second), 59) if second else 0
    local = datetime(int(year), number, int(day), int(hour), int(minute), seconds, tzinfo=UTC)
    if not sign:
        return local
    offset = _offset(int(hours), int(minutes))
    return local + offset if sign == "-" else local - offset


@lru_cache(maxsize=256)
def _offset(hours: int, minutes: int) -> timedelta:
    return timedelta(hours=hours, minutes=minutes)


def _epoch(text: str) -> datetime | None:
    wrapped = _JSON.match(text)
    text = wrapped[1] if wrapped else text
    if not _EPOCH.match(text):
        return None
    seconds = float(text)
    return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)


def _iso(text: str, place: Place) -> datetime | None:
    match = _ISO.match(text)
    if not match:
        return _iso_part(text, place)
    year, month, day, hour, minute, second, rest = match.groups()
    found = _day(int(year), int(month), int(day))
    if hour is None:
        return _at(found, time(), place.zone)
    clock = _CLOCK.search(f"{hour}:{minute}:{second or '00'} {rest.split()[0] if rest else ''}")
    zone = _zone(rest, place) if rest.strip() else place.zone
    meridiem = clock.group(4) if clock else None
    return _clocked(found, (int(hour), int(minute), int(second or 0)), meridiem, zone)


def _iso_part(text: str, place: Place) -> datetime | None:
    run = _RUN.match(text)
    if run:
        year, month_number, day, hour, minute, second = (int(part or 0) for part in run.groups())
        return _clocked(_day(year, month_number, day), (hour, minute, second), None, place.zone)
    month = _MONTH_ONLY.match(text)
    if month and 1980 <= int(month.group(1)) <= 2100:
        return _at(date(int(month.group(1)), int(month.group(2) or 1), 1), time(), place.zone)
    week = _WEEK.match(text)
    if week:
        return _at(
            date.fromisocalendar(int(week.group(1)), int(week.group(2)), int(week.group(3) or 1)), time(), place.zone
        )
    return None


def _in_words(text: str, place: Place) -> datetime | None:
    folded = _folded(text)
    clock = _CLOCK.search(folded)
    rest = f"{folded[: clock.start()]} {_OFFSET.sub('', folded[clock.end() :])}" if clock else folded
    found = _named_day(rest) or _numbered_day(rest)
    if found is None or _NEGATIVE_YEAR.search(rest):
        return None
    zone = zones.in_words(text) or (_zone(_after_clock(text), place) if clock else place.zone)
    if clock:
        hour, minute, second, meridiem = clock.groups()
        before = _MERIDIEM_FIRST.search(folded)
        meridiem = meridiem or (before.group(1) if before else None)
        return _clocked(found, (int(hour), int(minute), int(second or 0)), meridiem, zone)
    bare = _BARE_HOUR.search(folded)
    if bare:
        return _clocked(found, (int(bare.group(1)), 0, 0), bare.group(2), zone)
    return _at(found, time(), zone)


def _folded(text: str) -> str:
    """Lower case, Arabic letters folded, no diacritics."""
    decomposed = unicodedata.normalize("NFD", text.translate(_FOLD))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower().translate(_FOLD)


def _after_clock(text: str) -> str:
    match = _TIME.search(text)
    return text[match.end() :] if match else text


def _named_day(text: str) -> date | None:
    """A day with its month as a word; of a Hijri and a Gregorian one together the Gregorian counts."""
    words = _WORD.findall(_ORDINAL.sub("", text))
    found = [
        day
        for table in (calendars.GREGORIAN, calendars.HIJRI, calendars.JALALI)
        for index in range(len(words))
        if (day := _month_at(words, index, table))
    ]
    return found[0] if found else None


def _month_at(words: list[str], index: int, table: dict[str, int]) -> date | None:
    """The day around a month name at this word: before or behind it, the name one word or two, once or twice."""
    for width in (2, 1):
        month = table.get("".join(words[index : index + width]))
        if month:
            break
    else:
        return None
    end = index + width
    while end < len(words) and _is_month(words, end):
        end += 2 if table.get("".join(words[end : end + 2])) else 1
    after = [int(word) for word in words[end : end + 4] if word.isdigit() and len(word) <= 4]
    before = [int(word) for word in words[max(index - 3, 0) : index] if word.isdigit() and len(word) <= 4]
    if before and after and before[-1] > 31:
        return _day(before[-1], month, after[0])
    if before and after:
        return _day(_full_year(after[0]), month, before[-1])
    if len(after) >= 2:
        return _day(_full_year(after[1]), month, after[0])
    return None


def _is_month(words: list[str], index: int) -> bool:
    return any("".join(words[index : index + width]) in calendars.GREGORIAN for width in (2, 1))


def _numbered_day(text: str) -> date | None:
    """`2026/11/22`, `22/11/2026`, `22.11.26`; day before month where both are possible."""
    match = _NUMBERS.search(text)
    if not match:
        return None
    one, two, three = match.groups()
    if len(one) == 4:
        return _day(int(one), int(two), int(three))
    day, month, year = int(one), int(two), _full_year(int(three))
    if month > 12 >= day:
        day, month = month, day
    return _day(year, month, day)


def _full_year(year: int) -> int:
    if year >= 100:
        return year
    return year + (2000 if year < 70 else 1900)


def _day(year: int, month: int, day: int) -> date:
    if calendars.is_other_year(year):
        found = calendars.from_other(year, month, day)
        if found is None:
            raise ValueError("no such day")
        return found
    return date(year, month, day)


def _zone(text: str, place: Place) -> tzinfo:
    """The zone that is named in what stands behind the time, else the feed's own."""
    words = zones.in_words(text)
    if words:
        return words
    place_name = _PLACE.search(text)
    if place_name:
        with contextlib.suppress(ZoneInfoNotFoundError, OSError):
            return ZoneInfo(place_name.group())
    for match in _ZONE.finditer(text.upper()):
        found = zones.named(match.group(), place.country, arabic=place.arabic)
        if found is not None:
            return found
    return place.zone


def _clocked(day: date, clock: tuple[int, int, int], meridiem: str | None, zone: tzinfo) -> datetime:
    hour, minute, second = clock
    mark = (meridiem or "").lower()
    if (mark in _AFTERNOON and hour < 12) or (mark == "ليلا" and 6 <= hour < 12):
        hour += 12
    elif (mark in _MORNING or mark == "ليلا") and hour == 12:
        hour = 0
    if hour == 24 and minute == 0:
        return _at(day + timedelta(days=1), time(), zone)
    return _at(day, time(hour, minute, min(second, 59)), zone)


def _at(day: date, clock: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)
