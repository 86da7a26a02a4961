"""Saved objects as Kibana 8 exports them (Saved objects API, "Export saved objects"): one function a type. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

Saved = dict[str, Any]

_CORE: Final = "8.8.0"
_VERSIONS: Final = {"index-pattern": "8.0.0", "search": "8.0.0", "visualization": "8.5.0", "dashboard": "8.9.0"}
"""Of each type's shape: Kibana brings older ones up to its own on import."""
_SOURCE: Final = "kibanaSavedObjectMeta.searchSourceJSON.index"
_WIDTH: Final = 48
"""Columns of a dashboard's grid."""


def data_view(identifier: str, title: str, index: str, time: str) -> Saved:
    """What an alias is called and which of its fields is the time."""
    return _saved("index-pattern", identifier, {"title": index, "name": title, "timeFieldName": time}, [])


def search(identifier: str, title: str, view: str, columns: Sequence[str], *, sort: str, query: str = "") -> Saved:
    """A saved search: a table of documents, the latest first."""
    attributes = {
        "title": title,
        "description": "",
        "columns": list(columns),
        "sort": [[sort, "desc"]],
        "kibanaSavedObjectMeta": _source(query),
    }
    return _saved("search", identifier, attributes, [_reference(_SOURCE, "index-pattern", view)])


def visualization(
    identifier: str,
    title: str,
    view: str,
    kind: str,
    buckets: Sequence[Mapping[str, Any]],
    *,
    metric: Mapping[str, Any] | None = None,
    query: str = "",
) -> Saved:
    """An aggregation-based visualization: `kind` as Kibana calls it, buckets from `terms` and `timeline`."""
    first = metric or {"type": "count", "params": {}}
    aggregations = [{"id": "1", "enabled": True, "schema": "metric", **first}]
    aggregations += [{"id": str(number), "enabled": True, **bucket} for number, bucket in enumerate(buckets, start=2)]
    state = {"title": title, "type": kind, "params": _params(kind), "aggs": aggregations}
    attributes = {
        "title": title,
        "description": "",
        "version": 1,
        "uiStateJSON": "{}",
        "visState": _json(state),
        "kibanaSavedObjectMeta": _source(query),
    }
    return _saved("visualization", identifier, attributes, [_reference(_SOURCE, "index-pattern", view)])


def terms(field: str, *, schema: str = "segment", size: int = 10) -> dict[str, Any]:
    """A bucket for each of the most frequent values."""
    params = {"field": field, "size": size, "order": "desc", "orderBy": "1"}
    return {"type": "terms", "schema": schema, "params": params}


def timeline(field: str) -> dict[str, Any]:
    """A bucket for each span of time, as long as the window asks for."""
    return {
        "type": "date_histogram",
        "schema": "segment",
        "params": {"field": field, "interval": "auto", "min_doc_count": 1},
    }


def dashboard(identifier: str, title: str, panels: Sequence[tuple[Saved, int, int]], *, since: str) -> Saved:
    """Panels of (object, width, height) from left to right and top to bottom, 48 columns wide."""
    placed, references = [], []
    left = top = row = 0
    for number, (saved, width, height) in enumerate(panels, start=1):
        if left + width > _WIDTH:
            left, top, row = 0, top + row, 0
        grid = {"x": left, "y": top, "w": width, "h": height, "i": str(number)}
        left, row = left + width, max(row, height)
        name = f"panel_{number}"
        placed.append(
            {
                "type": saved["type"],
                "gridData": grid,
                "panelIndex": str(number),
                "embeddableConfig": {"enhancements": {}},
                "panelRefName": name,
            }
        )
        references.append(_reference(f"{number}:{name}", saved["type"], saved["id"]))
    attributes = {
        "title": title,
        "description": "",
        "version": 1,
        "timeRestore": True,
        "timeFrom": since,
        "timeTo": "now",
        "optionsJSON": _json({"useMargins": True, "hidePanelTitles": False}),
        "panelsJSON": _json(placed),
        "kibanaSavedObjectMeta": {"searchSourceJSON": _json({"query": _query(""), "filter": []})},
    }
    return _saved("dashboard", identifier, attributes, references)


def _saved(kind: str, identifier: str, attributes: dict[str, Any], references: list[dict[str, str]]) -> Saved:
    return {
        "type": kind,
        "id": identifier,
        "attributes": attributes,
        "references": references,
        "coreMigrationVersion": _CORE,
        "typeMigrationVersion": _VERSIONS[kind],
    }


def _reference(name: str, kind: str, identifier: str) -> dict[str, str]:
    return {"name": name, "type": kind, "id": identifier}


def _source(query: str) -> dict[str, str]:
    return {"searchSourceJSON": _json({"query": _query(query), "filter": [], "indexRefName": _SOURCE})}


def _query(text: str) -> dict[str, str]:
    return {"query": text, "language": "kuery"}


def _params(kind: str) -> dict[str, Any]:
    params: dict[str, Any] = {"addTooltip": True, "addLegend": True, "legendPosition": "right"}
    if kind == "table":
        return {"perPage": 10, "showPartialRows": False, "showMetricsAtAllLevels": False, "showTotal": False}
    if kind == "heatmap":
        return params | {"colorsNumber": 5, "colorSchema": "Reds", "setColorRange": False, "enableHover": True}
    return params


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
