"""Sentences of the table said in another way that changes nothing: the engine must say the same of both.

Each way is tried on a share of the rows that their own text chooses, so that every run tries the same.
"""

import re
from collections.abc import Callable
from zlib import crc32

import pytest

from marsad.arabic import read
from tests.unit.streams.events.sentences import delivery, events, extractor, rows

ROWS = [text for _, text in rows("deliveries.txt")]
SHARE = 16
CAPITALS = {
    "روسيا": "موسكو",
    "تركيا": "أنقرة",
    "مصر": "القاهرة",
    "ألمانيا": "برلين",
    "بريطانيا": "لندن",
    "إيران": "طهران",
}
WHERE = re.compile(r"(?:في|داخل|أراضي|الأراضي|حدود|جنوب|شمال|شرق|غرب|بعثة|سفارة|جمهورية) $")


def without_hamza(text: str) -> str:
    return re.sub("[أإآ]", "ا", text)


def with_tatweel(text: str) -> str:
    return re.sub("(?<=[سشصضفقكلمن])(?=[اتنيمره])", "ـ", text)


def with_eastern_digits(text: str) -> str:
    return re.sub("[0-9]", lambda digit: chr(0x660 + int(digit[0])), text)


def with_angled_quotes(text: str) -> str:
    return re.sub('"([^"]*)"', r"«\1»", text)


def with_latin_commas(text: str) -> str:
    return text.replace("،", ",")


def with_spaced_names(text: str) -> str:
    return re.sub(r"(?<=[ء-ي])-(?=\d)", " ", text)


def with_a_sentence_behind(text: str) -> str:
    return (
        f"{text} وكان وزيرا خارجية النرويج وفنلندا قد بحثا في أوسلو العلاقات الثنائية." if text.endswith(".") else text
    )


def by_capital(text: str) -> str:
    """The first state that is named alone, by its capital, where that is not spoken of too."""
    for state, capital in CAPITALS.items():
        found = re.search(rf"(?<!\S){state}(?!\S)", text)
        if found and capital not in text and not WHERE.search(text[: found.start()]):
            return text[: found.start()] + capital + text[found.end() :]
    return text


def with_a_gloss(text: str) -> str:
    """Each system of arms with its Latin name in brackets."""
    for one in reversed(extractor().extract(read(text))):
        end = one.end + (text[one.end : one.end + 1] == '"')
        plain = (
            one.kind == "weapon_system" and one.name_en and not re.search("[A-Za-z()]", text[one.start - 2 : end + 2])
        )
        if plain and " " not in one.name_en:
            text = f"{text[:end]} ({one.name_en}){text[end:]}"
    return text


WAYS = (
    without_hamza,
    with_tatweel,
    with_eastern_digits,
    with_angled_quotes,
    with_latin_commas,
    with_spaced_names,
    with_a_sentence_behind,
    by_capital,
    with_a_gloss,
)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_is_said_otherwise_is_read_alike(way: Callable[[str], str]):
    mine = WAYS.index(way)
    tried = 0
    for text in ROWS:
        other = way(text) if (crc32(text.encode()) + mine) % SHARE == 0 else text
        if other != text:
            tried += 1
            assert said(other) == said(text), (text, other)
    assert tried >= 3


def said(text: str) -> list[tuple[str, str, str, str, bool, bool]]:
    return sorted(delivery(event) for event in events(text) if event.type == "arms_delivery")
