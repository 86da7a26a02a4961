import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.entities.tagger.words import heads, normal, shape, split


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("إسطنبول", "اسطنبول"),
        ("مستشفى", "مستشفي"),
        ("القاهرة", "القاهره"),
        ("٢٠٢٦", "0000"),
        ("مُحَمَّد", "محمد"),
        ("بــاريس", "باريس"),
    ],
)
def test_one_spelling(word: str, form: str) -> None:
    assert normal(word) == form


@given(st.text(min_size=1, max_size=20))
def test_normalising_twice_changes_nothing(word: str) -> None:
    assert normal(normal(word)) == normal(word)


@given(st.text(min_size=1, max_size=20))
def test_split_loses_nothing(form: str) -> None:
    assert "".join(split(form)) == form


@pytest.mark.parametrize(
    ("form", "parts"),
    [
        ("والمدينه", ("وال", "مدينه")),
        ("بيروت", ("ب", "يروت")),
        ("وفد", ("", "وفد")),
        ("لندن", ("", "لندن")),
    ],
)
def test_proclitics(form: str, parts: tuple[str, str]) -> None:
    assert split(form) == parts


def test_names_are_looked_up_under_a_proclitic_too() -> None:
    assert "القاهره" in heads("للقاهره")
    assert "تونس" in heads("وتونس")


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("00.0", "NUM"),
        ("S-000", "num+"),
        ("NATO", "LAT"),
        ("nato", "lat"),
        ("،", "P،"),
        ("(", "P("),
        ("كتب", "ar"),
    ],
)
def test_shapes(form: str, kind: str) -> None:
    assert shape(form) == kind
