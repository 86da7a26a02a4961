"""Names for a reader: those that Elasticsearch counts by are English."""

import pytest

from console.web.names import entries, naming
from console.web.words import words


@pytest.mark.parametrize(
    ("name", "arabic"),
    [
        ("S-400", "إس-400"),
        ("Ministry of Defence", "وزارة الدفاع"),
        ("Ministry of Defence (India)", "وزارة الدفاع (الهند)"),
        ("Nobody knows it (India)", "Nobody knows it (India)"),
        ("Nobody knows it", "Nobody knows it"),
    ],
)
def test_a_name_is_that_of_the_readers_language_where_the_gazetteer_knows_it(name, arabic):
    assert naming(words("ar"))(name) == arabic
    assert naming(words("en"))(name) == name


def test_an_entity_is_called_by_its_first_name():
    assert entries()["marsad:org:ministry-defence"].name_ar == "وزارة الدفاع"
