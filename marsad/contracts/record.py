"""What every record on the wire has in common: strict in what it produces, tolerant in what it reads."""

from __future__ import annotations

import functools
from datetime import datetime
from typing import Annotated, Any, TypeVar

import msgspec

from marsad.errors import ContractError

Time = Annotated[datetime, msgspec.Meta(tz=True, description="ISO 8601 in UTC")]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Root of all records; each repeats its options, since msgspec hands none down.

    Unknown fields are ignored on reading, so that a producer may add some.
    """


class Span(Record, frozen=True, kw_only=True):
    """A slice of the article's text: `text == article.text[start:end]`, offsets in code points."""

    text: str
    start: int
    end: int


R = TypeVar("R", bound=Record)

_encoder = msgspec.json.Encoder()


@functools.cache
def _decoder(kind: type[Record]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def encode(record: Record) -> bytes:
    """Encode a record as UTF-8 JSON."""
    return _encoder.encode(record)


def decode(data: bytes | str, kind: type[R]) -> R:
    """Decode UTF-8 JSON into a record.

    Raises:
        ContractError: when the bytes are not JSON, or not a record of this kind; names the field.
    """
    try:
        record: R = _decoder(kind).decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ContractError(f"not a valid {kind.__name__}: {error}") from error
    return record
