"""Read the time stamps of feeds and pages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from marsad.arabic.dates.finder import find
from marsad.arabic.normalize import normalize

_TIME = re.compile(
    r"(?<![\d/.-])(?P<hour>[01]?\d|2[0-3])\s?[:.]\s?(?P<minute>[0-5]\d)(?:\s?:\s?(?P<second>[0-5]\d))?(?![\d/.-]*\d)"
    r"\s*(?P<half>صباحا|ظهرا|عصرا|مساء|ليلا|ص|م|am|pm)?(?![^\W_])"
)
_RFC822 = re.compile(r"(?:[A-Za-z]{3}, *)?\d{1,2} [A-Za-z]{3} \d{2,4} \d{1,2}:\d{2}")
_OFFSET = re.compile(r"(?:gmt|utc|:\d\d)\s?(?P<sign>[+-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?(?!\d)")
_ZONES = (
    (re.compile(r"\b(?:gmt|utc|z)\b|غرينتش|جرينتش|غرينيتش"), 0),
    (re.compile(r"\bast\b|مكه|السعوديه|الرياض|بغداد|الكويت|الدوحه|قطر|عدن|صنعاء"), 180),
    (re.compile(r"\bgst\b|ابوظبي|ابو ظبي|دبي|الامارات|مسقط"), 240),
    (re.compile(r"\bcet\b|الجزاير|تونس"), 60),
    (re.compile(r"\bcat\b|الخرطوم"), 120),
)
"""Offsets in minutes of zones that never change their clocks; `AST` in an Arabic feed is Arabia, not the Atlantic."""
_LENGTHS = {
    "ثاني": timedelta(seconds=1),
    "ثوان": timedelta(seconds=1),
    "دقي": timedelta(minutes=1),
    "دقا": timedelta(minutes=1),
    "ساع": timedelta(hours=1),
}
_AGO = re.compile(r"(?:منذ|قبل)\s+(?:(?P<count>\d{1,4})\s+)?(?P<unit>(?:ثاني|ثوان|دقي|دقا|ساع)\w*)")
_ENGLISH = re.compile(r"[A-Za-z]{3}")


def _offset(text: str) -> tzinfo | None:
    """The zone a time stamp names."""
    if match := _OFFSET.search(text):
        minutes = 60 * int(match["hours"]) + int(match["minutes"] or 0)
        return timezone((-1 if match["sign"] == "-" else 1) * timedelta(minutes=minutes)) if minutes < 24 * 60 else None
    return next((timezone(timedelta(minutes=minutes)) for pattern, minutes in _ZONES if pattern.search(text)), None)


def _clock(text: str) -> time:
    """The time of day, midnight where there is none."""
    match = _TIME.search(text)
    if not match:
        return time()
    hour, half = int(match["hour"]), match["half"] or ""
    if half in ("م", "pm", "مساء", "عصرا", "ظهرا", "ليلا") and hour < 12 and not (half == "ليلا" and hour < 6):
        hour += 12
    elif half in ("ص", "am", "صباحا", "ليلا") and hour == 12:
        hour = 0
    return time(hour, int(match["minute"]), int(match["second"] or 0))


def _standard(text: str, zone: tzinfo) -> datetime | None:
    """ISO 8601 and RFC 822, with `AST` read as Arabia."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        if not _RFC822.match(text):
            return None
        try:
            found = parsedate_to_datetime(re.sub(r"\bAST\b", "+0300", text))
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _foreign(text: str, zone: tzinfo) -> datetime | None:
    """English and French, left to dateparser."""
    import dateparser

    found: datetime | None = dateparser.parse(
        text, languages=["en", "fr"], settings={"STRICT_PARSING": True, "DATE_ORDER": "DMY"}
    )
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def parse_timestamp(text: str, zone: tzinfo = UTC, now: datetime | None = None) -> datetime | None:
    """Read one time stamp: ISO, RFC 822, Arabic with any of the month names, Hijri, numeric day first, ص/م.

    Args:
        text: The time stamp and nothing else.
        zone: The feed's zone, for stamps that name none.
        now: The moment of reading; with it `منذ ساعتين` and `أمس` are read too.

    Returns:
        A moment with a zone, or None where the text is no time stamp.
    """
    text = text.strip()
    if not text or len(text) > 200:
        return None
    if found := _standard(text, zone):
        return found
    folded = normalize(text).text
    if ago := _ago(folded, now, zone):
        return ago
    for span in find(text, now, zone):
        if span.from_ and (span.grain == "day" or span.kind == "duration"):
            return _at(span.from_, folded, zone)
    return _foreign(text, zone) if _ENGLISH.search(text) else None


def _ago(folded: str, now: datetime | None, zone: tzinfo) -> datetime | None:
    """`منذ ساعتين`, `قبل 20 دقيقة`: what pages write instead of a time."""
    match = _AGO.search(folded)
    if not match or now is None:
        return None
    word = match["unit"]
    count = int(match["count"]) if match["count"] else 2 if word.endswith(("ين", "ان")) else 1
    unit = next(length for stem, length in _LENGTHS.items() if word.startswith(stem))
    moment = now if now.tzinfo else now.replace(tzinfo=zone)
    try:
        return moment - count * unit
    except OverflowError:
        return None


def _at(day: date, folded: str, zone: tzinfo) -> datetime | None:
    """A day with the clock and the zone of its stamp."""
    try:
        return datetime.combine(day, _clock(folded), _offset(folded) or zone)
    except (ValueError, OverflowError):
        return None
