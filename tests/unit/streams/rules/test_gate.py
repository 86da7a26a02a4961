import sys
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.contracts import Alert, Annotation, ArticleRef, Change, Evidence, Rule, RuleRef, decode, encode
from marsad.contracts.ids import annotation_id
from streams.rules import GateEntry, Mutes, Shelf, flush, gate, shelf_of

SHELVES = 32
MONDAY = datetime(2030, 3, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def rule(**options) -> Rule:
    return Rule(id="r", name="الرصد", when={"text": "نص"}, **options)


def candidate(name: str, event: str = "e", severity="medium", day: float = 0, formerly=()) -> Alert:
    return Alert(
        id=name.encode().hex().ljust(40, "0"),
        rule=RuleRef(id="r", name="الرصد", severity=severity),
        change=Change(kind="mention"),
        title=f"خبر {name}",
        evidence=Evidence(text="نص", start=0, end=2),
        article=ArticleRef(id=name, published=MONDAY + timedelta(days=day)),
        at=MONDAY,
        event_id=event,
        formerly=formerly,
        link=f"https://wire.example/{name}",
    )


def said(kind, event: str, until: timedelta | None = None) -> tuple[str, Annotation]:
    key = annotation_id(event, kind, "desk")
    end = None if until is None else MONDAY + until
    return key, Annotation(id=key, subject=event, kind=kind, author="desk", at=MONDAY, until=end)


class Run:
    """A gate with its table, written as JSON after each step."""

    def __init__(self, one: Rule | None) -> None:
        self.rule = one
        self.entry: GateEntry | None = None
        self.shelves: dict[int, Shelf] = {}
        self.held: list[str] = []
        self.mutes = Mutes()

    def mute(self, event: str, until: timedelta | None = None) -> None:
        self.mutes.take(*said("muted", event, until))

    def unmute(self, event: str) -> None:
        self.mutes.take(said("muted", event)[0], None)

    def __call__(self, name: str, after: timedelta = timedelta(), **more) -> list[str]:
        one = candidate(name, **more)
        known = self.entry, self.shelves.get(shelf_of(one))
        outcome = gate(*known, one, self.rule, MONDAY + after, mutes=self.mutes)
        if outcome.shelf is not None:
            self.shelves[shelf_of(one)] = decode(encode(outcome.shelf), Shelf)
        return self._take(outcome)

    def flush(self, after: timedelta) -> list[str]:
        return self._take(flush(self.entry or GateEntry(), self.rule, MONDAY + after))

    def _take(self, outcome) -> list[str]:
        self.entry = decode(encode(outcome.entry), GateEntry)
        self.held += [held.reason for held in outcome.held]
        self.last = outcome.alerts[-1] if outcome.alerts else None
        return [alert.article.id for alert in outcome.alerts]


def test_an_alert_comes_through_once():
    run = Run(rule())
    assert run("a") == ["a"]
    assert run("a", HOUR) == []
    assert run("b") == ["b"]
    assert run.held == []


def test_without_the_rule_at_hand_it_comes_through():
    run = Run(None)
    assert (run("a"), run("a")) == (["a"], [])


def test_a_rule_throttle_holds_back_and_says_how_many():
    run = Run(rule(throttle={"rule": "2/1h"}))
    assert [run(name) for name in "abcd"] == [["a"], ["b"], [], []]
    assert run.held == ["throttled: 2 per 1:00:00 for this rule"] * 2
    assert run("e", HOUR) == ["e"]
    assert run.last.held_back == 2
    assert run("f", HOUR) == ["f"]
    assert run.last.held_back == 0


def test_an_event_throttle_leaves_other_events_alone():
    run = Run(rule(throttle={"event": "1/1d"}))
    assert [run("a", event="x"), run("b", event="x"), run("c", event="y")] == [["a"], [], ["c"]]
    assert run("d", timedelta(days=1), event="x") == ["d"]


def test_an_event_throttle_knows_an_event_that_goes_on_under_another_id():
    run = Run(rule(throttle={"event": "1/1d"}))
    assert [run("a", event="x"), run("b", event="y", formerly=("x",)), run("c", event="y")] == [["a"], [], ["c"]]


def test_what_was_held_back_never_comes_again():
    run = Run(rule(throttle={"rule": "1/1h"}))
    run("a")
    assert run("b") == []
    assert run("b", timedelta(days=1)) == []


def test_a_disabled_or_expired_rule_says_nothing_and_repeats_nothing_when_enabled():
    run = Run(rule(enabled=False))
    assert run("a") == []
    run.rule = rule()
    assert run("a") == []
    run.rule = rule(expires="2030-03-04")
    assert run("b") == []
    assert run.held == ["the rule is disabled", "the rule expired on 2030-03-04T00:00:00+00:00"]


def test_a_muted_event_is_held_back_and_counted_and_others_are_not():
    run = Run(rule())
    assert run("a") == ["a"]
    run.mute("e")
    assert [run("b"), run("c"), run("d", event="x")] == [[], [], ["d"]]
    assert run.held == ["the event is muted"] * 2
    run.unmute("e")
    assert (run("b", HOUR), run("c", HOUR)) == ([], []), "what was held back never comes again"
    assert run("f", HOUR) == ["f"]
    assert (run.last.held_by_mute, run.last.held_back) == (2, 0)
    assert run.last.derivation == ("held back while the event was muted: 2",)
    run("g", HOUR)
    assert run.last.held_by_mute == 0


def test_a_mute_with_an_end_ends_then():
    run = Run(rule())
    run.mute("e", until=HOUR)
    assert run("a", HOUR - timedelta(seconds=1)) == []
    assert run("b", HOUR) == ["b"]
    assert run.last.held_by_mute == 1


def test_a_mute_holds_for_the_event_under_an_id_that_it_has_since():
    run = Run(rule())
    run.mute("e")
    assert run("a", event="new", formerly=("older", "e")) == []
    run.unmute("e")
    assert run("b", event="newer", formerly=("new", "older", "e")) == ["b"]
    assert run.last.held_by_mute == 1


def test_what_else_is_said_of_an_event_mutes_nothing():
    run = Run(rule())
    run.mutes.take(*said("acknowledged", "e"))
    run.mutes.take(*said("note", "e"))
    assert run("a") == ["a"]


def test_what_waits_for_a_digest_says_how_many_a_mute_held_back():
    run = Run(rule(digest={"every": "1h"}))
    run.mute("e")
    run("a")
    run.unmute("e")
    run("b"), run.flush(HOUR)
    assert (run.last.article.id, run.last.held_by_mute) == ("b", 1)


@pytest.mark.parametrize(
    ("active", "hours", "through"),
    [
        ({"from": "08:00", "to": "17:00"}, 0, True),
        ({"from": "08:00", "to": "17:00"}, 6, False),
        ({"from": "08:00", "to": "17:00", "zone": "Asia/Riyadh"}, 3, False),
        ({"from": "22:00", "to": "06:00"}, 12, True),
        ({"from": "22:00", "to": "06:00"}, 0, False),
        ({"days": ["tue"]}, 0, False),
        ({"days": "mon"}, 0, True),
        ({"from": "22:00", "to": "06:00", "days": ["mon"]}, 14, True),
        ({"from": "22:00", "to": "06:00", "days": ["tue"]}, 14, False),
    ],
)
def test_active_hours(active, hours, through):
    assert bool(Run(rule(active=active))("a", hours * HOUR)) is through


def test_quiet_hours_make_alerts_wait_and_tell_them_together():
    run = Run(rule(quiet={"from": "11:00", "to": "13:00"}))
    assert [run("a"), run("b"), run.flush(timedelta(minutes=59))] == [[], [], []]
    assert run.held == ["waits for the end of quiet hours"] * 2
    assert run.flush(HOUR) == ["b"]
    assert run.last.change.kind == "digest"
    assert [line.title for line in run.last.digest] == ["خبر a", "خبر b"]
    assert run.flush(2 * HOUR) == []
    assert run("c", 2 * HOUR) == ["c"]


def test_one_that_waited_alone_comes_as_itself():
    run = Run(rule(quiet={"from": "11:00", "to": "13:00"}))
    run("a")
    assert run.flush(HOUR) == ["a"]
    assert run.last.id == candidate("a").id


def test_critical_alerts_are_told_in_quiet_hours():
    assert Run(rule(quiet={"from": "11:00", "to": "13:00"}))("a", severity="critical") == ["a"]


def test_a_digest_tells_all_of_its_time_at_once():
    run = Run(rule(digest={"every": "6h"}))
    assert [run("a"), run("b", 5 * HOUR), run.flush(5 * HOUR)] == [[], [], []]
    assert run.flush(6 * HOUR) == ["b"]
    assert len(run.last.digest) == 2
    first = run.last.id
    run("c", 7 * HOUR), run("d", 7 * HOUR)
    assert run.flush(12 * HOUR) == []
    run.flush(13 * HOUR)
    assert run.last.id != first


def test_a_digest_is_bounded_and_counts_what_it_dropped(monkeypatch):
    monkeypatch.setattr(sys.modules["streams.rules.gate"], "MAX_WAITING", 3)
    run = Run(rule(digest={"every": "1h"}))
    for name in "abcde":
        run(name)
    run.flush(HOUR)
    assert [line.title[-1] for line in run.last.digest] == ["c", "d", "e"]
    assert run.last.held_back == 2


def test_memory_is_bounded_and_a_replay_of_everything_still_raises_nothing(monkeypatch):
    monkeypatch.setattr(sys.modules["streams.rules.gate"], "MAX_SEEN", 8)
    run = Run(rule())
    names = [f"a{i:03d}" for i in range(50)]
    assert sum(len(run(name, day=day)) for day, name in enumerate(names)) == 50
    assert all(len(shelf.seen) <= 8 for shelf in run.shelves.values())
    assert [run(name, day=day) for day, name in enumerate(names)] == [[]] * 50


STEPS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("xy"), st.integers(0, 48), st.booleans()), max_size=12
)
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "throttle": st.sampled_from([{"rule": "1/1h"}, {"event": "2/6h"}, {"rule": "3/1d", "event": "1/1h"}]),
        "quiet": st.just({"from": "23:00", "to": "06:00"}),
        "digest": st.just({"every": "3h"}),
        "enabled": st.booleans(),
    },
)


