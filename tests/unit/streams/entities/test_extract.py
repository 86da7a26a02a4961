from itertools import pairwise

import pytest

from marsad.arabic import read
from marsad.contracts.enriched import Entity
from streams.entities import Extractor, country, to_entities, weapon

EXTRACTOR = Extractor()


def found(text):
    mentions = EXTRACTOR.extract(read(text))
    assert all(text[m.start : m.end] == m.text for m in mentions)
    return mentions


def named(text, kind=None):
    return [(m.text, m.id) for m in found(text) if m.entity and kind in (None, m.kind)]


@pytest.mark.parametrize(
    ("surface", "code"),
    [
        ("أمريكا", "US"),
        ("أميركا", "US"),
        ("الولايات المتحدة", "US"),
        ("الولايات المتحدة الأمريكية", "US"),
        ("روسيا الاتحادية", "RU"),
        ("بريطانيا", "GB"),
        ("المملكة المتحدة", "GB"),
        ("إنجلترا", "GB"),
        ("الإمارات", "AE"),
        ("السعودية", "SA"),
        ("ايران", "IR"),
        ("الدانمارك", "DK"),
        ("تركيا", "TR"),
        ("كوريا الجنوبية", "KR"),
    ],
)
def test_countries_have_iso_codes(surface, code):
    assert named(f"وقعت {surface} الاتفاق", "country") == [(surface, code)]


def test_countries_are_named_as_newsrooms_do():
    names = {code: country(code).name_en for code in ("US", "GB", "TR", "SY", "RU", "IR", "KR", "CZ", "PS")}
    assert names == {
        "US": "United States",
        "GB": "United Kingdom",
        "TR": "Turkey",
        "SY": "Syria",
        "RU": "Russia",
        "IR": "Iran",
        "KR": "South Korea",
        "CZ": "Czech Republic",
        "PS": "Palestine",
    }
    assert country("XX") is None


def test_fused_words_are_apart():
    text = "تباحثت تركياوروسيا في الأمر"
    assert named(text) == [("تركيا", "TR"), ("روسيا", "RU")]


def test_proclitics_are_outside_the_slice():
    assert named("سلمت المعدات لأوكرانيا وبولندا") == [("أوكرانيا", "UA"), ("بولندا", "PL")]


def test_swallowed_article_keeps_the_word_whole():
    assert named("سلمت المعدات للولايات المتحدة وللسعودية") == [("للولايات المتحدة", "US"), ("للسعودية", "SA")]


def test_capital_is_a_marked_metonym():
    (moscow,) = found("رفضت موسكو العرض")
    assert (moscow.type, moscow.kind, moscow.country, moscow.metonym_of) == ("LOC", "capital", "RU", "RU")
    assert moscow.id.startswith("geonames:")


def test_seats_of_government_are_organisations():
    mentions = found("قال الكرملين والبيت الأبيض والبنتاغون كلمتهم")
    assert [(m.type, m.metonym_of) for m in mentions] == [("ORG", "RU"), ("ORG", "US"), ("ORG", "US")]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("الروسية", "RU"),
        ("روسي", "RU"),
        ("الأتراك", "TR"),
        ("الأوكرانيين", "UA"),
        ("أميركية", "US"),
        ("الإيراني", "IR"),
    ],
)
def test_demonym_links_without_being_an_entity(word, code):
    mentions = found(f"رفض الوفد {word} العرض")
    assert [(m.text, m.kind, m.country, m.entity) for m in mentions] == [(word, "demonym", code, False)]
    assert to_entities(mentions) == ()


@pytest.mark.parametrize(
    ("text", "surface", "identifier"),
    [
        ("أعلنت وزارة الدفاع الروسية ذلك", "وزارة الدفاع الروسية", "marsad:org:ministry-defence-RU"),
        ("أعلنت وزارة الدفاع ذلك", "وزارة الدفاع", "marsad:org:ministry-defence"),
        ("تدرب الجيش الأوكراني عليها", "الجيش الأوكراني", "marsad:org:army-UA"),
        ("طالب الجيش التايواني بها", "الجيش التايواني", "marsad:org:army-TW"),
        ("قال حلف شمال الأطلسي كلمته", "حلف شمال الأطلسي", "marsad:org:nato"),
        ("قال الناتو كلمته", "الناتو", "marsad:org:nato"),
        ("ذكرت وكالة رويترز الخبر", "رويترز", "marsad:org:reuters"),
        ("ذكرت سي إن إن الخبر", "سي إن إن", "marsad:org:cnn"),
        ("أرسلت هيئة تحرير الشام رجالها", "هيئة تحرير الشام", "marsad:org:hayat-tahrir-al-sham"),
        ('شركة "واغنر" ترد', "واغنر", "marsad:org:wagner-group"),
    ],
)
def test_organisations(text, surface, identifier):
    assert (surface, identifier) in named(text)


def test_minister_is_no_ministry():
    assert named("قال وزير الخارجية التركي كلمته") == []


def test_titles_are_outside_the_slice():
    assert named("استقبل المشير خليفة حفتر الوفد", "person") == [("خليفة حفتر", "marsad:per:khalifa-haftar")]


def test_surname_behind_the_full_name():
    text = "وصل يشار غولر أمس. وقال غولر إن الزيارة ناجحة"
    assert named(text, "person") == [("يشار غولر", "marsad:per:yasar-guler"), ("غولر", "marsad:per:yasar-guler")]


def test_shared_city_name_follows_the_text():
    (libya, *_) = [m for m in found("اجتمعت حكومة طرابلس في ليبيا") if m.text == "طرابلس"]
    (lebanon, *_) = [m for m in found("شمال لبنان في طرابلس احتفل الناس") if m.text == "طرابلس"]
    assert (libya.country, lebanon.country) == ("LY", "LB")


def test_class_is_an_entity_only_where_no_system_is_named():
    (alone,) = found("وصلت دبابات جديدة")
    assert (alone.name_en, alone.entity) == ("tanks (unspecified)", True)
    beside = found("وصلت دبابات تي-72 جديدة")
    assert [(m.name_en, m.entity) for m in beside] == [("tanks (unspecified)", False), ("T-72", True)]


def test_entities_are_contract_records_that_do_not_overlap():
    text = "أعلنت وزارة الدفاع الروسية تسليم إس-400 إلى تركيا برفقة سيرغي لافروف"
    entities = to_entities(EXTRACTOR.extract(read(text)))
    assert all(isinstance(entity, Entity) for entity in entities)
    assert [entity.id for entity in entities] == [
        "marsad:org:ministry-defence-RU",
        "weapon:s-400",
        "TR",
        "marsad:per:sergey-lavrov",
    ]
    assert all(left.end <= right.start for left, right in pairwise(entities))


def test_lookup_of_weapons():
    system = weapon("weapon:s-400")
    assert (system.name_en, system.maker, system.group) == ("S-400", "RU", "air_defence")
    assert weapon("class:tanks").maker is None
    assert weapon("weapon:nothing") is None


def test_empty_and_odd_texts():
    for text in ("", " ", "...", "\u200f\u200e", "400", "ـــ", "إس-", "و" * 5000):
        assert isinstance(EXTRACTOR.extract(read(text)), list)
