"""What the engine does over a whole article: roles across sentences, details, headline and body, offsets."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.arabic import read
from marsad.contracts import roles
from streams.events import extract
from tests.unit.streams.events.sentences import events, extractor, names

DEAL = (
    "دافع الرئيس التركي عن صفقة شراء منظومة إس-400 من روسيا، وقال إنها منتهية. وهددت الولايات المتحدة بوقف صفقة بيع "
    "مقاتلات إف-35 إلى تركيا. وقال مسؤول تركي إن التسليم سيتم بحلول شهر يوليو."
)


def deliveries(text, title=None):
    return [event for event in events(text, title) if event.type == "arms_delivery"]


def test_a_delivery_takes_its_roles_from_the_sentences_before():
    (event,) = deliveries(DEAL)
    assert (names(event), event.status, event.salience, event.asserted) == (
        {"item": "S-400", "supplier": "Russia", "recipient": "Turkey"},
        "planned",
        "main",
        True,
    )
    assert event.date is not None
    assert event.date.text == "بحلول شهر يوليو"


def test_a_deal_and_a_threat_stand_beside_the_delivery():
    found = {(event.type, event.item.name_en): event for event in events(DEAL)}
    assert found["arms_deal", "S-400"].status == "completed"
    assert found["arms_halt", "F-35"].status == "conditional"
    assert not found["arms_halt", "F-35"].asserted


def test_an_article_about_the_deal_alone_speaks_of_no_delivery():
    text = "رفضت أنقرة التراجع عن صفقة شراء منظومة إس-400 الروسية. وكانت الصفقة سبب التوتر بين تركيا والولايات المتحدة."
    assert {event.type for event in events(text)} == {"arms_deal"}


def test_several_items_with_several_suppliers_stay_in_order():
    text = "تلقت أوكرانيا صواريخ هاربون من الدنمارك ومدافع هاوتزر من النرويج وصواريخ ستينغر من ألمانيا."
    assert [(event.item.name_en, event.supplier.name_en) for event in deliveries(text)] == [
        ("Harpoon", "Denmark"),
        ("howitzer", "Norway"),
        ("Stinger", "Germany"),
    ]


def test_the_body_speaks_of_the_arms_that_the_headline_names():
    (event,) = deliveries("أعلن وزير الدفاع الروسي أن بلاده سلمت سوريا المنظومة.", "إس-300 في سوريا")
    assert (names(event), event.status, event.evidence.field) == (
        {"item": "S-300", "supplier": "Russia", "recipient": "Syria"},
        "completed",
        "text",
    )
    assert event.quantity is None


def test_the_body_decides_what_the_headline_leaves_open():
    (event,) = deliveries("من المقرر أن تتسلم تركيا منظومة إس-400 الشهر المقبل.", "روسيا تسلم تركيا منظومة إس-400")
    assert event.status == "planned"
    assert event.supplier.name_en == "Russia"
    assert event.supplier.start is None
    assert event.evidence.field == "text"


def test_an_event_of_the_headline_alone_has_its_evidence_there():
    title = "روسيا تسلم تركيا منظومة إس-400"
    (event,) = deliveries("التقى الوزيران في أنقرة وبحثا ملفات عدة.", title)
    assert (event.evidence.field, event.evidence.text) == ("title", title)


def test_quantity_batch_speaker_and_quote():
    text = (
        'قال وزير الدفاع الروسي: "سلمنا الهند الدفعة الثالثة من منظومة إس-400"، '
        "وسلمت ألمانيا أوكرانيا 14 دبابة ليوبارد 2."
    )
    indian, german = sorted(deliveries(text), key=lambda event: event.evidence.start + (event.batch is None))
    assert indian.batch == 3
    assert indian.quote is not None
    assert "الدفعة الثالثة" in indian.quote.text
    assert indian.speaker is not None
    assert german.quantity is not None
    assert (german.quantity.text, german.quantity.value) == ("14", 14)


def test_the_weekday_dates_the_statement_not_the_delivery():
    (event,) = deliveries("قال وزير الدفاع التركي أمس السبت إن بلاده ستتسلم منظومة إس-400 من روسيا.")
    assert event.date is None


def test_dates_are_anchored_at_publication():
    body = read("ستسلم روسيا الهند منظومة إس-400 الشهر المقبل.")
    published = datetime(2021, 11, 10, tzinfo=UTC)
    (event,) = extract(body, extractor().extract(body), published=published)
    assert (event.date.from_, event.date.to) == ("2021-12-01", "2021-12-31")


def test_the_derivation_names_trigger_and_roles():
    (event,) = deliveries("سلمت روسيا منظومة إس-400 إلى تركيا.")
    assert event.derivation[0] == "trigger سلمت at 0"
    assert any("recipient 'تركيا' from prep to" in step for step in event.derivation)


def test_the_same_delivery_said_twice_is_one_event():
    text = "سلمت روسيا تركيا منظومة إس-400. وقال مسؤول إن المنظومة وصلت إلى أنقرة."
    assert len(deliveries(text)) == 1


def test_two_batches_are_two_events():
    text = "تسلمت تركيا الدفعة الأولى من منظومة إس-400 من روسيا. وستتسلم الدفعة الثانية من منظومة إس-400 العام المقبل."
    assert [(event.batch, event.status) for event in deliveries(text)] == [(1, "completed"), (2, "planned")]


def test_families_of_systems_never_merge():
    text = "سلمت روسيا تركيا منظومة إس-400 وسلمت إلى سوريا منظومة إس-300."
    assert {(event.item.name_en, event.recipient.name_en) for event in deliveries(text)} == {
        ("S-400", "Turkey"),
        ("S-300", "Syria"),
    }


@pytest.mark.parametrize(
    ("text", "recipient"),
    [
        ("زودت إيران حزب الله بصواريخ.", "Hezbollah"),
        ("زودت الولايات المتحدة قوات سوريا الديمقراطية بأسلحة.", "SDF"),
        ("زودت إيران الحوثيين بطائرات مسيرة.", "Houthis"),
    ],
)
def test_groups_that_are_no_state_act_for_themselves(text, recipient):
    (event,) = deliveries(text)
    assert event.recipient.name_en == recipient


def test_a_wish_with_a_time_is_planned_but_not_asserted():
    (event,) = deliveries("أعرب الرئيس التركي عن أمله في تسليم روسيا منظومة إس-400 إلى تركيا الشهر المقبل.")
    assert (event.status, event.asserted) == ("planned", False)


PIECES = (
    "روسيا سلمت تركيا إس-400",
    "لم",
    " ",
    "، ",
    ". ",
    '"',
    "منظومة",
    "تسليم",
    "إلى",
    "بـ",
    "مصر",
    "\n",
    "صفقة",
    "بعد",
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join) | st.text(max_size=80))
def test_every_span_is_a_slice_of_the_text(text):
    for event in events(text):
        spans = [event.evidence, event.quote, event.date, *roles(event).values()]
        for span in filter(None, spans):
            assert text[span.start : span.end] == span.text
