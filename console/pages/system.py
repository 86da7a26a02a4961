"""System: what runs, how fast, how far behind; dead letters and their way back; who did what."""

from __future__ import annotations

import asyncio
from itertools import islice
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from console.live.rates import GroupRow, TopicRow, delays
from console.web.guard import author_of, console_of, page
from console.web.render import page as rendered
from marsad.contracts import DeadLetter
from marsad.errors import ConfigError, ServerError

_LATEST: Final = 500
_SHOWN: Final = 100


async def system(request: Request) -> Response:
    """Rates, lag, delay, dead letters; what cannot be asked is left out, and said."""
    console = console_of(request)
    problem, topics, groups = None, list[TopicRow](), list[GroupRow]()
    letters = list[DeadLetter]()
    try:
        if console.health.kafka:
            raise ServerError(console.health.kafka)
        (topics, groups), letters = await asyncio.gather(
            run_in_threadpool(console.rates.look), run_in_threadpool(console.rooms.letters.listed)
        )
    except ServerError as error:
        problem = error
    return rendered(
        request,
        "system.html",
        problem=problem,
        topics=topics,
        groups=groups,
        delays=delays(islice(console.desk.newest(), _LATEST)),
        letters=letters[-_SHOWN:][::-1],
        letters_total=len(letters),
        trail=console.trail.all()[:_SHOWN],
    )


async def letters(request: Request) -> Response:
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


ROUTES: Final[list[Route]] = [
    page("/system", system, role="analyst"),
    page("/system/letters", letters, role="admin", methods=("POST",)),
]
