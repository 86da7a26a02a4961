from datetime import UTC, datetime

import pytest

from marsad.contracts import EnrichedArticle, Entity, Event, Evidence, Role, Rule
from marsad.errors import ConfigError
from streams.events import ledger
from streams.rules import RuleBook, load
from tests.unit.streams.events.ledger.samples import NOW, article, delivery, said, seen

S400 = {"event": {"type": "arms_delivery", "item": "S-400"}}


def rule(when=None, alert_on=("first_mention", "status_change"), name="r", **more) -> Rule:
    return Rule(id=name, name=name, when=when or S400, alert_on=alert_on, **more)


def raised(book: RuleBook, mentions):
    """Alerts on news, in order."""
    entry, alerts = None, []
    for item in mentions:
        outcome = ledger.merge(entry, item, now=NOW, retention_days=400)
        entry = outcome.entry
        alerts += [alert for news in outcome.news for alert in book.on_news(news, NOW)]
    return alerts


def kinds(alerts):
    return [(alert.change.kind, alert.change.after) for alert in alerts]


STORY = [
    said("a", 0, delivery(date=("2030-07-01", "2030-07-31"), count=4)),
    said("b", 0.1, delivery(date=("2030-07-01", "2030-07-31"), count=4)),
    said("c", 1, delivery("denied")),
    said("d", 5, delivery("in_progress", date=("2030-09-01",))),
    said("e", 6, delivery("in_progress", count=6)),
    said("f", 9, delivery("completed")),
    said("g", 10, delivery("completed", salience="background")),
]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("first_mention", [("first_mention", "planned")]),
        (
            "status_change",
            [("status_change", "denied"), ("status_change", "in_progress"), ("status_change", "completed")],
        ),
        ("date_change", [("date_change", "2030-09-01/2030-09-01")]),
        ("quantity_change", [("quantity_change", "6")]),
        ("contradiction", [("contradiction", "denied"), ("contradiction", "in_progress")]),
    ],
)
def test_each_kind_of_change_raises_its_own(kind, expected):
    book = RuleBook.compile([rule(alert_on=(kind,))])
    assert kinds(raised(book, STORY)) == expected


def test_a_mention_raises_one_alert_a_rule_though_it_changes_several_things():
    every = ("first_mention", "status_change", "date_change", "quantity_change", "contradiction")
    alerts = raised(RuleBook.compile([rule(alert_on=every)]), STORY)
    assert [alert.article.id for alert in alerts] == ["a", "c", "d", "e", "f"]
    assert len({alert.id for alert in alerts}) == 5


def test_every_mention_raises_one_an_article_copies_included():
    book = RuleBook.compile([rule(alert_on=("every_mention",))])
    stories = [article(name, events=(delivery(),)) for name in "abc"]
    alerts = [alert for one in stories for alert in book.on_article(one, NOW)]
    assert [alert.article.id for alert in alerts] == ["a", "b", "c"]
    assert raised(book, STORY) == []


def test_an_alert_carries_why_it_fired():
    (alert,) = raised(load(), STORY[:2])
    assert alert.rule.id == "s400-delivery"
    assert alert.rule.severity == "high"
    assert alert.channels == ("terminal", "webhook")
    assert alert.evidence == STORY[0].event.evidence
    assert alert.link == "https://wire.example/a"
    assert alert.event_id
    assert "rule: event type arms_delivery" in alert.derivation
    assert "new: planned" in alert.derivation


def test_alert_ids_are_functions_of_rule_event_and_fact():
    one, other = RuleBook.compile([rule()]), RuleBook.compile([rule(severity="low"), rule(name="other")])
    ids = [alert.id for alert in raised(one, STORY)]
    again = raised(other, STORY)
    assert [alert.id for alert in again if alert.rule.id == "r"] == ids
    assert not {alert.id for alert in again if alert.rule.id == "other"} & set(ids)


def test_the_same_fact_has_the_same_id_whichever_way_it_became_known():
    planned, done = seen(said("a", 0, delivery()), 2), seen(said("b", 1, delivery("completed")), 1)
    book = RuleBook.compile([rule()])
    calm = {alert.id for alert in raised(book, [planned, done])}
    late = {alert.id for alert in raised(book, [done, planned])}
    assert late < calm


def test_a_rule_hears_of_an_event_when_it_first_fits():
    to_turkey = {"event": {"type": "arms_delivery", "recipient": "Turkey"}}
    book = RuleBook.compile([rule(to_turkey, ("first_mention",))])
    alerts = raised(book, [said("a", 0, delivery(recipient=None)), said("b", 1, delivery())])
    assert [(alert.article.id, alert.change.kind) for alert in alerts] == [("b", "first_mention")]


