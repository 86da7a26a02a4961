"""Relevance: our analysis beside Elasticsearch's `arabic` and `standard` analyzers, same documents, same query.

    python -m bench.sinks.relevance

60 queries over 500 articles (bench/sinks/corpus.py); recall@10 of the query's own articles and nDCG@10. Uses the node
that MARSAD_ELASTICSEARCH_URL names, in three indices that it takes away again; else starts a stack of its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Final

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from bench.sinks.corpus import Article, Query, corpus
from bench.sinks.index import own_stack
from connectors.sinks.elasticsearch.client import connect
from connectors.sinks.elasticsearch.templates import component
from marsad.settings import Settings

DEPTH: Final = 10
ANALYZERS: Final[dict[str, dict[str, str]]] = {
    "marsad": {"analyzer": "marsad_text", "search_analyzer": "marsad_query"},
    "arabic": {"analyzer": "arabic"},
    "standard": {"analyzer": "standard"},
}


@dataclass(frozen=True, slots=True)
class Score:
    """Means over the queries, 0 to 1."""

    recall: float
    ndcg: float


def measure(settings: Settings, client: Elasticsearch, seed: int = 11) -> dict[str, Score]:
    """Scores by name of the analysis."""
    articles, queries = corpus(seed)
    scores = {}
    for name, analysis in ANALYZERS.items():
        index = f"{settings.elasticsearch.prefix}-relevance-{name}"
        client.options(ignore_status=404).indices.delete(index=index)
        fill(settings, client, index, analysis, articles)
        scores[name] = score(client, index, queries)
        client.indices.delete(index=index)
    return scores


def fill(
    settings: Settings, client: Elasticsearch, index: str, analysis: dict[str, str], articles: Sequence[Article]
) -> None:
    """Make an index with this analysis, and write the articles."""
    field = {"type": "text", **analysis}
    client.indices.create(
        index=index,
        settings=component(settings, "analysis")["template"]["settings"],
        mappings={"properties": {"title": field, "text": field}},
    )
    actions = ({"_index": index, "_id": one.id, "title": one.title, "text": one.text} for one in articles)
    bulk(client, actions, refresh=True)


def score(client: Elasticsearch, index: str, queries: Sequence[Query]) -> Score:
    """Ask every query, and judge the first ten answers."""
    found = [ask(client, index, query.text) for query in queries]
    pairs = list(zip(queries, found, strict=True))
    return Score(
        sum(recall(query, ids) for query, ids in pairs) / len(pairs),
        sum(ndcg(query, ids) for query, ids in pairs) / len(pairs),
    )


def ask(client: Elasticsearch, index: str, text: str) -> list[str]:
    """Ids of the best documents, best first; equal scores in the order of ids."""
    answer: Any = client.search(
        index=index,
        size=DEPTH,
        query={"combined_fields": {"query": text, "fields": ["title^2", "text"]}},
        source=False,
    )
    return [hit["_id"] for hit in answer["hits"]["hits"]]


def recall(query: Query, ids: Sequence[str]) -> float:
    """Share of the query's own articles among the first ten."""
    own = {identifier for identifier, grade in query.grades.items() if grade == 2}
    return len(own.intersection(ids)) / min(len(own), DEPTH)


def ndcg(query: Query, ids: Sequence[str]) -> float:
    """Normalised discounted cumulative gain of the first ten (Järvelin and Kekäläinen, 2002), gains 2^grade - 1."""

    def gain(grades: Sequence[int]) -> float:
        return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades))

    ideal = sorted(query.grades.values(), reverse=True)[:DEPTH]
    return gain([query.grades.get(identifier, 0) for identifier in ids]) / gain(ideal)


def main() -> None:
    """Print the table."""
    settings = Settings()
    with nullcontext(settings) if settings.elasticsearch.url else own_stack() as where, connect(where) as client:
        scores = measure(where, client)
    print(f"{'analysis':<12}{'recall@10':>11}{'nDCG@10':>10}")
    for name, one in scores.items():
        print(f"{name:<12}{one.recall:>11.3f}{one.ndcg:>10.3f}")


if __name__ == "__main__":
    main()
