"""Month names in Arabic (both habits), European languages and Persian, and the Hijri and Jalali calendars."""

from __future__ import annotations

from datetime import date
from typing import Final

import hijridate

_ARABIC: Final = (
    "يناير كانونالثاني كانونثاني جانفي ينايير",
    "فبراير شباط فيفري",
    "مارس اذار",
    "ابريل نيسان افريل",
    "مايو ايار ماي",
    "يونيو حزيران جوان يونيه",
    "يوليو تموز جويليه يوليوز يوليه",
    "اغسطس اب اوت غشت",
    "سبتمبر ايلول شتنبر",
    "اكتوبر تشرينالاول تشريناول",
    "نوفمبر تشرينالثاني تشرينثاني نونبر",
    "ديسمبر كانونالاول كانوناول دجنبر",
)
_WESTERN: Final = (
    "jan january janvier janv ocak januar enero",
    "feb february fevrier fevr subat februar febrero fev",
    "mar march mars mart marz marzo",
    "apr april avril avr nisan abril",
    "may mai mayis mayo",
    "jun june juin haziran juni junio",
    "jul july juillet juil temmuz juli julio",
    "aug august aout agustos agosto",
    "sep sept september septembre eylul septiembre",
    "oct october octobre ekim oktober octubre okt",
    "nov november novembre kasim noviembre",
    "dec december decembre aralik dezember diciembre dez",
)
_RUSSIAN: Final = (
    "янв января",
    "фев февраля",
    "мар марта",
    "апр апреля",
    "маи мая",
    "июн июня",
    "июл июля",
    "авг августа",
    "сен сентября",
    "окт октября",
    "ноя ноября",
    "дек декабря",
)
_HIJRI: Final = (
    "محرم المحرم muharram",
    "صفر safar",
    "ربيعالاول ربيعاول",
    "ربيعالاخر ربيعالثاني ربيعثاني ربيعاخر",
    "جماديالاولي جماديالاول جمادالاول جمادالاولي جمادياولي جماديالأولي",
    "جماديالاخره جمادالاخر جمادالاخره جمادالثاني جماديالثانيه جماديالاخر جماديالثاني",
    "رجب rajab",
    "شعبان shaban",
    "رمضان ramadan",
    "شوال shawwal",
    "ذوالقعده ذيالقعده ذوقعده",
    "ذوالحجه ذيالحجه ذوحجه",
)
_JALALI: Final = (
    "فروردين",
    "ارديبهشت",
    "خرداد",
    "تير",
    "مرداد امرداد",
    "شهريور",
    "مهر",
    "ابان",
    "اذر",
    "دي",
    "بهمن",
    "اسفند",
)


def _table(rows: tuple[str, ...]) -> dict[str, int]:
    return {name: number for number, row in enumerate(rows, 1) for name in row.split()}


GREGORIAN: Final = _table(_ARABIC) | _table(_WESTERN) | _table(_RUSSIAN)
HIJRI: Final = _table(_HIJRI)
JALALI: Final = _table(_JALALI)
_HIJRI_YEARS: Final = range(1421, 1501)
_JALALI_YEARS: Final = range(1370, 1421)
_NOWRUZ_1370: Final = date(1991, 3, 21).toordinal()


def is_other_year(year: int) -> bool:
    """Whether a year is of another calendar: 1421 to 1500 Hijri, 1370 to 1420 Jalali (1991 to 2042)."""
    return year in _HIJRI_YEARS or year in _JALALI_YEARS


def from_other(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Hijri (Umm al-Qura) or Jalali one, told apart by the year; None for an impossible one."""
    try:
        return from_jalali(year, month, day) if year in _JALALI_YEARS else from_hijri(year, month, day)
    except (ValueError, OverflowError):
        return None


def from_hijri(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Hijri one in the Umm al-Qura calendar.

    Raises:
        ValueError: for a day that is not there.
    """
    found = hijridate.Hijri(year, month, day).to_gregorian()
    return date(found.year, found.month, found.day)


def from_jalali(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Jalali one (33-year cycle, exact for the years that feeds come from).

    Raises:
        ValueError: for a day that is not there.
    """
    length = 31 if month <= 6 else 30 if month < 12 or _is_leap(year) else 29
    if not (1 <= month <= 12 and 1 <= day <= length):
        raise ValueError(f"no such day: {year}-{month}-{day}")
    before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    leaps = sum(_is_leap(earlier) for earlier in range(1370, year))
    return date.fromordinal(_NOWRUZ_1370 + 365 * (year - 1370) + leaps + before + day - 1)


def _is_leap(year: int) -> bool:
    return year % 33 in {1, 5, 9, 13, 17, 22, 26, 30}