def test_a_rule_on_a_status_hears_of_it_once_however_it_comes():
    done = {"event": {"type": "arms_delivery", "status": "completed"}}
    book = RuleBook.compile([rule(done, ("first_mention",))])
    assert [alert.article.id for alert in raised(book, STORY)] == ["f"]


def event(kind: str, **roles: Role) -> Event:
    return Event(type=kind, status="completed", evidence=Evidence(text="نص", start=0, end=2), **roles)


def role(text: str, identity: str | None = None, en: str | None = None) -> Role:
    return Role(text=text, id=identity, name_en=en)


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ({"type": "arms_delivery"}, True),
        ({"type": ["strike", "arms_delivery"]}, True),
        ({"type": "strike"}, False),
        ({"item": "weapon:s-400"}, True),
        ({"item": "إس 400"}, True),
        ({"item": "اس-٤٠٠"}, True),
        ({"item": ["F-35", "S-400"]}, True),
        ({"item": "S-300"}, False),
        ({"item_class": "air_defence"}, True),
        ({"item_class": "drones"}, False),
        ({"supplier": "Russia"}, True),
        ({"supplier": "روسيا"}, True),
        ({"supplier": "Moscow"}, True),
        ({"supplier": "Turkey"}, False),
        ({"recipient": "Turkey"}, True),
        ({"actor": "Turkey"}, True),
        ({"actor": "Iran"}, False),
        ({"recipient_region": "nato"}, True),
        ({"supplier_region": "nato"}, False),
        ({"region": "middle_east"}, True),
        ({"region": "gulf"}, False),
        ({"status": "planned"}, True),
        ({"status": ["completed", "denied"]}, False),
        ({"item": "S-400", "supplier": "Russia", "recipient": "Turkey", "status": "planned"}, True),
    ],
)
def test_event_conditions(wanted, fits):
    book = RuleBook.compile([rule({"event": wanted})])
    assert bool(raised(book, [said("a", 0, delivery())])) is fits


def test_an_organ_of_a_state_plays_its_part():
    book = RuleBook.compile([rule({"event": {"type": "strike", "actor": "Palestine"}})])
    gaza = event("strike", target=role("غزة", "marsad:loc:gaza", "Gaza"))
    assert raised(book, [said("a", 0, gaza)])


TEXT = "أعلنت وزارة الدفاع أن منظومات إس-٤٠٠ والصواريخ الجديدة وصلت إلى القاعدة. ولم تذكر تركياوروسيا موعدا."


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ({"any": ["صواريخ"]}, True),
        ({"any": "الصواريخ"}, True),
        ({"any": ["طائرات", "قاعدة"]}, True),
        ({"any": ["طائرات", "سفن"]}, False),
        ({"all": ["وزارة", "صواريخ"]}, True),
        ({"all": ["وزارة", "سفن"]}, False),
        ({"all": ["وزارة"], "none": ["سفن"]}, True),
        ({"all": ["وزارة"], "none": ["القاعدة"]}, False),
        ({"phrase": "وزارة الدفاع"}, True),
        ({"phrase": "الدفاع وزارة"}, False),
        ({"phrase": "إس 400"}, True),
        ({"phrase": "اس400"}, True),
        ({"phrase": "إس 300"}, False),
        ({"phrase": "صواريخ جديدة"}, True),
        ({"any": "روسيا"}, True),
        ({"near": {"terms": ["إس 400", "قاعدة"], "within": 5}}, True),
        ({"near": {"terms": ["قاعدة", "إس 400"], "within": 5}}, True),
        ({"near": {"terms": ["إس 400", "قاعدة"], "within": 2}}, False),
        ({"near": {"terms": ["وزارة", "سفن"], "within": 50}}, False),
        ({"any": "مواعيد"}, False),
    ],
)
def test_text_conditions(text, fits):
    book = RuleBook.compile([rule({"text": text})])
    assert bool(book.on_article(EnrichedArticle(id="a", text=TEXT), NOW)) is fits


def test_text_alerts_show_the_sentence():
    book = RuleBook.compile([rule({"text": "موعد"}), rule({"text": "موعدا"}, name="s")])
    (alert,) = book.on_article(EnrichedArticle(id="a", title="عنوان", text=TEXT), NOW)
    assert alert.evidence.text == "ولم تذكر تركياوروسيا موعدا."
    assert TEXT[alert.evidence.start : alert.evidence.end] == alert.evidence.text
    (alert,) = RuleBook.compile([rule({"text": "عنوان"})]).on_article(
        EnrichedArticle(id="a", title="عنوان", text=TEXT), NOW
    )
    assert (alert.evidence.field, alert.evidence.text) == ("title", "عنوان")


