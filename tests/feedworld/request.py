"""A request to the feed world's server, and the register of what answers each path."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.feedworld.case import rss, story

FEED = rss(story(1), story(2)).encode()
ETAG = '"v1"'
MODIFIED = "Fri, 20 Nov 2026 08:00:00 GMT"


@dataclass
class Request:
    """What was asked; `hit` counts the requests for this path, from 1."""

    path: str
    headers: dict[str, str]
    writer: asyncio.StreamWriter
    hit: int
    base: str

    async def answer(self, body: bytes = b"", status: str = "200 OK", **headers: str) -> None:
        """A whole answer. Header names are written with underscores."""
        await self.start(status, **{"Content_Length": str(len(body)), **headers})
        await self.send(body)

    async def start(self, status: str = "200 OK", **headers: str) -> None:
        """The status line and the headers."""
        fields = {"Content_Type": "application/rss+xml", "Connection": "close", **headers}
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items() if value]
        await self.send("\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode("latin-1", "replace"))

    async def send(self, data: bytes) -> None:
        """Raw bytes."""
        self.writer.write(data)
        await self.writer.drain()


Handler = Callable[[Request], Awaitable[None]]
HANDLERS: dict[str, Handler] = {}


def at(path: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        HANDLERS[path] = handler
        return handler

    return register