@settings(max_examples=150, deadline=None)
@given(OPTIONS, STEPS)
def test_the_gate_is_a_function_of_its_entry_and_tells_no_id_twice(options, steps):
    one, entry, shelves, told = rule(**options), GateEntry(), {}, []
    for name, event, hours, flushed in sorted(steps, key=lambda step: step[2]):
        now = MONDAY + hours * HOUR
        found = candidate(name, event)
        outcome = gate(entry, shelves.get(shelf_of(found)), found, one, now)
        assert outcome == gate(entry, shelves.get(shelf_of(found)), found, one, now)
        shelves[shelf_of(found)] = outcome.shelf or shelves.get(shelf_of(found))
        told += [alert.id for alert in outcome.alerts]
        entry = decode(encode(outcome.entry), GateEntry)
        if flushed:
            outcome = flush(entry, one, now)
            told += [alert.id for alert in outcome.alerts]
            entry = decode(encode(outcome.entry), GateEntry)
    assert len(told) == len(set(told))


@settings(max_examples=100, deadline=None)
@given(OPTIONS, STEPS)
def test_a_replay_tells_nothing_whatever_became_of_the_rule(options, steps):
    entry, shelves = GateEntry(), {}
    for name, event, hours, _ in steps:
        found = candidate(name, event)
        outcome = gate(entry, shelves.get(shelf_of(found)), found, rule(**options), MONDAY + hours * HOUR)
        entry, shelves[shelf_of(found)] = outcome.entry, outcome.shelf or shelves.get(shelf_of(found))
    for name, event, hours, _ in steps:
        found = candidate(name, event)
        outcome = gate(entry, shelves[shelf_of(found)], found, rule(), MONDAY + (hours + 100) * HOUR)
        assert (outcome.alerts, outcome.entry, outcome.shelf) == ((), entry, None)


def test_ids_lie_on_many_shelves():
    run = Run(rule())
    assert sum(len(run(f"a{i:03d}")) for i in range(50)) == 50
    assert len(run.shelves) == 1
    ids = [f"{number:02x}".ljust(40, "0") for number in range(256)]
    numbers = [shelf_of(msgspec.structs.replace(candidate("a"), id=one)) for one in ids]
    assert {numbers.count(number) for number in range(SHELVES)} == {256 // SHELVES}


def test_a_candidate_that_comes_again_after_a_kill_waits_once():
    run = Run(rule(digest={"every": "1h"}))
    run("a"), run.shelves.clear(), run("a")
    assert run.flush(HOUR) == ["a"]
    assert run.last.id == candidate("a").id
