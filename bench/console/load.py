"""Alerts to send, and clients that read them."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp

from marsad.contracts import Alert, ArticleRef, Change, Event, Evidence, Role, RuleRef
from marsad.settings import Settings

_MINUTE, _STEP = 60, 30
"""Seconds, each with one look at the memory."""
SENTENCE = "أعلنت وزارة الدفاع أن موسكو سلّمت أنقرة بطارية إس-400 يوم الاثنين بحسب بيان نشر مساء اليوم"


def environment(settings: Settings) -> dict[str, str]:
    """Of the console: the stack of this folder."""
    return os.environ | {"MARSAD_DATA_DIR": str(settings.data_dir)}


def alerts(count: int) -> Iterator[tuple[str, Alert]]:
    """Alerts that are sent now: their title is the time, which a client compares with its own."""
    for _ in range(count):
        name, now = uuid.uuid4().hex, datetime.now(UTC)
        evidence = Evidence(text=SENTENCE, start=0, end=len(SENTENCE))
        event = Event(type="arms_delivery", item=Role(text="إس-400"), status="completed", evidence=evidence)
        yield (
            name,
            Alert(
                id=name,
                rule=RuleRef(id="bench", name="bench"),
                change=Change(kind="first_mention", after="completed"),
                title=repr(time.time()),
                evidence=evidence,
                article=ArticleRef(id="a", seen=now),
                at=now,
                event=event,
                event_id=name,
            ),
        )


@dataclass(frozen=True)
class Load:
    """How many clients, and how many alerts a second for how long."""

    clients: int
    rate: float
    seconds: float

    @property
    def total(self) -> int:
        """Alerts in all."""
        return int(self.rate * self.seconds)


class Client:
    """One connection: what came, in order, and how long after it was sent."""

    def __init__(self, web: aiohttp.ClientSession, url: str, total: int) -> None:
        self._web, self._url, self._total = web, url, total
        self.got: list[str] = []
        self.delays: list[float] = []
        self.ready, self.done = asyncio.Event(), asyncio.Event()

    async def read(self) -> None:
        """Read until cancelled."""
        kind = b""
        async with self._web.get(self._url) as response:
            async for line in response.content:
                if line.startswith(b"event: "):
                    kind = line[7:].strip()
                    self.ready.set()
                elif line.startswith(b"data: ") and kind == b"alert":
                    self._take(line)

    def _take(self, line: bytes) -> None:
        found = line.find(b'"id":"') + 6
        self.got.append(line[found : found + 32].decode())
        if len(self.got) % 50 == 0:
            self.delays.append(time.time() - float(json.loads(line[6:])["title"]))
        if len(self.got) >= self._total:
            self.done.set()


@dataclass(frozen=True)
class Result:
    """What came of one run."""

    load: Load
    clients: list[Client]
    memory: list[int]
    cpu: float

    def row(self) -> str:
        """A row of the table. Out of order: clients that got another order than the first one."""
        told = min(len(set(client.got)) for client in self.clients)
        disordered = sum(client.got != self.clients[0].got for client in self.clients)
        delays = sorted(delay * 1000 for client in self.clients for delay in client.delays)
        p95 = delays[int(len(delays) * 0.95)]
        memory = " ".join(f"{size / 2**20:.0f}" for size in self.memory[::_STEP])
        first, last = (statistics.median(part) / 2**20 for part in (self.memory[:_MINUTE], self.memory[-_MINUTE:]))
        about = f"{len(self.clients)} | {self.load.rate:g} | {self.load.seconds:g} | {self.load.total}"
        came = f"{told} each | {disordered} | {statistics.median(delays):.0f} | {p95:.0f}"
        return f"| {about} | {came} | {first:.0f}, {last:.0f} | {memory} | {self.cpu:.0%} |"
