"""The generated files are what the records say, and no change breaks a program that reads our topics."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest

from marsad.contracts import schema, topics
from marsad.contracts.compatibility import breaking_changes
from marsad.contracts.page import page

ROOT = Path(__file__).parents[2]
RELEASED = schema.FOLDER / "released"


def test_committed_files_are_what_is_generated():
    stale = [p.name for p, text in schema.files().items() if not p.exists() or p.read_text(encoding="utf-8") != text]
    assert not stale, f"run `make contracts` and commit: {stale}"


def test_the_page_is_what_is_generated():
    committed = (ROOT / "docs" / "asyncapi.md").read_text(encoding="utf-8")
    assert committed == page(), "run `marsad contracts --markdown > docs/asyncapi.md`"


@pytest.mark.parametrize("record", schema.records(), ids=lambda r: r.__name__)
def test_no_change_breaks_an_existing_consumer(record):
    released = json.loads((RELEASED / f"{record.__name__}.v1.json").read_text(encoding="utf-8"))
    assert breaking_changes(released, schema.json_schema(record)) == []


@pytest.mark.parametrize("record", schema.records(), ids=lambda r: r.__name__)
def test_each_schema_is_a_valid_schema(record):
    jsonschema.Draft202012Validator.check_schema(schema.json_schema(record))


def test_every_topic_is_a_channel_with_its_message():
    document = schema.asyncapi()
    assert set(document["channels"]) == {topic.name for topic in topics.ALL}
    for channel in document["channels"].values():
        for name in channel["messages"]:
            payload = document["components"]["messages"][name]["payload"]["$ref"]
            assert (schema.FOLDER / payload).is_file()


ARTICLE = schema.json_schema(topics.ARTICLES_ENRICHED.value)


def changed(change):
    new = copy.deepcopy(ARTICLE)
    change(new)
    return breaking_changes(ARTICLE, new)


def test_adding_a_field_breaks_nobody():
    assert changed(lambda s: s["properties"].update(mood={"type": "string"})) == []


def test_dropping_a_field_breaks():
    assert changed(lambda s: s["properties"].pop("title")) == ["EnrichedArticle.title: is gone"]


def test_writing_a_field_no_longer_always_breaks():
    assert changed(lambda s: s["required"].remove("text")) == ["EnrichedArticle.text: is no longer always there"]


def test_another_type_breaks():
    problems = changed(lambda s: s["properties"].update(text={"type": "array", "items": {}}))
    assert problems == ["EnrichedArticle.text: may now be array, which consumers do not expect"]


def test_becoming_nullable_breaks():
    problems = changed(lambda s: s["properties"].update(id={"anyOf": [{"type": "string"}, {"type": "null"}]}))
    assert problems == ["EnrichedArticle.id: may now be null, which consumers do not expect"]


def test_another_value_deep_inside_breaks():
    problems = changed(lambda s: s["$defs"]["Entity"]["properties"]["type"]["enum"].append("SHIP"))
    assert "EnrichedArticle.entities[].type: may now hold 'SHIP'" in problems
