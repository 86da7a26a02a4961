"""Serves the board: `/alerts.atom`, and `/alerts.sse` with an alert as each comes (WHATWG server-sent events)."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import threading
from datetime import timedelta
from typing import Final

from aiohttp import web

from connectors.sinks.channels.channel import addressed
from connectors.sinks.channels.message import Writer
from connectors.sinks.channels.policy import utc_now
from connectors.sinks.feed.atom import CONTENT_TYPE, atom
from connectors.sinks.feed.board import Board, Post
from connectors.sinks.reading import Start, alerts
from marsad import telemetry
from marsad.errors import ConfigError, MarsadError
from marsad.probes import HEALTH
from marsad.settings import ChannelSettings, Settings

CHANNEL: Final = "feed"
_PAST: Final = timedelta(days=30)
"""How far back the feed looks for alerts when it starts."""
_HEARTBEAT_SECONDS: Final = 15.0
_RETRY_SECONDS: Final = 5.0
_TICK: Final = 0.2


class FeedServer:
    """Reads `alerts` without a group, so it commits nothing and any number of them may run."""

    def __init__(self, settings: Settings, stop: threading.Event) -> None:
        self._settings, self._stop = settings, stop
        self._board = Board(settings.feed.size)
        self._writer = Writer(CHANNEL, ChannelSettings(language=settings.feed.language))
        self._log = telemetry.logger(__name__)
        self.port: int | None = None

    def run(self) -> None:
        """Serve until `stop` is set.

        Raises:
            ConfigError: when MARSAD_FEED_PORT or MARSAD_FEED_HOST cannot be listened on.
        """
        asyncio.run(self._run())

    async def _run(self) -> None:
        app = web.Application()
        app.add_routes([web.get("/alerts.atom", self._atom), web.get("/alerts.sse", self._sse)])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
        await runner.setup()
        reader = threading.Thread(target=self._read, args=(asyncio.get_running_loop(),), name="alerts", daemon=True)
        try:
            await self._listen(runner)
            reader.start()
            while not self._stop.is_set():
                HEALTH.beat()
                await asyncio.sleep(_TICK)
        finally:
            self._board.end()
            await runner.cleanup()
        await asyncio.to_thread(reader.join, 10)

    async def _listen(self, runner: web.AppRunner) -> None:
        feed = self._settings.feed
        try:
            await web.TCPSite(runner, feed.host, feed.port).start()
        except OSError as error:
            raise ConfigError(
                f"{feed.host}:{feed.port} cannot be listened on: {error.strerror}",
                resource="MARSAD_FEED_HOST, MARSAD_FEED_PORT",
            ) from error
        self.port = runner.addresses[0][1]
        self._log.info("feed", atom=f"http://{feed.host}:{self.port}/alerts.atom")

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        """Follow the topic on a thread of its own; an alert that is up already is not put up twice."""
        since = utc_now() - _PAST
        while not self._stop.is_set():
            try:
                for alert, raw in alerts(self._settings, Start(since=since), follow=True, stop=self._stop):
                    HEALTH.ready()
                    if addressed(alert, CHANNEL):
                        loop.call_soon_threadsafe(self._board.add, Post(alert, raw))
                        telemetry.ALERTS.labels(CHANNEL, "delivered").inc()
            except MarsadError as error:
                self._log.warning("alerts cannot be read now", error=str(error))
                self._stop.wait(_RETRY_SECONDS)

    async def _atom(self, request: web.Request) -> web.Response:
        posts = self._board.latest()
        etag = hashlib.sha256("".join(post.alert.id for post in posts).encode()).hexdigest()[:32]
        if any(tag.value in {etag, "*"} for tag in request.if_none_match or ()):
            return web.Response(status=304)
        url = self._settings.feed.url or str(request.url)
        body = atom(posts, self._writer, language=self._settings.feed.language, url=url)
        answer = web.Response(body=body, content_type=CONTENT_TYPE, charset="utf-8")
        answer.etag = etag
        return answer

    async def _sse(self, request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        reader = self._board.subscribe(request.headers.get("Last-Event-ID"))
        try:
            await answer.prepare(request)
            await answer.write(b"retry: 3000\n\n")
            with contextlib.suppress(ConnectionResetError):
                await _pump(reader, answer)
        finally:
            self._board.leave(reader)
        return answer


async def _pump(reader: asyncio.Queue[Post | None], answer: web.StreamResponse) -> None:
    while True:
        try:
            post = await asyncio.wait_for(reader.get(), _HEARTBEAT_SECONDS)
        except TimeoutError:
            await answer.write(b": still here\n\n")
            continue
        if post is None:
            return
        await answer.write(b"id: %b\nevent: alert\ndata: %b\n\n" % (post.alert.id.encode(), post.raw))
