"""Words written together are read apart; words that only look so are left."""

from __future__ import annotations

from itertools import pairwise

import pytest

from marsad.arabic import read

FUSED = {
    "تركياوروسيا": "تركيا وروسيا", "موسكووأنقرة": "موسكو وأنقرة", "والولاياتالمتحدة": "والولايات المتحدة",
    "الأممالمتحدة": "الأمم المتحدة", "تركياوالولاياتالمتحدة": "تركيا والولايات المتحدة",
    "روسياوإيران": "روسيا وإيران", "سورياولبنانوالأردن": "سوريا ولبنان والأردن",
    "زيلينسكيوماكرون": "زيلينسكي وماكرون", "وزيرالخارجية": "وزير الخارجية", "القاهرةوالرياض": "القاهرة والرياض",
    "غزةوإسرائيل": "غزة وإسرائيل", "ستولتنبرغوبلينكن": "ستولتنبرغ وبلينكن",
    "بلغرادوبريشتينا": "بلغراد وبريشتينا", "اسطنبولوأثينا": "اسطنبول وأثينا", "مصروالسودان": "مصر والسودان",
    "مجلسالأمن": "مجلس الأمن", "باكووبريمن": "باكو وبريمن", "كييفووارسو": "كييف ووارسو",
    "إيوفيميوسولورنس": "إيوفيميوس ولورنس",
}  # fmt: skip
LOOKS_FUSED = (
    "بوروشينكو", "ميلوسيفيتش", "أوروغواي", "هونولولو", "فولوديمير", "كوسوفو", "موزمبيق", "نيكاراغوا",
    "والاستراتيجيات", "بولسونارو", "كولومبيا", "الدبلوماسيون", "سيتواصلون", "نيويورك", "يوغوسلافيا",
    "موريتانيا", "الكونغو", "الأوروبيون", "تكنولوجيا", "بروتوكولات", "لوكسمبورغ", "عبدالمهيمن", "أوزبكستان",
    "وسيتولون", "الأرثوذكسية", "يواجهونها", "سوروس", "دونيتسك", "فلوريدا", "الفلوجة", "أردوغان", "كوالالمبور",
    "شوارزنيغر", "طوكيو", "الكادوسيين", "كاروانسراء", "رومانوفسكي", "روكوسوفسكي", "تريبوليتانيا", "تيموفييف",
    "الميزوبوتامي",
)  # fmt: skip


@pytest.mark.parametrize(("word", "expected"), FUSED.items())
def test_fused(word: str, expected: str) -> None:
    tokens = read(word).tokens
    assert " ".join(token.text for token in tokens) == expected
    assert [token.fused for token in tokens] == [False] + [True] * (len(tokens) - 1)
    assert all(left.end == right.start for left, right in pairwise(tokens))


@pytest.mark.parametrize("word", LOOKS_FUSED)
def test_left_whole(word: str) -> None:
    assert [token.text for token in read(word).tokens] == [word]


def test_an_inner_ta_marbuta_ends_a_word() -> None:
    assert [token.text for token in read("كليةالآداب").tokens] == ["كلية", "الآداب"]
