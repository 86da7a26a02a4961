"""Alerts in our own words."""

from datetime import UTC, datetime

from marsad.contracts import Alert, ArticleRef, Change, Event, Evidence, FeedRef, Role, RuleRef

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
SENTENCE = "سلّمت موسكو أنقرة بطارية إس-400 يوم الاثنين"


def alert(identifier: str, **fields) -> Alert:
    evidence = Evidence(text=SENTENCE, start=0, end=len(SENTENCE))
    event = Event(
        type="arms_delivery",
        item=Role(text="إس-400", id="weapon:s-400", name_en="S-400", name_ar="إس-400"),
        supplier=Role(text="موسكو", id="RU", name_en="Russia", name_ar="روسيا"),
        recipient=Role(text="أنقرة", id="TR", name_en="Turkey", name_ar="تركيا"),
        status="completed",
        evidence=evidence,
    )
    feed = FeedRef(url="https://paper.example/rss", title="الصحيفة")
    article = ArticleRef(id="a1", url="https://paper.example/1", seen=AT, title="وصول بطارية", feed=feed)
    rule = RuleRef(id="s400-delivery", name="S-400 delivery", severity="high")
    given = {
        "id": identifier,
        "rule": rule,
        "change": Change(kind="first_mention", after="completed"),
        "title": "Arms delivery: S-400",
        "evidence": evidence,
        "article": article,
        "at": AT,
        "event": event,
        "event_id": f"event-of-{identifier}",
        "link": "https://paper.example/1",
    }
    return Alert(**given | fields)
