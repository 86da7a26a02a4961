"""Pages: what is said of an alert is seen by all, what a feed writes stays text, what is away is said."""

import asyncio
import html
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from marsad.contracts import AuditEntry, DeadLetter, Evidence, Rule, decode
from marsad.contracts.topics import ANNOTATIONS, AUDIT, RULES
from marsad.errors import ServerError
from tests.unit.console.samples import AT, alert
from tests.unit.console.test_safety import token


def say(client, kind, **fields):
    return client.post("/alerts/one/annotations", data={"kind": kind, "csrf": token(client), **fields})


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_alert_is_told_in_the_readers_language(client, topics, language):
    topics.raised(alert("one"))
    page = client.get(f"/?lang={language}").text
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert (
        "تسليم سلاح: إس-400، روسيا ← تركيا" if language == "ar" else "Arms delivery: S-400, Russia → Turkey"
    ) in page


def test_a_choice_of_language_and_theme_stays(client):
    client.get("/?lang=en&theme=dark")
    page = client.get("/").text
    assert 'lang="en"' in page
    assert 'data-theme="dark"' in page


def test_acknowledging_is_seen_by_all_and_written_down(client, topics, console):
    topics.raised(alert("one"))
    assert say(client, "acknowledged").status_code == 303
    assert "card sev-high seen" in client.get("/").text
    assert [record.topic for record in topics.sent[1:]] == [ANNOTATIONS.name, AUDIT.name]
    assert decode(topics.sent[-1].value, AuditEntry).action == "acknowledge"
    say(client, "acknowledged")
    assert console.desk.said("one") == []


def test_muting_is_of_the_event_and_feedback_is_counted(client, topics, console):
    topics.raised(alert("one", event_id="e"), alert("two", event_id="e"))
    say(client, "muted")
    assert client.get("/").text.count(' muted"') == 2
    say(client, "irrelevant")
    assert console.desk.feedback() == {"s400-delivery": 1}


@pytest.mark.parametrize(("lasts", "hours"), [("1h", 1), ("8h", 8), ("1d", 24), ("7d", 168), ("ever", None)])
def test_a_mute_ends_when_it_was_chosen_to(client, topics, console, lasts, hours):
    topics.raised(alert("one", event_id="e"))
    assert f'<option value="{lasts}">' in client.get("/").text
    before = datetime.now(UTC)
    say(client, "muted", lasts=lasts)
    (said,) = console.desk.said("e")
    page = client.get("/").text
    assert 'name="lasts"' not in page
    if hours is None:
        assert said.until is None
        return
    assert before <= said.until - timedelta(hours=hours) <= datetime.now(UTC)
    assert f'datetime="{said.until:%Y-%m-%dT%H:%M:%SZ}"' in page


def test_a_mute_of_another_length_is_refused_and_only_a_mute_ends(client, topics, console):
    topics.raised(alert("one", event_id="e"))
    assert say(client, "muted", lasts="9y").status_code == 400
    assert console.desk.said("e") == []
    say(client, "acknowledged", lasts="1h")
    assert console.desk.said("one")[0].until is None


def test_a_note_is_shown_and_an_empty_one_takes_it_back(client, topics, console):
    topics.raised(alert("one"))
    say(client, "note", text="اسأل المراسل <b>")
    assert "اسأل المراسل &lt;b&gt;" in client.get("/").text
    say(client, "note", text=" ")
    assert console.desk.said("one") == []


def test_what_a_feed_writes_stays_text(client, topics):
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    evidence = Evidence(text=bad, start=0, end=len(bad))
    topics.raised(alert("one", title=bad, event=None, event_id=None, evidence=evidence, link="javascript:alert(1)"))
    page = client.get("/").text
    assert "&lt;script&gt;" in page
    assert "<img" not in page
    assert "javascript:" not in page
    assert re.findall(r"<script(?! src=)", page) == []


def test_filters_show_what_is_wanted(client, topics):
    topics.raised(alert("one"), alert("two"))
    say(client, "acknowledged")
    assert "alert-one" not in client.get("/?state=open").text
    assert "alert-two" in client.get("/?state=open&severity=high").text
    assert "alert-two" not in client.get("/?severity=low").text
    assert "alert-two" not in client.get("/?rule=another").text


def test_earlier_alerts_are_a_page_further_under_the_same_filter(client, topics):
    topics.raised(*(alert(f"a{number:03}") for number in range(120)))
    told, path = [], "/?severity=high"
    for _ in range(3):
        page = client.get(path).text
        told += re.findall(r'id="alert-(a\d+)"', page)
        assert ("/static/live.js" in page) == ("before" not in path)
        further = re.search(r'href="([^"]+)" rel="next"', page)
        path = html.unescape(further[1]) if further else ""
        assert not path or "severity=high" in path
    assert told == [f"a{number:03}" for number in reversed(range(120))]
    assert path == ""
    assert "alert-a" not in client.get("/?before=nothing").text


