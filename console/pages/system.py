"""System: what runs, how fast, how far behind; dead letters and their way back; who did what.

Dead letters are read from Kafka anew each time, so they come after the page, or with it where a reader without scripts
asks for that.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from itertools import islice
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from console.live.rates import GroupRow, TopicRow, delays
from console.state import Console
from console.web.guard import author_of, console_of, page, visit_of
from console.web.render import html
from console.web.render import page as rendered
from marsad.contracts import DeadLetter
from marsad.errors import ConfigError, ServerError

_LATEST: Final = 500
_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Letters:
    """The latest open dead letters, and how many there are."""

    shown: list[DeadLetter]
    total: int


async def system(request: Request) -> Response:
    """Rates, lag, delay; what cannot be asked is left out, and said."""
    console = console_of(request)
    problem, topics, groups = None, list[TopicRow](), list[GroupRow]()
    found: Letters | None = None
    try:
        if console.health.kafka:
            raise ServerError(console.health.kafka)
        if "letters" in request.query_params:
            (topics, groups), found = await asyncio.gather(run_in_threadpool(console.rates.look), _letters(console))
        else:
            topics, groups = await run_in_threadpool(console.rates.look)
    except ServerError as error:
        problem = error
    return rendered(
        request,
        "system.html",
        problem=problem,
        topics=topics,
        groups=groups,
        delays=delays(islice(console.desk.newest(), _LATEST)),
        letters=found,
        trail=console.trail.all()[:_SHOWN],
    )


async def letters(request: Request) -> Response:
    """The dead letters."""
    visit, found = visit_of(request), await _letters(console_of(request))
    return HTMLResponse(html("parts/letters.html", visit.words, letters=found, token=visit.token, may=visit.may))


async def handle(request: Request) -> Response:
    """Send dead letters back to where they came from, or take them off the list."""
    console, form = console_of(request), await request.form()
    wanted, action = {str(one) for one in form.getlist("id")}, str(form.get("action") or "")
    chosen = [one for one in await run_in_threadpool(console.rooms.letters.listed) if one.id in wanted]
    if not chosen:
        raise ConfigError("no dead letter was chosen", hint="tick one at least")
    if action == "replay":
        await run_in_threadpool(console.rooms.letters.replay, chosen)
    else:
        await run_in_threadpool(console.rooms.letters.drop, chosen)
    for letter in chosen:
        await console.audit(
            "dead_letter_replay" if action == "replay" else "dead_letter_drop", letter.id, author_of(request)
        )
    return RedirectResponse("/system", 303)


async def _letters(console: Console) -> Letters:
    found = await run_in_threadpool(console.rooms.letters.listed)
    return Letters(found[-_SHOWN:][::-1], len(found))


ROUTES: Final[list[Route]] = [
    page("/system", system, role="analyst"),
    page("/system/letters", letters, role="analyst"),
    page("/system/letters", handle, role="admin", methods=("POST",)),
]
