"""The words dates are written with, normalised, and what they stand for."""

from __future__ import annotations

from marsad.arabic.dates.span import Grain

# Egyptian and Gulf (from the Latin), Levantine and Iraqi (Syriac), Algerian and Tunisian (from the French), Moroccan.
MONTHS = {
    1: "يناير كانون_الثاني جانفي ينير",
    2: "فبراير شباط فيفري",
    3: "مارس اذار",
    4: "ابريل نيسان افريل",
    5: "مايو ايار ماي",
    6: "يونيو حزيران جوان يونيه",
    7: "يوليو تموز جويليه يوليوز يوليه",
    8: "اغسطس اب اوت غشت",
    9: "سبتمبر ايلول شتنبر",
    10: "اكتوبر تشرين_الاول",
    11: "نوفمبر تشرين_الثاني نونبر",
    12: "ديسمبر كانون_الاول دجنبر",
}
SAME_MONTH = [[name.replace("_", " ") for name in names.split()] for names in MONTHS.values()]
MONTH = {name: number for number, names in enumerate(SAME_MONTH, 1) for name in names}
AMBIGUOUS = frozenset({"اب", "مارس", "ماي", "جوان", "اوت", "نيسان", "شباط", "ايار", "تموز", "ينير"})
"""Months that are also a verb, a name, a car, a reactor: alone they need a preposition, a day, a year or `شهر`."""

HIJRI_MONTHS = {
    1: ("محرم", "المحرم", "محرم الحرام"),
    2: ("صفر",),
    3: ("ربيع الاول", "ربيع اول"),
    4: ("ربيع الاخر", "ربيع الثاني", "ربيع ثان", "ربيع ثاني"),
    5: ("جمادي الاولي", "جمادي الاول", "جماد الاول", "جماد اول"),
    6: ("جمادي الاخره", "جمادي الثانيه", "جمادي الاخر", "جماد الاخر", "جماد الثاني", "جماد ثاني"),
    7: ("رجب",),
    8: ("شعبان",),
    9: ("رمضان", "رمضان المبارك"),
    10: ("شوال",),
    11: ("ذو القعده", "ذي القعده", "ذوالقعده", "ذي قعده"),
    12: ("ذو الحجه", "ذي الحجه", "ذوالحجه", "ذي حجه"),
}
HIJRI_MONTH = {name: number for number, names in HIJRI_MONTHS.items() for name in names}

WEEKDAYS = {
    "الاثنين": 0, "الاتنين": 0, "الثلاثاء": 1, "الثلثاء": 1, "الاربعاء": 2, "الخميس": 3, "الجمعه": 4, "السبت": 5,
    "الاحد": 6,
}  # fmt: skip

_UNITS: dict[Grain, str] = {
    "hour": "ساعه ساعات ساعتين ساعتان",
    "day": "يوم ايام يوما يومين يومان اليوم الايام اليومين",
    "week": "اسبوع اسابيع اسبوعا اسبوعين اسبوعان",
    "month": "شهر اشهر شهور شهرا شهرين شهران",
    "quarter": "ربع",
    "year": "عام اعوام عاما عامين عامان سنه سنوات سنين سنتين سنتان",
    "decade": "عقد عقود عقدا عقدين عقدان",
    "century": "قرن قرون قرنا قرنين قرنان",
}
UNIT: dict[str, Grain] = {word: grain for grain, words in _UNITS.items() for word in words.split()}
DUAL = frozenset(word for word in UNIT if word.endswith(("ين", "ان")) and word not in ("سنين",))
PLURAL = frozenset({"ساعات", "ايام", "اسابيع", "اشهر", "شهور", "اعوام", "سنوات", "سنين", "عقود", "قرون"})
SINGULAR = frozenset({"ساعه", "يوم", "اسبوع", "شهر", "ربع", "عام", "سنه", "عقد", "قرن"})

