"""Article: its text with entities and events marked in place, its revisions, and who tells the same."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from console.live.cards import event_line
from console.search import ask
from console.state import Console
from console.web import marks
from console.web.guard import console_of, page, visit_of
from console.web.render import html, refusal
from console.web.render import page as rendered
from marsad.contracts import EnrichedArticle, decode
from marsad.contracts.topics import ARTICLES_ENRICHED
from marsad.errors import ContractError

_LOOK_SECONDS: Final = 5.0
_SLACK: Final = timedelta(minutes=5)


async def article(request: Request) -> Response:
    """One article."""
    console, said = console_of(request), visit_of(request).words
    found = await ask.article(console, request.path_params["article"])
    if found is None:
        return refusal(request, "error.nothing", 404)
    return rendered(
        request,
        "article.html",
        article=found,
        title=marks.headline(found, said.of),
        paragraphs=marks.article(found, said.of, lambda event: event_line(event, said)),
        lines=[(event_line(event, said), event) for event in found.events],
        events=await ask.events_of(console, found.id),
    )


async def copies(request: Request) -> Response:
    """Who has much the same text: looked for among all articles, so a page is shown before."""
    console = console_of(request)
    found = await ask.article(console, request.path_params["article"])
    if found is None:
        return refusal(request, "error.nothing", 404)
    known = await ask.copies(console, found)
    return HTMLResponse(html("parts/copies.html", visit_of(request).words, copies=known))


async def revisions(request: Request) -> Response:
    """Every revision of an article that Kafka still has, latest first."""
    console = console_of(request)
    found = await ask.article(console, request.path_params["article"])
    if found is None:
        return refusal(request, "error.nothing", 404)
    known = await run_in_threadpool(_revisions, console, found)
    return HTMLResponse(html("parts/revisions.html", visit_of(request).words, revisions=known, current=found.revision))


def _revisions(console: Console, found: EnrichedArticle) -> list[EnrichedArticle]:
    """Read the topic from when the article was first seen, for as long as a reader waits."""
    key, known = found.id.encode(), {found.revision: found}
    until = time.monotonic() + _LOOK_SECONDS
    since = (found.seen or found.published or datetime.now(UTC)) - _SLACK
    for record in console.rooms.read(ARTICLES_ENRICHED, since):
        if record.key == key:
            try:
                one = decode(record.value or b"", EnrichedArticle)
            except ContractError:
                continue
            known[one.revision] = one
        if time.monotonic() > until:
            break
    return sorted(known.values(), key=_changed, reverse=True)


def _changed(one: EnrichedArticle) -> datetime:
    return one.updated or one.enriched or one.seen or datetime.fromtimestamp(0, UTC)


ROUTES: Final[list[Route]] = [
    page("/articles/{article}", article),
    page("/articles/{article}/copies", copies),
    page("/articles/{article}/revisions", revisions),
]
