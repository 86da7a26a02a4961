"""500 short articles and 60 queries in our own words, made from templates, with judgements by construction.

A topic is who, what happens and to what. Its articles write each of the three in a form of their own (spelling, number,
clitics, adjective or capital, script), and its query in one of them. Articles of other topics share one or two of the
three, so that each query has near misses; the rest is noise.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

TOPICS: Final = 60
ARTICLES_PER_TOPIC: Final = 7
NOISE: Final = 80

WHO: Final = (
    ("روسيا", "موسكو", "الحكومة الروسية", "الجانب الروسي"),
    ("تركيا", "أنقرة", "الحكومة التركية", "الجيش التركي"),
    ("مصر", "القاهرة", "الحكومة المصرية", "الجيش المصري"),
    ("إيران", "طهران", "الحكومة الإيرانية", "الجانب الإيراني"),
    ("سوريا", "دمشق", "الحكومة السورية", "الجيش السوري"),
    ("العراق", "بغداد", "الحكومة العراقية", "الجيش العراقي"),
    ("الجزائر", "الجيش الجزائري", "الحكومة الجزائرية"),
    ("المغرب", "الرباط", "الحكومة المغربية", "المملكة المغربية"),
    ("الهند", "نيودلهي", "الحكومة الهندية", "الجيش الهندي"),
    ("ألمانيا", "برلين", "الحكومة الألمانية", "الجانب الألماني"),
    ("إيطاليا", "روما", "الحكومة الإيطالية", "الجانب الإيطالي"),
    ("السودان", "الخرطوم", "الحكومة السودانية", "الجيش السوداني"),
)
WHAT: Final = (
    ("إس-400", "أس 400", "اس ٤٠٠", "S-400", "إس_400", "الإس400"),
    ("إس-300", "أس 300", "اس ٣٠٠", "S-300", "إس_300"),
    ("إف-35", "اف 35", "F-35", "إف ٣٥", "أف_35"),
    ("إف-16", "اف 16", "F-16", "إف ١٦"),
    ("ميغ-29", "ميج 29", "MiG-29", "ميغ ٢٩"),
    ("باتريوت", "الباتريوت", "Patriot", "بالباتريوت"),
    ("بيرقدار", "البيرقدار", "Bayraktar"),
    ("صواريخ باليستية", "الصاروخ الباليستي", "صاروخا باليستيا", "بالصواريخ الباليستية"),
    ("غواصات", "الغواصة", "غواصتين", "والغواصات"),
    ("أسلحة خفيفة", "السلاح الخفيف", "بالأسلحة الخفيفة", "سلاحا خفيفا"),
    ("العقوبات الاقتصادية", "عقوبة اقتصادية", "للعقوبات الاقتصادية", "عقوبات إقتصادية"),
    ("القمح", "قمحا", "للقمح", "بالقمح"),
    ("الغاز الطبيعي", "غازا طبيعيا", "للغاز الطبيعي", "وبالغاز الطبيعي"),
    ("لقاحات", "اللقاح", "لقاحا", "باللقاحات"),
    ("الفيضانات", "فيضان", "للفيضانات", "والفيضان"),
    ("الانتخابات البرلمانية", "إنتخابات برلمانية", "للانتخابات البرلمانية", "انتخاباتها البرلمانية"),
    ("السدود", "سدا", "للسدود", "بالسدود"),
    ("اللاجئين", "لاجئون", "للاجئين", "واللاجئون"),
    ("قواعد عسكرية", "القاعدة العسكرية", "بالقاعدة العسكرية", "قاعدتين عسكريتين"),
    ("مفاعلات نووية", "المفاعل النووي", "مفاعلا نوويا", "للمفاعلات النووية"),
)
HAPPENS: Final = (
    ("تسليم", "سلّمت", "تتسلم", "استلام", "وتسلمت"),
    ("صفقة", "صفقات", "بالصفقة", "وصفقتها"),
    ("هجوم", "هجمات", "بالهجوم", "والهجمات"),
    ("زيارة", "زيارات", "بالزيارة", "زيارتها"),
    ("اتفاق", "اتفاقية", "بالاتفاق", "والاتفاقيات"),
    ("تدريب", "تدريبات", "بالتدريب", "وتدريباتها"),
    ("تمويل", "تمويلات", "بالتمويل", "وتمويلها"),
)
TITLES: Final = (
    "{who}: {happens} {what} على الطاولة",
    "ملف {what} و{happens} قبل اجتماع {who}",
    "{happens} {what} يشغل {who} من جديد",
    "ماذا بعد {happens} {what} في {who}؟",
)
LEADS: Final = (
    "قالت مصادر مطلعة إن {happens} {what} يتصدر جدول أعمال {who} هذا الأسبوع.",
    "أكد متحدث أن {who} ماضية في ما يتعلق بأمر {what}، وأن {happens} مسألة وقت.",
    "تناولت صحف اليوم {happens} {what} وما قد يعنيه ذلك عند {who}.",
    "رأى محللون أن {who} تقرأ {happens} {what} قراءة مختلفة عن جيرانها.",
)
FILLERS: Final = (
    "ولم يصدر تعليق رسمي حتى ساعة متأخرة من مساء أمس.",
    "ويأتي ذلك بعد أسابيع من المشاورات خلف أبواب مغلقة.",
    "وكانت الوكالة قد نقلت عن مسؤول رفيع أن التفاصيل ستعلن في وقت لاحق.",
    "وتباينت ردود الفعل في الشارع بين مرحب ومتحفظ.",
    "ومن المنتظر أن يعقد الطرفان مؤتمرا صحفيا نهاية الشهر.",
    "وأشار مراقبون إلى أن الكلفة النهائية لم تحسم بعد.",
    "ورفض المتحدث الإجابة عن أسئلة الصحفيين في هذا الشأن.",
    "ويرى خبراء أن الأثر لن يظهر قبل نهاية العام.",
)
NOISE_SUBJECTS: Final = (
    "مهرجان السينما", "كأس القارات", "أسعار الذهب", "معرض الكتاب", "حركة المرور", "درجات الحرارة", "سوق الأسهم",
    "موسم الحصاد", "ورشة للخط العربي", "ترميم المتحف",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Article:
    """A short article; `topic` is -1 for noise."""

    id: str
    title: str
    text: str
    topic: int


@dataclass(frozen=True, slots=True)
class Query:
    """A query with the grade of every article that has one: 2 its own topic, 1 the same two of who, what, happens."""

    text: str
    grades: dict[str, int]


def corpus(seed: int = 11) -> tuple[list[Article], list[Query]]:
    """The articles and the queries; the same for the same seed."""
    chance = random.Random(seed)
    triples = [(who, what, happens) for who in WHO for what in WHAT for happens in HAPPENS]
    topics = chance.sample(triples, TOPICS)
    articles = [
        _article(chance, number, *topic) for number, topic in enumerate(topics) for _ in range(ARTICLES_PER_TOPIC)
    ]
    articles += [_noise(chance) for _ in range(NOISE)]
    named = [Article(f"d{number}", made.title, made.text, made.topic) for number, made in enumerate(articles)]
    return named, [_query(chance, named, topics, number) for number in range(TOPICS)]


def _article(
    chance: random.Random, topic: int, who: tuple[str, ...], what: tuple[str, ...], happens: tuple[str, ...]
) -> Article:
    def filled(template: str) -> str:
        return template.format(who=chance.choice(who), what=chance.choice(what), happens=chance.choice(happens))

    text = " ".join([filled(chance.choice(LEADS)), *chance.sample(FILLERS, 4)])
    return Article("", filled(chance.choice(TITLES)), text, topic)


def _noise(chance: random.Random) -> Article:
    subject = chance.choice(NOISE_SUBJECTS)
    return Article("", f"{subject} في صدارة اهتمام القراء", " ".join(chance.sample(FILLERS, 5)), -1)


def _query(
    chance: random.Random, articles: list[Article], topics: list[tuple[tuple[str, ...], ...]], number: int
) -> Query:
    who, what, happens = topics[number]
    text = f"{chance.choice(happens)} {chance.choice(what)} {chance.choice(who)}"
    grades: dict[str, int] = {}
    for article in articles:
        if article.topic == number:
            grades[article.id] = 2
        elif (
            article.topic >= 0 and sum(a == b for a, b in zip(topics[article.topic], topics[number], strict=True)) == 2
        ):
            grades[article.id] = 1
    return Query(text, grades)
