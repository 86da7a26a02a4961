"""Words in any order: the engine never fails, every span is a slice, and the work grows with the text."""

import random
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.arabic import read
from marsad.contracts import roles
from streams.events import extract
from tests.unit.streams.events.sentences import events, extractor, rows

TEXT = (
    "روسيا تركيا مصر إيران الهند أوكرانيا واشنطن موسكو الروسية الأمريكية بلاده إلينا الحوثيين "
    "سلمت تسلمت تسليم سيسلم تسلم تسلمنا زودت بتزويد أرسلت وصلت حصول تلقى شحنة حزمة تتضمن باتت في طريقها "
    "إس-400 رافال صواريخ بصواريخ منظومة المقاتلات الدفعة الثانية الصفقة عقد العقد شراء بيع تنفيذ "
    "لم لن لا قد كان كانت سبق أن إن بأن التي الذي ما بعد قبل إذا إلا حتى مع من إلى على بين لدى "
    "قال أعلنت نفى وافقت رفضت علقت هدد طلبت وعدت تعتزم بدأ سيتم المقبل ثلاث 14 نفسه أمس شكرا و "
    'قصف عقوبات فرضت زار وقف إطلاق النار بوتين: الصنع ، . : " ( ) .. \n'
)
WORDS = TEXT.split(" ")


def salad(seed, length):
    dice = random.Random(seed)
    return " ".join(dice.choice(WORDS) for _ in range(length))


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join), st.lists(st.sampled_from(WORDS), max_size=12))
def test_no_order_of_words_fails(text, title):
    for event in events(text, " ".join(title)):
        source = text if event.evidence.field == "text" else " ".join(title)
        spans = [event.evidence, event.quote, event.date, *roles(event).values()]
        for span in filter(None, spans):
            assert span.start is None or source[span.start : span.end] == span.text


LOOSE = ["و", "ف", "ب", "ل", "لل", "وال", "،", ".", '"', "(", ")", "-", "؛", "!", "لا", "ذلك"]


def test_no_sentence_fails_that_is_cut_or_has_loose_letters():
    dice = random.Random(7)
    for _, text in rows("deliveries.txt"):
        words = text.split(" ")
        for _ in range(3):
            words.insert(dice.randint(0, len(words)), dice.choice(LOOSE))
        events(" ".join(words))
        events(" ".join(words[: dice.randint(1, len(words))]))


def work(text):
    """Python calls that it takes to read the events of a text."""
    body = read(text)
    mentions = extractor().extract(body)
    calls = 0

    def count(_frame, event, _arg):
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        extract(body, mentions)
    finally:
        sys.setprofile(None)
    return calls


def test_the_work_grows_with_the_text_even_without_an_end_of_sentence():
    words = [word for word in salad(7, 3000).split(" ") if word not in (".", "..", "\n")]
    extract(read(" ".join(words)), [])
    short, long = (work(" ".join(words[:length])) for length in (600, 2400))
    assert long < 4 * short * 1.6
