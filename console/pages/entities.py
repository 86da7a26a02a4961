"""Entities: how much is told of each, with whom, and what it is called."""

from __future__ import annotations

import asyncio
from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from console.search import ask, count
from console.search.asked import number
from console.search.warm import DAYS, KINDS
from console.web import charts
from console.web.guard import console_of, page, visit_of
from console.web.names import aliases, entries, naming
from console.web.render import page as rendered
from console.web.words import Words
from marsad.contracts import Entity
from streams.entities.gazetteer.table import Entry
from streams.rules.names import entry_of

_MOST_ALIASES: Final = 40


async def entities(request: Request) -> Response:
    """The names that are told of most; a name that is asked for leads to its own page."""
    asked = request.query_params
    name = asked.get("name", "").strip()
    entry = await run_in_threadpool(entry_of, name) if name else None
    if entry is not None:
        return RedirectResponse(f"/entities/{quote(entry.id, safe='')}", 303)
    kind = asked.get("kind") if asked.get("kind") in KINDS else KINDS[0]
    days = number(asked, "days", DAYS, 3650)
    found = await count.entities(console_of(request), str(kind), days)
    return rendered(
        request,
        "entities.html",
        kinds=KINDS,
        kind=kind,
        days=days,
        found=found,
        unknown=name or None,
        shown=naming(visit_of(request).words),
    )


async def entity(request: Request) -> Response:
    """One entity."""
    console, entity_id, said = console_of(request), request.path_params["entity"], visit_of(request).words
    known = await run_in_threadpool(entries)
    (counted, others), (found, mentions) = await asyncio.gather(
        count.entity(console, entity_id), ask.naming(console, entity_id)
    )
    bars = [charts.Bar(day, number) for day, number in counted.days]
    return rendered(
        request,
        "entity.html",
        entity_id=entity_id,
        entry=known.get(entity_id),
        aliases=(await run_in_threadpool(aliases))[entity_id][:_MOST_ALIASES],
        found=found,
        total=counted.total,
        picture=charts.bars(bars, said.say("entities.volume")) if bars else None,
        others=[(one, called(known.get(one) or mentions.get(one), one, said), times) for one, times in others],
        title=called(known.get(entity_id) or mentions.get(entity_id), entity_id, said),
    )


def called(entry: Entry | Entity | None, entity_id: str, said: Words) -> str:
    """The name of an entity in the reader's language; its id where the gazetteer does not know it."""
    return said.of(entry) if entry else entity_id


ROUTES: Final[list[Route]] = [page("/entities", entities), page("/entities/{entity:path}", entity)]