PAST = [
    "ماضي",
    "ماضيه",
    "ماضيين",
    "ماضيتين",
    "منصرم",
    "منصرمه",
    "فايت",
    "فايته",
    "اخير",
    "اخيره",
    "اخيرين",
    "اخيرتين",
    "فارط",
    "فارطه",
    "منقضي",
    "منقضيه",
]
NEXT = ["مقبل", "مقبله", "مقبلين", "مقبلتين", "قادم", "قادمه", "قادمين", "قادمتين", "اتي", "اتيه", "داخل"]
NOW = ["جاري", "جاريه", "حالي", "حاليه", "راهن", "راهنه"]
DIRECTION = {word: sign for sign, words in ((-1, PAST), (0, NOW), (1, NEXT)) for word in words}

_CARDINALS = {
    1: "واحد واحده", 2: "اثنين اثنان اثنتين", 3: "ثلاثه ثلاث", 4: "اربعه اربع", 5: "خمسه خمس", 6: "سته ست",
    7: "سبعه سبع",
    8: "ثمانيه ثماني ثمان", 9: "تسعه تسع", 10: "عشره عشر", 20: "عشرين عشرون", 30: "ثلاثين ثلاثون", 40: "اربعين اربعون",
    50: "خمسين خمسون", 60: "ستين ستون", 70: "سبعين سبعون", 80: "ثمانين ثمانون", 90: "تسعين تسعون", 100: "مايه ميه",
}  # fmt: skip
CARDINAL = {word: number for number, words in _CARDINALS.items() for word in words.split()}
CARDINAL |= {
    f"{word} {ten}": number + 10
    for number, words in _CARDINALS.items()
    for word in words.split()
    for ten in ("عشر", "عشره")
    if 3 <= number <= 9
}
CARDINAL |= {"احد عشر": 11, "احدي عشره": 11, "اثني عشر": 12, "اثنا عشر": 12, "اثنتي عشره": 12}

_FIRST = ("اول", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر")
ORDINAL = {f"ال{word}": number for number, word in enumerate(_FIRST, 1)}
ORDINAL |= {f"ال{word} عشر": number + 10 for number, word in enumerate(("حادي", *_FIRST[1:9]), 1)}
ORDINAL |= {
    f"ال{word} {tens}": number + base
    for number, word in enumerate(("حادي", *_FIRST[1:9]), 1)
    for base, names in ((20, ("والعشرين", "والعشرون")), (30, ("والثلاثين", "والثلاثون")))
    for tens in names
    if number + base <= 31
}
ORDINAL |= {"غره": 1, "العشرين": 20, "العشرون": 20, "الثلاثين": 30, "الثلاثون": 30}
FRACTION = {"ربع": 4, "ثلث": 3, "نصف": 2}
PLACE = {"اول": 0, "ثاني": 1, "ثالث": 2, "رابع": 3, "اخير": -1, "اولي": 0, "ثانيه": 1}

DECADES = {
    "عشرين": 20, "ثلاثين": 30, "اربعين": 40, "خمسين": 50, "ستين": 60, "سبعين": 70, "ثمانين": 80, "تسعين": 90,
}  # fmt: skip

EARLY = ["مطلع", "بدايه", "اوايل", "مستهل"]
MIDDLE = ["منتصف", "اواسط", "وسط"]
LATE = ["اواخر", "نهايه", "ختام", "اخر"]
PART = {word: part for part, words in enumerate((EARLY, MIDDLE, LATE)) for word in words}

_SEED_WORDS = {word for name in (*MONTH, *HIJRI_MONTH) for word in name.split()} - {"الاول", "الثاني"}
_SEED_WORDS |= {word.removeprefix("ال") for word in WEEKDAYS} | UNIT.keys() | DIRECTION.keys() | FRACTION.keys()
_SEED_WORDS |= {f"{stem}{end}" for stem in DECADES for end in ("ات", "يات")} | {"صيف", "شتاء", "خريف", "ربيع"}
_SEED_WORDS |= {"امس", "بارحه", "غدا", "غد", "ليله", "لحظه", "عامي", "سنتي", "يومي", "كانون", "تشرين"}
_SEED_WORDS |= {"صباح", "مساء"} | {one + other for names in SAME_MONTH for one in names for other in names}
_LEADS = ("", "ال", "لل", "و", "وال", "ب", "بال", "ل", "ولل", "وب", "ول", "ف", "فال", "وبال")
SEEDS = frozenset(lead + word for word in _SEED_WORDS for lead in _LEADS) | {"الان"}
"""Words of which every date but a number holds one, with the proclitics they come with."""
