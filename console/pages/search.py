"""Search: articles in any spelling, narrowed by what they name."""

from __future__ import annotations

import functools
from typing import Any, Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from console.search import ask, count
from console.search.asked import question
from console.search.count import Counted
from console.web import charts
from console.web.guard import console_of, page, visit_of
from console.web.names import naming
from console.web.render import here, html, page_in_pieces
from marsad.errors import ServerError


async def search(request: Request) -> Response:
    """The form and what it narrows at once, what was found as soon as Elasticsearch has found it.

    How to narrow it comes after that, or before it where a reader without scripts asks for it.
    """
    console, asked = console_of(request), question(request.query_params, ask.FACETS)
    if console.health.elasticsearch:
        raise ServerError(console.health.elasticsearch)
    counted = await count.articles(console, asked) if "counts" in request.query_params else None
    shown = {"asked": asked, "counted": counted, **_shown(request, counted)}

    async def hits() -> str:
        found = await ask.articles(console, asked)
        pages = min((found.total + asked.size - 1) // asked.size, ask.DEEPEST // asked.size)
        back = functools.partial(here, request)
        return html("parts/hits.html", visit_of(request).words, found=found, pages=pages, here=back, **shown)

    as_rule = f"/rules/new?{urlencode({'text': asked.text})}"
    return page_in_pieces(request, "search.html", hits, as_rule=as_rule, **shown)


async def counts(request: Request) -> Response:
    """How to narrow it, how many there are, and when they were published."""
    counted = await count.articles(console_of(request), question(request.query_params, ask.FACETS))
    back = functools.partial(here, request, "/search")
    said = visit_of(request).words
    return HTMLResponse(html("parts/counts.html", said, counted=counted, here=back, **_shown(request, counted)))


def _shown(request: Request, counted: Counted | None) -> dict[str, Any]:
    said = visit_of(request).words
    bars = [charts.Bar(day, number) for day, number in counted.days] if counted else []
    picture = charts.bars(bars, said.say("search.volume")) if bars else None
    return {"facets": ask.FACETS, "shown": naming(said), "picture": picture}


ROUTES: Final[list[Route]] = [page("/search", search), page("/search/counts", counts)]
