"""Every object has the shape that Kibana reads, refers to what is there, and names only fields of our mappings."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from connectors.sinks.elasticsearch.templates import index_template
from deploy.kibana import objects
from marsad.settings import Settings

SCHEMA = json.loads((Path(objects.__file__).parent / "saved-object.schema.json").read_text(encoding="utf-8"))
SAVED = objects.objects("marsad")
KINDS = {"marsad-articles": "articles", "marsad-events": "events", "marsad-alerts": "alerts"}


def ids(saved):
    return saved["id"]


def fields_of(mappings, prefix="", nested=False):
    """Every leaf with its type, by its dotted name; those in nested objects are none that Kibana could count."""
    for name, field in mappings.get("properties", {}).items():
        inside = nested or field.get("type") == "nested"
        if "type" in field and field["type"] not in {"nested", "object"} and not inside:
            yield f"{prefix}{name}", field["type"]
        yield from fields_of(field, f"{prefix}{name}.", inside)


MAPPED = {
    view: dict(fields_of(index_template(Settings(), kind)["template"]["mappings"])) for view, kind in KINDS.items()
}


def view_of(saved):
    return saved["references"][0]["id"]


def source(saved):
    return json.loads(saved["attributes"]["kibanaSavedObjectMeta"]["searchSourceJSON"])


@pytest.mark.parametrize("saved", SAVED, ids=ids)
def test_shape(saved):
    jsonschema.validate(saved, SCHEMA)
    for name, value in saved["attributes"].items():
        if name.endswith("JSON") or name == "visState":
            json.loads(value)


@pytest.mark.parametrize("saved", SAVED, ids=ids)
def test_references_lead_somewhere(saved):
    there = {(one["type"], one["id"]) for one in SAVED}
    assert {(reference["type"], reference["id"]) for reference in saved["references"]} <= there


@pytest.mark.parametrize("saved", [one for one in SAVED if one["type"] == "index-pattern"], ids=ids)
def test_times_are_dates(saved):
    assert MAPPED[saved["id"]][saved["attributes"]["timeFieldName"]] == "date"


@pytest.mark.parametrize("saved", [one for one in SAVED if one["type"] == "search"], ids=ids)
def test_columns_are_mapped(saved):
    wanted = {*saved["attributes"]["columns"], *(field for field, _ in saved["attributes"]["sort"])}
    assert wanted <= MAPPED[view_of(saved)].keys()


@pytest.mark.parametrize("saved", [one for one in SAVED if one["type"] == "visualization"], ids=ids)
def test_aggregations_are_of_fields_that_can_be_counted(saved):
    state = json.loads(saved["attributes"]["visState"])
    jsonschema.validate(state, SCHEMA["$defs"]["visState"])
    mapped = MAPPED[view_of(saved)]
    for one in state["aggs"]:
        if one["type"] == "terms":
            assert mapped[one["params"]["field"]] == "keyword"
        elif one["type"] != "count":
            assert mapped[one["params"]["field"]] == "date"


@pytest.mark.parametrize("saved", [one for one in SAVED if one["type"] in {"search", "visualization"}], ids=ids)
def test_queries_are_of_mapped_fields(saved):
    asked = re.findall(r"([\w.]+):", source(saved)["query"]["query"])
    assert set(asked) <= MAPPED[view_of(saved)].keys()


@pytest.mark.parametrize("saved", [one for one in SAVED if one["type"] == "dashboard"], ids=ids)
def test_panels_do_not_overlap(saved):
    panels = json.loads(saved["attributes"]["panelsJSON"])
    cells = [
        (x, y)
        for grid in (panel["gridData"] for panel in panels)
        for x in range(grid["x"], grid["x"] + grid["w"])
        for y in range(grid["y"], grid["y"] + grid["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 48
    assert {panel["panelRefName"] for panel in panels} == {
        reference["name"].partition(":")[2] for reference in saved["references"]
    }


def test_another_prefix_changes_the_aliases_alone():
    views = [saved for saved in objects.objects("desk") if saved["type"] == "index-pattern"]
    assert {saved["attributes"]["title"] for saved in views} == {"desk-articles", "desk-events", "desk-alerts"}


def test_the_committed_file_is_what_is_generated():
    assert objects.FILE.read_text(encoding="utf-8") == objects.ndjson(objects.PREFIX), "run `marsad kibana build`"
