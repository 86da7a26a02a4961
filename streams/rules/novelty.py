"""What a rule makes of news: the one change that it speaks up for, and the fact that dates the alert's id."""

from __future__ import annotations

import msgspec

from marsad.contracts import Change, Rule
from streams.events.ledger import News


class Fact(msgspec.Struct, frozen=True):
    """The change that a rule reports, and what became known: alert id = rule, event, `known`."""

    change: Change
    known: str


def fact(rule: Rule, news: News, *, known: bool) -> Fact | None:
    """The weightiest change of the news that the rule asks for, or None.

    A rule that asks for first mentions hears of an event when it first fits the rule: the recipient that the rule names
    may become known only with the third article, the status that it names only with the tenth.

    Args:
        rule: A rule that fits the event as it is now.
        news: What became known.
        known: Whether the rule fitted the event before this news.
    """
    if "first_mention" in rule.alert_on and not known:
        return Fact(Change(kind="first_mention", after=news.state.status), _status(news))
    for change, became in zip(news.changes, news.facts, strict=True):
        if change.kind in rule.alert_on:
            return Fact(change, became)
    return None


def _status(news: News) -> str:
    """The status fact that this news brings, so that an event which fits late gives the id that it would have given."""
    return next((fact for fact in news.facts if fact.startswith("status:")), f"status:{news.state.status}")
