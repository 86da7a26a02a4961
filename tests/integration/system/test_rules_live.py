"""A rule is edited while workers run: all of them follow, and a bad rule changes nothing."""

import time

from marsad.contracts import topics
from tests.integration.system.articles import delivery
from tests.integration.system.conftest import RULE

BAD = b'{"id": "any-delivery", "name": "x", "when": {"no": 1}}'
EDITED = RULE.replace("severity: high", "severity: critical")
PROMISED_SECONDS = 5
"""Within which all workers follow an edited rule (docs/rules.md)."""


def severities(read):
    return {alert.event.item.id + alert.event.recipient.id: alert.rule.severity for alert in read(topics.ALERTS)}


def test_an_edited_rule_is_followed_by_all_and_a_bad_one_by_none(marsad, publish, read, wait, producer, tmp_path):
    for _ in range(2):
        marsad.start("worker")
    publish(*map(delivery, range(30)))
    wait(lambda: len(severities(read)) == 30, what="thirty alerts")
    assert set(severities(read).values()) == {"high"}

    edited = tmp_path / "edited.yaml"
    edited.write_text(EDITED)
    marsad.command("rules", "publish", str(edited))
    producer.send(
        topics.RULES.name, key=b"any-delivery", value=b'{"id": "any-delivery", "name": "x", "when": {"no": 1}}'
    )
    producer.flush()
    time.sleep(PROMISED_SECONDS)
    publish(*map(delivery, range(30, 60)))
    wait(lambda: len(severities(read)) == 60, what="sixty alerts")
    assert sorted(severities(read).values()).count("critical") == 30

    worker = marsad.start("worker")
    publish(*map(delivery, range(60, 90)))
    wait(lambda: len(severities(read)) == 90, what="ninety alerts, some from a worker that started after the edit")
    assert worker.poll() is None
    assert sorted(severities(read).values()).count("critical") == 60
