from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.arabic import read
from streams.entities import Extractor
from streams.entities.gazetteer.key import key
from streams.entities.gazetteer.view import view

EXTRACTOR = Extractor()
PIECES = st.sampled_from(
    [
        "تركيا",
        "وروسيا",
        "للأسد",
        "إس",
        "-",
        "_",
        "ـ",
        " ",
        " ",
        "400",
        "٤٠٠",
        "\u064e",
        "\u200f",
        "F-16",
        "قال",
        "،",
        ".",
        "\n",
        "«",
        "و",
    ]
)


def test_runs_are_apart_and_signs_are_barriers():
    assert view(read("#إس_400، وS-300")).text == " اس 400 | وs 300 | "


def test_every_run_leads_back_to_its_letters():
    text = "منظومة إِس\u200f-٤٠٠ُ وصلت"
    seen = view(read(text))
    at = seen.text.index("اس 400")
    start, end = seen.original(at, at + len("اس 400"))
    assert key(text[start:end]) == "اس 400"
    assert text[start:end].startswith("إِس")


def test_pieces_of_a_name_are_one_again():
    document = read("قال ميتسوتاكيس كلمته")
    assert " ميتسوتاكيس " in view(document, {"ميتسوتاكيس"}).text


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_mentions_are_always_slices_in_order(text):
    mentions = EXTRACTOR.extract(read(text))
    assert all(text[m.start : m.end] == m.text and m.text.strip() for m in mentions)
    entities = [m for m in mentions if m.entity]
    assert all(left.end <= right.start for left, right in pairwise(entities))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read(text):
    EXTRACTOR.extract(read(text))
