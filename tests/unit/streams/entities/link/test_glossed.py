import pytest

from marsad.arabic import read
from streams.entities import Extractor


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('أسقطت مسيّرات من طراز "نورث بيرد" (North Bird).', "North Bird"),
        ('أصيبت مدرعة "أركتيك فوكس" (Arctic Fox 2).', "Arctic Fox 2"),
        ('وصلت دبابات نرويجية من نوع «ثور» ("Thor").', "Thor"),
    ],
)
def test_a_name_with_its_latin_form_behind_a_class_is_a_system(text, name):
    found = [one for one in Extractor().extract(read(text)) if one.kind == "weapon_system"]
    assert [one.name_en for one in found] == [name]
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(
    "text",
    [
        'وصلت الصواريخ، بحسب صحيفة "لوموند" (Le Monde).',
        'اشترت صواريخ شركة "نورث بيرد" (North Bird).',
        'فُصلت البنوك عن نظام "سويفت" (SWIFT).',
    ],
)
def test_other_names_with_a_latin_form_are_none(text):
    assert not [one for one in Extractor().extract(read(text)) if one.kind == "weapon_system"]
