"""Rules: read, write, check, try on the archive, put in force, switch off."""

from __future__ import annotations

import re
from typing import Final

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from console.live.cards import change, headline
from console.rules import draft, trial
from console.rules.draft import Draft
from console.rules.trial import Trial
from console.web import charts, marks
from console.web.guard import author_of, console_of, page, visit_of
from console.web.render import page as rendered
from console.web.render import refusal
from marsad.contracts import Alert, Rule
from marsad.errors import ConfigError

_DAYS: Final = 7
_NEW: Final = """\
id: {id}
name: {name}
when:
  {when}
alert_on: [first_mention, status_change]
severity: medium
"""


async def rules(request: Request) -> Response:
    """Every rule in force, with how often it was found not relevant."""
    console = console_of(request)
    fired = {rule.id: 0 for rule in console.rules.all()}
    for held in console.desk.newest():
        fired[held.alert.rule.id] = fired.get(held.alert.rule.id, 0) + 1
    return rendered(
        request,
        "rules.html",
        rules=console.rules.all(),
        shipped=console.rules.shipped,
        fired=fired,
        feedback=console.desk.feedback(),
    )


async def new(request: Request) -> Response:
    """The editor with a rule to begin with: from a search, where one is to be kept."""
    text = request.query_params.get("text", "").strip()
    return _editor(request, draft.read(first_draft(text)), None)


async def edit(request: Request) -> Response:
    """The editor with a rule in force."""
    rule = console_of(request).rules.get(request.path_params["rule"])
    if rule is None:
        return refusal(request, "error.nothing", 404)
    return _editor(request, draft.read(draft.as_yaml(rule)), rule)


async def submit(request: Request) -> Response:
    """Check a draft, try it, or put it in force."""
    form = await request.form()
    found = await run_in_threadpool(draft.read, str(form.get("text") or ""))
    asked = str(form.get("days") or _DAYS)
    days = min(max(int(asked), 1), trial.MOST_DAYS) if asked.isascii() and asked.isdigit() else _DAYS
    rule = console_of(request).rules.get(found.rule.id) if found.rule else None
    if form.get("action") == "publish" and found.rule:
        await console_of(request).put_rule(found.rule.id, found.rule, author_of(request), "rule_publish")
        return RedirectResponse(f"/rules/{found.rule.id}?saved=1", 303)
    if form.get("action") == "try" and found.compiled:
        tried = await run_in_threadpool(trial.run, console_of(request), found.compiled, days)
        return _editor(request, found, rule, tried=tried, days=days)
    return _editor(request, found, rule, days=days, checked=True)


async def switch(request: Request) -> Response:
    """Silence a rule, let it speak again, or take it away."""
    console, form, rule_id = console_of(request), await request.form(), request.path_params["rule"]
    rule = console.rules.get(rule_id)
    if rule is None:
        raise ConfigError(f"there is no rule «{rule_id}»", resource=rule_id)
    if form.get("action") == "delete":
        await console.put_rule(rule_id, None, author_of(request), "rule_delete")
    else:
        enabled = form.get("action") == "enable"
        changed = msgspec.structs.replace(rule, enabled=enabled)
        await console.put_rule(rule_id, changed, author_of(request), "rule_enable" if enabled else "rule_disable")
    return RedirectResponse("/rules", 303)


def first_draft(text: str) -> str:
    """A rule to begin with: on the words of a search, else on deliveries."""
    words = [word for word in re.findall(r'"[^"]+"|\S+', text) if re.search(r"\w", word)]
    if not words:
        return _NEW.format(id="my-rule", name="My rule", when="event: {type: arms_delivery, item: S-400}")
    quoted = ", ".join(msgspec.json.encode(word.strip('"')).decode() for word in words)
    latin = "-".join(re.findall(r"[a-z0-9]+", text.lower()))[:40]
    name = msgspec.json.encode(text[:80]).decode()
    return _NEW.format(id=f"about-{latin}" if latin else "search", name=name, when=f"text: {{all: [{quoted}]}}")


def _editor(
    request: Request,
    found: Draft,
    rule: Rule | None,
    *,
    tried: Trial | None = None,
    days: int = _DAYS,
    checked: bool = False,
) -> Response:
    console, said = console_of(request), visit_of(request).words
    bars = [charts.Bar(day, count) for day, count in tried.days] if tried else []

    def line(alert: Alert) -> dict[str, object]:
        return {
            "alert": alert,
            "headline": headline(alert, said),
            "change": change(alert, said),
            "evidence": marks.evidence(alert),
        }

    return rendered(
        request,
        "rule.html",
        draft=found,
        rule=rule,
        checked=checked,
        days=days,
        tried=tried,
        picture=charts.bars(bars, said.say("rules.picture")) if tried else None,
        lines=[line(alert) for alert in tried.alerts[:30]] if tried else [],
        help=draft.help_rows(),
        history=console.trail.of(rule.id, "rule") if rule else [],
        saved="saved" in request.query_params,
    )


ROUTES: Final[list[Route]] = [
    page("/rules", rules),
    page("/rules", submit, role="analyst", methods=("POST",)),
    page("/rules/new", new, role="analyst"),
    page("/rules/{rule}", edit),
    page("/rules/{rule}/switch", switch, role="analyst", methods=("POST",)),
]
