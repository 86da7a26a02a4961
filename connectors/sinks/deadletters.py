"""Dead letters of the sinks: a record that can never be delivered, kept with its reason, awaited before we pass it."""

from __future__ import annotations

import contextlib
import threading
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from kafka.errors import MessageSizeTooLargeError

from connectors import kafka
from marsad import tracing
from marsad.contracts import DeadLetter, encode
from marsad.contracts.deadletter import Stage
from marsad.contracts.ids import bytes_id
from marsad.contracts.topics import ARTICLES_DLQ
from marsad.errors import ServerError
from marsad.settings import Settings
from marsad.telemetry import DEAD_LETTERS, logger

_ACK_SECONDS: Final = 130
"""A little more than the producer itself tries."""
_TOO_LARGE: Final = "the record is too large to be kept here; it is at the topic, partition and offset named"
_PAUSE_FIRST: Final = 0.2
_PAUSE_MAX: Final = 10.0


class _Identified(msgspec.Struct):
    id: str


class DeadLetterWriter:
    """Writes dead letters of one stage, and returns only when Kafka has them."""

    def __init__(self, settings: Settings, stage: Stage) -> None:
        self._settings = settings
        self._stage = stage
        self._log = logger(__name__).bind(stage=stage)
        self._producer: Any = kafka.producer(settings, linger_ms=0)

    def write(self, record: Any, *, code: str, message: str, attempts: int = 1) -> DeadLetter:
        """Write the dead letter of a consumed record.

        Raises:
            ServerError: when Kafka does not take it; the record must then not be committed.
        """
        letter = dead_letter(record, stage=self._stage, code=code, message=message, attempts=attempts)
        with kafka.translated(self._settings):
            try:
                self._send(letter, record.headers)
            except MessageSizeTooLargeError:
                letter = msgspec.structs.replace(letter, original=b"", message=f"{message} ({_TOO_LARGE})")
                self._send(letter, record.headers)
        return letter

    def _send(self, letter: DeadLetter, headers: Any) -> None:
        self._producer.send(
            ARTICLES_DLQ.name, encode(letter), key=letter.id.encode(), headers=tracing.passed(headers)
        ).get(timeout=_ACK_SECONDS)

    def write_until(self, stop: threading.Event, record: Any, *, code: str, message: str, attempts: int = 1) -> bool:
        """Write it, with pauses, for as long as it takes; False when `stop` is set before Kafka has it."""
        pause = _PAUSE_FIRST
        while True:
            try:
                letter = self.write(record, code=code, message=message, attempts=attempts)
            except ServerError as error:
                self._log.error("dead letter not written yet", error=str(error))
                if stop.wait(pause):
                    return False
                pause = min(pause * 2, _PAUSE_MAX)
            else:
                self._log.warning("dead letter", id=letter.id, error=code, reason=message)
                DEAD_LETTERS.labels(self._stage, code).inc()
                return True

    def close(self) -> None:
        """Let go of the connection."""
        self._producer.close(timeout=5)


def dead_letter(record: Any, *, stage: Stage, code: str, message: str, attempts: int = 1) -> DeadLetter:
    """The dead letter of a consumed record, with its original bytes."""
    value = record.value or b""
    return DeadLetter(
        id=record_id(value),
        stage=stage,
        topic=record.topic,
        error=code,
        message=message,
        original=value,
        key=record.key.decode("utf-8", "replace") if record.key is not None else None,
        partition=record.partition,
        offset=record.offset,
        attempts=attempts,
        at=datetime.now(UTC),
    )


def record_id(value: bytes) -> str:
    """The record's own id where it can be read, else the hash of its bytes."""
    with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):
        return msgspec.json.decode(value, type=_Identified).id
    return bytes_id(value)
