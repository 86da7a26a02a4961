"""The address that hubs call: GET verifies a subscription, POST brings articles."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from connectors.sources.inflate import Inflater
from connectors.sources.problems import FeedError
from connectors.sources.websub.subscriber import Subscriber


def application(subscriber: Subscriber) -> web.Application:
    """The web application; the last part of the path is the token, whatever a proxy puts before it."""

    async def verify(request: web.Request) -> web.Response:
        challenge = subscriber.verify(_token(request), request.query)
        if challenge is None:
            return web.Response(status=404)
        return web.Response(text=challenge, content_type="text/plain")

    async def take(request: web.Request) -> web.Response:
        inflater = Inflater(request.headers.get("Content-Encoding"), subscriber.limits.max_body, request.path)
        try:
            async for piece in request.content.iter_any():
                inflater.feed(piece)
        except FeedError:
            return web.Response(status=413)
        kind, signature = request.headers.get("Content-Type"), request.headers.get("X-Hub-Signature")
        known = await subscriber.pushed(_token(request), inflater.body(), kind, signature)
        return web.Response(status=202 if known else 410)

    app = web.Application(client_max_size=subscriber.limits.max_body)
    app.router.add_get("/{path:.*}", verify)
    app.router.add_post("/{path:.*}", take)
    return app


def _token(request: web.Request) -> str:
    return request.path.rstrip("/").rpartition("/")[2]


@asynccontextmanager
async def serving(subscriber: Subscriber) -> AsyncIterator[int]:
    """Serve the callback; gives the port."""
    runner = web.AppRunner(application(subscriber), access_log=None, auto_decompress=False)
    await runner.setup()
    try:
        site = web.TCPSite(runner, subscriber.settings.host, subscriber.settings.port)
        await site.start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
