"""Log in and out."""

from __future__ import annotations

import contextlib
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from console.web.guard import console_of, has_token, to
from console.web.render import page, refusal
from console.web.visit import COOKIE, session_cookie
from marsad.errors import MarsadError


async def form(request: Request) -> Response:
    """The form."""
    if console_of(request).users is None:
        return RedirectResponse("/", 303)
    return page(request, "login.html", problem=None, target=request.query_params.get("next", "/"))


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
        response = page(request, "login.html", status=429, problem="login.wait", target=target)
        response.headers["retry-after"] = str(wait)
        return response
    account = await run_in_threadpool(console.gate.account, request.client, name, str(fields.get("password", "")))
    if account is None:
        return page(request, "login.html", status=401, problem="login.wrong", target=target)
    await _note(request, name)
    response = to(target, "/")
    response.headers.append("set-cookie", session_cookie(console, console.keys.new(account.name, account.seal)))
    return response


async def logout(request: Request) -> Response:
    """Forget the session."""
    if not await has_token(request):
        return refusal(request, "error.token", 403)
    response = RedirectResponse("/login", 303)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return response


async def _note(request: Request, name: str) -> None:
    """A login is written down where Kafka takes it; nobody is locked out because it does not."""
    with contextlib.suppress(MarsadError):
        await console_of(request).audit("login", name, name)


ROUTES: Final[list[Route]] = [
    Route("/login", form, methods=["GET"]),
    Route("/login", login, methods=["POST"]),
    Route("/logout", logout, methods=["POST"]),
]
