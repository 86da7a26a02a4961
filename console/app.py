"""The web application: routes, middleware, static files."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from importlib import resources
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from console.api.endpoint import problem as api_problem
from console.api.routes import ROUTES as API
from console.metrics import Measured
from console.pages import article, entities, events, feeds, live, login, logout, rules, search, system
from console.search.warm import warm
from console.state import Console
from console.web.render import refusal
from console.web.visit import Visits

_PAGES = (live, search, article, events, entities, rules, feeds, system, login, logout)


def make(console: Console) -> Starlette:
    """The application of one console."""
    static = StaticFiles(directory=Path(str(resources.files("console"))) / "static")
    app = Starlette(
        routes=[
            *API,
            *(route for room in _PAGES for route in room.ROUTES),
            *login.provider_routes(console),
            Mount("/static", static),
        ],
        middleware=[Middleware(Measured), Middleware(Visits, console=console)],
        exception_handlers={HTTPException: _refused},
        lifespan=_living(console),
    )
    app.state.console = console
    return app


def _living(console: Console) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def living(_: Starlette) -> AsyncIterator[None]:
        async with console.running():
            warming = asyncio.create_task(warm(console))
            yield
            warming.cancel()

    return living


async def _refused(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    code = problem.status_code
    if request.url.path.startswith("/api/"):
        response = api_problem(code, problem.detail)
    else:
        response = refusal(request, "error.nothing" if code == 404 else "error.method", code)
    response.headers.update(problem.headers or {})
    return response
