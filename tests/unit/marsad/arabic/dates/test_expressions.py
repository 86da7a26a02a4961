"""Date expressions, each with the reason why it reads so. The anchor is Saturday 15 June 2019."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from marsad.arabic.dates import find

ANCHOR = datetime(2019, 6, 15, 12, tzinfo=UTC)

# text, the slice expected, first day, last day, why. A dash is an open or unknown end.
TABLE = """
اجتمع المجلس اليوم | اليوم | 2019-06-15 | 2019-06-15 | today is the anchor's day
وقع الاتفاق أمس | أمس | 2019-06-14 | 2019-06-14 | yesterday
يصل الوفد غدا | غدا | 2019-06-16 | 2019-06-16 | tomorrow
يصل الوفد غداً الأحد | غداً الأحد | 2019-06-16 | 2019-06-16 | tanwin and a weekday that agrees
تستأنف المحادثات بعد غد | بعد غد | 2019-06-17 | 2019-06-17 | two days ahead
تستأنف بعد غد الاثنين | بعد غد الاثنين | 2019-06-17 | 2019-06-17 | with the weekday
قال أول أمس | أول أمس | 2019-06-13 | 2019-06-13 | two days ago
قال أول من أمس | أول من أمس | 2019-06-13 | 2019-06-13 | the Levantine way to say it
قال أمس الأول | أمس الأول | 2019-06-13 | 2019-06-13 | the Egyptian way to say it
قال أمس الأول الخميس | أمس الأول الخميس | 2019-06-13 | 2019-06-13 | 13 June 2019 was a Thursday
قال أمس الجمعة | أمس الجمعة | 2019-06-14 | 2019-06-14 | the weekday agrees
صرح اليوم الجمعة | اليوم الجمعة | 2019-06-14 | 2019-06-14 | written on Friday, published on Saturday: the weekday wins
صرح، اليوم السبت، في بيان | اليوم السبت | 2019-06-15 | 2019-06-15 | between commas
وصل البارحة | البارحة | 2019-06-14 | 2019-06-14 | last night's word for yesterday
وقع صباح اليوم | صباح اليوم | 2019-06-15 | 2019-06-15 | the part of the day is in the slice
وقع مساء أمس | مساء أمس | 2019-06-14 | 2019-06-14 | evening of yesterday
وقع فجر الجمعة | فجر الجمعة | 2019-06-14 | 2019-06-14 | dawn of the last Friday
هذا هو اليوم الثاني للقمة | | | | the second day of something is not today
وفي اليوم التالي عاد | | | | the following day hangs on another event
عاد في ذلك اليوم | | | | that day is told elsewhere
أعلن الخميس | الخميس | 2019-06-13 | 2019-06-13 | a bare weekday in the news is the last one
أعلن يوم الثلاثاء | يوم الثلاثاء | 2019-06-11 | 2019-06-11 | the word for day belongs to it
أعلن السبت | السبت | 2019-06-15 | 2019-06-15 | the anchor's own weekday is today
سيعقد الاجتماع الخميس | الخميس | 2019-06-20 | 2019-06-20 | after a future verb a bare weekday is the next one
من المقرر أن يصل الاثنين | الاثنين | 2019-06-17 | 2019-06-17 | scheduled: the next one
الخميس الماضي | الخميس الماضي | 2019-06-13 | 2019-06-13 | last Thursday
الخميس المقبل | الخميس المقبل | 2019-06-20 | 2019-06-20 | next Thursday
السبت المقبل | السبت المقبل | 2019-06-22 | 2019-06-22 | next Saturday is not today
السبت الماضي | السبت الماضي | 2019-06-08 | 2019-06-08 | last Saturday is not today
يوم الأحد القادم | يوم الأحد القادم | 2019-06-16 | 2019-06-16 | another word for next
الأربعاء المنصرم | الأربعاء المنصرم | 2019-06-12 | 2019-06-12 | another word for last
الأسبوع الماضي | الأسبوع الماضي | 2019-06-08 | 2019-06-14 | weeks run Saturday to Friday
الأسبوع المقبل | الأسبوع المقبل | 2019-06-22 | 2019-06-28 | the week after this one
هذا الأسبوع | هذا الأسبوع | 2019-06-15 | 2019-06-21 | the week of the anchor
مطلع الأسبوع المقبل | مطلع الأسبوع المقبل | 2019-06-22 | 2019-06-23 | its first third
نهاية الأسبوع | نهاية الأسبوع | 2019-06-21 | 2019-06-22 | the weekend: Friday and Saturday
نهاية الأسبوع الماضي | نهاية الأسبوع الماضي | 2019-06-14 | 2019-06-15 | the last weekend began yesterday
الشهر المقبل | الشهر المقبل | 2019-07-01 | 2019-07-31 | next calendar month
الشهر الماضي | الشهر الماضي | 2019-05-01 | 2019-05-31 | last calendar month
الشهر الجاري | الشهر الجاري | 2019-06-01 | 2019-06-30 | the running month
هذا الشهر | هذا الشهر | 2019-06-01 | 2019-06-30 | the same with a demonstrative
أواخر الشهر الماضي | أواخر الشهر الماضي | 2019-05-21 | 2019-05-31 | late: from the 21st
أوائل الشهر المقبل | أوائل الشهر المقبل | 2019-07-01 | 2019-07-10 | early: the first ten days
منتصف الشهر الجاري | منتصف الشهر الجاري | 2019-06-11 | 2019-06-20 | middle: the second ten
مطلع الشهر | مطلع الشهر | 2019-06-01 | 2019-06-10 | of the running month
نهاية الشهر | نهاية الشهر | 2019-06-21 | 2019-06-30 | end of the running month
الخامس من الشهر الجاري | الخامس من الشهر الجاري | 2019-06-05 | 2019-06-05 | an ordinal day of the running month
في 20 من الشهر المقبل | 20 من الشهر المقبل | 2019-07-20 | 2019-07-20 | a numbered day of the next month
للشهر المقبل | للشهر المقبل | 2019-07-01 | 2019-07-31 | the article melts into the preposition
العام الماضي | العام الماضي | 2018-01-01 | 2018-12-31 | last calendar year
العام المقبل | العام المقبل | 2020-01-01 | 2020-12-31 | next calendar year
السنة القادمة | السنة القادمة | 2020-01-01 | 2020-12-31 | the feminine word for year
العام الجاري | العام الجاري | 2019-01-01 | 2019-12-31 | the running year
العام الحالي | العام الحالي | 2019-01-01 | 2019-12-31 | another word for running
هذا العام | هذا العام | 2019-01-01 | 2019-12-31 | with a demonstrative
نهاية العام | نهاية العام | 2019-09-01 | 2019-12-31 | late in a year: its last four months
نهاية العام الجاري | نهاية العام الجاري | 2019-09-01 | 2019-12-31 | the same said in full
مطلع العام المقبل | مطلع العام المقبل | 2020-01-01 | 2020-04-30 | early: the first four months
منتصف العام المقبل | منتصف العام المقبل | 2020-05-01 | 2020-08-31 | middle: the second four
القرن الماضي | القرن الماضي | 1900-01-01 | 1999-12-31 | the hundred years before
العقد الماضي | العقد الماضي | 2000-01-01 | 2009-12-31 | the calendar decade before
التسعينيات | التسعينيات | 1990-01-01 | 1999-12-31 | a decade by name
ثمانينات القرن الماضي | ثمانينات القرن الماضي | 1980-01-01 | 1989-12-31 | a decade with its century
أوائل التسعينات | أوائل التسعينات | 1990-01-01 | 1993-05-01 | the first third of a decade
القرن التاسع عشر | القرن التاسع عشر | 1801-01-01 | 1900-12-31 | an ordinal century
القرن العشرين | القرن العشرين | 1901-01-01 | 2000-12-31 | the twentieth
يوليو المقبل | يوليو المقبل | 2019-07-01 | 2019-07-31 | the next July
يوليو الماضي | يوليو الماضي | 2018-07-01 | 2018-07-31 | the last July, in the year before
مايو الماضي | مايو الماضي | 2019-05-01 | 2019-05-31 | the last May, this year
يونيو الجاري | يونيو الجاري | 2019-06-01 | 2019-06-30 | the running June
يناير المقبل | يناير المقبل | 2020-01-01 | 2020-01-31 | the next January is in the next year
في يوليو | يوليو | 2019-07-01 | 2019-07-31 | no year: the nearest July
في ديسمبر | ديسمبر | 2018-12-01 | 2018-12-31 | the nearest December is the last one
سيصل في ديسمبر | ديسمبر | 2019-12-01 | 2019-12-31 | after a future verb the next one
بحلول شهر يوليو | بحلول شهر يوليو | 2019-06-15 | 2019-07-31 | by July: from now to its end
بحلول يوليو/تموز المقبل | بحلول يوليو/تموز المقبل | 2019-06-15 | 2019-07-31 | two names of one month
بحلول نهاية العام | بحلول نهاية العام | 2019-06-15 | 2019-12-31 | by the end of the year
بحلول عام 2021 | بحلول عام 2021 | 2019-06-15 | 2021-12-31 | by a year
بحلول الخميس المقبل | بحلول الخميس المقبل | 2019-06-15 | 2019-06-20 | by a weekday
تموز/يوليو 2018 | تموز/يوليو 2018 | 2018-07-01 | 2018-07-31 | Levantine and Egyptian together
تموز 2018 | تموز 2018 | 2018-07-01 | 2018-07-31 | Levantine and Iraqi
كانون الثاني 2020 | كانون الثاني 2020 | 2020-01-01 | 2020-01-31 | a month of two words
كانون الأول/ديسمبر 2017 | كانون الأول/ديسمبر 2017 | 2017-12-01 | 2017-12-31 | both ways of December
تشرين الأول 2016 | تشرين الأول 2016 | 2016-10-01 | 2016-10-31 | October
تشرين الثاني (نوفمبر) 2016 | تشرين الثاني (نوفمبر) 2016 | 2016-11-01 | 2016-11-30 | the second name in brackets
شهر آذار 2018 | شهر آذار 2018 | 2018-03-01 | 2018-03-31 | with the word for month
جويلية 2018 | جويلية 2018 | 2018-07-01 | 2018-07-31 | Algerian and Tunisian July
جانفي 2018 | جانفي 2018 | 2018-01-01 | 2018-01-31 | Algerian and Tunisian January
فيفري 2018 | فيفري 2018 | 2018-02-01 | 2018-02-28 | Algerian and Tunisian February
أفريل 2018 | أفريل 2018 | 2018-04-01 | 2018-04-30 | Algerian and Tunisian April
جوان 2018 | جوان 2018 | 2018-06-01 | 2018-06-30 | Algerian and Tunisian June
أوت 2018 | أوت 2018 | 2018-08-01 | 2018-08-31 | Algerian and Tunisian August
غشت 2018 | غشت 2018 | 2018-08-01 | 2018-08-31 | Moroccan August
شتنبر 2018 | شتنبر 2018 | 2018-09-01 | 2018-09-30 | Moroccan September
نونبر 2018 | نونبر 2018 | 2018-11-01 | 2018-11-30 | Moroccan November
دجنبر 2018 | دجنبر 2018 | 2018-12-01 | 2018-12-31 | Moroccan December
يوليوز 2018 | يوليوز 2018 | 2018-07-01 | 2018-07-31 | Moroccan July
فبراير 2020 | فبراير 2020 | 2020-02-01 | 2020-02-29 | a leap year
12 يوليو 2018 | 12 يوليو 2018 | 2018-07-12 | 2018-07-12 | day, month, year
١٢ يوليو ٢٠١٨ | ١٢ يوليو ٢٠١٨ | 2018-07-12 | 2018-07-12 | Arabic-Indic digits
۱۲ یولیو ۲۰۱۸ | ۱۲ یولیو ۲۰۱۸ | 2018-07-12 | 2018-07-12 | Persian digits and Persian ya
الخميس 12 يوليو 2018 | الخميس 12 يوليو 2018 | 2018-07-12 | 2018-07-12 | the weekday belongs to the date
الخميس الموافق 12 يوليو 2018 | الخميس الموافق 12 يوليو 2018 | 2018-07-12 | 2018-07-12 | the formal way
12 تموز/يوليو 2018 | 12 تموز/يوليو 2018 | 2018-07-12 | 2018-07-12 | two names of the month
في 3 من مايو 2018 | 3 من مايو 2018 | 2018-05-03 | 2018-05-03 | with a partitive
الخامس والعشرين من أيار الماضي | الخامس والعشرين من أيار الماضي | 2019-05-25 | 2019-05-25 | an ordinal of two words
الحادي عشر من سبتمبر 2001 | الحادي عشر من سبتمبر 2001 | 2001-09-11 | 2001-09-11 | an ordinal in the teens
الثلاثين من يونيو | الثلاثين من يونيو | 2019-06-30 | 2019-06-30 | a round ordinal, the nearest year
الأول من يوليو المقبل | الأول من يوليو المقبل | 2019-07-01 | 2019-07-01 | the first of the next July
15 كانون الثاني المقبل | 15 كانون الثاني المقبل | 2020-01-15 | 2020-01-15 | the next January
12 يوليو من العام الماضي | 12 يوليو من العام الماضي | 2018-07-12 | 2018-07-12 | the year told relatively
في يونيو من العام المقبل | يونيو من العام المقبل | 2020-06-01 | 2020-06-30 | a month of the next year
2018-07-12 | 2018-07-12 | 2018-07-12 | 2018-07-12 | ISO
12/7/2018 | 12/7/2018 | 2018-07-12 | 2018-07-12 | day before month
2018/7/12 | 2018/7/12 | 2018-07-12 | 2018-07-12 | year first
12-07-2018 | 12-07-2018 | 2018-07-12 | 2018-07-12 | hyphens
12.07.2018 | 12.07.2018 | 2018-07-12 | 2018-07-12 | dots
7/25/2018 | 7/25/2018 | 2018-07-25 | 2018-07-25 | only month before day makes a date
31/2/2018 | | | | no such day
30 فبراير 2018 | فبراير 2018 | 2018-02-01 | 2018-02-28 | no such day, but the month stands
عام 2018 | عام 2018 | 2018-01-01 | 2018-12-31 | a year
في سنة 1990 | سنة 1990 | 1990-01-01 | 1990-12-31 | the other word for year
للعام 2018 | للعام 2018 | 2018-01-01 | 2018-12-31 | the article melts into the preposition
منذ 2011 | منذ 2011 | 2011-01-01 | 2019-06-15 | since: up to the anchor
بعد أزمة 2015 الدبلوماسية | 2015 | 2015-01-01 | 2015-12-31 | a year names an event
مونديال 2022 | 2022 | 2022-01-01 | 2022-12-31 | a tournament takes a year
سنة 2018م | سنة 2018م | 2018-01-01 | 2018-12-31 | the letter for the common era
أوائل عام 2018 | أوائل عام 2018 | 2018-01-01 | 2018-04-30 | early in a named year
أواخر 2018 | أواخر 2018 | 2018-09-01 | 2018-12-31 | late, without the word for year
منتصف يوليو | منتصف يوليو | 2019-07-11 | 2019-07-20 | middle of a month
نهاية يوليو المقبل | نهاية يوليو المقبل | 2019-07-21 | 2019-07-31 | end of a month
النصف الأول من 2020 | النصف الأول من 2020 | 2020-01-01 | 2020-06-30 | first half
النصف الثاني من عام 2018 | النصف الثاني من عام 2018 | 2018-07-01 | 2018-12-31 | second half
النصف الأول من العام المقبل | النصف الأول من العام المقبل | 2020-01-01 | 2020-06-30 | of a relative year
الربع الأول من 2018 | الربع الأول من 2018 | 2018-01-01 | 2018-03-31 | first quarter
الربع الأخير من العام الجاري | الربع الأخير من العام الجاري | 2019-10-01 | 2019-12-31 | last quarter
الربع الثالث من عام 2018 | الربع الثالث من عام 2018 | 2018-07-01 | 2018-09-30 | third quarter
النصف الثاني من الشهر المقبل | النصف الثاني من الشهر المقبل | 2019-07-16 | 2019-07-31 | half a month
صيف 2018 | صيف 2018 | 2018-06-01 | 2018-08-31 | a season with its year
شتاء عام 2018 | شتاء عام 2018 | 2018-12-01 | 2019-02-28 | winter begins in December of its year
خريف العام الماضي | خريف العام الماضي | 2018-09-01 | 2018-11-30 | a season of a relative year
الخريف المقبل | الخريف المقبل | 2019-09-01 | 2019-11-30 | the next autumn is in this year
الأسبوع الأول من يوليو المقبل | الأسبوع الأول من يوليو المقبل | 2019-07-01 | 2019-07-07 | days 1 to 7
الأسبوع الأخير من مايو 2018 | الأسبوع الأخير من مايو 2018 | 2018-05-25 | 2018-05-31 | its last seven days
قبل ثلاثة أيام | قبل ثلاثة أيام | 2019-06-12 | 2019-06-12 | a number in words
قبل 10 أيام | قبل 10 أيام | 2019-06-05 | 2019-06-05 | a number in digits
قبل يومين | قبل يومين | 2019-06-13 | 2019-06-13 | a dual
قبل أسبوع | قبل أسبوع | 2019-06-08 | 2019-06-14 | the week that lies a week back
قبل شهرين | قبل شهرين | 2019-04-01 | 2019-04-30 | the month that lies two back
قبل أيام | قبل أيام | - | 2019-06-15 | how many is not said
قبل شهرين من الحرب | قبل شهرين من | - | - | counted from another event
منذ شهرين | منذ شهرين | 2019-04-15 | 2019-06-15 | from then to now
منذ أسابيع | منذ أسابيع | - | 2019-06-15 | how many is not said
منذ خمس سنوات | منذ خمس سنوات | 2014-06-15 | 2019-06-15 | five years up to now
منذ أمس | منذ أمس | 2019-06-14 | 2019-06-15 | since a day
في غضون شهرين | في غضون شهرين | 2019-06-15 | 2019-08-15 | within: ahead
خلال أسابيع | خلال أسابيع | 2019-06-15 | - | an indefinite plural looks ahead, to no known day
ستصل خلال شهرين | خلال شهرين | 2019-06-15 | 2019-08-15 | after a future verb it looks ahead
قتل عشرون خلال شهرين | خلال شهرين | - | - | without one the side is not known
سيصل بعد شهرين | بعد شهرين | 2019-08-01 | 2019-08-31 | the month two ahead
خلال الأسابيع المقبلة | خلال الأسابيع المقبلة | 2019-06-15 | - | ahead, to no known day
خلال الأسابيع الأخيرة | خلال الأسابيع الأخيرة | - | 2019-06-15 | up to now, from no known day
السنوات الخمس الماضية | السنوات الخمس الماضية | 2014-06-15 | 2019-06-15 | five years up to now
العامين الماضيين | العامين الماضيين | 2017-06-15 | 2019-06-15 | a dual
الأشهر الستة المقبلة | الأشهر الستة المقبلة | 2019-06-15 | 2019-12-15 | six months ahead
الساعات الـ24 الماضية | الساعات الـ24 الماضية | 2019-06-14 | 2019-06-15 | a number with the article and tatweel
الأيام العشرة المقبلة | الأيام العشرة المقبلة | 2019-06-15 | 2019-06-25 | ten days ahead
حتى الآن | حتى الآن | - | 2019-06-15 | until now
حتى نهاية يوليو | حتى نهاية يوليو | 2019-06-15 | 2019-07-31 | until: from now
قبل نهاية العام | قبل نهاية العام | - | 2019-12-31 | the end is the last day, not the late part
بين عامي 2015 و2018 | بين عامي 2015 و2018 | 2015-01-01 | 2018-12-31 | between two years
من 2015 إلى 2018 | من 2015 إلى 2018 | 2015-01-01 | 2018-12-31 | from a year to a year
2018-2019 | 2018-2019 | 2018-01-01 | 2019-12-31 | two years joined
موسم 2018/19 | 2018/19 | 2018-01-01 | 2019-12-31 | a season of sport, the second year short
من 12 إلى 15 يوليو | من 12 إلى 15 يوليو | 2019-07-12 | 2019-07-15 | the month is said once
يومي 12 و13 يوليو 2018 | يومي 12 و13 يوليو 2018 | 2018-07-12 | 2018-07-13 | two days joined
بين يوليو وسبتمبر 2020 | بين يوليو وسبتمبر 2020 | 2020-07-01 | 2020-09-30 | the year is said once
من الأحد إلى الخميس | من الأحد إلى الخميس | 2019-06-09 | 2019-06-13 | from a weekday to a weekday
3 محرم 1440 هـ | 3 محرم 1440 هـ | 2018-09-13 | 2018-09-13 | a Hijri day, Umm al-Qura
رمضان 1440 | رمضان 1440 | 2019-05-06 | 2019-06-03 | a Hijri month
15 شعبان 1440هـ | 15 شعبان 1440هـ | 2019-04-20 | 2019-04-20 | the mark is glued to the year
الأول من ذي الحجة المقبل | الأول من ذي الحجة المقبل | 2019-08-02 | 2019-08-02 | the next Hijri month
شهر رمضان الماضي | شهر رمضان الماضي | 2019-05-06 | 2019-06-03 | the last Ramadan
عام 1440 هـ | عام 1440 هـ | 2018-09-11 | 2019-08-30 | a Hijri year
30 صفر 1441 | | | | the month has 29 days
حضر رمضان عبد الله | | | | a man's name
منظومة S-400 | | | | a designation is no date
2000 صاروخ | | | | a count is no year
في 2000 متر مربع | | | | a count after a preposition
نحو 1900 دولار | | | | a price
مارس ضغوطا | | | | a verb spelt like March
والد رجل وأب لطفلين | | | | a father spelt like August
مفاعل تموز | | | | a reactor
سيارة نيسان جديدة | | | | a make of car
إس 300 و400 | | | | two designations
بنسبة 2020% | | | | a per cent sign
المادة 12 | | | | an article of a law
رقم 2018123 | | | | a longer number
تبدأ السنة في غرة محرم | غرة محرم | 2019-08-31 | 2019-08-31 | the first of a Hijri month has a name of its own
نتائج الربع الأول للعام 2021 | الربع الأول للعام 2021 | 2021-01-01 | 2021-03-31 | a preposition in place of من
نتائج الربع الثاني للعام المقبل | الربع الثاني للعام المقبل | 2020-04-01 | 2020-06-30 | the same, told relatively
يوم 30 يونيو حزيران | يوم 30 يونيو حزيران | 2019-06-30 | 2019-06-30 | two names of one month side by side
في سبتمبرايلول 2018 | سبتمبرايلول 2018 | 2018-09-01 | 2018-09-30 | two names of one month written together
في تموزيوليو المقبل | تموزيوليو المقبل | 2019-07-01 | 2019-07-31 | written together, with a modifier
وقع الحادث في اليوم نفسه | | | | the same day as something else
يصل بعد أسبوع من الآن | بعد أسبوع من الآن | 2019-06-22 | 2019-06-28 | reckoned from now
يصل هذا المساء | هذا المساء | 2019-06-15 | 2019-06-15 | this evening is today
يومي الأحد والاثنين المقبلين | يومي الأحد والاثنين المقبلين | 2019-06-16 | 2019-06-17 | a dual modifier: both
الخميس والجمعة الماضيين | الخميس والجمعة الماضيين | 2019-06-13 | 2019-06-14 | and for both past ones
في الـ12 من يوليو | الـ12 من يوليو | 2019-07-12 | 2019-07-12 | the article before digits
العشر الأواخر من رمضان | العشر الأواخر من رمضان | 2019-05-26 | 2019-06-03 | the last ten days of a Hijri month
قبل نهاية يوليو | قبل نهاية يوليو | - | 2019-07-31 | the end of a month named
"""


def _rows() -> list[tuple[str, str, str, str, str]]:
    rows = []
    for line in TABLE.strip().splitlines():
        text, slice_, first, last, why = (part.strip() for part in line.split("|"))
        rows.append((text, slice_, first, last, why))
    return rows


def _day(text: str) -> date | None:
    return None if text in ("", "-") else date.fromisoformat(text)


@pytest.mark.parametrize(("text", "slice_", "first", "last", "why"), _rows())
def test_expression(text: str, slice_: str, first: str, last: str, why: str) -> None:
    found = find(text, ANCHOR)
    if not slice_:
        assert [one for one in found if one.from_ or one.to] == [], why
        return
    assert [one.text for one in found] == [slice_], why
    assert (found[0].from_, found[0].to) == (_day(first), _day(last)), why
    assert text[found[0].start : found[0].end] == slice_


def test_the_table_is_long_enough() -> None:
    assert len(_rows()) >= 150
