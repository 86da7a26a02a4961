"""Roles that a clause shares or leaves out: elided subjects, joined names, permission, contracts, thanks."""

import pytest

from tests.unit.streams.events.sentences import events


def deliveries(text):
    found = [event for event in events(text) if event.type == "arms_delivery"]
    return [tuple(role and role.name_en for role in (event.item, event.supplier, event.recipient)) for event in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "سلمت روسيا تركيا منظومة إس-400 وسلمت سوريا منظومة إس-300.",
            [("S-400", "Russia", "Turkey"), ("S-300", "Russia", "Syria")],
        ),
        (
            "سلمت ألمانيا أوكرانيا مدافع هاوتزر وسلمت هولندا صواريخ باتريوت.",
            [("howitzer", "Germany", "Ukraine"), ("Patriot", "Netherlands", "Ukraine")],
        ),
        (
            "تسلمت مصر مقاتلات رافال من فرنسا وتسلمت من روسيا منظومة إس-300.",
            [("Rafale", "France", "Egypt"), ("S-300", "Russia", "Egypt")],
        ),
        (
            "زودت إيران روسيا بمسيرات شاهد وزودت الحوثيين بصواريخ.",
            [("Shahed", "Iran", "Russia"), ("missiles (unspecified)", "Iran", "Houthis")],
        ),
    ],
)
def test_an_elided_subject_is_that_of_the_verb_before(text, wanted):
    assert deliveries(text) == wanted


@pytest.mark.parametrize(
    ("text", "suppliers"),
    [
        ("سترسل ريغا وفيلنيوس صواريخ ستينغر إلى أوكرانيا.", ["Latvia", "Lithuania"]),
        (
            "قال رئيس الوزراء الهولندي خلال استقباله زيلينسكي إن بلاده والدنمارك ستمنحان كييف مقاتلات إف-16.",
            ["Netherlands", "Denmark"],
        ),
        ("سلمت فرنسا أوكرانيا مدافع سيزار.", ["France"]),
    ],
)
def test_joined_names_share_a_role(text, suppliers):
    assert [supplier for _, supplier, _ in deliveries(text)] == suppliers


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("سمحت ألمانيا لبولندا بإرسال دبابات ليوبارد 2 إلى أوكرانيا.", ("Leopard 2", "Poland", "Ukraine")),
        ("وافقت برلين على طلب وارسو إرسال دبابات ليوبارد 2 إلى أوكرانيا.", ("Leopard 2", "Poland", "Ukraine")),
        ("وافقت برلين على إرسال دبابات ليوبارد 2 إلى أوكرانيا.", ("Leopard 2", "Germany", "Ukraine")),
        ("رفض البنتاغون المقترح البولندي لنقل مقاتلات ميغ-29 إلى أوكرانيا.", ("MiG-29", "Poland", "Ukraine")),
        ("ستفي روسيا بالعقد المبرم مع دمشق لتوريد صواريخ ياخونت.", ("Yakhont", "Russia", "Syria")),
        ("زودت دمشق حزب الله صواريخ سكود.", ("Scud", "Syria", "Hezbollah")),
        ("رفضت برلين نقل بطاريات باتريوت المخصصة لبولندا إلى أوكرانيا.", ("Patriot", "Germany", "Ukraine")),
    ],
)
def test_who_hands_over_is_not_who_allows_it(text, wanted):
    assert deliveries(text) == [wanted]


def test_two_sides_behind_between_share_no_role():
    text = "اشترت الهند منظومة إس-400 من روسيا. وظلت صفقة إس-400 سببا للخلاف بين الهند والولايات المتحدة."
    assert {event.recipient.name_en for event in events(text) if event.type == "arms_deal"} == {"India"}


def test_systems_of_armament_are_no_delivery():
    assert deliveries("لا تتوافق منظومة إس-400 مع أنظمة التسلح في الحلف، كما قالت الولايات المتحدة لتركيا.") == []
