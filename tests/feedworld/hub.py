"""A WebSub hub on loopback: takes subscriptions, verifies them, pushes with a signature."""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlencode

import aiohttp
from aiohttp import web


@dataclass
class Hub:
    """Use it as an async context manager; `url` is its address. `subscribers` maps topics to callback and secret."""

    lease: int | None = None
    method: str = "sha256"
    refusing: bool = False
    subscribers: dict[str, tuple[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/", self._ask)
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}/"
        self.session = aiohttp.ClientSession()
        self.tasks: set[asyncio.Task[int]] = set()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.session.close()
        await self.runner.cleanup()

    async def _ask(self, request: web.Request) -> web.Response:
        form = {key: str(value) for key, value in (await request.post()).items()}
        self.asked.append(form)
        if self.refusing:
            return web.Response(status=403)
        self.tasks.add(asyncio.create_task(self.verify(form)))
        return web.Response(status=202)

    async def verify(self, form: dict[str, str]) -> int:
        """Ask the subscriber whether it was it; the status of its answer."""
        query = {"hub.mode": form["hub.mode"], "hub.topic": form["hub.topic"], "hub.challenge": "c-4711"}
        query["hub.lease_seconds"] = str(self.lease or form["hub.lease_seconds"])
        async with self.session.get(f"{form['hub.callback']}?{urlencode(query)}") as answer:
            if answer.status == 200 and await answer.text() == "c-4711":
                if form["hub.mode"] == "subscribe":
                    self.subscribers[form["hub.topic"]] = (form["hub.callback"], form["hub.secret"])
                else:
                    self.subscribers.pop(form["hub.topic"], None)
            return answer.status

    async def publish(self, topic: str, body: bytes, signature: str | None = None) -> int:
        """Push a body to the topic's subscriber; the status of its answer."""
        callback, secret = self.subscribers[topic]
        signed = f"{self.method}={hmac.new(secret.encode(), body, self.method).hexdigest()}"
        headers = {"Content-Type": "application/rss+xml", "X-Hub-Signature": signature or signed}
        async with self.session.post(callback, data=body, headers=headers) as answer:
            return answer.status
