"""What zone a date is in: abbreviations mean what they mean where the feed is, and one without is local there."""

from __future__ import annotations

import re
from datetime import timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

# Country → zone, for the countries whose press we read; a country with several zones by the one of its capital.
_COUNTRY: Final[dict[str, str]] = {
    "SA": "Asia/Riyadh",
    "AE": "Asia/Dubai",
    "QA": "Asia/Qatar",
    "KW": "Asia/Kuwait",
    "BH": "Asia/Bahrain",
    "OM": "Asia/Muscat",
    "YE": "Asia/Aden",
    "IQ": "Asia/Baghdad",
    "JO": "Asia/Amman",
    "SY": "Asia/Damascus",
    "LB": "Asia/Beirut",
    "PS": "Asia/Gaza",
    "IL": "Asia/Jerusalem",
    "EG": "Africa/Cairo",
    "SD": "Africa/Khartoum",
    "LY": "Africa/Tripoli",
    "TN": "Africa/Tunis",
    "DZ": "Africa/Algiers",
    "MA": "Africa/Casablanca",
    "MR": "Africa/Nouakchott",
    "SO": "Africa/Mogadishu",
    "DJ": "Africa/Djibouti",
    "KM": "Indian/Comoro",
    "IR": "Asia/Tehran",
    "TR": "Europe/Istanbul",
    "RU": "Europe/Moscow",
    "AF": "Asia/Kabul",
    "PK": "Asia/Karachi",
    "IN": "Asia/Kolkata",
    "GB": "Europe/London",
    "UK": "Europe/London",
    "FR": "Europe/Paris",
    "DE": "Europe/Berlin",
}
_ARABIC_COUNTRIES: Final = frozenset(
    [
        "SA",
        "AE",
        "QA",
        "KW",
        "BH",
        "OM",
        "YE",
        "IQ",
        "JO",
        "SY",
        "LB",
        "PS",
        "EG",
        "SD",
        "LY",
        "TN",
        "DZ",
        "MA",
        "MR",
        "SO",
        "DJ",
        "KM",
    ]
)
_OFFSETS: Final[dict[str, float]] = {
    "UT": 0,
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
    "WET": 0,
    "WEST": 1,
    "BST": 1,
    "CET": 1,
    "MET": 1,
    "CEST": 2,
    "MEST": 2,
    "EET": 2,
    "EEST": 3,
    "CAT": 2,
    "EAT": 3,
    "WAT": 1,
    "SAST": 2,
    "MSK": 3,
    "MSD": 4,
    "TRT": 3,
    "IRST": 3.5,
    "IRDT": 4.5,
    "GST": 4,
    "AFT": 4.5,
    "PKT": 5,
    "IST": 5.5,
    "IDT": 3,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "AST": -4,
    "ADT": -3,
    "NST": -3.5,
    "NDT": -2.5,
    "AKST": -9,
    "AKDT": -8,
    "HST": -10,
    "JST": 9,
    "KST": 9,
    "HKT": 8,
    "SGT": 8,
    "AEST": 10,
    "AEDT": 11,
    "ACST": 9.5,
    "AWST": 8,
    "NZST": 12,
    "NZDT": 13,
    "BRT": -3,
    "ART": -3,
    "KSA": 3,
    "UAE": 4,
}
# Where Arabic is written these mean Arabia Standard (Daylight) Time and the Gulf's.
_IN_ARABIA: Final[dict[str, float]] = {"AST": 3, "ADT": 4, "GST": 4}
# What an abbreviation means in one country alone: next door it is the one that the rest of the world knows.
_AT_HOME: Final[dict[str, dict[str, float]]] = {
    "EG": {"EST": 2, "EDT": 3, "CST": 2},
    "IL": {"IST": 2, "IDT": 3},
    "IQ": {"BST": 3},
    "KW": {"KST": 3},
    "QA": {"QST": 3},
}
_SHORT_GMT: Final = re.compile(r"(?<!\w)ت\s?[.\s]\s?غ(?!\w)")
_IN_ARABIC: Final[tuple[tuple[str, float | str], ...]] = (
    ("العالمي", 0),
    ("غرينتش", 0),
    ("جرينتش", 0),
    ("غرينيتش", 0),
    ("جرينيتش", 0),
    ("مكة", 3),
    ("السعودية", 3),
    ("الرياض", 3),
    ("بغداد", 3),
    ("الدوحة", 3),
    ("قطر", 3),
    ("الكويت", 3),
    ("المنامة", 3),
    ("صنعاء", 3),
    ("موسكو", 3),
    ("ابوظبي", 4),
    ("أبوظبي", 4),
    ("أبو ظبي", 4),
    ("الإمارات", 4),
    ("الامارات", 4),
    ("دبي", 4),
    ("مسقط", 4),
    ("القاهرة", "EG"),
    ("مصر", "EG"),
    ("القدس", "PS"),
    ("فلسطين", "PS"),
    ("بيروت", "LB"),
    ("دمشق", "SY"),
    ("عمان", "JO"),
    ("تونس", "TN"),
    ("الجزائر", "DZ"),
    ("طرابلس", "LY"),
    ("الخرطوم", "SD"),
)
_NUMERIC: Final = re.compile(r"^(?:GMT|UTC|UT)?\s*([+\-\u2212])\s*(\d{1,2}):?(\d{2})?$")
_MAX_HOURS: Final = 15


@lru_cache(256)
def of_country(country: str | None) -> tzinfo | None:
    """The zone that a country's press writes its dates in."""
    name = _COUNTRY.get((country or "").upper())
    return ZoneInfo(name) if name else None


def country(given: str | None, host: str, language: str | None) -> str | None:
    """Where a feed is: as the feed list says, else by its top-level domain, else by the region of its language."""
    if given:
        return given.upper()
    suffix = host.rpartition(".")[2].upper()
    if suffix in _COUNTRY and suffix != "KM":
        return suffix
    region = re.match(r"^[a-zA-Z]{2,3}[-_]([a-zA-Z]{2})\b", language or "")
    return region.group(1).upper() if region and region.group(1).upper() in _COUNTRY else None


def named(name: str, where: str | None, *, arabic: bool) -> tzinfo | None:
    """The zone that an abbreviation, an offset or Arabic words mean in a feed of this country."""
    label = name.strip().strip("()").strip().upper()
    numeric = _NUMERIC.match(label)
    if numeric:
        hours, minutes = int(numeric.group(2)), int(numeric.group(3) or 0)
        sign = 1 if numeric.group(1) == "+" else -1
        return _fixed(sign * (hours + minutes / 60)) if hours < _MAX_HOURS and minutes < 60 else None
    if label in (at_home := _AT_HOME.get(where or "", {})):
        return _fixed(at_home[label])
    if label in _IN_ARABIA and (where in _ARABIC_COUNTRIES or arabic):
        return _fixed(_IN_ARABIA[label])
    return _fixed(_OFFSETS[label]) if label in _OFFSETS else None


def in_words(text: str) -> tzinfo | None:
    """The zone that Arabic words give: `بتوقيت غرينتش`, `بتوقيت مكة المكرمة`, `توقيت القاهرة`, `ت.غ`."""
    if _SHORT_GMT.search(text):
        return _fixed(0)
    if "توقيت" not in text and "غرينتش" not in text and "جرينتش" not in text:
        return None
    found = next((zone for words, zone in _IN_ARABIC if words in text), None)
    return of_country(found) if isinstance(found, str) else None if found is None else _fixed(found)


def _fixed(hours: float) -> tzinfo:
    return timezone(timedelta(hours=hours))
