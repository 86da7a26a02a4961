"""Languages that share the Arabic letters, from headlines to mixed text."""

from __future__ import annotations

import pytest

from marsad.arabic import identify

TEXTS = {
    "ar": (
        "وصلت شحنة جديدة من القمح إلى الميناء صباح اليوم",
        "الرئيس يلتقي وفدا برلمانيا",
        "قمة ثلاثية في العاصمة",
        "انفجار يهز مستودعا",
        "تسليم منظومة S-400 إلى دولة آسيوية",
        "شركة Lockheed Martin تعلن عن صفقة مقاتلات F-35",
        "زلزال بقوة 6 درجات",
        "هدنة مؤقتة",
        "النفط يرتفع",
        "روسيا وتركيا",
        "وصول منظومة اس 400",
        "وصل د. سامر",
        "هم رفضوا",
    ),
    "fa": (
        "وزیر خارجه امروز با همتای خود دیدار کرد",
        "قیمت نفت در بازار جهانی افزایش یافت",
        "این توافق برای دو کشور مهم است",
        "رئیس جمهور گفت که مذاکرات ادامه دارد",
        "زلزله در شمال کشور",
        "بارش برف در تهران",
        "سفیران سوریه و روسیه",
    ),
    "ur": (
        "وزیر اعظم نے کہا ہے کہ مذاکرات جاری رہیں گے",
        "ملک میں بارشوں کا سلسلہ جاری ہے",
        "کراچی میں آگ لگ گئی",
        "صدر کا دورہ ملتوی کر دیا گیا",
    ),
    "ps": (
        "د کابل په ښار کې نن یوه غونډه وشوه",
        "ولسمشر وویل چې خبرې به دوام ولري",
        "په هلمند کې څلور کسان ټپیان شول",
    ),
    "ckb": (
        "سەرۆکی هەرێم لەگەڵ شاندێکی بیانی کۆبووەوە",
        "نرخی نەوت بەرز بووەوە",
        "لە هەولێر کۆنفرانسێک بەڕێوەچوو",
    ),
    "ug": (
        "دۆلەت مۇداپىئە مىنىستىرى بايان قىلدى",
        "نېفىت باھاسى ئۆرلىدى",
    ),
    "en": (
        "The delegation arrived in the capital on Monday",
        "Oil prices rise",
        "Army denies report about al-Hudaydah (الحديدة) strike",
    ),
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in TEXTS.items() for text in texts])
def test_identify(code: str, text: str) -> None:
    assert identify(text) == code


_OTHERS = (
    "Le ministre annonce la livraison de nouveaux avions",
    "Savunma Bakanı yeni sistemin teslim edildiğini açıkladı",
    "El ministro dijo que la entrega fue ayer",
)


@pytest.mark.parametrize("text", ["", "123 456", "!!!", "Привет, как дела сегодня", "你好世界今天", *_OTHERS])
def test_cannot_tell(text: str) -> None:
    assert identify(text) is None
