"""One request's visitor: session, user, language, theme. Host, size and headers are settled here, before any page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console.auth.keys import Session
from console.auth.roles import Role, User
from console.state import Console
from console.web.words import Language, Words, chosen, words

COOKIE: Final = "marsad_session"
HINT: Final = "marsad_hint"
LOGOUT: Final = "/logout"
_MOST_HINT: Final = 3500
"""Characters; browsers keep 4096 of a cookie with its name and attributes."""
THEMES: Final = ("auto", "light", "dark")
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_MAX_BODY: Final = 2 * 1024 * 1024
_YEAR: Final = 365 * 86400
HEADERS: Final = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
_WITHOUT_COOKIES: Final = ("/api/", "/static/")
_AGAIN: Final = HTMLResponse('<!doctype html><meta http-equiv="refresh" content="0"><title>مرصد</title>')
"""A link on another site leads here without our cookies; from this page the browser asks again, with them."""


@dataclass(slots=True)
class Visit:
    """Who asks, and how they want to read."""

    session: Session
    user: User | None
    token: str
    language: Language
    theme: str

    def may(self, role: Role) -> bool:
        """Whether they have the rights of a role."""
        return self.user is not None and self.user.may(role)

    @property
    def words(self) -> Words:
        """The catalogue of their language."""
        return words(self.language)


class Visits:
    """ASGI middleware: refuses foreign hosts and large bodies, finds the visit, sets cookies and headers."""

    def __init__(self, app: ASGIApp, console: Console) -> None:
        self._app, self._console = app, console
        settings = console.settings.console
        public = urlsplit(settings.url or "")
        self._hosts = _LOOPBACK | {settings.bind, public.hostname or "localhost"}
        self._any_host = settings.bind in ("0.0.0.0", "::") and not settings.url  # noqa: S104 (asked for, with a login)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope["method"], headers)
        if refusal:
            await refusal(scope, receive, _with(send, HEADERS.items()))
            return
        cookies = cookie_parser(headers.get("cookie", ""))
        if COOKIE not in cookies and headers.get("sec-fetch-site") == "cross-site" and scope["method"] == "GET":
            await _AGAIN(scope, receive, _with(send, HEADERS.items()))
            return
        asked = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
        visit, added = self._visit(cookies, asked)
        added = [] if scope["path"].startswith(_WITHOUT_COOKIES) else added
        scope.setdefault("state", {})["visit"] = visit
        await self._app(scope, receive, _with(send, [*HEADERS.items(), *(("set-cookie", one) for one in added)]))

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        host = urlsplit(f"//{headers.get('host', '')}")
        if not self._any_host and host.hostname not in self._hosts:
            return PlainTextResponse("This host name is not ours; see MARSAD_CONSOLE_URL.", 421)
        if method not in SAFE:
            length = headers.get("content-length", "0" if "transfer-encoding" not in headers else "")
            if not length.isdigit():
                return PlainTextResponse("Say how long the body is.", 411)
            if int(length) > _MAX_BODY:
                return PlainTextResponse("The body is too large.", 413)
        return None

    def _visit(self, cookies: dict[str, str], asked: dict[str, str]) -> tuple[Visit, list[str]]:
        added: list[str] = []
        keys = self._console.keys
        session = keys.open(cookies.get(COOKIE, ""))
        if session is None:
            session = keys.new()
            added.append(session_cookie(self._console, session))
        language = chosen(asked.get("lang")) or chosen(cookies.get("lang")) or self._console.settings.console.language
        theme = next((t for t in (asked.get("theme"), cookies.get("theme")) if t in THEMES), "auto")
        if chosen(asked.get("lang")):
            added.append(_cookie(self._console, "lang", language, _YEAR))
        if asked.get("theme") in THEMES:
            added.append(_cookie(self._console, "theme", theme, _YEAR))
        return Visit(session, self._console.user(session), keys.token(session), language, theme), added


def session_cookie(console: Console, session: Session) -> str:
    """The Set-Cookie header of a session."""
    return _cookie(console, COOKIE, console.keys.seal(session), console.keys.seconds)


def hint_cookie(console: Console, token: str) -> str:
    """The Set-Cookie header that keeps a provider's ID token until its person logs out; a long one is not kept."""
    return _cookie(console, HINT, token if len(token) <= _MOST_HINT else "", console.keys.seconds, LOGOUT)


def _cookie(console: Console, name: str, value: str, seconds: int, path: str = "/") -> str:
    made: SimpleCookie = SimpleCookie()
    made[name] = value
    made[name].update({"path": path, "httponly": "1", "samesite": "Strict", "max-age": str(seconds)})
    if urlsplit(console.settings.console.url or "").scheme == "https":
        made[name]["secure"] = "1"
    return made[name].OutputString()


def _with(send: Send, headers: Iterable[tuple[str, str]]) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            mutable = MutableHeaders(scope=message)
            opened = any(one.startswith(f"{COOKIE}=") for one in mutable.getlist("set-cookie"))
            for name, value in headers:
                if name != "set-cookie":
                    mutable.setdefault(name, value)
                elif not (opened and value.startswith(f"{COOKIE}=")):
                    mutable.append(name, value)
        await send(message)

    return sending
