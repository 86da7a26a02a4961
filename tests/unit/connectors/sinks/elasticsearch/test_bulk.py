import json
import socket

import pytest
from elasticsearch import Elasticsearch
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from connectors.sinks.elasticsearch.bulk import Item, send
from connectors.sinks.elasticsearch.documents import Document

PRODUCT = {"X-Elastic-Product": "Elasticsearch"}


def item(identifier: str, body: bytes | None = b"{}") -> Item:
    return Item(record=identifier, document=Document("i", identifier, 7, body))


def answer(body: object, status: int = 200) -> Response:
    return Response(json.dumps(body), status, PRODUCT, content_type="application/json")


@pytest.fixture
def client(httpserver: HTTPServer):
    with Elasticsearch(httpserver.url_for(""), max_retries=0) as made:
        yield made


def ids(items: list[Item]) -> list[str]:
    return [one.document.id for one in items]


def test_lines_carry_external_versions_and_deletes(httpserver, client):
    seen: list[str] = []

    def handle(request: Request) -> Response:
        seen.extend(request.get_data(as_text=True).splitlines())
        return answer({"errors": False, "items": []})

    httpserver.expect_request("/_bulk").respond_with_handler(handle)
    assert send(client, [item("a", b'{"x":1}'), item("b", None)]).written == 2
    meta = {"_index": "i", "_id": "a", "version": 7, "version_type": "external"}
    assert json.loads(seen[0]) == {"index": meta}
    assert seen[1] == '{"x":1}'
    assert json.loads(seen[2]) == {"delete": {**meta, "_id": "b"}}


def test_answers_are_sorted(httpserver, client):
    error = {"type": "document_parsing_exception", "reason": "bad date", "caused_by": {"reason": "no date"}}
    httpserver.expect_request("/_bulk").respond_with_response(
        answer(
            {
                "errors": True,
                "items": [
                    {"index": {"status": 201}},
                    {"index": {"status": 409, "error": {"type": "version_conflict_engine_exception"}}},
                    {"index": {"status": 400, "error": error}},
                    {"index": {"status": 429, "error": {"type": "es_rejected_execution_exception", "reason": "full"}}},
                    {"index": {"status": 400, "error": {"type": "index_closed_exception", "reason": "closed"}}},
                    {"delete": {"status": 404}},
                ],
            }
        )
    )
    outcome = send(client, [item("a"), item("b"), item("c"), item("d"), item("e"), item("f", None)])
    assert (outcome.written, outcome.outdated) == (2, 1)
    assert ids(outcome.again) == ["d", "e"]
    assert [(one.document.id, code, why) for one, code, why in outcome.rejected] == [
        ("c", "document_parsing_exception", "bad date: no date")
    ]


@pytest.mark.parametrize("status", [401, 403, 429, 502, 503])
def test_a_refused_request_is_tried_again_whole(httpserver, client, status):
    httpserver.expect_request("/_bulk").respond_with_response(answer({"error": {"reason": "not now"}}, status))
    outcome = send(client, [item("a"), item("b")])
    assert ids(outcome.again) == ["a", "b"]
    assert "not now" in (outcome.cause or "")


def test_no_answer_is_tried_again():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with Elasticsearch(url, max_retries=0) as client:
        assert ids(send(client, [item("a")]).again) == ["a"]


def test_a_request_that_is_too_large_is_halved_down_to_its_item(httpserver, client):
    def handle(request: Request) -> Response:
        lines = request.get_data(as_text=True).splitlines()
        if any("huge" in line for line in lines):
            return answer({"error": {"reason": "too large"}}, 413)
        return answer({"errors": False, "items": []})

    httpserver.expect_request("/_bulk").respond_with_handler(handle)
    outcome = send(client, [item("a"), item("b"), item("huge"), item("c"), item("d")])
    assert outcome.written == 4
    assert [(one.document.id, code) for one, code, _ in outcome.rejected] == [("huge", "http_413")]
