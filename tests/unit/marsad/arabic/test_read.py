"""Sentences and tokens with offsets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from marsad.arabic import read
from tests.unit.marsad.arabic.strategies import NOISY


def words(text: str) -> list[str]:
    return [token.text for token in read(text).tokens]


def sentences(text: str) -> list[str]:
    return [text[one.start : one.end] for one in read(text).sentences]


@given(NOISY)
@settings(max_examples=400, deadline=None)
def test_offsets_always_slice(text: str) -> None:
    document = read(text)
    last = 0
    for sentence in document.sentences:
        assert sentence.tokens
        assert sentence.start == sentence.tokens[0].start
        assert sentence.end == sentence.tokens[-1].end
        for token in sentence.tokens:
            assert token.start >= last
            assert token.end > token.start
            assert text[token.start : token.end] == token.text
            assert token.start <= token.stem_start <= token.stem_end <= token.end
            assert "".join(token.proclitics) + token.stem + token.enclitic == token.norm
            last = token.end


@given(NOISY)
@settings(max_examples=200, deadline=None)
def test_no_letter_or_digit_is_lost(text: str) -> None:
    kept = "".join(token.norm for token in read(text).tokens)
    from marsad.arabic import normalize

    assert kept == "".join(normalize(text).text.split())


@pytest.mark.parametrize(
    "piece",
    [
        "و",
        "(",
        ".",
        ".,",
        "،" * 3,
        "«",
        "اال",
        "وال",
        "س-4",
        "12/",
        "\u064b",
        "\u200f",
        "ة",
        "aB",
        "تركياو",
        "https://a",
        "!؟",
        "د.",
        "\n",
    ],
)
def test_a_long_run_of_anything_is_read_in_linear_work(piece: str) -> None:
    document = read(piece * (60_000 // len(piece)))
    assert len(document.tokens) <= 60_000


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("وصل الوفد. ثم غادر.", ["وصل الوفد.", "ثم غادر."], "full stops"),
        (
            "انتهت الفقرة الأولى., وبدأت الثانية., انتهى",
            ["انتهت الفقرة الأولى.,", "وبدأت الثانية.,", "انتهى"],
            "paragraphs glued by a feed",
        ),
        ('قال: "نعم"., وأضاف', ['قال: "نعم".,', "وأضاف"], "the same after a quote"),
        ('قال "انتهى الأمر." ثم خرج', ['قال "انتهى الأمر."', "ثم خرج"], "a stop before the closing quote"),
        ('قالت "هذه شراكة دائمة".صرح مسؤول', ['قالت "هذه شراكة دائمة".', "صرح مسؤول"], "no space after the stop"),
        ("انتهت الجولة.بدأت أخرى", ["انتهت الجولة.", "بدأت أخرى"], "no space after the stop, no quote"),
        ("بلغت 3.5 مليون دولار", ["بلغت 3.5 مليون دولار"], "a decimal"),
        ("قال د. سامي إنه عائد", ["قال د. سامي إنه عائد"], "an abbreviated title"),
        ("ذكرت أ.ف.ب أن القمة انتهت. وعاد الوفد", ["ذكرت أ.ف.ب أن القمة انتهت.", "وعاد الوفد"], "an agency's initials"),
        ("هل وصل؟ لا! سيصل غدا", ["هل وصل؟", "لا!", "سيصل غدا"], "question and exclamation marks"),
        ("توقف القصف؛ عاد الهدوء", ["توقف القصف؛", "عاد الهدوء"], "the Arabic semicolon"),
        ("موسكو.. قمة جديدة", ["موسكو.. قمة جديدة"], "two dots in a headline are a colon"),
        ("قال ... ثم سكت", ["قال ... ثم سكت"], "an ellipsis inside"),
        ("عنوان الخبر\nنص الخبر", ["عنوان الخبر", "نص الخبر"], "a line break"),
        ("", [], "nothing"),
        (" \n\u200f ", [], "only marks"),
    ],
)
def test_sentences(text: str, expected: list[str], why: str) -> None:
    assert sentences(text) == expected, why


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("منظومة S-400 الروسية", ["منظومة", "S-400", "الروسية"], "a Latin designation"),
        ("صواريخ إس-400، وإف-35", ["صواريخ", "إس-400", "،", "وإف-35"], "Arabic designations, one with a conjunction"),
        ("#إس_400", ["#", "إس_400"], "a hashtag"),
        ("اس400 وإف 16", ["اس400", "وإف", "16"], "with nothing or a space between"),
        ("MQ-9 وSu-35", ["MQ-9", "وSu-35"], "a Latin name after a conjunction"),
        ("تي-90 إم", ["تي-90", "إم"], "a tank"),
        ("20طائرة", ["20", "طائرة"], "a number glued to a word"),
        ("روسيا-أوكرانيا", ["روسيا", "-", "أوكرانيا"], "two words joined by a hyphen"),
        ("#السعودية_اليوم", ["#", "السعودية", "_", "اليوم"], "a hashtag of words"),
        ("(الناتو)", ["(", "الناتو", ")"], "brackets"),
        ('"أنباء"', ['"', "أنباء", '"'], "quotation marks"),
        (
            "3.2 مليون و1,500 شخص",
            ["3.2", "مليون", "و1", ",", "500", "شخص"],
            "decimals; a conjunction before a grouped number",
        ),
        ("https://example.org/a?b=1 رابط", ["https://example.org/a?b=1", "رابط"], "a link"),
        ("أ.ف.ب", ["أ.ف.ب"], "initials"),
        ("روســيا", ["روســيا"], "tatweel inside"),
    ],
)
def test_tokens(text: str, expected: list[str], why: str) -> None:
    assert words(text) == expected, why


def test_a_token_knows_its_stem() -> None:
    (token,) = read("وَلِتُركيا").tokens
    assert (token.proclitics, token.stem, token.norm) == (("و", "ل"), "تركيا", "ولتركيا")
    assert token.text[token.stem_start : token.stem_end] == "تُركيا"


def test_proclitics_before_latin_and_digits() -> None:
    tokens = read("والـF-35 و400").tokens
    assert [(token.proclitics, token.stem) for token in tokens] == [(("و", "ال"), "f-35"), (("و",), "400")]
    assert tokens[0].is_word
