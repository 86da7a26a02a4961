"""Rules: read, check, try, put in force."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from console.api.endpoint import Endpoint, MissingError
from console.api.news import Count
from console.rules import draft, trial
from console.web.guard import author_of, console_of
from marsad.contracts import Alert, AuditEntry, Rule
from marsad.errors import ConfigError
from streams.rules.book import compile_rule
from streams.rules.check import warnings


class RuleItem(msgspec.Struct, kw_only=True):
    """A rule in force, and how often its alerts were found not relevant."""

    rule: Rule
    shipped: bool
    irrelevant: int


class RuleList(msgspec.Struct, kw_only=True):
    """Every rule in force."""

    items: list[RuleItem]


class History(msgspec.Struct, kw_only=True):
    """Who changed a rule, latest first."""

    items: list[AuditEntry]


class DraftBody(msgspec.Struct, kw_only=True):
    """A rule as YAML."""

    text: Annotated[str, Meta(max_length=100_000)]


class TrialBody(DraftBody, kw_only=True):
    """A rule as YAML, and how far back to try it."""

    days: Annotated[int, Meta(ge=1, le=trial.MOST_DAYS)] = 7


class FindingItem(msgspec.Struct, kw_only=True):
    """Something wrong or odd in a rule; line and column count from 1."""

    line: int
    column: int
    message: str
    hint: str | None
    warning: bool


class CheckAnswer(msgspec.Struct, kw_only=True):
    """What a text is: the rule, where it is right, and what there is to say."""

    rule: Rule | None
    findings: list[FindingItem]


class TrialAnswer(msgspec.Struct, kw_only=True):
    """What a rule would have raised; `alerts` has the latest of them, `cut` says that the archive has more."""

    articles: int
    total: int
    held_back: int
    cut: bool
    days: list[Count]
    alerts: list[Alert]


async def listed(request: Request, _: Any, __: Any) -> RuleList:
    """Every rule."""
    return RuleList(items=[_item(request, rule) for rule in console_of(request).rules.all()])


async def one(request: Request, _: Any, __: Any) -> RuleItem:
    """One rule."""
    return _item(request, _rule(request))


async def put(request: Request, _: Any, body: Rule) -> RuleItem:
    """Put a rule in force in all workers."""
    if body.id != request.path_params["rule"]:
        raise ConfigError("the rule's id is not that of the path")
    compiled = await run_in_threadpool(compile_rule, body)
    list(warnings(compiled, datetime.now(UTC)))
    await console_of(request).put_rule(body.id, body, author_of(request), "rule_publish")
    return _item(request, body)


async def delete(request: Request, _: Any, __: Any) -> RuleItem:
    """Take a rule away; one that is in this installation's files comes back when the workers restart."""
    found = _item(request, _rule(request))
    await console_of(request).put_rule(found.rule.id, None, author_of(request), "rule_delete")
    return found


async def history(request: Request, _: Any, __: Any) -> History:
    """Who changed a rule."""
    return History(items=console_of(request).trail.of(request.path_params["rule"], "rule"))


async def check(request: Request, _: Any, body: DraftBody) -> CheckAnswer:
    """Check a rule without putting it in force."""
    del request
    found = await run_in_threadpool(draft.read, body.text)
    said = [
        FindingItem(line=f.line, column=f.column, message=f.message, hint=f.hint, warning=f.warning)
        for f in found.findings
    ]
    return CheckAnswer(rule=found.rule, findings=said)


async def backtest(request: Request, _: Any, body: TrialBody) -> TrialAnswer:
    """Try a rule on the archive."""
    found = await run_in_threadpool(draft.read, body.text)
    if found.compiled is None:
        raise ConfigError("; ".join(f"{one.line}:{one.column} {one.message}" for one in found.findings))
    tried = await run_in_threadpool(trial.run, console_of(request), found.compiled, body.days)
    days = [Count(value=day, count=count) for day, count in tried.days]
    return TrialAnswer(
        articles=tried.articles,
        total=tried.total,
        held_back=tried.held_back,
        cut=tried.cut,
        days=days,
        alerts=tried.alerts,
    )


def _rule(request: Request) -> Rule:
    rule = console_of(request).rules.get(request.path_params["rule"])
    if rule is None:
        raise MissingError(f"there is no rule {request.path_params['rule']}")
    return rule


def _item(request: Request, rule: Rule) -> RuleItem:
    console = console_of(request)
    return RuleItem(rule=rule, shipped=rule.id in console.rules.shipped, irrelevant=console.desk.feedback()[rule.id])


ENDPOINTS: Final = (
    Endpoint("GET", "/rules", "Rules in force", listed, RuleList),
    Endpoint("POST", "/rules/check", "Check a rule", check, CheckAnswer, body=DraftBody),
    Endpoint("POST", "/rules/backtest", "Try a rule on the archive", backtest, TrialAnswer, "analyst", body=TrialBody),
    Endpoint("GET", "/rules/{rule}", "One rule", one, RuleItem),
    Endpoint("PUT", "/rules/{rule}", "Put a rule in force", put, RuleItem, "analyst", body=Rule),
    Endpoint("DELETE", "/rules/{rule}", "Take a rule away", delete, RuleItem, "analyst"),
    Endpoint("GET", "/rules/{rule}/history", "Who changed a rule", history, History),
)
