"""Every trap of the design in our own words: what looks like a weapon and is none, and the other way round."""

import pytest

from marsad.arabic import read
from streams.entities import Extractor

EXTRACTOR = Extractor()


def weapons(text):
    return [(m.text, m.id) for m in EXTRACTOR.extract(read(text)) if m.kind == "weapon_system"]


def ids(text):
    return [identifier for _, identifier in weapons(text)]


@pytest.mark.parametrize(
    "text",
    [
        "محطة بقدرة 400 ميغاوات تدخل الخدمة في الربيع",
        "وزعت الشبكة 35 ميغاواط على القرى",
        "قال يوسف فريم إن المعرض يفتح أبوابه غدا",
        "سجل الفريق أهداف 35 مباراة هذا الموسم",
        "أقر المجلس قانون باتريوت بعد نقاش طويل",
        "شركة رافال تعلن أرباحها الفصلية",
        "قال الوزير بيرقدار إن الغاز وصل إلى البيوت",
        "افتتح وزير الطاقة ألب أرسلان بيرقدار المحطة الجديدة",
        "حصل الفائز على درع البطولة",
        "بلغ سعر القطعة 400 دولار",
        "زار المعرض 300 ألف شخص و400 شركة",
        "التقى توني هوك جمهوره في المدينة",
        "رأى الأطفال النمر في الحديقة",
        "ضربت العاصفة الساحل ليلا",
        "سمع السكان الرعد قبل المطر",
        "شاهد 136 طالبا العرض",
        "قال شاهد إن السيارة كانت مسرعة",
        "فاز فاتح بالجائزة الأولى",
        "حجزت المحكمة الفهد النادر",
        "أعلن أن 26 شخصا أصيبوا في 2 من الحوادث",
        "وصل إلى الملعب أي 10 لاعبين",
    ],
)
def test_no_weapon(text):
    assert weapons(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("تسلمت البلاد صواريخ النمر", "weapon:namer"),
        ("دخلت مدرعات النمر الخدمة", "weapon:nimr"),
        ("أسقطت الدفاعات طائرة شاهد", "weapon:shahed"),
        ("أسقطت الدفاعات طائرة شاهد 136", "weapon:shahed-136"),
        ('سلمت طهران مسيّرات "مهاجر-6" و"شاهد-136"', "weapon:shahed-136"),
        ("وصلت بطاريات هوك القديمة", "weapon:hawk"),
        ("سلمت الشركة مقاتلات رافال الأولى", "weapon:rafale"),
        ("حلقت بيرقدار فوق الجبهة", "weapon:bayraktar-tb2"),
        ("تشتري فرقاطات فريم جديدة", "weapon:fremm"),
        ("نشر الجيش باتريوت قرب الحدود", "weapon:patriot"),
        ("وصلت طائرات ميغ إلى القاعدة", "weapon:mig"),
        ("وصلت ألف طلقة من صنف الرمح", "weapon:javelin"),
    ],
)
def test_weapon_word_beside_it(text, expected):
    assert expected in ids(text)


@pytest.mark.parametrize(
    "name",
    [
        "إس-400",
        "أس 400",
        "اس400",
        "س-400",
        "S-400",
        "S400",
        "s 400",
        "إس_400",
        "#إس_400",
        "إس–400",
        "إس ـ 400",
        "إســ400",
        "إس-٤٠٠",
        "إس-٤۰۰",
        "إس-۴۰۰",
        'إس" 400',
        '"إس-400"',
        "«إس 400»",
        "\u200fإس\u200e-400",
    ],
)
def test_spellings_of_one_system(name):
    assert ids(f"تسلمت البلاد منظومة {name} أمس") == ["weapon:s-400"]


@pytest.mark.parametrize("number", ["200", "300", "350", "400", "500"])
def test_numbers_never_merge(number):
    assert ids(f"اختبار منظومة إس-{number} الجديدة") == [f"weapon:s-{number}"]
    assert ids(f"اختبار منظومة S{number} الجديدة") == [f"weapon:s-{number}"]


@pytest.mark.parametrize("number", ["15", "16", "22", "35"])
def test_fighters_never_merge(number):
    for name in (f"إف-{number}", f"اف {number}", f"ف-{number}", f"F-{number}", f"F{number}"):
        assert ids(f"وصلت مقاتلات {name} إلى القاعدة") == [f"weapon:f-{number}"], name


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("جي-10", "weapon:j-10"),
        ("جيه-10", "weapon:j-10"),
        ("جيه 20", "weapon:j-20"),
        ("جيه إف-17", "weapon:jf-17"),
        ("جي إف 17", "weapon:jf-17"),
        ("إيف-16", "weapon:f-16"),
        ("إم كيو-9", "weapon:mq-9"),
        ("تي-72", "weapon:t-72"),
        ("كي سي-135", "weapon:kc-135"),
        ("كيه سي 135", "weapon:kc-135"),
        ("سو-35", "weapon:su-35"),
        ("إس يو-30", "weapon:su-30"),
        ("ميغ-29", "weapon:mig-29"),
        ("ميج 31", "weapon:mig-31"),
        ("سو-30 إم كيه آي", "weapon:su-30"),
    ],
)
def test_latin_letters_by_their_arabic_names(name, identifier):
    assert weapons(f"وصلت دفعة {name} إلى القاعدة") == [(name, identifier)]


