"""Articles in our own words, as many as a test wants."""

from datetime import UTC, datetime, timedelta

import msgspec

from marsad.contracts import Article

ITEMS = ("إس-400", "إف-16", "باتريوت", "جافلين", "ستينغر", "هيمارس", "رافال", "تي-90", "إسكندر", "إس-300")
COUNTRIES = ("الهند", "تركيا", "مصر", "الجزائر", "العراق", "اليونان", "بولندا", "المغرب", "قطر", "الأردن")


def article(number: int, text: str) -> Article:
    return Article(
        id=f"article-{number}",
        url=f"https://wire.example/{number}",
        title=f"خبر رقم {number}",
        text=text,
        published=datetime(2026, 11, 1, number // 3600 % 24, number // 60 % 60, number % 60, tzinfo=UTC),
        seen=datetime(2026, 11, 1, tzinfo=UTC),
    )


def delivery(number: int) -> Article:
    item, country = ITEMS[number % 10], COUNTRIES[number // 10 % 10]
    return article(number, f"تسلمت {country} أمس منظومات {item} وفق بيان لوزارة الدفاع.")


def planned(number: int) -> Article:
    """The delivery of this number, announced a day before."""
    item, country = ITEMS[number % 10], COUNTRIES[number // 10 % 10]
    told = article(number, f"ستتسلم {country} الشهر المقبل منظومات {item}، كما أعلنت وزارة الدفاع.")
    return msgspec.structs.replace(
        told, id=f"plan-{number}", url=f"{told.url}-plan", published=told.published - timedelta(days=1)
    )


def noise(number: int) -> Article:
    return article(number, f"افتتحت البلدية سوقا جديدا للخضار يضم {number} متجرا، وقال المدير إن العمل يبدأ غدا.")
