"""Log out: here, and at the OpenID Connect provider where somebody came from there and it has a way to.

The provider wants its ID token back as a hint of whom it logs out. A cookie that is sent nowhere else keeps it.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from console.pages.login import form, here
from console.web.guard import console_of, has_token, visit_of
from console.web.render import page, refusal
from console.web.visit import COOKIE, HINT, LOGOUT
from marsad.errors import ServerError
from marsad.telemetry import logger

_log = logger(__name__)


async def logout(request: Request) -> Response:
    """Forget the session."""
    if not await has_token(request):
        return refusal(request, "error.token", 403)
    response = RedirectResponse(LOGOUT if HINT in request.cookies else "/login", 303)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return response


async def farewell(request: Request) -> Response:
    """On to the provider. A page that leads there: what a form is answered may not lead to another site."""
    console, token = console_of(request), request.cookies.get(HINT)
    if console.provider is None or token is None or visit_of(request).user is not None:
        return RedirectResponse("/login", 303)
    back, away = urljoin(console.settings.console.url or here(request), "/login"), None
    try:
        away = await console.provider.farewell(token or None, back)
    except ServerError as error:
        _log.warning("nobody can log out at the provider", reason=str(error))
    response = page(request, "logout.html", away=away) if away else form(request, "/", "logout.here")
    response.delete_cookie(HINT, path=LOGOUT, httponly=True, samesite="strict")
    return response


ROUTES: Final[list[Route]] = [
    Route(LOGOUT, logout, methods=["POST"]),
    Route(LOGOUT, farewell, methods=["GET"]),
]
