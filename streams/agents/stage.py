"""A stage of the graph: reads records one by one, and lets no exception leave its loop.

Measured on faust-streaming 0.15.3: an exception that escapes an agent's loop acknowledges the message, which is lost;
`concurrency` above 1 commits past a message in flight; a record in hand when the worker stops counts as processed. So a
stage runs with concurrency 1, acknowledges each record itself, and what it cannot process is in the dead letter topic,
confirmed, before it takes the next record.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Protocol

from marsad import telemetry, tracing
from marsad.contracts import DeadLetter, decode, ids
from marsad.contracts.deadletter import Stage as StageName
from marsad.contracts.record import Record
from marsad.contracts.topics import Topic
from marsad.errors import MarsadError
from streams.agents.outlet import Outlet

_log = telemetry.logger("streams")
_RETRY_SECONDS = 1.0
_ATTEMPTS = 4
"""At what is no MarsadError: a broker that is electing a leader, metadata that is not there yet."""


class Step(Protocol):
    """What a stage does with one record."""

    name: ClassVar[StageName]
    source: ClassVar[Topic]

    async def process(self, record: Any) -> None:
        """Process one record: call a pure function, send what comes out, then write tables."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Feeds a step with the records of its topic; failures go to the dead letter topic."""

    step: Step
    letters: Outlet

    async def run(self, stream: Any) -> None:
        """The agent's loop over a Faust stream."""
        events: AsyncIterator[Any] = stream.noack().events()
        async for event in events:
            with tracing.following(self.step.name, event.message.headers):
                await self.handle(event.message)
            event.ack()

    async def handle(self, message: Any) -> None:
        """Process one Kafka message; whatever goes wrong, it is accounted for when this returns.

        What we raise on purpose is final; anything else is tried again first, since ids make a repeat harmless.
        """
        started = time.perf_counter()
        outcome = "ok"
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                await self.step.process(decode(message.value or b"", self.step.source.value))
                break
            except asyncio.CancelledError:
                raise
            except Exception as error:
                if attempt == _ATTEMPTS or isinstance(error, MarsadError):
                    outcome = "dead_letter"
                    await self._bury(message, error, attempt)
                    break
                _log.warning("trying a record again", stage=self.step.name, reason=str(error), attempt=attempt)
                await asyncio.sleep(_RETRY_SECONDS)
        telemetry.RECORDS.labels(stage=self.step.name, outcome=outcome).inc()
        telemetry.STAGE_SECONDS.labels(stage=self.step.name).observe(time.perf_counter() - started)

    async def _bury(self, message: Any, error: Exception, attempts: int) -> None:
        letter = dead_letter(self.step, message, error, attempts)
        unforeseen = None if isinstance(error, MarsadError) else error
        _log.error(
            "dead letter",
            stage=letter.stage,
            article=letter.id,
            error=letter.error,
            reason=letter.message,
            exc_info=unforeseen,
        )
        while True:
            try:
                await self.letters.send(letter.id, letter)
            except asyncio.CancelledError:
                raise
            except Exception as failure:
                _log.error("dead letter not written, trying again", article=letter.id, reason=str(failure))
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                return


def dead_letter(step: Step, message: Any, error: Exception, attempts: int) -> DeadLetter:
    """What is kept of a message that a step could not process: its bytes, where it came from, and why."""
    data: bytes = message.value or b""
    return DeadLetter(
        id=_article_of(data),
        stage=step.name,
        topic=step.source.name,
        error=error.code if isinstance(error, MarsadError) else type(error).__name__,
        message=str(error)[:2000],
        original=data,
        key=message.key.decode("utf-8", "replace") if message.key else None,
        partition=message.partition,
        offset=message.offset,
        attempts=attempts,
        at=datetime.now(UTC),
    )


class _Identified(Record, frozen=True, kw_only=True):
    id: str


def _article_of(data: bytes) -> str:
    try:
        return decode(data, _Identified).id
    except MarsadError:
        return ids.bytes_id(data)
