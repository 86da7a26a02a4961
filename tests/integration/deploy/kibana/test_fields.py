"""What Kibana would ask of the indices, asked of a real node: every field, every aggregation, every query."""

import json
import re

import pytest

from connectors.sinks.elasticsearch.templates import KINDS, alias, ensure_templates
from deploy.kibana import objects
from tests.integration.connectors.sinks.conftest import alert, article


@pytest.fixture
def saved(settings, es):
    """The saved objects; the indices behind them are there, by our templates."""
    ensure_templates(settings)
    prefix = settings.elasticsearch.prefix
    es.index(index=f"{prefix}-articles-2026.11", document={"title": article("a1").title, "weapons": ["S-400"]})
    es.index(index=f"{prefix}-events-all", document={"type": "arms_delivery", "status": "completed"})
    es.index(index=f"{prefix}-alerts-2026.11", document={"title": alert("x").title, "rule": {"severity": "high"}})
    es.indices.refresh(index=f"{prefix}-*")
    return objects.objects(prefix)


def of(saved, kind):
    return [(one["attributes"], one["references"][0]["id"]) for one in saved if one["type"] == kind]


def query(attributes):
    """As Lucene's syntax has it; Kibana's own differs in the letters of and, or, not."""
    asked = json.loads(attributes["kibanaSavedObjectMeta"]["searchSourceJSON"])["query"]["query"]
    return re.sub(r"\b(and|or|not)\b", lambda word: word[0].upper(), asked) or "*"


def aggregation(one):
    field = one["params"]["field"]
    if one["type"] == "terms":
        return {"terms": {"field": field}}
    return {"date_histogram": {"field": field, "calendar_interval": "day"}}


def test_every_question_of_the_dashboards_has_an_answer(saved, settings, es):
    index = {f"marsad-{kind}": alias(settings, kind) for kind in KINDS}
    caps = {view: es.field_caps(index=name, fields="*")["fields"] for view, name in index.items()}
    titles = {one["id"]: one["attributes"] for one in saved if one["type"] == "index-pattern"}
    for view, attributes in titles.items():
        assert attributes["title"] == index[view]
        assert "date" in caps[view][attributes["timeFieldName"]]
    for attributes, view in of(saved, "search"):
        assert {*attributes["columns"], *(field for field, _ in attributes["sort"])} <= caps[view].keys()
        es.search(index=index[view], q=query(attributes), default_operator="AND")
    for attributes, view in of(saved, "visualization"):
        asked = [one for one in json.loads(attributes["visState"])["aggs"] if one["type"] != "count"]
        body = {one["id"]: aggregation(one) for one in asked}
        found = es.search(index=index[view], q=query(attributes), aggs=body, size=0)
        assert found["_shards"]["failed"] == 0
        assert found["aggregations"].keys() == body.keys()


def test_what_is_indexed_is_counted(saved, settings, es):
    severities = {"severity": {"terms": {"field": "rule.severity"}}}
    found = es.search(index=alias(settings, "alerts"), aggs=severities, size=0)
    assert [bucket["key"] for bucket in found["aggregations"]["severity"]["buckets"]] == ["high"]
