"""Events: what the ledger knows of each, and how it came to know it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Final

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from console.atlas.world import Arc, draw
from console.search import ask, count
from console.search.asked import question
from console.search.count import Flow
from console.web import charts
from console.web.guard import console_of, page, visit_of
from console.web.names import entries
from console.web.render import page as rendered
from console.web.render import refusal
from console.web.words import Words
from marsad.contracts import EventState

_MOST_ARCS: Final = 15


async def events(request: Request) -> Response:
    """Events, those with the latest news first, and who gives to whom among all that fit."""
    console, asked = console_of(request), question(request.query_params, ask.EVENT_FACETS)
    found, (counted, pairs) = await asyncio.gather(ask.events(console, asked), count.events(console, asked))
    said = visit_of(request).words
    arcs = await run_in_threadpool(_arcs, pairs, said)
    return rendered(
        request,
        "events.html",
        asked=asked,
        found=found,
        counted=counted,
        facets=ask.EVENT_FACETS,
        arcs=arcs,
        picture=draw(arcs, said.say("events.flows")),
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
        flows=_flow(state, said),
        actors=actors,
        claims=_claims(state, said),
        muted=[one for one in console.desk.said(state.id) if one.kind == "muted"],
    )


def actors(state: EventState) -> dict[str, object]:
    """The roles of an event that are known, by name."""
    roles = state.roles or {"item": state.item, "supplier": state.supplier, "recipient": state.recipient}
    return {name: role for name, role in roles.items() if role is not None}


def _arcs(pairs: Sequence[Flow], said: Words) -> list[Arc]:
    """Who gives to whom, by name in the reader's language; an id that the gazetteer does not know stands for itself."""
    known = entries()

    def name(one: str) -> str:
        return said.of(known[one]) if one in known else one

    return [Arc(p.supplier, name(p.supplier), p.recipient, name(p.recipient), p.count) for p in pairs[:_MOST_ARCS]]


def _flow(state: EventState, said: Words) -> Markup | None:
    """A picture of who gives to whom; None where somebody is not known."""
    if not state.supplier or not state.recipient:
        return None
    flow = charts.Flow(said.of(state.supplier), said.of(state.recipient), 1)
    return charts.flows([flow], said.say("events.flow"), rtl=said.direction == "rtl")


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
