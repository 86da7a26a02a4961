"""Index lifecycle (ILM) and data tiers where the server has them; where it has not, the aliases alone.

The server is asked, not its version: distributions, managed services and licences differ. No phase makes an index
read-only, as a force merge would: a replay of old articles must still be able to write to its month.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from elasticsearch import ApiError, Elasticsearch

from marsad.settings import ElasticsearchSettings

KINDS: Final = ("articles", "alerts")
"""Kinds with an index a month. All events are in one index, which changes for as long as there are events."""
_NOT_THERE: Final = frozenset({400, 404, 405, 410, 501})


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """What a server offers."""

    managed: bool = False
    """It has ILM."""
    tiers: frozenset[str] = frozenset()
    """Tiers that it has nodes for: hot, warm, cold."""


NOTHING: Final = Lifecycle()


def ask(client: Elasticsearch) -> Lifecycle:
    """Ask a server for ILM and for the tiers of its nodes.

    Raises:
        ApiError: when it refuses to say; no ILM is no refusal.
    """
    try:
        client.ilm.get_status()
    except ApiError as error:
        if error.status_code in _NOT_THERE:
            return NOTHING
        raise
    nodes = client.nodes.info(metric="_none", filter_path="nodes.*.roles").get("nodes", {}).values()
    roles = {role for node in nodes for role in node["roles"]}
    return Lifecycle(True, frozenset(tier for tier in ("hot", "warm", "cold") if f"data_{tier}" in roles))


def policy(elastic: ElasticsearchSettings, offered: Lifecycle) -> dict[str, Any]:
    """The phases of a policy; ages count from an index's creation, which is with the first article of its month.

    Indices move to the tier of their phase by themselves.
    """
    phases: dict[str, Any] = {"hot": {"min_age": "0ms", "actions": {"set_priority": {"priority": 100}}}}
    for tier, days, priority in (("warm", elastic.warm_days, 50), ("cold", elastic.cold_days, 0)):
        if tier in offered.tiers:
            phases[tier] = {"min_age": f"{days}d", "actions": {"set_priority": {"priority": priority}}}
    if elastic.delete_days:
        phases["delete"] = {"min_age": f"{elastic.delete_days}d", "actions": {"delete": {}}}
    return {"phases": phases}


def index_settings(name: str, offered: Lifecycle) -> dict[str, Any]:
    """What the indices of a kind are given beside shards and analysis: their policy, and the tier they begin in."""
    if not offered.managed:
        return {}
    index: dict[str, Any] = {"lifecycle": {"name": name}}
    if "hot" in offered.tiers:
        index["routing"] = {"allocation": {"include": {"_tier_preference": "data_hot,data_content"}}}
    return {"index": index}


def ensure(client: Elasticsearch, elastic: ElasticsearchSettings, offered: Lifecycle, name: str) -> None:
    """Put a kind's policy, and under it every index of that kind which is under none.

    Raises:
        ApiError: when the server refuses.
    """
    client.ilm.put_lifecycle(name=name, policy=policy(elastic, offered))
    there = client.indices.get_settings(index=f"{name}-*", name="index.lifecycle.name", allow_no_indices=True)
    bare = [index for index, answer in there.items() if not answer["settings"]]
    if bare:
        client.indices.put_settings(index=bare, settings={"index.lifecycle.name": name})
