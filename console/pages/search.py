"""Search: articles in any spelling, narrowed by what they name."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from console.search import ask
from console.search.asked import question
from console.web import charts
from console.web.guard import console_of, page, visit_of
from console.web.names import naming
from console.web.render import page as rendered


async def search(request: Request) -> Response:
    """What was found, and how to narrow it."""
    asked = question(request.query_params, ask.FACETS)
    found = await ask.articles(console_of(request), asked)
    said = visit_of(request).words
    picture = charts.bars([charts.Bar(day, count) for day, count in found.days], said.say("search.volume"))
    return rendered(
        request,
        "search.html",
        asked=asked,
        found=found,
        facets=ask.FACETS,
        picture=picture,
        shown=naming(said),
        pages=min((found.total + asked.size - 1) // asked.size, ask.DEEPEST // asked.size),
        as_rule=f"/rules/new?{urlencode({'text': asked.text})}",
    )


ROUTES: Final[list[Route]] = [page("/search", search)]
