"""A real HTTP server on loopback that behaves as servers do: moved, slow, endless, broken, compressed and lying."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Self

from tests.feedworld import answers, bodies, compressed
from tests.feedworld.request import ETAG, FEED, HANDLERS, Handler, Request

__all__ = ["ETAG", "FEED", "HANDLERS", "Handler", "Request", "World", "answers", "bodies", "compressed"]


@dataclass
class World:
    """The server. Use it as an async context manager; `base` is its address."""

    handlers: dict[str, Handler] = field(default_factory=lambda: HANDLERS)
    hits: dict[str, int] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    base: str = ""

    async def __aenter__(self) -> Self:
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(self, *exc: object) -> None:
        self.server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            path = head[0].split(" ")[1]
            headers = {
                name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)
            }
            name = path.partition("?")[0]
            self.hits[name] = self.hits.get(name, 0) + 1
            request = Request(path, headers, writer, self.hits[name], self.base)
            self.requests.append(request)
            handler = self.handlers.get(name) or self.handlers.get("/" + name.split("/")[1]) or missing
            await handler(request)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


async def missing(request: Request) -> None:
    await request.answer(b"<html>404</html>", "404 Not Found", Content_Type="text/html")
