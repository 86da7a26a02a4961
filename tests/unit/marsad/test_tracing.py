import gzip

import pytest
from opentelemetry import trace
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from pytest_httpserver import HTTPServer
from structlog.testing import capture_logs

from marsad import telemetry, tracing
from marsad.settings import Settings

RECORD = b'{"id": "a1"}'


def ids(headers):
    ((name, value),) = headers
    assert name == "traceparent"
    return value.decode().split("-")[1:3]


def test_a_record_begins_the_same_trace_each_time():
    assert tracing.born(RECORD) == tracing.born(RECORD)
    assert ids(tracing.born(RECORD))[0] != ids(tracing.born(b"another"))[0]


def test_what_is_sent_while_a_record_is_worked_on_is_in_its_trace():
    begun = tracing.born(RECORD)
    with tracing.following("enrich", begun):
        assert ids(tracing.carried())[0] == ids(begun)[0]
        assert tracing.outgoing()["traceparent"] == tracing.carried()[0][1].decode()
        with capture_logs(processors=[tracing.named]) as lines:
            telemetry.logger("test").info("here")
    assert lines[0]["trace_id"] == ids(begun)[0]
    assert tracing.carried() == []


@pytest.mark.parametrize(
    "headers", [None, [], {}, [("marsad-replay", b"dlq")], [("traceparent", b"\xffnonsense")], [("traceparent", None)]]
)
def test_a_record_without_a_trace_is_worked_on_all_the_same(headers):
    with tracing.following("enrich", headers):
        assert tracing.carried() == []


def test_headers_may_be_a_mapping_and_copies_take_only_the_trace():
    begun = tracing.born(RECORD)
    with tracing.following("gate", dict(begun)):
        assert ids(tracing.carried())[0] == ids(begun)[0]
    assert tracing.passed([*begun, ("marsad-replay", b"archive")]) == begun
    assert tracing.passed(None) == []


def test_spans_are_exported_as_one_tree(httpserver: HTTPServer, monkeypatch):
    """The exporter and a collector of our own; the provider of the process is left alone."""
    httpserver.expect_request("/v1/traces", method="POST").respond_with_data("")
    providers = []
    monkeypatch.setattr(trace, "set_tracer_provider", providers.append)
    tracing.configure(Settings(otlp=httpserver.url_for("")))
    monkeypatch.setattr(tracing, "_TRACER", providers[0].get_tracer("test"))
    with tracing.following("enrich", begun := tracing.born(RECORD)):
        sent = tracing.carried()
    with tracing.following("webhook", sent):
        pass
    tracing.noted("elasticsearch", sent, 1_795_000_000.0)
    providers[0].shutdown()
    spans = {}
    for request, _ in httpserver.log:
        data = request.get_data()
        data = gzip.decompress(data) if request.headers.get("content-encoding") == "gzip" else data
        for resource in ExportTraceServiceRequest.FromString(data).resource_spans:
            spans |= {span.name: span for scope in resource.scope_spans for span in scope.spans}
    assert {span.trace_id.hex() for span in spans.values()} == {ids(begun)[0]}
    assert spans["publish"].span_id.hex() == ids(begun)[1]
    assert spans["publish"].parent_span_id == b""
    assert spans["enrich"].parent_span_id == spans["publish"].span_id
    assert spans["webhook"].parent_span_id == spans["elasticsearch"].parent_span_id == spans["enrich"].span_id
    assert spans["elasticsearch"].start_time_unix_nano == 1_795_000_000 * 10**9