def test_longer_number_is_another_system():
    assert ids("الطريق S-4000 مغلق") == []
    assert ids("رحلة إف-160 تأخرت") == []


def test_elided_second_name():
    text = "بحث الجانبان منظومتي إس 300 و400 ثم إف-15 و16"
    assert weapons(text) == [
        ("إس 300", "weapon:s-300"),
        ("400", "weapon:s-400"),
        ("إف-15", "weapon:f-15"),
        ("16", "weapon:f-16"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "identifier"),
    [
        ("منظومة S-300PMU-2 الحديثة", "S-300PMU-2", "weapon:s-300"),
        ("مقاتلات F-16C المعدلة", "F-16C", "weapon:f-16"),
        ("مقاتلات Su-30MKI الهندية", "Su-30MKI", "weapon:su-30"),
        ("دبابات T-90M الجديدة", "T-90M", "weapon:t-90"),
        ("مقاتلات سو-30 إم كي 2 وصواريخ", "سو-30 إم كي 2", "weapon:su-30"),
        ("مقاتلات إف-15 كيو إيه القطرية", "إف-15 كيو إيه", "weapon:f-15"),
        ("منظومة إس-300 في الشرق", "إس-300", "weapon:s-300"),
    ],
)
def test_variants_belong_to_their_system(text, name, identifier):
    assert weapons(text) == [(name, identifier)]


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("سو-35", "weapon:su-35"),
        ("سوخوي 35", "weapon:su-35"),
        ("سوخوي-57", "weapon:su-57"),
        ("ميغ-29", "weapon:mig-29"),
        ("ميج 29", "weapon:mig-29"),
        ("تي-90", "weapon:t-90"),
        ("إم كيو-9", "weapon:mq-9"),
        ("ام كيو 9", "weapon:mq-9"),
        ("أباتشي", "weapon:ah-64"),
        ("باتريوت", "weapon:patriot"),
        ("باتريوط", "weapon:patriot"),
        ("هيمارس", "weapon:himars"),
        ("هايمارز", "weapon:himars"),
        ("ستينغر", "weapon:stinger"),
        ("ستنجر", "weapon:stinger"),
        ("جافلين", "weapon:javelin"),
        ("أتاكمز", "weapon:atacms"),
        ("ستورم شادو", "weapon:storm-shadow"),
        ("ليوبارد 2", "weapon:leopard-2"),
        ("أبرامز", "weapon:m1-abrams"),
        ("إسكندر", "weapon:iskander"),
        ("ثاد", "weapon:thaad"),
        ("سويتش بليد", "weapon:switchblade"),
        ("بيرقدار تي بي 2", "weapon:bayraktar-tb2"),
        ("بيرقدار TB2", "weapon:bayraktar-tb2"),
        ("إم-777", "weapon:m777"),
        ("هاربُون", "weapon:harpoon"),
    ],
)
def test_transliterations(name, identifier):
    assert ids(f"تسلمت البلاد أسلحة من طراز {name} أمس") == [identifier]


def test_proclitics_and_article_stay_outside():
    assert weapons("زودت البلاد بهيمارس") == [("هيمارس", "weapon:himars")]
    assert weapons("تستعين بالميغ") == [("الميغ", "weapon:mig")]
    assert weapons("قارن بين إف-16 وإف-35") == [("إف-16", "weapon:f-16"), ("إف-35", "weapon:f-35")]


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("تسلم الجيش المالي مروحيات هجومية.", "الجيش المالي", "marsad:org:army-ML"),
        ("قال الوزير إن الدعم المالي مستمر.", "المالي", None),
        ("بحث وزيرا الدفاع والمالية ثمن المقاتلات.", "المالية", None),
        ("أعلنت وزارة الدفاع المجرية شراء مروحيات.", "وزارة الدفاع المجرية", "marsad:org:ministry-defence-HU"),
        ("تحطمت المروحية في المجرى الأعلى للنهر.", "المجرى", None),
        ("سلمت واشنطن مقاتلات لسول أمس.", "سول", "geonames:1835848"),
        ("وصلت المدرعات إلى عمّان قادمة من هولندا.", "عمّان", "geonames:250441"),
        ("وصلت المدرعات إلى عُمان قادمة من هولندا.", "عُمان", "OM"),
        ("قال الملك الأردني إن الزوارق وصلت إلى عمان.", "عمان", "geonames:250441"),
        ("شكرت سلطنة عمان الأردن على الزوارق.", "سلطنة عمان", "OM"),
        ("وصلت الشحنة لمصر أمس.", "مصر", "EG"),
        ("أنبوب بقطر عشرين سنتيمترا.", "قطر", None),
        ("تسلمت جاكرتا أول مقاتلة.", "جاكرتا", "geonames:1642911"),
        ("طلبت باريس مقاتلات رافال F4 جديدة.", "F4", None),
        ("تسلمت كييف مدافع سيزر جديدة.", "سيزر", "weapon:caesar"),
        ("أطلقوا طائرة استطلاع بدون طيار.", "طائرة استطلاع بدون طيار", "class:drones"),
        ("سجل المدافع هدف المباراة الوحيد.", "المدافع", None),
        ("حذر من القنبلة النووية.", "القنبلة", None),
        ("أرسلت بنادق وألغام بحرية.", "ألغام بحرية", "class:mines"),
    ],
)
def test_names_that_wires_write_otherwise(text, name, found):
    ids = {mention.text: mention.id for mention in Extractor().extract(read(text))}
    assert ids.get(name) == found
