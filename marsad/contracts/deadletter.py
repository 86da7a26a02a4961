"""DeadLetter: a record that could not be processed, on `articles.dlq`, with its original bytes."""

from __future__ import annotations

from typing import Literal

from marsad.contracts.record import Record, Time

Stage = Literal["source", "enrich", "ledger", "watch", "gate", "elasticsearch", "channel"]


class DeadLetter(Record, frozen=True, kw_only=True):
    """A record that a stage gave up on. `original` is the record's value (base64 in JSON), so it can be replayed."""

    id: str
    """Article id where it could be read, else the hash of the original bytes."""
    stage: Stage
    topic: str
    """Where a replay sends `original` back to."""
    error: str
    """The code of the error, for counting."""
    message: str
    original: bytes
    key: str | None = None
    partition: int | None = None
    offset: int | None = None
    attempts: int = 1
    at: Time
    schema_version: int = 1
