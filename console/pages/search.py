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
from console.web.render import here, html
from console.web.render import page as rendered


async def search(request: Request) -> Response:
    """What was found. How to narrow it comes after it, or with it where a reader without scripts asks for that."""
    console, asked = console_of(request), question(request.query_params, ask.FACETS)
    found = await ask.articles(console, asked)
    counted = await count.articles(console, asked) if "counts" in request.query_params else None
    return rendered(
        request,
        "search.html",
        asked=asked,
        found=found,
        pages=min((found.total + asked.size - 1) // asked.size, ask.DEEPEST // asked.size),
        as_rule=f"/rules/new?{urlencode({'text': asked.text})}",
        counted=counted,
        **_shown(request, counted),
    )


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
