"""Articles out of plain text or JSON lines, for those who have no feed: one line at a time, bad lines named."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from marsad.arabic.dates import parse_timestamp
from marsad.contracts import Article
from marsad.contracts.ids import article_id, revision
from marsad.errors import ConfigError, ContractError

Warn = Callable[[str], None]


def opened(file: Path | None) -> AbstractContextManager[BinaryIO]:
    """The file for reading, or stdin.

    Raises:
        ConfigError: the file cannot be read.
    """
    if file is None:
        return nullcontext(sys.stdin.buffer)
    try:
        return file.open("rb")
    except OSError as error:
        raise ConfigError(f"cannot read {file}: {error.strerror}", resource=str(file)) from error


def articles(source: BinaryIO, *, jsonl: bool, warn: Warn) -> Iterator[Article | ContractError]:
    """Articles in order; a line that is none gives the error that says why, and the next line follows.

    Args:
        source: UTF-8 bytes; bytes that are not are replaced in plain text and an error in JSON.
        jsonl: Whether each line is an article; else the whole is one.
        warn: Called with one sentence for what is odd but no error.
    """
    if not jsonl:
        yield plain(source.read().decode("utf-8", "replace"))
        return
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            yield from_json(line, number, warn)
        except ContractError as error:
            yield error


def plain(text: str) -> Article:
    """A bare text as an article; its id is a hash of its content."""
    return Article(id=article_id(url=None, guid=None, feed="", content=text), revision=revision(None, text), text=text)


def from_json(line: bytes, number: int, warn: Warn) -> Article:
    """One JSON line as an article.

    Raises:
        ContractError: no JSON object with an id and a text; names the line.
    """
    try:
        row = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ContractError(f"line {number}: not JSON: {error}") from error
    if not isinstance(row, dict):
        raise ContractError(f"line {number}: not a JSON object")
    text, title = _text(row, "text", number), row.get("title")
    identifier = row.get("id")
    if not isinstance(identifier, str | int) or isinstance(identifier, bool) or identifier == "":
        raise ContractError(f"line {number}: id is missing or no string")
    if title is not None and not isinstance(title, str):
        raise ContractError(f"line {number}: title is no string", resource=str(identifier))
    language = row.get("language")
    return Article(
        id=str(identifier),
        revision=revision(title, text),
        title=title,
        text=text,
        language=language if isinstance(language, str) and language else None,
        published=_published(row.get("published"), number, warn),
    )


def _text(row: dict[str, Any], name: str, number: int) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise ContractError(f"line {number}: {name} is missing or no string")
    return value


def _published(value: object, number: int, warn: Warn) -> datetime | None:
    """When it came out; an unreadable date is warned of and left out."""
    if value is None or value == "":
        return None
    found = parse_timestamp(value) if isinstance(value, str) else None
    if found is None:
        warn(f"line {number}: published {value!r} is no date, ignored")
        return None
    return found.astimezone(UTC)
