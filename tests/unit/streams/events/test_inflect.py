"""Written forms of verbs: unvowelled, folded, with pronouns."""

import pytest

from streams.events.inflect import Form, noun, verb


def readings(parts, word):
    return [form for written, form in verb(parts) if written == word]


@pytest.mark.parametrize(
    ("parts", "word", "form"),
    [
        ("سلّم يسلّم تسليم", "سلمت", Form("past", "f")),
        ("سلّم يسلّم تسليم", "تسلم", Form("present", "f")),
        ("سلّم يسلّم تسليم", "يسلمون", Form("present", "p")),
        ("سلّم يسلّم تسليم", "تسليمها", Form("masdar", "", "ها")),
        ("تسلّم يتسلّم تسلّم", "تسلمتها", Form("past", "f", "ها")),
        ("تلقى يتلقى تلقي", "تلقت", Form("past", "f")),
        ("تلقى يتلقى تلقي", "تلقاها", Form("past", "m", "ها")),
        ("تلقى يتلقى تلقي", "يتلق", Form("present", "m", short=True)),
        ("بدأ يبدأ بدء", "بدات", Form("past", "f")),
        ("زار يزور زيارة", "زيارته", Form("masdar", "", "ه")),
        ("باع يبيع بيع", "يبع", Form("present", "m", short=True)),
        ("أرجأ يرجئ إرجاء", "ارجاء", Form("masdar")),
    ],
)
def test_a_form_is_read(parts, word, form):
    assert form in readings(parts, word)


def test_a_doubled_middle_letter_is_not_dropped():
    assert not readings("زوّد يزوّد تزويد", "يزد")


def test_a_noun_takes_pronouns():
    assert ("صفقتها", Form("word", "", "ها")) in list(noun("صفقة"))
