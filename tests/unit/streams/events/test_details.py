"""Who says so, and in which words: before the event, behind it, before a colon, as a source."""

import pytest

from tests.unit.streams.events.sentences import events


def delivery(text):
    (event,) = [event for event in events(text) if event.type == "arms_delivery"]
    return event


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("قال وزير الدفاع التركي خلوصي أكار لوكالة الأناضول إن بلاده تسلمت منظومة إس-400.", "خلوصي أكار"),
        ("أفاد متحدث باسم الكرملين بأن روسيا سلمت الهند منظومة إس-400.", "الكرملين"),
        ("أعلن البنتاغون أنه سيرسل منظومة باتريوت إلى إسرائيل.", "البنتاغون"),
        ("بوتين: سنسلم بيلاروسيا صواريخ إسكندر", "بوتين"),
        ("وفق وزارة الدفاع البولندية، سلمت وارسو كييف دبابات ليوبارد 2.", "وزارة الدفاع البولندية"),
        ("سلمت روسيا الهند منظومة إس-400، حسبما أعلن الكرملين.", "الكرملين"),
        ("سلمت روسيا الهند منظومة إس-400.", None),
    ],
)
def test_who_says_so(text, speaker):
    found = delivery(text).speaker
    assert (found.text if found else None) == speaker


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ('أعلن البنتاغون أنه "سيرسل منظومة باتريوت إلى إسرائيل" خلال أيام.', "سيرسل منظومة باتريوت إلى إسرائيل"),
        ('"سلمنا الهند ثلاثة أفواج من إس-400"، قال السفير الروسي.', "سلمنا الهند ثلاثة أفواج من إس-400"),
        ("سلمت روسيا الهند منظومة إس-400.", None),
        ('قال الكرملين إن العلاقات "ممتازة" وإن روسيا سلمت الهند منظومة إس-400.', None),
    ],
)
def test_in_which_words(text, quote):
    found = delivery(text).quote
    assert (found.text if found else None) == quote
    if found:
        assert text[found.start : found.end] == found.text


def test_who_speaks_behind_the_quote_is_the_subject_of_we():
    event = delivery('"سلمنا الهند ثلاثة أفواج من إس-400"، قال السفير الروسي في نيودلهي.')
    assert (event.supplier.name_en, event.recipient.name_en) == ("Russia", "India")
