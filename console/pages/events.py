"""Events: what the ledger knows of each, and how it came to know it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from console.search import ask
from console.search.asked import question
from console.web import charts
from console.web.guard import console_of, page, visit_of
from console.web.render import page as rendered
from console.web.render import refusal
from console.web.words import Words
from marsad.contracts import EventState

_FACETS: Final = ("type", "status")
_MOST_FLOWS: Final = 12


async def events(request: Request) -> Response:
    """Events, those with the latest news first, and who gives to whom among them."""
    asked = question(request.query_params, _FACETS)
    found = await ask.events(console_of(request), asked)
    said = visit_of(request).words
    return rendered(
        request,
        "events.html",
        asked=asked,
        found=found,
        facets=_FACETS,
        flows=flows(found.states, said),
        actors=actors,
        pages=min((found.total + asked.size - 1) // asked.size, ask.DEEPEST // asked.size),
    )


async def event(request: Request) -> Response:
    """One event; under an id that it no longer has, the way to the one that it goes on under."""
    console, said, event_id = console_of(request), visit_of(request).words, request.path_params["event"]
    states = await ask.event_states(console, [event_id])
    if not states:
        return refusal(request, "error.nothing", 404)
    state = states[0]
    if state.id != event_id:
        return RedirectResponse(f"/events/{state.id}", 303)
    return rendered(
        request,
        "event.html",
        state=state,
        flows=flows([state], said),
        actors=actors,
        claims=_claims(state, said),
        muted=[one for one in console.desk.said(state.id) if one.kind == "muted"],
        alerts=console.desk.of_event(state.id),
    )


def actors(state: EventState) -> dict[str, object]:
    """The roles of an event that are known, by name."""
    roles = state.roles or {"item": state.item, "supplier": state.supplier, "recipient": state.recipient}
    return {name: role for name, role in roles.items() if role is not None}


def flows(states: list[EventState] | tuple[EventState, ...], said: Words) -> Markup | None:
    """A picture of who gives to whom; None where nobody does."""
    pairs = Counter((said.of(s.supplier), said.of(s.recipient)) for s in states if s.supplier and s.recipient)
    if not pairs:
        return None
    found = [charts.Flow(source, target, count) for (source, target), count in pairs.most_common(_MOST_FLOWS)]
    return charts.flows(found, said.say("events.flows"), rtl=said.direction == "rtl")


def _claims(state: EventState, said: Words) -> Markup | None:
    """A picture of the days that were claimed, one row for each claim, on one scale."""
    spans = []
    for entry in state.history:
        start = entry.date and (entry.date.from_ or entry.date.to)
        end = entry.date and (entry.date.to or entry.date.from_)
        if start and end:
            spans.append((date.fromisoformat(start[:10]).toordinal(), date.fromisoformat(end[:10]).toordinal() + 1))
    if not spans:
        return None
    spans = list(dict.fromkeys(spans))
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    rows = [
        (_days(start, end), (start - first) / (last - first), (end - first) / (last - first)) for start, end in spans
    ]
    return charts.spans(rows, said.say("events.claims"))


def _days(start: int, end: int) -> str:
    first, last = date.fromordinal(start), date.fromordinal(end - 1)
    return f"{first}" if first == last else f"{first} – {last}"


ROUTES: Final[list[Route]] = [page("/events", events), page("/events/{event}", event)]
