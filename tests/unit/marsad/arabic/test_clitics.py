"""Clitics come off only where the rest is a word."""

from __future__ import annotations

import pytest

from marsad.arabic import read

SPLIT = {
    "وتركيا": "و+تركيا", "لتركيا": "ل+تركيا", "ولتركيا": "و+ل+تركيا", "بموسكو": "ب+موسكو",
    "وبموسكو": "و+ب+موسكو", "والولايات": "و+ال+ولايات", "للولايات": "لل+ولايات", "وللولايات": "و+لل+ولايات",
    "بالصواريخ": "ب+ال+صواريخ", "كالولايات": "ك+ال+ولايات", "سيتسلم": "س+يتسلم", "وسيتسلم": "و+س+يتسلم",
    "فسيصل": "ف+س+يصل", "تسليمها": "تسليم~ها", "لتزويدها": "ل+تزويد~ها", "قواته": "قوات~ه", "دولته": "دولت~ه",
    "وحلفائها": "و+حلفاي~ها", "للأسد": "لل+اسد", "ولبنان": "و+لبنان", "ووارسو": "و+وارسو",
    "وواشنطن": "و+واشنطن", "لبوتين": "ل+بوتين", "وبايدن": "و+بايدن", "فيها": "في~ها", "ومنها": "و+من~ها",
    "بها": "ب~ها", "وقال": "و+قال", "وأضاف": "و+اضاف", "لألمانيا": "ل+المانيا", "وشنّ": "و+شن",
    "بأنها": "ب+ان~ها", "وزيلينسكي": "و+زيلينسكي",
}  # fmt: skip
WHOLE = (
    "وزير", "وقف", "وصل", "وضع", "وفد", "ولاية", "وليد", "والد", "بلد", "بغداد", "بيروت", "برلين", "بكين",
    "بايدن", "بوتين", "باكستان", "لبنان", "ليبيا", "لندن", "لافروف", "كوريا", "كندا", "كتاب", "كان", "كانت",
    "سوريا", "سلاح", "سلام", "سعود", "فقد", "فيصل", "فلسطين", "فرنسا", "فنزويلا", "فوق", "بعد", "بين", "لم",
    "لن", "لكن", "كل", "ألمانيا", "ألبانيا", "آلاف", "الذي", "التي", "الله", "ألف",
)  # fmt: skip


def taken_apart(word: str) -> str:
    (token,) = read(word).tokens
    return "+".join((*token.proclitics, token.stem)) + (f"~{token.enclitic}" if token.enclitic else "")


@pytest.mark.parametrize(("word", "expected"), SPLIT.items())
def test_split(word: str, expected: str) -> None:
    assert taken_apart(word) == expected


@pytest.mark.parametrize("word", WHOLE)
def test_whole(word: str) -> None:
    (token,) = read(word).tokens
    assert token.proclitics == ()
    assert token.enclitic == ""


def test_a_final_ta_marbuta_is_no_pronoun() -> None:
    assert taken_apart("دولة") == "دوله"
    assert taken_apart("وحدة") == "وحده"
