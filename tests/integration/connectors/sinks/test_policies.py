"""Waiting, escalation and the feed, on the real broker."""

import http.client
import json
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from pydantic import SecretStr
from pytest_httpserver import HTTPServer

from connectors.sinks.channels.channel import ChannelSink
from connectors.sinks.channels.webhook import Webhook
from connectors.sinks.feed.server import FeedServer
from marsad.contracts import Annotation, RuleRef
from marsad.settings import FeedSettings, Settings, WebhookSettings
from tests.integration.connectors.sinks.conftest import alert, running
from tests.waiting import until


@pytest.fixture
def hooked(settings: Settings, httpserver: HTTPServer):
    """A webhook that keeps what it gets; settings of its timing are given."""
    httpserver.expect_request("/hook").respond_with_data("")

    def with_timing(**timing: object) -> Settings:
        hook = WebhookSettings(url=httpserver.url_for("/hook"), secret=SecretStr("word"), **timing)
        return settings.model_copy(update={"webhook": hook})

    return with_timing


CRITICAL = RuleRef(id="r", name="r", severity="critical")


def told(httpserver: HTTPServer):
    return [json.loads(request.get_data())["data"] for request, _ in httpserver.log]


def webhook(settings: Settings):
    return running(lambda stop: ChannelSink(settings, Webhook, stop))


def test_what_waits_survives_a_restart_and_goes_out_together(send, hooked, httpserver):
    """In quiet hours only the urgent one goes out; nothing else is committed, so the next process finds it."""
    quiet = hooked(quiet="00:00-23:59", urgent="critical")
    send("alerts", alert("x"), alert("y"), alert("now", rule=CRITICAL), key="k")
    with webhook(quiet) as sink:
        until(lambda: sink.delivered == 1)
    with webhook(hooked(digest=0.5)) as sink:
        until(lambda: sink.delivered == 2)
    first, both = told(httpserver)
    assert first["id"] == "now"
    assert {line["id"] for line in both["digest"]} == {"x", "y"}
    with webhook(hooked()) as sink:
        send("alerts", alert("last"))
        until(lambda: sink.delivered == 1)
    assert len(told(httpserver)) == 3


def test_only_what_nobody_acknowledged_is_escalated(send, hooked, httpserver):
    now = datetime.now(UTC)
    seen = Annotation(id="n1", subject="seen", kind="acknowledged", author="desk", at=now)
    withdrawn = Annotation(id="n2", subject="withdrawn", kind="acknowledged", author="desk", at=now)
    send("annotations", seen, withdrawn)
    send("annotations", b"", key="n2")
    send("alerts", *[alert(name, at=now) for name in ("seen", "withdrawn", "unseen")])
    with webhook(hooked(escalate=0.1)) as sink:
        until(lambda: sink.delivered == 2)
    assert {line["id"] for call in told(httpserver) for line in call["digest"] or [call]} == {"withdrawn", "unseen"}


def test_the_feed_shows_the_latest_and_streams_the_next(send, settings):
    open_feed = settings.model_copy(update={"feed": FeedSettings(port=0)})
    now = datetime.now(UTC)
    send("alerts", *[alert("x", at=now)] * 2, alert("y", at=now), alert("z", at=now, channels=("webhook",)))
    with running(lambda stop: FeedServer(open_feed, stop)) as server:
        until(lambda: server.port is not None)
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        until(lambda: len(entries(connection)) == 2)
        tag = fetched(connection).headers["ETag"]
        assert fetched(connection, {"If-None-Match": tag}).status == 304
        connection.request("GET", "/alerts.sse", headers={"Last-Event-ID": entries_in_order(connection)[-1]})
        stream = connection.getresponse()
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        send("alerts", alert("new", at=now))
        lines = [stream.readline().decode().strip() for _ in range(10)]
        connection.close()
    ids = [line.removeprefix("id: ") for line in lines if line.startswith("id: ")]
    assert ids[-1] == "new"
    assert len(ids) == 2
    assert json.loads(lines[-2].removeprefix("data: "))["id"] == "new"


def fetched(connection, headers=None):
    connection.request("GET", "/alerts.atom", headers=headers or {})
    answer = connection.getresponse()
    answer.document = answer.read()
    return answer


def entries(connection):
    return ET.fromstring(fetched(connection).document).findall("{http://www.w3.org/2005/Atom}entry")


def entries_in_order(connection):
    """Ids of the alerts, the latest first."""
    name = "{http://www.w3.org/2005/Atom}id"
    return [entry.findtext(name).removeprefix("urn:marsad:alert:") for entry in entries(connection)]
