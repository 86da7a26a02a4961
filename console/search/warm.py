"""What the first visitor would wait for, done before: gazetteer read, Kafka asked, Elasticsearch's caches filled."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

from starlette.concurrency import run_in_threadpool

from console.search import ask, count
from console.search.ask import Question
from console.state import Console
from console.web.names import aliases
from marsad.errors import MarsadError
from streams.rules.names import entry_of

KINDS: Final = ("weapon", "place", "organisation", "person")
DAYS: Final = 30
"""What the page of entities shows."""
_WORD: Final = "S-400"
_PAUSE: Final = 10.0


async def warm(console: Console) -> None:
    """Ask for what the pages show unasked; tries again until Elasticsearch has answered once."""
    await run_in_threadpool(aliases)
    entry = await run_in_threadpool(entry_of, _WORD)
    await asyncio.gather(_kafka(console), _elasticsearch(console, entry.id if entry else _WORD))


async def _kafka(console: Console) -> None:
    await console.desk.ready()
    with contextlib.suppress(MarsadError):
        await run_in_threadpool(console.rates.look)


async def _elasticsearch(console: Console, entity: str) -> None:
    while True:
        with contextlib.suppress(MarsadError):
            await _ask(console, entity)
            return
        await asyncio.sleep(_PAUSE)


async def _ask(console: Console, entity: str) -> None:
    """Of an entity that articles name: Elasticsearch numbers the values of a field only to count some."""
    for question in (Question(), Question(text=_WORD)):
        await ask.articles(console, question)
        await ask.events(console, question)
        await count.articles(console, question)
        await count.events(console, question)
    await ask.events_of(console, _WORD)
    await count.entity(console, entity)
    for kind in KINDS:
        await count.entities(console, kind, DAYS)
