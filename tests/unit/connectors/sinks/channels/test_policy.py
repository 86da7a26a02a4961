"""When alerts go out: quiet hours, digests, rates, escalation; the time is given, so nothing here waits."""

from datetime import UTC, datetime, timedelta

import msgspec

from connectors.sinks.channels.policy import Policy, Waiting, together
from marsad.contracts import RuleRef
from marsad.settings import ChannelSettings
from tests.unit.connectors.sinks.channels.test_render import ALERT

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def waiting(identifier="x", *, came=NOON, severity="high", at=NOON):
    rule = RuleRef(id="r", name="S-400", severity=severity)
    return Waiting(None, msgspec.structs.replace(ALERT, id=identifier, rule=rule, at=at), came)


def names(due):
    return [one.alert.id for one in due]


def test_without_a_policy_each_goes_out_by_itself():
    policy, held = Policy(ChannelSettings()), [waiting("x"), waiting("y")]
    assert names(policy.due(held, NOON)) == ["x"]
    assert names(policy.due(held[1:], NOON)) == ["y"]


def test_quiet_hours_cross_midnight_on_the_clock_of_their_zone():
    policy = Policy(ChannelSettings(quiet="22:00-07:00", timezone="Asia/Riyadh"))
    evening = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)
    held = [waiting("x"), waiting("y")]
    assert policy.due(held, evening) == []
    assert policy.due(held, evening.replace(hour=3, minute=59) + timedelta(days=1)) == []
    assert names(policy.due(held, evening.replace(hour=4, minute=0) + timedelta(days=1))) == ["x", "y"]


def test_an_urgent_alert_waits_for_nothing():
    policy = Policy(ChannelSettings(quiet="00:00-23:59", digest=600, urgent="high"))
    held = [waiting("low", severity="low"), waiting("urgent", severity="critical")]
    assert names(policy.due(held, NOON)) == ["urgent"]


def test_a_digest_opens_with_its_first_alert():
    policy = Policy(ChannelSettings(digest=600))
    held = [waiting("x"), waiting("y", came=NOON + timedelta(seconds=500))]
    assert policy.due(held, NOON + timedelta(seconds=599)) == []
    assert names(policy.due(held, NOON + timedelta(seconds=600))) == ["x", "y"]


def test_above_the_rate_they_go_out_together_later():
    policy = Policy(ChannelSettings(rate=2))
    held = [waiting(name) for name in "abcd"]
    for name in "ab":
        assert names(policy.due(held, NOON)) == [name]
        policy.sent(NOON)
        held = held[1:]
    assert policy.due(held, NOON + timedelta(seconds=59)) == []
    assert names(policy.due(held, NOON + timedelta(seconds=60))) == ["c", "d"]


def test_escalation_counts_from_the_alert_itself():
    policy = Policy(ChannelSettings(escalate=300))
    held = [waiting("x", severity="critical")]
    assert policy.due(held, NOON + timedelta(seconds=299)) == []
    assert names(policy.due(held, NOON + timedelta(seconds=300))) == ["x"]


def test_together_is_the_gravest_with_a_line_for_each():
    alerts = [one.alert for one in (waiting("x", severity="low"), waiting("y", severity="critical"), waiting("z"))]
    merged = together(alerts)
    assert merged.rule.severity == "critical"
    assert {line.id for line in merged.digest} == {"x", "y", "z"}
    assert merged.change.kind == "digest"
    assert merged.id == together(alerts[::-1]).id != "y"
    assert together(alerts[:1]) is alerts[0]
