"""Live: alerts as they fire, and what people say of them."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import Final, cast

from sse_starlette import EventSourceResponse
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from console.live import cards
from console.live.cards import Wanted
from console.live.log import Frame, Notice
from console.live.stream import events
from console.search.ask import event_states
from console.web.guard import author_of, console_of, page, to, visit_of
from console.web.render import html
from console.web.render import page as rendered
from marsad.contracts.annotations import AnnotationKind
from marsad.errors import ConfigError, MarsadError

SHOWN: Final = 50
SEVERITIES: Final = ("critical", "high", "medium", "low", "info")
_MAX_NOTE: Final = 2000
_MOST_PAPERS: Final = 8
_KINDS: Final = ("acknowledged", "note", "muted", "irrelevant")


async def live(request: Request) -> Response:
    """The latest alerts, and where to go on from; or earlier ones, to which nothing is added as it comes."""
    desk, visit, wanted = console_of(request).desk, visit_of(request), wanted_of(request)
    before = request.query_params.get("before")
    fitting = (held for held in desk.newest(before) if wanted.fits(held, desk.state(held.alert)))
    held = list(islice(fitting, SHOWN + 1))
    rights = visit.may("analyst")
    shown = [cards.card(one, desk, visit.language, rights=rights, token=visit.token) for one in held[:SHOWN]]
    return rendered(
        request,
        "live.html",
        cards=shown,
        before=before,
        earlier=held[SHOWN - 1].alert.id if len(held) > SHOWN else None,
        position=desk.position,
        query=request.url.query,
        wanted=wanted,
        severities=SEVERITIES,
        rules=sorted({(one.alert.rule.id, one.alert.rule.name) for one in desk.newest()}),
    )


async def stream(request: Request) -> Response:
    """The same, as they come."""
    console, visit = console_of(request), visit_of(request)
    rights = visit.may("analyst")
    position = request.headers.get("last-event-id") or request.query_params.get("after")
    flavour = f"html-{visit.language}-{rights}"

    def render(notice: Notice) -> Frame:
        return cards.html_frame(notice, console.desk, visit.language, rights=rights)

    return EventSourceResponse(events(console.desk, position, wanted_of(request), flavour, render), ping=15)


async def annotate(request: Request) -> Response:
    """Acknowledge, note, mute, or find not relevant; or take it back."""
    console, form = console_of(request), await request.form()
    held = console.desk.get(request.path_params["alert"])
    kind = str(form.get("kind"))
    if held is None or kind not in _KINDS:
        raise ConfigError("this alert is too old to say something of", hint="look for it with the search")
    subject = console.desk.subject(held.alert, kind)
    text = str(form.get("text") or "").strip()[:_MAX_NOTE] or None
    await say(request, subject, cast("AnnotationKind", kind), text, held.alert.rule.id, until=_until(form.get("lasts")))
    if request.headers.get("hx-request"):
        return HTMLResponse(
            cards.card(held, console.desk, visit_of(request).language, rights=True, token=visit_of(request).token)
        )
    return to("/", "/")


async def say(
    request: Request,
    subject: str,
    kind: AnnotationKind,
    text: str | None,
    rule: str | None,
    *,
    until: datetime | None = None,
) -> None:
    """Say it, or take it back where it was said already; an empty note takes the note back.

    Args:
        request: Of somebody who may.
        subject: Alert or event.
        kind: What to say.
        text: Of a note.
        rule: Of the alert.
        until: When a mute ends by itself.
    """
    console, author = console_of(request), author_of(request)
    shared = kind in ("acknowledged", "muted")
    there = any(one.kind == kind and (shared or one.author == author) for one in console.desk.said(subject))
    if (there and kind != "note") or (kind == "note" and text is None):
        await console.withdraw(subject, kind, author)
    else:
        await console.annotate(subject, kind, author, text, rule, until=until if kind == "muted" else None)


async def sources(request: Request) -> Response:
    """Who has told of an alert's event so far; empty while nobody can say."""
    held = console_of(request).desk.get(request.path_params["alert"])
    try:
        states = await event_states(console_of(request), [held.alert.event_id] if held and held.alert.event_id else [])
    except MarsadError:
        states = []
    state = states[0] if states else None
    feeds = [one.feed for one in state.sources if one.feed] if state else []
    papers = list(dict.fromkeys(feed.title or feed.url for feed in feeds))[:_MOST_PAPERS]
    return HTMLResponse(html("parts/sources.html", visit_of(request).words, state=state, papers=papers))


async def status(request: Request) -> Response:
    """Which servers are away, for the banner of open pages."""
    return HTMLResponse(html("parts/status.html", visit_of(request).words, health=console_of(request).health))


def _until(lasts: object) -> datetime | None:
    """When a mute of a chosen length ends; one without a length has no end."""
    name = str(lasts or "ever")
    if name not in cards.MUTES:
        raise ConfigError(
            f"a mute cannot last {name[:20]!r}", resource="lasts", hint=f"one of: {', '.join(cards.MUTES)}"
        )
    length = cards.MUTES[name]
    return datetime.now(UTC) + length if length else None


def wanted_of(request: Request) -> Wanted:
    """The filter in a request's parameters."""
    asked = request.query_params
    severities = frozenset(asked.getlist("severity")) & frozenset(SEVERITIES)
    return Wanted(severities, asked.get("rule") or None, asked.get("state") == "open")


ROUTES: Final[list[Route]] = [
    page("/", live),
    page("/stream", stream),
    page("/status", status),
    page("/alerts/{alert}/sources", sources),
    page("/alerts/{alert}/annotations", annotate, role="analyst", methods=("POST",)),
]
