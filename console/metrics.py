"""What the console tells Prometheus: how long its pages take, who is connected, which logins fail."""

from __future__ import annotations

import time
from typing import Final

from prometheus_client import Counter, Gauge, Histogram
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_ELSEWHERE: Final = "other"
_ENDLESS: Final = "text/event-stream"

ANSWER_SECONDS: Final = Histogram(
    "marsad_console_seconds",
    "Seconds from a request to the last byte of its answer, of an endless one to the first",
    ["route", "status"],
    buckets=_BUCKETS,
)
STREAMS: Final = Gauge("marsad_console_streams", "Open streams of alerts")
LOGINS: Final = Counter("marsad_console_logins", "Logins, by way and by what became of them", ["way", "outcome"])


class Measured:
    """ASGI middleware: observes every answer under the pattern of its route, so that ids make no series."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, endless = time.perf_counter(), 0, False

        async def sending(message: Message) -> None:
            nonlocal status, endless
            await send(message)
            starts = message["type"] == "http.response.start"
            if starts:
                status = message["status"]
                endless = Headers(raw=message["headers"]).get("content-type", "").startswith(_ENDLESS)
            if starts if endless else not (starts or message.get("more_body")):
                route = getattr(scope.get("route"), "path", _ELSEWHERE)
                ANSWER_SECONDS.labels(route=route, status=status).observe(time.perf_counter() - began)

        await self._app(scope, receive, sending)
