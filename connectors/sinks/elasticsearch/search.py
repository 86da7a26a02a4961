"""Questions to the indices: the queries that stand behind `marsad search`."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from connectors.sinks.elasticsearch.client import connect, translated
from connectors.sinks.elasticsearch.templates import alias
from marsad.settings import Settings

Kind = Literal["articles", "events", "alerts"]
_EVERYTHING: Final = "*"
_FIELDS: Final[dict[Kind, tuple[str, ...]]] = {
    "articles": ("title^2", "text", "names"),
    "events": ("title^2", "history.evidence.text", "names"),
    "alerts": ("title^2", "evidence.text", "names"),
}
_TEXTS: Final[dict[Kind, tuple[str, ...]]] = {
    "articles": ("title", "text"),
    "events": ("title", "history.evidence.text"),
    "alerts": ("title", "evidence.text"),
}
_TIMES: Final[dict[Kind, str]] = {"articles": "published", "events": "last_seen", "alerts": "at"}
_FALLBACK_TIME: Final = "seen"
_LATEST: Final = 200
"""Articles whose names are looked through for suggestions."""
_MAX_NAMES: Final = 50
_MAX_EXPANSIONS: Final = 500
_MAX_HIGHLIGHTED: Final = 500_000
"""Characters of a text that are looked through for fragments; the server refuses above a million."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer; highlights are fragments of the text with `<em>` around what was found."""

    id: str
    index: str
    score: float | None
    source: dict[str, Any]
    highlight: dict[str, list[str]] = field(default_factory=dict)


def search(
    settings: Settings, text: str, *, kind: Kind = "articles", size: int = 10, since: datetime | None = None
) -> tuple[int, list[Hit]]:
    """How many match, and the best of them; an index that is not there yet has none.

    Raises:
        ServerError: when Elasticsearch cannot be reached or refuses.
    """
    with connect(settings) as client, translated():
        answer = client.search(
            index=alias(settings, kind),
            ignore_unavailable=True,
            size=size,
            query=query(text, kind=kind, since=since),
            highlight=_highlight(kind),
            sort=_sort(text, kind),
            track_scores=True,
        )
    hits = [
        Hit(hit["_id"], hit["_index"], hit.get("_score"), hit["_source"], hit.get("highlight", {}))
        for hit in answer["hits"]["hits"]
    ]
    return int(answer["hits"]["total"]["value"]), hits


def suggest(settings: Settings, prefix: str, size: int = 10) -> list[str]:
    """Canonical names of which a word begins so, in any spelling, Arabic or Latin; the most frequent of late first.

    The names are the highlighted values of the latest articles that have one: a completion field would give one name
    of each article at most.

    Raises:
        ServerError: when Elasticsearch cannot be reached or refuses.
    """
    asked = {"query": prefix, "max_expansions": _MAX_EXPANSIONS}
    marks = {"pre_tags": [""], "post_tags": [""], "number_of_fragments": _MAX_NAMES, "fragment_size": 1000}
    with connect(settings) as client, translated():
        answer = client.search(
            index=alias(settings, "articles"),
            ignore_unavailable=True,
            size=_LATEST,
            source=False,
            query={"match_phrase_prefix": {"names.exact": asked}},
            highlight={"fields": {"names.exact": marks}},
            sort=_sort(_EVERYTHING, "articles"),
        )
    found = Counter(name for hit in answer["hits"]["hits"] for name in hit.get("highlight", {}).get("names.exact", ()))
    return [name for name, _ in sorted(found.items(), key=lambda one: (-one[1], one[0]))[:size]]


def query(text: str, *, kind: Kind = "articles", since: datetime | None = None) -> dict[str, Any]:
    """The query: words anywhere, canonical names too; `"…"` is exact, `*` is everything (an event that lives).

    Most words must be there, and those that stand together as asked come first.
    """
    phrases = [phrase for phrase in re.findall(r'"([^"]+)"', text) if phrase.strip()]
    words = re.sub(r'"[^"]*"', " ", text).strip()
    clauses: dict[str, list[dict[str, Any]]] = {"must": [], "should": [], "filter": _since(since, kind)}
    clauses["must"] += [_phrase(phrase, kind, exact=True) for phrase in phrases]
    if words and words != _EVERYTHING:
        clauses["must"].append(
            {"combined_fields": {"query": words, "fields": list(_FIELDS[kind]), "minimum_should_match": "2<70%"}}
        )
        clauses["should"].append(_phrase(words, kind, exact=False))
    if kind == "events":
        clauses["must_not"] = [{"exists": {"field": "superseded_by"}}]
    return {"bool": {name: found for name, found in clauses.items() if found}} if any(clauses.values()) else _ALL


_ALL: Final[dict[str, Any]] = {"match_all": {}}


def _phrase(text: str, kind: Kind, *, exact: bool) -> dict[str, Any]:
    title, body = _TEXTS[kind]
    if exact:
        exact_body = f"{body}.exact" if kind == "articles" else body
        return {"multi_match": {"query": text, "type": "phrase", "fields": [f"{title}.exact", exact_body]}}
    return {"multi_match": {"query": text, "type": "phrase", "slop": 3, "boost": 0.5, "fields": [f"{title}^2", body]}}


def _since(since: datetime | None, kind: Kind) -> list[dict[str, Any]]:
    if since is None:
        return []
    at = {"gte": since.isoformat()}
    time: dict[str, Any] = {"range": {_TIMES[kind]: at}}
    if kind != "articles":
        return [time]
    undated = {"bool": {"must_not": {"exists": {"field": _TIMES[kind]}}, "filter": {"range": {_FALLBACK_TIME: at}}}}
    return [{"bool": {"should": [time, undated], "minimum_should_match": 1}}]


def _sort(text: str, kind: Kind) -> list[dict[str, Any]]:
    newest = {_TIMES[kind]: {"order": "desc", "missing": "_last", "unmapped_type": "date"}}
    return [newest] if text.strip() == _EVERYTHING else [{"_score": {"order": "desc"}}, newest]


def _highlight(kind: Kind) -> dict[str, Any]:
    return {
        "max_analyzed_offset": _MAX_HIGHLIGHTED,
        "require_field_match": False,
        "fields": {
            _TEXTS[kind][0]: {"number_of_fragments": 0},
            _TEXTS[kind][1]: {"number_of_fragments": 2, "fragment_size": 160, "no_match_size": 160},
        },
    }
