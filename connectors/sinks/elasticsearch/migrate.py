"""Re-index to changed templates while everything runs: searches see each document once, writes wait some seconds.

An index is copied; then writes to it are blocked (the sink waits and tries again), what came meanwhile is copied too,
and in one step the old index goes and its name becomes an alias of the new one. The sink keeps writing to that name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan, streaming_bulk

from connectors.sinks.elasticsearch.client import translated
from connectors.sinks.elasticsearch.templates import KINDS, alias, ensure_templates, fingerprint
from marsad.errors import ServerError
from marsad.settings import Settings

_CHUNK: Final = 500
_CONFLICT: Final = 409


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """One index, and whether it is as the templates of this version make it."""

    kind: str
    name: str
    documents: int
    current: bool


def status(settings: Settings, client: Elasticsearch) -> list[IndexStatus]:
    """Every index of ours.

    Raises:
        ServerError: when Elasticsearch cannot be reached or refuses.
    """
    found: list[IndexStatus] = []
    with translated():
        for kind in KINDS:
            wanted = fingerprint(settings, kind)
            indices = client.indices.get(index=f"{alias(settings, kind)}-*", features="mappings", allow_no_indices=True)
            for name, described in sorted(indices.items()):
                client.indices.refresh(index=name)
                has = described["mappings"].get("_meta", {}).get("fingerprint")
                found.append(IndexStatus(kind, name, client.count(index=name)["count"], has == wanted))
    return found


def migrate(
    settings: Settings,
    client: Elasticsearch,
    *,
    everything: bool = False,
    progress: Callable[[int], None] | None = None,
) -> list[str]:
    """Install the templates and re-index what differs from them; returns the names of the new indices.

    Args:
        settings: The prefix of the indices.
        client: To a cluster that has room for a second copy of the largest index.
        everything: Re-index what is current, too.
        progress: Called with each number of documents that were just copied.

    Raises:
        ServerError: when Elasticsearch refuses or a copy is not complete; the old index then stays as it was.
    """
    ensure_templates(settings, client)
    made: list[str] = []
    for index in status(settings, client):
        if everything or not index.current:
            with translated():
                made.append(_migrate(client, alias(settings, index.kind), index.name, progress))
    return made


def _migrate(client: Elasticsearch, family: str, old: str, progress: Callable[[int], None] | None) -> str:
    base, new = _names(old)
    client.options(ignore_status=404).indices.delete(index=new)
    client.indices.create(index=new)
    client.indices.delete_alias(index=new, name=family)
    try:
        seen = _sequence(client, old)
        _copy(client, old, new, {"match_all": {}}, progress)
        _block(client, old)
        _copy(client, old, new, {"range": {"_seq_no": {"gt": seen}}}, progress)
        _check(client, old, new)
    except BaseException:
        client.indices.put_settings(index=old, settings={"index.blocks.write": None})
        client.indices.delete(index=new)
        raise
    swap: list[dict[str, Any]] = [
        {"remove_index": {"index": old}},
        {"add": {"index": new, "alias": family}},
        {"add": {"index": new, "alias": base}},
    ]
    client.indices.update_aliases(actions=swap)
    return new


def _names(old: str) -> tuple[str, str]:
    """The name that the sink writes to, and that of the next generation."""
    found = re.fullmatch(r"(.+?)(?:-g(\d+))?", old)
    base, generation = (found[1], int(found[2] or 1)) if found else (old, 1)
    return base, f"{base}-g{generation + 1}"


def _sequence(client: Elasticsearch, index: str) -> int:
    """The sequence number up to which every shard has all writes: one that is still under way has a higher one.

    Not `max_seq_no`: that is given out when a write begins, so the next refresh need not show what it belongs to.
    """
    shards = client.indices.stats(index=index, level="shards")["indices"][index]["shards"].values()
    return min(int(copy["seq_no"]["local_checkpoint"]) for copies in shards for copy in copies)


def _block(client: Elasticsearch, index: str) -> None:
    """Refuse writes from now on, and wait for those under way: the setting of the same effect would not wait.

    Source: Elasticsearch, "Add index block API".
    """
    if not client.indices.add_block(index=index, block="write")["shards_acknowledged"]:
        raise ServerError(
            f"writes to {index} did not come to an end", resource=index, hint="run `marsad index migrate` again"
        )


def _copy(
    client: Elasticsearch, old: str, new: str, query: dict[str, Any], progress: Callable[[int], None] | None
) -> None:
    """Copy documents with their versions; a newer copy that is there already stays."""
    client.indices.refresh(index=old)
    for ok, answer in streaming_bulk(client, _actions(client, old, new, query), _CHUNK, raise_on_error=False):
        item = answer["index"]
        if not ok and item["status"] != _CONFLICT:
            raise ServerError(f"{new} does not take {item['_id']}: {item.get('error')}", resource=new)
        if progress is not None:
            progress(1)


def _actions(client: Elasticsearch, old: str, new: str, query: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for hit in scan(client, index=old, query={"query": query, "version": True}, size=_CHUNK):
        yield {
            "_index": new,
            "_id": hit["_id"],
            "version": hit["_version"],
            "version_type": "external",
            "_source": hit["_source"],
        }


def _check(client: Elasticsearch, old: str, new: str) -> None:
    client.indices.refresh(index=f"{old},{new}")
    before, after = client.count(index=old)["count"], client.count(index=new)["count"]
    if before != after:
        raise ServerError(
            f"{old} has {before} documents and its copy {after}", resource=old, hint="run `marsad index migrate` again"
        )
