"""Rules published, switched and explained through the real Kafka."""

import threading
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from connectors import kafka
from connectors.sinks.reading import Start, read
from marsad.cli.rules import app
from marsad.contracts import Alert, AuditEntry, EnrichedArticle, decode, encode
from marsad.contracts.topics import ALERTS, AUDIT, EVENTS_LEDGER
from marsad.errors import ConfigError
from streams.events import ledger
from streams.rules import load
from tests.unit.streams.events.ledger.samples import delivery, said

NOW = datetime(2031, 1, 1, tzinfo=UTC)


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False).stdout


def values(stack, topic):
    """What a topic holds, oldest first within a partition."""
    start = Start(from_beginning=True)
    return [record.value for record in read(stack.settings, topic, start, follow=False, stop=threading.Event())]


@pytest.fixture
def rule_id(stack, unique, tmp_path):
    """A rule of this test's own, published."""
    name = unique("rule")
    path = tmp_path / "rule.yaml"
    path.write_text(f"id: {name}\nname: قاعدة\nwhen: {{event: {{type: strike}}}}\n", "utf-8")
    assert run("publish", path) == "1 published\n"
    return name


def test_a_published_rule_is_switched_off_and_on_and_deleted_and_each_time_said_by_whom(stack, rule_id):
    assert run("disable", rule_id) == f"{rule_id} disabled\n"
    assert [rule_id, "off"] in [line.split()[:2] for line in run("list", "--in-force").splitlines()]
    assert run("enable", rule_id) == f"{rule_id} enabled\n"
    assert run("delete", rule_id) == f"{rule_id} deleted\n"
    with pytest.raises(ConfigError, match="there is no rule"):
        run("disable", rule_id)
    told = [decode(value, AuditEntry) for value in values(stack, AUDIT)]
    trail = [entry for entry in told if entry.subject == rule_id]
    assert [entry.action for entry in trail] == ["rule_publish", "rule_disable", "rule_enable", "rule_delete"]
    assert [bool(entry.before) for entry in trail] == [False, True, True, True]
    assert [bool(entry.after) for entry in trail] == [True, True, True, False]
    assert "enabled: false" in trail[1].after
    assert all(entry.author.startswith("cli") for entry in trail)


def test_what_a_rule_would_have_raised_is_raised_only_when_asked_and_once_a_day(stack, unique, tmp_path):
    word = unique("كلمة").replace("-", "")
    rule, file = tmp_path / "rule.yaml", tmp_path / "articles.jsonl"
    rule.write_text(f"id: {word}\nname: قاعدة\nwhen: {{text: {{any: [{word}]}}}}\nalert_on: [every_mention]\n", "utf-8")
    file.write_bytes(encode(EnrichedArticle(id=word, title="خبر", text=f"قيل {word} أمس.", published=NOW)))

    def raised():
        """Of all that other tests left on the topic, nonsense too, the alerts of this rule."""
        return [decode(value, Alert) for value in values(stack, ALERTS) if word.encode() in value]

    assert "rule: text «" in run("test", rule, file)
    assert raised() == []
    run("test", rule, file, "--realert")
    run("test", rule, file, "--realert")
    first, second = raised()
    assert (first.id, first.article.id) == (second.id, word)


def test_a_shipped_rule_can_be_switched_off(stack):
    assert run("disable", "s300-s500-delivery") == "s300-s500-delivery disabled\n"
    run("delete", "s300-s500-delivery")


def test_a_wrong_file_publishes_nothing(stack, tmp_path):
    path = tmp_path / "rule.yaml"
    path.write_text("id: wrong\nname: قاعدة\nwhen: {event: {typ: strike}}\n", "utf-8")
    with pytest.raises(ConfigError, match=r"rule\.yaml:3:"):
        run("publish", path)
    with pytest.raises(ConfigError, match="there is no rule"):
        run("enable", "wrong")


def test_an_alert_is_explained_with_the_history_of_its_event(stack):
    entry, alerts, states = None, [], []
    for item in (said("a", 0, delivery(supplier=None)), said("b", 1, delivery()), said("c", 2, delivery("completed"))):
        outcome = ledger.merge(entry, item, now=NOW, retention_days=400)
        entry, states = outcome.entry, [*states, *outcome.states]
        alerts += [alert for news in outcome.news for alert in load().on_news(news, NOW)]
    kafka.ensure_topics(stack.settings)
    producer = kafka.producer(stack.settings)
    for topic, records in ((ALERTS, alerts), (EVENTS_LEDGER, states)):
        for record in records:
            producer.send(topic.name, encode(record), key=record.id.encode())
    producer.flush()
    producer.close()
    told = run("explain", alerts[0].id[:16])
    assert "rule      s400-delivery (S-400 delivery, high)" in told
    assert "change    first_mention: - → planned" in told
    assert "why       rule: item S-400: weapon:s-400" in told
    assert told.count("history") == 3
    with pytest.raises(ConfigError, match="no alert's id begins with"):
        run("explain", "ffffffffffffffffffff")
