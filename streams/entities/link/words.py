"""Lists of words that stand around names, compared in normal form."""

from __future__ import annotations

from marsad.arabic.normalize import fold


def words(text: str) -> frozenset[str]:
    """The words of a list, normalised."""
    return frozenset(fold(word) for word in text.split())


WEAPON = words(
    "صاروخ صواريخ صاروخا صاروخين صاروخي صاروخية منظومة منظومات أنظمة بطارية بطاريات طائرة طائرات"
    " مقاتلة مقاتلات مروحية مروحيات دبابة دبابات مدرعة مدرعات مدفع مدافع مسيرة مسيرات درون قاذفة قاذفات"
    " راجمة راجمات غواصة غواصات فرقاطة فرقاطات سفينة سفن حاملة حاملات ذخيرة ذخائر قذيفة قذائف طلقة طلقات"
    " هاوتزر مركبة مركبات عربة عربات هليكوبتر طوربيد قنبلة قنابل رادار رادارات مضاد مضادة أسلحة سلاح"
    " باليستي باليستية بالستي بالستية مجنح مجنحة انتحارية حربية قتالية مدمرة بارجة طراد"
)
"""Words for weapons: a name of a common word's form beside one of them is a system."""
MAKES = words("طراز نوع صنف فئة")
"""Words for a make or type; they say so only right before the name."""
TITLES = words(
    "وزير الوزير رئيس الرئيس السيد السيدة الدكتور اللواء العميد العقيد الفريق المشير الجنرال القائد الأمير"
    " النائب السفير المستشار المدير مدير المهندس الشيخ الصحفي الكاتب الناطق المتحدث السيناتور نجل الملياردير"
    " رجل صهر"
)
NUMBERS = words(
    "عشر عشرة عشرون عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين ستون ستين سبعون سبعين ثمانون ثمانين تسعون تسعين"
    " مئة مائة مئتي مائتي ألف ألفي"
)
"""Number words that a singular stands behind (`عشرين مقاتلة`)."""
SPEECH = words("قال قالت أضاف أكد صرح أعلن ذكر أوضح أشار اعتبر نفى كتب تابع شدد لفت رأى وقع زار التقى")
COMPANIES = words("شركة الشركة مجموعة شركات مصنع مصانع مؤسسة أسهم مدير رئيس قانون حركة حزب")
GIVEN = words(
    "سلجوق ألب أرسلان خلوق خلوك أوزدمير غابرييلا جورج بيل توني جيمس تيم سي فريد فريدريك يوليوس فيليب عمر برايان"
)
"""Given names and particles of people who bear a system's name."""
PLACES = words(
    "مدينة محافظة بلدة قرية ولاية مقاطعة إقليم منطقة ضاحية ميناء مطار قضاء ناحية مدينتي بلدتي محافظتي قاعدة دولة"
)
BODIES = words("جيش قوات حكومة رئيس طيران جنود عاصمة شعب أراض أراضي برلمان")
"""Heads of a state's bodies: a demonym that is a common word too is one right behind them."""
SPORT = words("لاعب منتخب نادي فريق مباراة دوري كرة هدف مهاجم حارس مرمى كأس بطولة")
"""Words of sport: `المدافع` among them is a defender, no gun."""
PREPOSITIONS = words("في إلى من نحو باتجاه داخل شمال جنوب شرق غرب وسط قرب على ضد مع بين تجاه حول عن لدى خارج دعم")
HONORIFICS = words(
    "الرئيس رئيس الوزير وزير وزيرة الوزيرة السيد السيدة المشير الفريق اللواء العميد العقيد المقدم الرائد"
    " النقيب الملازم الجنرال الأميرال القائد الملك الأمير ولي العهد السلطان الشيخ الدكتور المهندس الأستاذ"
    " البروفيسور النائب السيناتور السفير المستشار المستشارة المبعوث المتحدث الناطق الزعيم آية الله البابا"
    " الحاج المارشال الخارجية الدفاع الداخلية الأول الركن الوزراء نظيره"
)
"""Titles and roles that stand before a person's name and are no part of it."""
NOT_SURNAMES = words("الله الدين الرحمن العزيز بن ابن آل ال أبو عبد الثاني الأول الثالث الرابع الخامس السادس")
NOT_NAMES = words("لصالح")
"""Words that look like a surname behind a preposition and are none."""
