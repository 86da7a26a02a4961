"""From a rule that fired to the alert: who, what, the sentence that says so, and why."""

from __future__ import annotations

from datetime import datetime

from marsad.contracts import Alert, Change, EnrichedArticle, EventState, Rule, RuleRef
from marsad.contracts.enriched import ROLE_NAMES
from marsad.contracts.ids import alert_id
from streams.events.ledger import News, reference
from streams.rules.conditions import Condition
from streams.rules.evidence import evidence
from streams.rules.novelty import Fact
from streams.rules.subject import Subject

_MAX_ENTITIES = 20


def news_alert(rule: Rule, news: News, found: Fact, why: list[str], now: datetime) -> Alert:
    """An alert on a change in an event. Its id is a function of rule, event and fact."""
    event = news.mention.event
    return Alert(
        id=alert_id(rule.id, news.state.id, found.known),
        rule=RuleRef(id=rule.id, name=rule.name, severity=rule.severity),
        change=found.change,
        title=_headline(news.state, found.change),
        evidence=event.evidence,
        article=news.mention.article,
        at=now,
        event_id=news.state.id,
        event_key=news.state.key,
        formerly=news.formerly,
        event=event,
        link=news.mention.article.url,
        channels=rule.channels,
        derivation=(*(f"rule: {line}" for line in why), f"new: {_change(found.change)}", *event.derivation),
    )


def article_alert(rule: Rule, article: EnrichedArticle, tree: Condition, subject: Subject, now: datetime) -> Alert:
    """An alert on one article. Its id is a function of rule and article, so a corrected article raises no other."""
    return Alert(
        id=alert_id(rule.id, article.id, "mention"),
        rule=RuleRef(id=rule.id, name=rule.name, severity=rule.severity),
        change=Change(kind="mention"),
        title=article.title or rule.name,
        evidence=evidence(article, tree, subject),
        article=reference(article),
        at=now,
        entities=article.entities[:_MAX_ENTITIES],
        link=article.url,
        channels=rule.channels,
        derivation=tuple(f"rule: {line}" for line in tree.why(subject)),
    )


def _headline(state: EventState, change: Change) -> str:
    """`Arms delivery: S-400, Russia → Turkey, planned → denied`."""
    known = {name: role for name in ROLE_NAMES if (role := state.roles.get(name)) is not None}
    actors = [role.name_en or role.text for name, role in known.items() if name != "item"]
    item = [state.item.name_en or state.item.text] if state.item else []
    who = [" → ".join(actors)] if actors else []
    kind = state.type.replace("_", " ").capitalize()
    return f"{kind}: {', '.join((*item, *who, _change(change)))}"


def _change(change: Change) -> str:
    after = (change.after or "").replace("_", " ")
    before = (change.before or "").replace("_", " ")
    words = f"{before} → {after}" if before else after or change.kind.replace("_", " ")
    prefix = {"date_change": "date ", "quantity_change": "quantity "}.get(change.kind, "")
    return prefix + words
