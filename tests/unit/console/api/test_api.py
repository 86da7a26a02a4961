"""The API: pages through alerts, says what is wrong, and documents itself."""

from datetime import UTC, datetime

import jsonschema
import pytest

from marsad.contracts import Annotation, decode
from tests.unit.console.samples import alert


def test_alerts_are_paged_latest_first(client, topics):
    topics.raised(*(alert(f"a{number}") for number in range(5)))
    first = client.get("/api/v1/alerts?size=2").json()
    assert [one["alert"]["id"] for one in first["items"]] == ["a4", "a3"]
    second = client.get(f"/api/v1/alerts?size=3&before={first['next']}").json()
    assert [one["alert"]["id"] for one in second["items"]] == ["a2", "a1", "a0"]
    assert second["next"] is None


def test_what_is_said_comes_back_and_goes_again(client, topics):
    topics.raised(alert("one"))
    said = client.put("/api/v1/alerts/one/annotations/note", json={"text": "ask"}).json()
    assert [one["text"] for one in said["annotations"]] == ["ask"]
    assert client.delete("/api/v1/alerts/one/annotations/note").json()["annotations"] == []


def test_a_mute_goes_to_the_workers_with_its_end_and_is_over_then(client, topics):
    topics.raised(alert("one"), alert("two", event_id="new", formerly=("event-of-one",)))
    mute = "/api/v1/alerts/one/annotations/muted"
    assert client.put(mute, json={"until": "2999-01-01T00:00:00Z"}).status_code == 200
    written = decode(topics.sent[2].value, Annotation)
    assert (written.subject, written.kind, written.until) == ("event-of-one", "muted", datetime(2999, 1, 1, tzinfo=UTC))
    assert client.get("/api/v1/alerts/two").json()["annotations"], "muted under the id that the event had"
    assert client.delete("/api/v1/alerts/two/annotations/muted").json()["annotations"] == []
    assert topics.sent[-2].key == topics.sent[2].key
    assert client.put(mute, json={"until": "2001-01-01T00:00:00Z"}).json()["annotations"] == []


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/alerts?size=0", None, 400),
        ("GET", "/alerts?severity=loud", None, 400),
        ("GET", "/alerts?before=x", None, 404),
        ("GET", "/alerts/x", None, 404),
        ("PUT", "/alerts/one/annotations/shout", {}, 400),
        ("PUT", "/alerts/one/annotations/note", {"text": " "}, 400),
        ("PUT", "/alerts/one/annotations/note", {"text": 1}, 400),
        ("GET", "/articles?since=yesterday", None, 400),
        ("GET", "/articles?page=200&size=51", None, 400),
        ("GET", "/articles", None, 503),
        ("GET", "/rules/none", None, 404),
        ("PUT", "/rules/other", {"id": "mine", "name": "x", "when": {}}, 400),
        ("PUT", "/rules/mine", {"id": "mine", "name": "x", "when": {"not": {"text": "a"}}}, 400),
        ("POST", "/dead-letters/replay", {"ids": []}, 400),
        ("POST", "/feeds", {"url": ""}, 400),
        ("PATCH", "/rules", None, 405),
        ("GET", "/nothing", None, 404),
    ],
)
def test_what_is_wrong_is_said(client, topics, method, path, body, status):
    topics.raised(alert("one"))
    answer = client.request(method, f"/api/v1{path}", json=body)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]


def test_a_body_that_is_not_json_is_refused(client):
    assert client.post("/api/v1/rules/check", content="text=1").status_code == 400
    assert (
        client.post("/api/v1/rules/check", content="{", headers={"content-type": "application/json"}).status_code == 400
    )


def test_the_document_is_openapi_and_names_every_route(client):
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    ids = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert len(ids) == len(set(ids)) >= 25
