"""Who may see or do a thing: every page goes through here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from console.auth.roles import Role
from console.state import Console
from console.web.render import error, refusal
from console.web.visit import SAFE, Visit
from marsad.errors import MarsadError, ServerError

Handler = Callable[[Request], Awaitable[Response]]


def visit_of(request: Request) -> Visit:
    """The visitor of a request."""
    visit: Visit = request.state.visit
    return visit


def console_of(request: Request) -> Console:
    """The console that serves a request."""
    console: Console = request.app.state.console
    return console


def author_of(request: Request) -> str:
    """The name under which the visitor's doings are written down."""
    user = visit_of(request).user
    return user.name if user else ""


def page(path: str, handler: Handler, *, role: Role = "viewer", methods: tuple[str, ...] = ("GET",)) -> Route:
    """A route that people of a role may use; forms must carry their session's token."""

    async def guarded(request: Request) -> Response:
        visit = visit_of(request)
        if visit.user is None:
            target = request.url.path if request.method in SAFE else "/"
            return RedirectResponse(f"/login?next={quote(target)}", 303)
        if not visit.may(role):
            return refusal(request, "error.role", 403)
        if request.method not in SAFE and not await has_token(request):
            return refusal(request, "error.token", 403)
        try:
            return await handler(request)
        except MarsadError as problem:
            return error(request, problem, 503 if isinstance(problem, ServerError) else 400)

    return Route(path, guarded, methods=list(methods))


async def has_token(request: Request) -> bool:
    """Whether a request that changes something comes from one of our own pages."""
    visit = visit_of(request)
    token = request.headers.get("x-csrf-token") or str((await request.form()).get("csrf") or "")
    return same_origin(request) and console_of(request).keys.is_token(visit.session, token)


def same_origin(request: Request) -> bool:
    """Whether the browser says that the request comes from our own pages; programs say nothing of it."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def to(target: str, fallback: str) -> RedirectResponse:
    """After a form: to another page of this site, and of no other."""
    safe = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return RedirectResponse(target if safe else fallback, 303)
