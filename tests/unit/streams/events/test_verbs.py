"""Every verb by which arms change hands, in the places that its class gives to who supplies and who receives."""

import pytest

from tests.unit.streams.events.sentences import events

GIVE = "سلمت وردت صدرت قدمت منحت أعطت أهدت وهبت وفرت"
SEND = "أرسلت بعثت شحنت نقلت هربت أوصلت سلمت صدرت وردت قدمت"
SUPPLY = "زودت جهزت سلحت أمدت دعمت عززت"
RECEIVE = "تسلمت استلمت تلقت نالت حازت اقتنت استقبلت استوردت جلبت"
ARRIVE = "وصلت هبطت رست حطت تدفقت"
MASDARS = "تسليم توريد تصدير إرسال شحن نقل تقديم منح إعطاء إهداء إيصال توفير"
CASES = [
    *((f"{verb} روسيا إلى الهند صواريخ إس-400.", "completed") for verb in SEND.split()),
    *((f"{verb} روسيا الهند صواريخ إس-400.", "completed") for verb in GIVE.split()),
    *((f"{verb} روسيا الهند بصواريخ إس-400.", "completed") for verb in SUPPLY.split()),
    *((f"{verb} الهند صواريخ إس-400 من روسيا.", "completed") for verb in RECEIVE.split()),
    *((f"{verb} صواريخ إس-400 من روسيا إلى الهند.", "completed") for verb in ARRIVE.split()),
    *((f"أعلنت روسيا {noun} صواريخ إس-400 إلى الهند.", "completed") for noun in MASDARS.split()),
    *((f"تعتزم روسيا {noun} صواريخ إس-400 إلى الهند.", "planned") for noun in MASDARS.split()),
    *((f"رفضت روسيا {noun} صواريخ إس-400 إلى الهند.", "denied") for noun in MASDARS.split()),
    *((f"علقت روسيا {noun} صواريخ إس-400 إلى الهند.", "halted") for noun in MASDARS.split()),
    *((f"نفت روسيا {noun} صواريخ إس-400 إلى الهند.", "denied") for noun in MASDARS.split()),
]


@pytest.mark.parametrize(("text", "status"), CASES)
def test_a_verb_of_its_class_fills_the_same_roles(text, status):
    (event,) = [event for event in events(text) if event.type == "arms_delivery"]
    assert (event.item.name_en, event.status) == ("S-400", status)
    assert (event.supplier.name_en, event.recipient.name_en) == ("Russia", "India")
