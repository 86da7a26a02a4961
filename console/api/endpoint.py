"""One endpoint: who may ask, with what, for what. The routes and the OpenAPI document are made from the same table."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, get_args, get_origin, get_type_hints

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from console.auth.roles import Role, User
from console.web.guard import console_of, same_origin, visit_of
from console.web.visit import SAFE
from marsad.errors import MarsadError, ServerError
from streams.rules.language import RuleProblem

Handler = Callable[[Request, Any, Any], Awaitable[msgspec.Struct | Response]]
PREFIX: Final = "/api/v1"


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong, and what to do about it."""

    error: str
    hint: str | None = None


class Nothing(msgspec.Struct, frozen=True):
    """No parameters, or no body."""


class MissingError(MarsadError):
    """There is no such thing."""

    code = "missing"


_STATUS: Final = {MissingError: 404, ServerError: 503}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`query` and `body` are read into these records; `answer` is what comes back."""

    method: str
    path: str
    summary: str
    handler: Handler
    answer: type[msgspec.Struct]
    role: Role = "viewer"
    query: type[msgspec.Struct] = Nothing
    body: type[msgspec.Struct] = Nothing
    media: str = "application/json"

    async def serve(self, request: Request) -> Response:
        """Ask the handler, once everything about the request is right; whatever is wrong becomes a problem."""
        try:
            return await self._serve(request)
        except MarsadError as error:
            return problem(_STATUS.get(type(error), 400), error.message, error.hint)
        except RuleProblem as error:
            return problem(400, error.message, error.hint)
        except msgspec.ValidationError as error:
            return problem(400, str(error))

    async def _serve(self, request: Request) -> Response:
        user = await _user(request)
        if user is None:
            return problem(401, "log in, or send a name and a password")
        if not user.may(self.role):
            return problem(403, f"this needs the role {self.role}")
        if request.method not in SAFE and not same_origin(request):
            return problem(403, "this does not come from our own pages")
        request.state.visit.user = user
        found = await self.handler(request, _query(request, self.query), await _body(request, self.body))
        return found if isinstance(found, Response) else answer(found)


def route(path: str, endpoints: Iterable[Endpoint]) -> Route:
    """One path with all its methods, so that a wrong method is told which there are."""
    by_method = {one.method: one for one in endpoints}

    async def serve(request: Request) -> Response:
        return await by_method["GET" if request.method == "HEAD" else request.method].serve(request)

    return Route(PREFIX + path, serve, methods=list(by_method))


def answer(record: msgspec.Struct, status: int = 200) -> Response:
    """A record as JSON."""
    headers = {"cache-control": "no-store"}
    return Response(msgspec.json.encode(record), status, media_type="application/json", headers=headers)


def problem(status: int, error: str, hint: str | None = None) -> Response:
    """A problem as JSON."""
    response = answer(Problem(error=error, hint=hint), status)
    if status == 401:
        response.headers["www-authenticate"] = 'Session realm="marsad"'
    return response


async def _user(request: Request) -> User | None:
    """Who asks: by session, or by name and password in the header, which no other site can make a browser send."""
    gate, header = console_of(request).gate, request.headers.get("authorization", "")
    if gate is None or not header.lower().startswith("basic "):
        return visit_of(request).user
    try:
        name, _, password = base64.b64decode(header[6:], validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return await run_in_threadpool(gate.enter, request.client, name, password)


def _query(request: Request, kind: type[msgspec.Struct]) -> msgspec.Struct:
    hints = get_type_hints(kind)
    asked: dict[str, Any] = {
        name: request.query_params.getlist(name) if _is_list(hints.get(name)) else request.query_params[name]
        for name in request.query_params
    }
    return msgspec.convert(asked, kind, strict=False)


def _is_list(hint: Any) -> bool:
    return get_origin(hint) in (list, tuple) or any(get_origin(one) in (list, tuple) for one in get_args(hint))


async def _body(request: Request, kind: type[msgspec.Struct]) -> msgspec.Struct:
    if kind is Nothing:
        return Nothing()
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise msgspec.ValidationError("the body has to be application/json")
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise msgspec.ValidationError(f"the body is not JSON as wanted: {error}") from error
