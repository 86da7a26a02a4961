"""The routes of the JSON API."""

from __future__ import annotations

from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from console.api import alerts, news, rules, system
from console.api.endpoint import PREFIX, Endpoint, route
from console.api.openapi import document

ENDPOINTS: Final[tuple[Endpoint, ...]] = (*alerts.ENDPOINTS, *news.ENDPOINTS, *rules.ENDPOINTS, *system.ENDPOINTS)
_PATHS: Final = tuple(dict.fromkeys(one.path for one in ENDPOINTS))


async def openapi(request: Request) -> Response:
    """The OpenAPI document: it tells nothing that is not in the source."""
    del request
    return Response(msgspec.json.encode(document(ENDPOINTS)), media_type="application/json")


ROUTES: Final[list[Route]] = [
    Route(f"{PREFIX}/openapi.json", openapi),
    *(route(path, [one for one in ENDPOINTS if one.path == path]) for path in _PATHS),
]