def entity(text: str, kind: str, identity: str) -> Entity:
    start = TEXT.index(text)
    return Entity(text=text, start=start, end=start + len(text), type=kind, id=identity)


ENTITIES = (entity("إس-٤٠٠", "WEAPON", "weapon:s-400"), entity("تركيا", "LOC", "TR"), entity("روسيا", "LOC", "RU"))


@pytest.mark.parametrize(
    ("when", "fits"),
    [
        ({"entity": "S-400"}, True),
        ({"entity": ["F-35", "Turkey"]}, True),
        ({"entity": "Iran"}, False),
        ({"entity": {"name": "Turkey", "type": "LOC"}}, True),
        ({"entity": {"name": "Turkey", "type": "WEAPON"}}, False),
        ({"entity": {"name": ["Turkey", "Russia"], "at_least": 2}}, True),
        ({"entity": {"name": "Turkey", "at_least": 2}}, False),
        ({"together": ["Turkey", "Russia"]}, True),
        ({"together": {"of": ["Turkey", "Russia"], "within": "sentence"}}, True),
        ({"together": {"of": ["Turkey", "S-400"], "within": "sentence"}}, False),
        ({"together": {"of": ["Turkey", "S-400"], "within": "article"}}, True),
        ({"all": [{"entity": "S-400"}, {"text": "قاعدة"}]}, True),
        ({"any": [{"entity": "Iran"}, {"text": "قاعدة"}]}, True),
        ({"entity": "S-400", "not": {"text": "قاعدة"}}, False),
        ({"entity": "S-400", "not": {"text": "سفن"}}, True),
    ],
)
def test_entity_and_boolean_conditions(when, fits):
    book = RuleBook.compile([rule(when)])
    assert bool(book.on_article(EnrichedArticle(id="a", text=TEXT, entities=ENTITIES), NOW)) is fits


def test_text_beside_an_event_reads_headline_and_evidence():
    when = {**S400, "text": {"any": "خبر"}}
    assert raised(RuleBook.compile([rule(when)]), STORY[:1])
    assert not raised(RuleBook.compile([rule({**S400, "text": "سفن"})]), STORY[:1])


def test_entities_beside_an_event_are_those_of_the_article():
    mentioned = ledger.mention(article("a", entities=ENTITIES), delivery())
    assert raised(RuleBook.compile([rule({**S400, "entity": "Russia", "not": {"entity": "Iran"}})]), [mentioned])


def test_a_bad_rule_is_refused_and_the_book_stays():
    book = RuleBook.compile([rule()])
    with pytest.raises(ConfigError, match=r"rule r, when\.event\.typ: unknown key «typ» .*did you mean «type»"):
        book.updated(rule({"event": {"typ": "strike"}}))
    assert raised(book, STORY[:1])


def test_changes_give_new_books():
    book = RuleBook.compile([rule()])
    assert not raised(book.updated(rule(enabled=False)), STORY)
    assert not raised(book.updated(rule({"event": {"type": "strike"}})), STORY)
    assert not raised(book.without("r"), STORY)
    assert len(raised(book.updated(rule(name="second")), STORY[:1])) == 2
    assert book.rule("second") is None


@pytest.mark.parametrize("when", [{"not": {"text": "سفن"}}, {"text": {"none": ["سفن"]}}])
def test_a_rule_that_only_excludes_is_refused(when):
    with pytest.raises(ConfigError, match="nearly every article"):
        RuleBook.compile([rule(when)])


def test_the_shipped_rules_are_twelve_and_only_delivery_rules_speak_unasked():
    rules = load().rules
    assert len(rules) == 12
    assert {one.when["event"]["type"] for one in rules if one.enabled} == {"arms_delivery"}


def test_the_shipped_rules_raise_the_s400_story_once_each_and_nothing_on_a_deal():
    alerts = raised(load(), STORY)
    assert [(alert.rule.id, alert.change.after) for alert in alerts] == [
        ("s400-delivery", "planned"),
        ("s400-delivery", "denied"),
        ("s400-delivery", "in_progress"),
        ("s400-delivery", "completed"),
    ]
    deal = event("arms_deal", item=role("إس-400", "weapon:s-400", "S-400"), recipient=role("تركيا", "TR"))
    assert raised(load(), [said("z", 0, deal)]) == []


def test_times_are_utc():
    assert datetime(2031, 1, 1, tzinfo=UTC) == NOW
