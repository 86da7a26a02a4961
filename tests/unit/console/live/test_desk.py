"""The desk: what a page has missed is exactly what it is told, whatever came in between."""

import random
from datetime import timedelta

import pytest

from console.live.desk import Desk, Held
from marsad.contracts import Annotation
from marsad.contracts.ids import annotation_id
from tests.unit.console.samples import AT, alert


def desk(size=100, partitions=3, **clock):
    made = Desk(size, **clock)
    made.begin([0] * partitions)
    return made


def take(made, name, partition, offset):
    made.take_alert(Held(alert(name), partition, offset, 0))


def said(subject, kind="acknowledged", author="sara", until=None):
    key = annotation_id(subject, kind, author)
    return key, Annotation(id=key, subject=subject, kind=kind, author=author, at=AT, until=until)


@pytest.mark.parametrize("seed", range(20))
def test_a_page_that_comes_back_gets_what_it_missed_and_nothing_else(seed):
    made, chance = desk(), random.Random(seed)
    offsets, told = [0, 0, 0], []
    positions = [made.position]
    for number in range(30):
        partition = chance.randrange(3)
        take(made, f"alert-{number}", partition, offsets[partition])
        offsets[partition] += 1
        told.append(f"alert-{number}")
        positions.append(made.position)
    for seen, position in enumerate(positions):
        assert made.missed(position) == [("alert", name) for name in told[seen:]]


def test_a_redelivery_is_told_once():
    made = desk()
    take(made, "one", 0, 0)
    take(made, "one", 0, 1)
    assert [held.alert.id for held in made.newest()] == ["one"]
    assert made.log.last == 1
    assert made.missed(made.position) == []


def test_who_was_away_for_too_long_begins_anew():
    made = desk(size=3, partitions=1)
    start = made.position
    for number in range(4):
        take(made, f"alert-{number}", 0, number)
    assert made.missed(start) is None
    assert [held.alert.id for held in made.newest()] == ["alert-3", "alert-2", "alert-1"]


@pytest.mark.parametrize("position", ["", "1.2", "1.2.3.4.5.6", "a.b.c.d", "-1.0.0.0", "٣.٠.٠.٠", "1e3.0.0.0"])
def test_a_position_that_is_none_begins_anew(position):
    assert desk().missed(position) is None


def test_what_was_said_of_an_alert_or_its_event_changes_it_for_those_who_were_away():
    made = desk()
    take(made, "one", 0, 0)
    take(made, "two", 1, 0)
    before = made.position
    made.take_annotation(*said("one"), 0)
    assert made.missed(before) == [("annotation", "one")]
    made.take_annotation(*said("event-of-two", "muted"), 1)
    assert made.missed(before) == [("annotation", "one"), ("annotation", "two")]
    assert [one.kind for one in made.state(alert("two"))] == ["muted"]


def test_what_is_withdrawn_is_gone_and_told():
    made = desk()
    take(made, "one", 0, 0)
    key, annotation = said("one")
    made.take_annotation(key, annotation, 0)
    between = made.position
    made.take_annotation(key, None, 1)
    assert made.said("one") == []
    assert made.missed(between) == [("annotation", "one")]


def test_feedback_is_counted_by_rule():
    made = desk()
    for number, author in enumerate(("sara", "omar")):
        key = annotation_id("one", "irrelevant", author)
        made.take_annotation(
            key, Annotation(id=key, subject="one", kind="irrelevant", author=author, at=AT, rule="r1"), number
        )
    assert made.feedback() == {"r1": 2}


def test_two_people_who_acknowledge_are_one_acknowledgement_and_two_opinions_are_two():
    assert annotation_id("a", "acknowledged", "sara") == annotation_id("a", "acknowledged", "omar")
    assert annotation_id("a", "irrelevant", "sara") != annotation_id("a", "irrelevant", "omar")


def test_a_mute_that_ends_by_itself_is_told_once_and_to_whoever_was_away():
    now = AT
    made, end = desk(clock=lambda: now), AT + timedelta(hours=1)
    take(made, "one", 0, 0)
    made.take_annotation(*said("event-of-one", "muted", until=end), 0)
    muted, position, told = made.version(alert("one")), made.position, made.log.last
    made.lapse()
    assert (made.log.last, made.missed(position)) == (told, [])
    now = end
    made.lapse()
    made.lapse()
    assert made.state(alert("one")) == []
    assert [(one.cause, one.subject) for one in made.log.since(told)] == [("annotation", "event-of-one")]
    assert made.version(alert("one")) != muted
    assert made.missed(position) == [("annotation", "one")]
    made.take_annotation(*said("event-of-one", "muted"), 1)
    assert made.missed(made.position) == []


@pytest.mark.parametrize("again", [None, timedelta(hours=2)])
def test_a_mute_that_was_taken_back_or_prolonged_does_not_end_when_it_was_to(again):
    now = AT
    made, end = desk(clock=lambda: now), AT + timedelta(hours=1)
    key, mute = said("event", "muted", until=end)
    made.take_annotation(key, mute, 0)
    made.take_annotation(key, said("event", "muted", until=AT + again)[1] if again else None, 1)
    now, told = end, made.log.last
    made.lapse()
    assert made.log.last == told
    now = AT + timedelta(hours=2)
    made.lapse()
    assert made.log.last == told + (again is not None)
