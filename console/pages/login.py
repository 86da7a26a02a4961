"""Log in: with a name and a password, or with an OpenID Connect provider."""

from __future__ import annotations

import contextlib
from typing import Final
from urllib.parse import urljoin, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from console.metrics import LOGINS
from console.state import Console
from console.web.guard import console_of, has_token, to
from console.web.render import page, refusal
from console.web.visit import hint_cookie, session_cookie
from marsad.errors import MarsadError, ServerError
from marsad.telemetry import logger

_PROVIDER: Final = "/login/oidc"
_BACK: Final = "/login/oidc/return"
_ON_THE_WAY: Final = "marsad_login"
_ON_THE_WAY_SECONDS: Final = 600
_log = logger(__name__)


async def ask(request: Request) -> Response:
    """Who is it?"""
    if not console_of(request).guarded:
        return RedirectResponse("/", 303)
    return form(request, request.query_params.get("next", "/"))


async def login(request: Request) -> Response:
    """Open a session; who fails too often has to wait."""
    console, fields = console_of(request), await request.form()
    if console.gate is None:
        return RedirectResponse("/", 303)
    if not await has_token(request):
        return refusal(request, "error.token", 403)
    name, target = str(fields.get("name", ""))[:64], str(fields.get("next", "/"))
    wait = console.gate.wait(request.client, name)
    if wait:
        return _wait(request, target, wait)
    account = await run_in_threadpool(console.gate.account, request.client, name, str(fields.get("password", "")))
    LOGINS.labels("password", "refused" if account is None else "ok").inc()
    if account is None:
        return form(request, target, "login.wrong", 401)
    await _note(request, name)
    response = to(target, "/")
    response.headers.append("set-cookie", session_cookie(console, console.keys.new(account.name, account.seal)))
    return response


async def leave(request: Request) -> Response:
    """To the provider."""
    console, target = console_of(request), request.query_params.get("next", "/")
    assert console.provider is not None
    try:
        response = await console.provider.send(request, urljoin(console.settings.console.url or here(request), _BACK))
    except ServerError as error:
        _log.warning("nobody can log in with the provider", reason=str(error))
        return form(request, target, "login.away", 503)
    request.session["target"] = target
    return response


async def come_back(request: Request) -> Response:
    """From the provider: open a session; who fails too often has to wait."""
    from console.auth.oidc import RefusedError

    console, visitor = console_of(request), f"{request.client.host if request.client else ''} {_PROVIDER}"
    assert console.provider is not None
    target = str(request.session.pop("target", "/"))
    wait = console.limiter.wait(visitor)
    if wait:
        return _wait(request, target, wait)
    try:
        person = await console.provider.receive(request)
        if console.users and console.users.get(person.name):
            raise RefusedError("login.taken", f"{person.name} is in the users file", name=person.name)
    except RefusedError as refused:
        LOGINS.labels("provider", "refused").inc()
        if not refused.about:
            console.limiter.failed(visitor)
        _log.warning("a login is refused", reason=refused.message)
        return form(request, target, refused.key, 403, **refused.about)
    except ServerError as error:
        _log.warning("nobody can log in with the provider", reason=str(error))
        return form(request, target, "login.away", 503)
    console.limiter.succeeded(visitor)
    LOGINS.labels("provider", "ok").inc()
    await _note(request, person.name, f"{person.role}, {console.provider.issuer}")
    response = to(target, "/")
    session = console.keys.new(person.name, console.provider.seal, person.role)
    response.headers.append("set-cookie", session_cookie(console, session))
    response.headers.append("set-cookie", hint_cookie(console, person.token))
    return response


def provider_routes(console: Console) -> list[Route]:
    """Where the settings name a provider: the way there and back, with a cookie of its own that outlives neither.

    The session's own cookie is not sent when another site leads here, so state, nonce and verifier cannot be in it.
    """
    if console.provider is None:
        return []
    cookie = Middleware(
        SessionMiddleware,
        secret_key=console.keys.secret("login"),
        session_cookie=_ON_THE_WAY,
        max_age=_ON_THE_WAY_SECONDS,
        path=_PROVIDER,
        same_site="lax",
        https_only=urlsplit(console.settings.console.url or "").scheme == "https",
    )
    ways = ((_PROVIDER, leave), (_BACK, come_back))
    return [Route(path, way, methods=["GET"], middleware=[cookie]) for path, way in ways]


def form(request: Request, target: str, problem: str | None = None, status: int = 200, **about: str) -> Response:
    """The page that asks; it leads on to `target`."""
    console = console_of(request)
    return page(
        request,
        "login.html",
        status=status,
        problem=problem,
        about=about,
        target=target,
        passwords=console.users is not None,
        provider=_PROVIDER if console.provider else None,
    )


def _wait(request: Request, target: str, seconds: int) -> Response:
    response = form(request, target, "login.wait", 429)
    response.headers["retry-after"] = str(seconds)
    return response


def here(request: Request) -> str:
    """Our address as the browser has it."""
    return str(request.base_url)


async def _note(request: Request, name: str, after: str | None = None) -> None:
    """A login is written down where Kafka takes it; nobody is locked out because it does not."""
    with contextlib.suppress(MarsadError):
        await console_of(request).audit("login", name, name, after=after)


ROUTES: Final[list[Route]] = [
    Route("/login", ask, methods=["GET"]),
    Route("/login", login, methods=["POST"]),
]
