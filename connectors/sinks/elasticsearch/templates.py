"""Index templates: JSON files in deploy/elasticsearch, installed under the prefix of the settings.

Where the server has ILM, articles and alerts are put under a policy too.
"""

from __future__ import annotations

import importlib.resources
import json
from typing import Any, Final

from elasticsearch import Elasticsearch

from connectors.sinks.elasticsearch import lifecycle
from connectors.sinks.elasticsearch.client import connect, translated
from connectors.sinks.elasticsearch.lifecycle import Lifecycle
from marsad.contracts.ids import digest
from marsad.settings import Settings

KINDS: Final = ("articles", "events", "alerts")
_COMPONENTS: Final = ("settings", "analysis")
_SHIPPED_PREFIX: Final = "marsad"


def ensure_templates(settings: Settings, client: Elasticsearch | None = None) -> list[str]:
    """Install every template as this version of Marsad ships it; safe to repeat. Returns the names of what it put.

    Policies where the server has ILM go before the templates that name them.

    Raises:
        ServerError: when Elasticsearch cannot be reached or refuses one, with its reason.
    """
    if client is None:
        with connect(settings) as own:
            return ensure_templates(settings, own)
    put: list[str] = []
    with translated():
        offered = lifecycle.ask(client)
        for kind in lifecycle.KINDS if offered.managed else ():
            lifecycle.ensure(client, settings.elasticsearch, offered, alias(settings, kind))
            put.append(f"{alias(settings, kind)} (lifecycle)")
        for name in _COMPONENTS:
            put.append(f"{settings.elasticsearch.prefix}-{name}")
            client.cluster.put_component_template(name=put[-1], **component(settings, name))
        for kind in KINDS:
            put.append(alias(settings, kind))
            client.indices.put_index_template(name=put[-1], **index_template(settings, kind, offered))
    return put


def missing_templates(settings: Settings, client: Elasticsearch) -> list[str]:
    """The index templates that the server lacks, for `marsad doctor`.

    Raises:
        ServerError: when Elasticsearch cannot be reached or refuses.
    """
    names = [alias(settings, kind) for kind in KINDS]
    with translated():
        return [name for name in names if not client.indices.exists_index_template(name=name)]


def ensure_index(client: Elasticsearch, name: str) -> None:
    """Create an index from its template, so that what stands behind the alias never depends on auto-creation."""
    client.options(ignore_status=400).indices.create(index=name)


def alias(settings: Settings, kind: str) -> str:
    """The name to search: every index of a kind stands behind it."""
    return f"{settings.elasticsearch.prefix}-{kind}"


def component(settings: Settings, name: str) -> dict[str, Any]:
    """A component template, with shards and replicas from the settings."""
    body = _read(f"components/{name}.json", settings)
    if name == "settings":
        body["template"]["settings"]["index"] |= {
            "number_of_shards": settings.elasticsearch.shards,
            "number_of_replicas": settings.elasticsearch.replicas,
        }
    return {"template": body["template"], "meta": body["_meta"]}


def index_template(settings: Settings, kind: str, offered: Lifecycle = lifecycle.NOTHING) -> dict[str, Any]:
    """An index template: its pattern, the components it is made of, its alias, and its policy where there is ILM."""
    body = _read(f"indices/{kind}.json", settings)
    if kind in lifecycle.KINDS and offered.managed:
        body["template"]["settings"] = lifecycle.index_settings(alias(settings, kind), offered)
    body["template"]["mappings"]["_meta"] = {"fingerprint": fingerprint(settings, kind)}
    return {"meta": body.pop("_meta"), **body}


def fingerprint(settings: Settings, kind: str) -> str:
    """Tells mappings and analysis of this version from those of another; every index carries that of its own."""
    parts = (
        _read("components/analysis.json", settings)["template"],
        _read(f"indices/{kind}.json", settings)["template"],
    )
    return digest(*(json.dumps(part, sort_keys=True) for part in parts))


def _read(path: str, settings: Settings) -> Any:
    text = (importlib.resources.files("deploy") / "elasticsearch" / path).read_text(encoding="utf-8")
    return json.loads(text.replace(f'"{_SHIPPED_PREFIX}-', f'"{settings.elasticsearch.prefix}-'))
