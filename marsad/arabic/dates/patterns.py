"""Pieces of regular expressions over normalised text, made from the word tables."""

from __future__ import annotations

import re
from collections.abc import Iterable

from marsad.arabic.dates import names

START = r"(?<![^\W_])(?<![^\W_][-/.])(?:[وف](?=\S))?(?:ب(?=\S)|ل(?=[^\sل]))?"
"""Where a date may begin: after a boundary, and after و ف ب ل, which are not part of it."""
END = r"(?![^\W_])"
AL = "(?:ال|لل)"


def any_of(words: Iterable[str]) -> str:
    """Any of some words, the longest first; their spaces may be any white space."""
    ranked = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace("\\ ", r"\s+") for word in ranked) + ")"


def rule(pattern: str) -> re.Pattern[str]:
    """A date pattern between boundaries; the group `all` is the date, without the proclitics before it."""
    return re.compile(f"{START}(?P<all>{pattern}){END}")


YEAR = r"(?:1[89]\d\d|20\d\d)(?:\s?م)?"
YEAR_WORD = r"(?:عام|سنه|العام|للعام)"
HIJRI_YEAR = r"1[345]\d\d"
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
THE = r"(?:ال\s?(?=\d))?"
"""The article before the number of a day: `الـ12 من يوليو`."""
MONTH_ONE = any_of(names.MONTH)
_TWICE = "|".join(rf"{any_of(same)}\s*{any_of(same)}" for same in names.SAME_MONTH)
MONTH = rf"(?:(?:{_TWICE}){END}|{MONTH_ONE}(?:\s*[/(\\|-]\s*{MONTH_ONE}{END}\)?)?)"
"""One name of a month, or two for readers of two countries, which feeds also write together: `سبتمبرايلول`."""
HIJRI_MONTH = any_of(names.HIJRI_MONTH)
WEEKDAY = any_of(names.WEEKDAYS)
ORDINAL = any_of(names.ORDINAL)
CARDINAL = any_of(names.CARDINAL)
PAST, NOW, NEXT = any_of(names.PAST), any_of(names.NOW), any_of(names.NEXT)
MODIFIER = rf"{AL}(?:{PAST}|{NOW}|{NEXT})"
SINGULAR, PLURAL, DUAL = any_of(names.SINGULAR), any_of(names.PLURAL), any_of(names.DUAL)
UNIT = any_of(names.UNIT)
LEAD = rf"(?:(?:يوم\s+)?{WEEKDAY}\s*[,،(]?\s*(?:الموافق\s+)?)?(?:يوم\s+)?"
"""A weekday before a date, which it does not change."""
_COUNTS = (
    "صاروخ جندي دولار يورو جنيه ريال دينار درهم ليره شخص قتيل جريح متر كيلو كلم كم طن ميل عنصر مقاتل طايره دبابه "
    "مدني عايله اسره حاله وحده برميل موظف عامل لاجي نازح مليون مليار الف قذيفه عسكري ميغاوات شركه منزل طفل طالب "
    "مواطن رجل امراه ساعه سنه عام يوم هكتار قطعه سياره نسمه مره غرام نقطه اسير سجين معتقل مستوطن وظيفه مدرسه "
    "مسيره مدرعه اليه سفينه غاره هجوم ملم مم قنبله راس لغم كتاب صفحه سرير مريض اصابه وفاه "
)
COUNTED = rf"(?!\s*%|\s+{any_of(_COUNTS.split())})"
"""No noun that is counted, nor a per cent sign, follows: `2000 صاروخ` is no year."""
