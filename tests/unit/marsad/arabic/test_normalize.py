"""One spelling, and the way back to the text as it came."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.arabic import fold, normalize

ARABIC = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآؤئىةـًٌٍَُِّْٰ ،؛؟.,!\"'«»()-_/"
            "٠١٢٣٤٥٦٧٨٩۰۱۲0123456789SFabc\n\u200f\u200e\u200c\u200b\ufeffﷲﻻﻵکیپ"
        ),
        st.characters(),
    ),
    max_size=120,
)


@pytest.mark.parametrize(
    ("written", "folded", "why"),
    [
        ("أَنْقَرة", "انقره", "hamza, diacritics, ta marbuta"),
        ("إسرائيل", "اسراييل", "hamza on ya"),
        ("مسؤول", "مسوول", "hamza on waw"),
        ("سماء", "سماء", "a lone hamza stays"),
        ("مصطفى", "مصطفي", "alef maqsura"),
        ("روســـيا", "روسيا", "tatweel"),
        ("\u200fسوريا\u200e", "سوريا", "bidi marks"),
        ("می‌خواهد", "ميخواهد", "zero-width non-joiner and Persian ya"),
        ("ﺭﻭﺳﻴﺎ", "روسيا", "presentation forms"),
        ("ﻻ", "لا", "a ligature becomes its letters"),
        ("S‑٤۰٠", "s-400", "a no-break hyphen, mixed digits, Latin case"),
        ("ڤلاديمير", "فلاديمير", "the letter for v"),
        ("«إس–400»", '"اس-400"', "quotation marks and an en dash"),
        ("Erdoğan", "erdogan", "accents"),
        ("١٫٥٪", "1.5%", "the Arabic decimal mark and per cent sign"),
    ],
)
def test_folds(written: str, folded: str, why: str) -> None:
    assert normalize(written).text == folded, why
    assert fold(written) == folded


@given(ARABIC)
@settings(max_examples=300, deadline=None)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalize(text).text
    assert normalize(once).text == once


@given(ARABIC)
@settings(max_examples=300, deadline=None)
def test_every_normalised_slice_comes_from_its_span(text: str) -> None:
    result = normalize(text)
    last = 0
    for offset, char in enumerate(result.text):
        start, end = result.span(offset, offset + 1)
        assert 0 <= start < end <= len(text)
        assert start >= last - 1
        last = max(last, start)
        assert char in normalize(text[start:end]).text


def test_a_span_takes_the_diacritics_of_its_last_letter() -> None:
    text = "زار روسيًّا أمس"
    result = normalize(text)
    at = result.text.index("روسيا")
    assert text[slice(*result.span(at, at + 5))] == "روسيًّا"
    at = result.text.index("روسي")
    assert text[slice(*result.span(at, at + 4))] == "روسيًّ"


def test_offset_goes_the_other_way() -> None:
    text = "\u200fعـاد إلى مـصر"
    result = normalize(text)
    assert result.text[result.offset(text.index("مـصر")) :] == "مصر"
    assert result.offset(0) == 0
    assert normalize("plain").offset(3) == 3


def test_the_map_of_a_long_noisy_text_is_one_entry_a_mark() -> None:
    text = "مُـ" * 20_000
    result = normalize(text)
    assert result.text == "م" * 20_000
    assert result.span(19_999, 20_000) == (59_997, 60_000)
