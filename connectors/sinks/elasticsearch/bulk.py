"""One bulk request: send it, sort the answers into written, to try again, and never."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from elastic_transport import ConnectionError as ConnectionFailure
from elastic_transport import ConnectionTimeout
from elasticsearch import ApiError, Elasticsearch

from connectors.sinks.elasticsearch.client import reason
from connectors.sinks.elasticsearch.documents import Document

_CONFLICT: Final = 409
_NOT_FOUND: Final = 404
_BAD_REQUEST: Final = 400
_OF_THE_INDEX: Final = frozenset(
    {"index_closed_exception", "validation_exception", "invalid_alias_name_exception", "cluster_block_exception"}
)
"""Answers of 400 that are not about the document: somebody has to look at the cluster, and then it can be written."""
_TOO_LARGE: Final = frozenset({400, 413})
_FILTER: Final = "errors,items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by"


@dataclass(frozen=True, slots=True)
class Item:
    """A document with the record it came from."""

    record: Any
    document: Document

    @property
    def size(self) -> int:
        """Bytes on the wire, about."""
        return len(self.document.body or b"") + 128


@dataclass(slots=True)
class Outcome:
    """What became of the items of one attempt."""

    written: int = 0
    outdated: int = 0
    """A newer version was there already: a redelivery, or records out of order."""
    again: list[Item] = field(default_factory=list)
    rejected: list[tuple[Item, str, str]] = field(default_factory=list)
    """Item, Elasticsearch's error type, its reason."""
    cause: str | None = None
    """Why items have to be tried again."""

    def add(self, other: Outcome) -> None:
        """Take in the outcome of another part of the same batch."""
        self.written += other.written
        self.outdated += other.outdated
        self.again += other.again
        self.rejected += other.rejected
        self.cause = other.cause or self.cause


def send(client: Elasticsearch, items: Sequence[Item]) -> Outcome:
    """Send items in one request and sort the answers; a request that is refused as a whole is halved to find the item.

    Never raises for what Elasticsearch or the network answers.
    """
    try:
        response = client.bulk(operations=_operations(items), filter_path=_FILTER)
    except (ConnectionFailure, ConnectionTimeout) as error:
        return Outcome(again=list(items), cause=f"no answer: {error}")
    except ApiError as error:
        return _refused(client, items, error)
    if not response["errors"]:
        return Outcome(written=len(items))
    outcome = Outcome()
    for item, answer in zip(items, response["items"], strict=True):
        _sort(outcome, item, next(iter(answer.values())))
    return outcome


def _operations(items: Sequence[Item]) -> Any:
    """NDJSON lines; they go out as they are."""
    lines: list[bytes] = []
    for item in items:
        document = item.document
        target = {
            "_index": document.index,
            "_id": document.id,
            "version": document.version,
            "version_type": "external",
        }
        lines.append(msgspec.json.encode({"delete" if document.body is None else "index": target}))
        if document.body is not None:
            lines.append(document.body)
    return lines


def _refused(client: Elasticsearch, items: Sequence[Item], error: ApiError) -> Outcome:
    why = reason(error)
    if error.status_code not in _TOO_LARGE:
        return Outcome(again=list(items), cause=f"{error.status_code}: {why}")
    if len(items) == 1:
        return Outcome(rejected=[(items[0], f"http_{error.status_code}", why)])
    middle = len(items) // 2
    outcome = send(client, items[:middle])
    outcome.add(send(client, items[middle:]))
    return outcome


def _sort(outcome: Outcome, item: Item, answer: dict[str, Any]) -> None:
    status = answer["status"]
    error = answer.get("error", {})
    if status < 300 or (status == _NOT_FOUND and item.document.body is None):
        outcome.written += 1
    elif status == _CONFLICT:
        outcome.outdated += 1
    elif status == _BAD_REQUEST and error.get("type") not in _OF_THE_INDEX:
        outcome.rejected.append((item, str(error.get("type")), _reason(error)))
    else:
        outcome.again.append(item)
        outcome.cause = f"{status}: {_reason(error)}"


def _reason(error: dict[str, Any]) -> str:
    cause = error.get("caused_by") or {}
    return ": ".join(str(part) for part in (error.get("reason"), cause.get("reason")) if part)