def test_elasticsearch_gone_is_said_and_live_goes_on(client, topics, console):
    console.health._set("elasticsearch", "Elasticsearch does not answer")
    topics.raised(alert("one"))
    page = client.get("/").text
    assert "alert-one" in page
    assert "إلاستيك سيرش غائب" in page
    answer = client.get("/search?q=S-400")
    assert answer.status_code == 503
    assert "Elasticsearch does not answer" in answer.text


def test_a_search_sends_its_form_before_elasticsearch_is_asked(client, console):
    sent, before = [], []

    def ask(kind, body):
        before.append(b"".join(sent).decode())
        raise ServerError("Elasticsearch is slow")

    async def receive():
        await asyncio.Event().wait()

    async def send(message):
        sent.append(message.get("body", b""))

    console.rooms = replace(console.rooms, ask=ask)
    scope = {"type": "http", "method": "GET", "path": "/search", "query_string": b"q=S-400"}
    asyncio.run(client.app({**scope, "headers": [(b"host", b"127.0.0.1")]}, receive, send))
    assert 'id="q"' in before[0]
    assert b"Elasticsearch is slow" in b"".join(sent)


def test_what_goes_wrong_with_a_search_on_its_way_is_said_in_its_place(client):
    assert client.get("/search?q=S-400&counts=1").status_code == 503
    answer = client.get("/search?q=<!-- rest -->&lang=en")
    assert answer.status_code == 200
    form, problem = answer.text.split('<p class="notice away" role="alert">')
    assert 'value="&lt;!-- rest --&gt;"' in form
    assert "Elasticsearch does not answer" in problem
    assert problem.rstrip().endswith("</html>")


def test_kafka_gone_is_said_and_nothing_is_lost_silently(client, topics, console):
    topics.raised(alert("one"))
    console.health._set("kafka", "Kafka does not answer")
    answer = say(client, "acknowledged")
    assert answer.status_code == 503
    assert "كافكا غائب" in answer.text
    assert len(topics.sent) == 1


@pytest.fixture
def letters(rooms, console, monkeypatch):
    """Dead letters that the console finds, and how often it has looked; its topics are empty."""
    letter = DeadLetter(
        id="letter-1",
        topic="articles.raw",
        stage="worker",
        error="contract",
        message="no <article>",
        original=b"?",
        attempts=1,
        at=AT,
    )
    looks = []
    found = replace(rooms.letters, listed=lambda: looks.append(1) or [letter])
    monkeypatch.setattr(console, "rooms", replace(rooms, letters=found))
    monkeypatch.setattr(console.rates, "look", lambda: ([], []))
    return looks


def test_dead_letters_come_after_the_page(client, letters):
    page = client.get("/system").text
    assert 'hx-get="/system/letters"' in page
    assert letters == []
    part = client.get("/system/letters").text
    assert "no &lt;article&gt;" in part
    assert '<form method="post" action="/system/letters"><input type="hidden" name="csrf"' in part


def test_dead_letters_come_with_the_page_where_there_are_no_scripts(client, letters):
    page = client.get("/system?letters=1").text
    assert 'value="letter-1"' in page
    assert 'hx-get="/system/letters"' not in page


def test_a_rule_is_checked_and_put_in_force(client, topics, console):
    text = "id: mine\nname: Mine\nwhen: {event: {type: arms_delivery}}\n"
    answer = client.post("/rules", data={"text": text, "action": "publish", "csrf": token(client)})
    assert answer.headers["location"] == "/rules/mine?saved=1"
    record = next(record for record in topics.sent if record.topic == RULES.name)
    assert decode(record.value, Rule).id == "mine"
    assert "mine" in client.get("/rules").text
    client.post("/rules/mine/switch", data={"action": "disable", "csrf": token(client)})
    assert console.rules.get("mine").enabled is False
    assert [entry.action for entry in console.trail.of("mine")] == ["rule_disable", "rule_publish"]


def test_a_wrong_rule_is_said_and_not_put_in_force(client, topics):
    text = "id: mine\nname: Mine\nwhen: {event: {type: arms_delivry}}\n"
    page = client.post("/rules", data={"text": text, "action": "publish", "csrf": token(client)}).text
    assert "did you mean «arms_delivery»" in page
    assert topics.sent == []
