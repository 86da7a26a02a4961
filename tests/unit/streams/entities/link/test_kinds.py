import pytest

from marsad.arabic import read
from streams.entities import Extractor
from streams.entities.gazetteer.table import table
from streams.entities.mention import Mention


def weapons(text: str) -> list[Mention]:
    return [mention for mention in Extractor().extract(read(text)) if mention.type == "WEAPON"]


@pytest.mark.parametrize(
    ("text", "span", "name"),
    [
        ("وصلت صواريخ مضادة للسفن.", "صواريخ مضادة للسفن", "anti-ship missiles (unspecified)"),
        ("وصل الصاروخ المضاد للسفن.", "الصاروخ المضاد للسفن", "anti-ship missiles (unspecified)"),
        ("اشترت صاروخين مضادين للسفن.", "صاروخين مضادين للسفن", "anti-ship missiles (unspecified)"),
        ("وصلت صواريخ روسية الصنع مضادة للسفن.", "صواريخ", "anti-ship missiles (unspecified)"),
        ("وصلت منظومات دفاع جوي.", "منظومات دفاع جوي", "air defence (unspecified)"),
        ("وصلت طائرات تركية حديثة بدون طيار.", "طائرات", "drones (unspecified)"),
        ("وصلت ناقلات جند مدرعة.", "ناقلات جند مدرعة", "armoured personnel carriers (unspecified)"),
        ("وصلت 12 مقاتلة.", "مقاتلة", "combat aircraft (unspecified)"),
    ],
)
def test_words_behind_a_class_tell_which_it_is(text, span, name):
    assert [(mention.text, mention.name_en) for mention in weapons(text)] == [(span, name)]


@pytest.mark.parametrize(
    "text",
    [
        "سقط النظام ووصلت طائرات إلى المطار.",
        "وصلت مركبات وناقلات وسفن تجارية.",
        "خرجت مسيرة في العاصمة وقالت مقاتلة كردية.",
    ],
)
def test_heads_that_nothing_tells_are_no_weapons(text):
    assert weapons(text) == []


def test_a_system_between_ends_what_is_told():
    found = weapons('طائرات "أباتشي" هجومية بدون طيار')
    assert [mention.name_en for mention in found] == ["Apache"]


def test_every_kind_is_of_a_class_or_head():
    assert table().kinds.keys() <= table().by_id.keys()
