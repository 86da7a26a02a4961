"""A rule is edited and an event muted while workers run: all of them follow, and a bad rule changes nothing."""

from datetime import UTC, datetime

from marsad.contracts import Annotation, encode, topics
from marsad.contracts.ids import annotation_id
from tests.integration.system.articles import delivery, planned
from tests.integration.system.conftest import RULE
from tests.waiting import until

BAD = b'{"id": "any-delivery", "name": "x", "when": {"no": 1}}'
EDITED = RULE.replace("severity: high", "severity: critical").replace(
    "[first_mention]", "[first_mention, status_change]"
)
MUTED, HEARD = 80, 90
"""Deliveries of one item, so that their mentions meet in one partition and their candidates keep their order."""


def severities(read):
    return {alert.event.item.id + alert.event.recipient.id: alert.rule.severity for alert in read(topics.ALERTS)}


def said_by_all(workers, line):
    return lambda: all(line in worker.log.read_text() for worker in workers)


def mute(producer, event):
    key = annotation_id(event, "muted", "desk")
    said = Annotation(id=key, subject=event, kind="muted", author="desk", at=datetime(2026, 11, 1, tzinfo=UTC))
    producer.send(topics.ANNOTATIONS.name, key=key.encode(), value=encode(said))
    producer.flush()


def completed(read, event):
    return lambda: any(s.id == event and s.status == "completed" for s in read(topics.EVENTS_LEDGER))


def changed(read):
    return [alert.event_id for alert in read(topics.ALERTS) if alert.change.kind == "status_change"]


def test_an_edited_rule_and_a_mute_are_followed_by_all_and_a_bad_rule_by_none(
    marsad, publish, read, producer, tmp_path
):
    workers = [marsad.start("worker"), marsad.start("worker")]
    publish(*map(delivery, range(30)))
    until(lambda: len(severities(read)) == 30, what="thirty alerts")
    assert set(severities(read).values()) == {"high"}

    edited = tmp_path / "edited.yaml"
    edited.write_text(EDITED)
    marsad.command("rules", "publish", str(edited))
    producer.send(topics.RULES.name, key=b"any-delivery", value=BAD)
    producer.flush()
    until(said_by_all(workers, "rule refused"), what="the edited rule and the bad one reached both workers")
    publish(*map(delivery, range(30, 60)))
    until(lambda: len(severities(read)) == 60, what="sixty alerts")
    assert sorted(severities(read).values()).count("critical") == 30

    workers.append(marsad.start("worker"))
    publish(*map(delivery, range(60, 80)), planned(MUTED), planned(HEARD))
    until(lambda: len(severities(read)) == 82, what="alerts from a worker that started after the edit too")
    assert sorted(severities(read).values()).count("critical") == 52
    muted, heard = (event_of(read, number) for number in (MUTED, HEARD))
    mute(producer, muted)
    until(said_by_all(workers, "event muted"), what="the mute reached all workers")
    publish(delivery(MUTED))
    until(completed(read, muted), what="the muted event in the ledger")
    publish(delivery(HEARD))
    until(lambda: heard in changed(read), what="the change of the event that is not muted")
    assert changed(read) == [heard]
    assert [worker.poll() for worker in workers] == [None] * 3


def event_of(read, number):
    """The event of a delivery that an alert told of."""
    found = {alert.event_id for alert in read(topics.ALERTS) if alert.article.id == f"plan-{number}"}
    (event,) = found
    return event
