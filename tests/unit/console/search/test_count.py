"""Counts are asked for apart from the hits, and a page shows them without making its reader wait."""

import asyncio
import dataclasses

import pytest
from starlette.testclient import TestClient

from console.app import make
from console.search.warm import warm

FACETS = ("weapon", "place", "organisation", "person", "source", "event", "status")


def bucket(key, count, **more):
    return {"key": key, "doc_count": count, **more}


@pytest.fixture
def asked(console):
    """What Elasticsearch was asked for; it has one article, and a million in all."""
    bodies = []

    def answer(kind, body):
        bodies.append((kind, body))
        total = {"value": 1_000_000, "relation": "eq"} if body["size"] == 0 else {"value": 10_000, "relation": "gte"}
        hits = [{"_source": {"id": "one", "title": "وصول بطارية", "text": ""}}] if kind == "articles" else []
        counts = {name: {"buckets": [bucket("S-400", 7)] if name == "weapon" else []} for name in FACETS}
        days = {"buckets": [bucket(0, 3, key_as_string="2026-11-20"), bucket(0, 4, key_as_string="2026-11-22")]}
        supplier = bucket("RU", 5, recipients={"buckets": [bucket("IN", 4), bucket("XX", 1)]})
        found = {"hits": {"total": total, "hits": hits if body["size"] else []}}
        return found | {"aggregations": counts | {"days": days, "suppliers": {"buckets": [supplier]}}}

    console.rooms = dataclasses.replace(console.rooms, ask=answer)
    return bodies


@pytest.fixture
def client(console):
    yield TestClient(make(console), base_url="http://127.0.0.1")


def test_a_search_shows_what_it_found_before_it_counts(client, asked):
    page = client.get("/search?q=S-400&lang=en").text
    assert "Articles: 10000+" in page
    assert 'hx-get="/search/counts?q=S-400"' in page
    assert [("aggs" in body, body["size"]) for _, body in asked] == [(False, 10)]
    assert "text" in asked[0][1]["_source"]["excludes"]


def test_words_may_be_looked_for_by_day_and_a_link_leads_there_and_back(client, asked):
    best = client.get("/search?q=S-400&weapon=S-400&page=2&lang=en").text
    assert 'href="/search?q=S-400&amp;weapon=S-400&amp;sort=newest">Newest first</a>' in best
    newest = client.get("/search?q=S-400&weapon=S-400&sort=newest&lang=en").text
    assert 'href="/search?q=S-400&amp;weapon=S-400">Best match first</a>' in newest
    assert client.get("/api/v1/articles?q=S-400&sort=newest").status_code == 200
    bodies = [body for _, body in asked if body["size"]]
    assert [next(iter(body["sort"][0])) for body in bodies] == ["_score", "published", "published"]


def test_the_counts_come_after_it_exactly_and_lead_back_to_the_search(client, asked):
    part = client.get("/search/counts?q=S-400&lang=en").text
    assert "Articles: 1000000" in part
    assert 'href="/search?q=S-400&amp;weapon=S-400"' in part
    assert '<svg class="chart"' in part
    assert [(body["size"], body["track_total_hits"]) for _, body in asked] == [(0, True)]


def test_a_reader_without_scripts_gets_both_at_once(client, asked):
    page = client.get("/search?q=S-400&lang=en&counts=1").text
    assert "Articles: 1000000" in page
    assert 'href="/search?q=S-400&amp;weapon=S-400"' in page
    assert "hx-get" not in page.partition("<main")[2]


def test_a_console_that_starts_counts_for_an_entity_that_articles_name(console, asked):
    console.desk.begun()
    asyncio.run(warm(console))
    named = [body["query"]["bool"]["filter"] for _, body in asked if "others" in body.get("aggs", {})]
    assert named == [[{"term": {"entity_ids": "weapon:s-400"}}]]


def test_who_gives_to_whom_is_a_map_and_the_same_as_a_table(client, asked):
    page = client.get("/events?lang=en").text
    assert "<title>Russia → India: 4</title>" in page
    table = page.partition("<table>")[2].partition("</table>")[0]
    assert [word in table for word in ("Russia", "India", "XX")] == [True, True, True]


def test_a_program_gets_hits_texts_and_counts_together(client, asked):
    answer = client.get("/api/v1/articles?q=S-400").json()
    assert answer["total"] == 1_000_000
    assert answer["facets"]["weapon"] == [{"value": "S-400", "count": 7}]
    assert [day["value"] for day in answer["days"]] == ["2026-11-20", "2026-11-21", "2026-11-22"]
    assert sorted("text" in body.get("_source", {"excludes": []})["excludes"] for _, body in asked) == [False, False]
