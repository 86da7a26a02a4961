"""Everything behind a sink that can be away, slow or full: nothing lost, no rebalance, nobody's hand.

In `make test` a fault lasts until the sink has met it a few times. `make faults` stops the real node too, makes outages
last FAULT_SECONDS and every other fault a quarter of that, and prints what happened.
"""

import http.client
import itertools
import os
import threading
import time
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import msgspec
import pytest
from pydantic import SecretStr

from connectors.kafka import admin
from connectors.sinks.channels import channel as channels
from connectors.sinks.channels.apprise import Apprise
from connectors.sinks.channels.channel import ChannelSink
from connectors.sinks.channels.email import Email
from connectors.sinks.channels.webhook import Webhook
from connectors.sinks.dlq import letters
from connectors.sinks.elasticsearch.sink import GROUP, ElasticsearchSink
from connectors.sinks.feed.server import FeedServer
from marsad.settings import EmailSettings, FeedSettings, WebhookSettings
from tests.integration.connectors.sinks.conftest import alert, article, running
from tests.integration.connectors.sinks.receivers import MailServer, Proxy, Receiver
from tests.integration.searchable import documents
from tests.waiting import until

SECONDS = float(os.environ.get("FAULT_SECONDS", "0"))
FULL_SIZE = SECONDS > 0
RATE = 20 if FULL_SIZE else 100
"""Articles a second."""
ALERTS_EVERY = 1.0 if FULL_SIZE else 0.2
PATIENCE = 300.0
REFUSED = "refused"


class Flow:
    """Sends records one after the other, beside the test, as long as this."""

    def __init__(self, send, topic, make, pause) -> None:
        self.sent: list[str] = []
        self._send, self._topic, self._make, self._pause = send, topic, make, pause
        self._numbers = itertools.count()
        self._stop = threading.Event()

    def __enter__(self):
        self._stop.clear()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        return self

    def __exit__(self, *failure) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self._pause):
            record = self._make(next(self._numbers))
            self._send(self._topic, record)
            self.sent.append(record.id)


def members(settings, group) -> int:
    client = admin(settings)
    try:
        return len(client.describe_groups([group])[group]["members"])
    finally:
        client.close()


def patient(settings):
    """With a session that outlasts a busy machine: a rebalance is then the sink's doing."""
    return settings.model_copy(update={"kafka": settings.kafka.model_copy(update={"session_timeout": 120.0})})


def rebalances(sink) -> int:
    return sink._intake._rebalances.count


def last(fault: str, began: float) -> None:
    seconds = SECONDS if fault in {"gone", "stopped"} else SECONDS / 4
    time.sleep(max(0.0, seconds - (time.monotonic() - began)))


def say(what: str) -> None:
    if FULL_SIZE:
        print(what, flush=True)


ELASTICSEARCH: tuple[str, ...] = (
    *("gone", "slow", "reject", "block", "conflict"),
    *(("stopped",) if FULL_SIZE else ()),
)


def test_no_fault_of_elasticsearch_loses_a_record(send, es, settings, stack):
    """The node hangs up, is slow, too busy, has a full disk, takes some documents for wrong; in full size it stops."""
    proxy = Proxy(settings.elasticsearch.url)
    elastic = settings.elasticsearch.model_copy(update={"url": proxy.url, "bulk_docs": 100})
    es.indices.create(
        index=f"{elastic.prefix}-articles-2026.09",
        mappings={"properties": {"title": {"type": "long"}}},
        aliases={f"{elastic.prefix}-articles": {}},
    )
    flow = Flow(send, "articles.enriched", lambda number: article(f"a{number}"), 1 / RATE)
    behind = patient(settings).model_copy(update={"elasticsearch": elastic})
    with running(lambda stop: ElasticsearchSink(behind, stop)) as sink:
        with flow:
            until(lambda: done(sink) > 0, PATIENCE)
        for fault in ELASTICSEARCH:
            before, began = len(flow.sent), time.monotonic()
            with flow:
                _break(fault, proxy, es, settings, stack)
                if fault == "conflict":
                    send("articles.enriched", *conflicting())
                _last(fault, began, proxy, flow)
                assert members(settings, GROUP) == 1
            late, back = len(flow.sent) - done(sink), time.monotonic()
            _mend(fault, proxy, es, settings, stack)
            wanted = len(flow.sent) + 20 * (ELASTICSEARCH.index(fault) >= ELASTICSEARCH.index("conflict"))
            until(lambda wanted=wanted: done(sink) == wanted, PATIENCE, f"all records after {fault}")
            say(
                f"Elasticsearch {fault:<9}{back - began:6.1f} s: {len(flow.sent) - before:5} sent,{late:5} late,"
                f" the last {time.monotonic() - back:5.1f} s after it"
            )
        assert rebalances(sink) == 0
    assert documents(es, settings) == len(flow.sent) + 16
    _check(letters(settings, stage="elasticsearch"))
    proxy.close()


def done(sink) -> int:
    return sink.counts.written + sink.counts.outdated + sink.counts.rejected


def _last(fault, began, proxy, flow) -> None:
    """As long as the fault should, and until it was met and records came meanwhile."""
    met, sent = proxy.met, len(flow.sent)
    if fault in {"gone", "slow", "reject"}:
        until(lambda: proxy.met >= met + 3, PATIENCE, fault)
    until(lambda: len(flow.sent) >= sent + 20, PATIENCE, "records during the fault")
    last(fault, began)


def _check(wrong) -> None:
    assert {letter.id for letter in wrong} == {f"c{number}" for number in range(0, 20, 5)}
    assert {(letter.topic, letter.error) for letter in wrong} == {("articles.enriched", "document_parsing_exception")}
    assert all("title" in letter.message for letter in wrong)
    assert {msgspec.json.decode(letter.original)["title"] for letter in wrong} == {"word"}


def conflicting():
    """Twenty articles of a month whose index takes numbers alone for titles; every fifth has none."""
    seen = datetime(2026, 9, 20, tzinfo=UTC)
    return [article(f"c{n}", title="1" if n % 5 else "word", seen=seen) for n in range(20)]


def _break(fault, proxy, es, settings, stack) -> None:
    if fault == "stopped":
        stack.stop_elasticsearch()
    elif fault == "block":
        _block(es, settings, True)
    elif fault != "conflict":
        proxy.fault = fault


def _mend(fault, proxy, es, settings, stack) -> None:
    if fault == "stopped":
        stack.start_elasticsearch()
    elif fault == "block":
        _block(es, settings, None)
    proxy.fault = None


def _block(es, settings, on: bool | None) -> None:
    """As the node itself does at the flood stage of its disk, and takes back when there is room."""
    index = f"{settings.elasticsearch.prefix}-articles-2026.11"
    es.indices.put_settings(index=index, settings={"index.blocks.read_only_allow_delete": on})


class Reader(threading.Thread):
    """Follows the stream of alerts as a browser does: comes back with the last id that it has."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port, self.read, self.fault, self.met, self.ended = port, [], None, 0, False

    def run(self) -> None:
        while not self.ended:
            if self.fault in {"gone", "reject", "full"}:
                self.met += 1
                time.sleep(0.1)
                continue
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            try:
                self._follow(connection)
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
            finally:
                connection.close()

    def _follow(self, connection) -> None:
        connection.request("GET", "/alerts.sse", headers={"Last-Event-ID": self.read[-1] if self.read else "none"})
        stream = connection.getresponse()
        while not self.ended and self.fault in {None, "slow"}:
            line = stream.readline().decode()
            if not line:
                return
            if line.startswith("id: "):
                self.read.append(line.removeprefix("id: ").strip())
                if self.fault == "slow":
                    self.met += 1
                    time.sleep(1.0)


@pytest.fixture
def reached(settings, tmp_path, monkeypatch):
    """Every channel with a receiver of its own on loopback, and settings that lead there."""
    if not FULL_SIZE:
        monkeypatch.setattr(channels, "_PAUSE_FIRST", 0.05)
        monkeypatch.setattr(channels, "_PAUSE_MAX", 1.0)
    receiver, mail = Receiver(REFUSED), MailServer(REFUSED)
    mail.start()
    (tmp_path / "apprise.txt").write_text(f"json://127.0.0.1:{receiver.port}/notify")
    hook = {"url": f"{receiver.url}/hook", "secret": SecretStr("word"), "attempts": 3, "timeout": 60.0}
    post = {"host": "127.0.0.1", "port": mail.port, "security": "none", "to": "desk@example.org", "timeout": 60.0}
    given = patient(settings).model_copy(
        update={
            "webhook": WebhookSettings(**hook),
            "email": EmailSettings(**post),
            "feed": FeedSettings(port=0, size=10_000),
        }
    )
    yield given, receiver, mail
    mail.stop()
    receiver.close()


MAKES = {
    "webhook": Webhook,
    "email": Email,
    "apprise": lambda settings: Apprise(settings, settings.data_dir / "apprise.txt"),
}


def test_no_fault_of_a_receiver_loses_an_alert(send, reached):
    """Webhook, e-mail, Apprise, server-sent events and Atom at once: all receivers fail in the same way, in turns."""
    settings, receiver, mail = reached
    flow = Flow(send, "alerts", _alert, ALERTS_EVERY)
    with ExitStack() as stack:
        sinks = {
            name: stack.enter_context(running(lambda stop, make=make: ChannelSink(settings, make, stop)))
            for name, make in MAKES.items()
        }
        server = stack.enter_context(running(lambda stop: FeedServer(settings, stop)))
        until(lambda: server.port is not None, PATIENCE)
        reader = Reader(server.port)
        reader.start()
        stack.callback(setattr, reader, "ended", True)
        came = {"webhook": receiver.hooked, "email": mail.mailed, "apprise": receiver.notified, "SSE": reader.read}
        with flow:
            until(lambda: all(came.values()), PATIENCE, "the first alert everywhere")
        for fault in ("gone", "slow", "reject", "full"):
            _suffer(fault, (receiver, mail, reader), flow, came, settings)
        send("alerts", alert(REFUSED), alert("after"))
        until(lambda: "after" in mail.mailed and "after" in receiver.hooked, PATIENCE, "the one after")
        until(lambda: len(letters(settings, stage="channel")) == 2, PATIENCE, "two dead letters")
        assert {rebalances(sink) for sink in sinks.values()} == {0}
        until(lambda: len(_entries(server.port)) == len(flow.sent) + 2, PATIENCE, "all alerts in the feed")
    assert max(Counter(receiver.hooked).values()) == 1


def _suffer(fault, failing, flow, came, settings) -> None:
    """One fault of all receivers, until each has met it and as long as it should last; then everything has come."""
    before, began, met = len(flow.sent), time.monotonic(), [one.met for one in failing]
    for one in failing:
        one.fault = fault
    with flow:
        until(lambda: all(one.met >= then + 3 for one, then in zip(failing, met, strict=True)), PATIENCE, fault)
        last(fault, began)
        assert {members(settings, f"marsad-channel-{name}") for name in MAKES} == {1}
    late, back = {name: len(flow.sent) - len(set(held)) for name, held in came.items()}, time.monotonic()
    for one in failing:
        one.fault = None
    until(lambda: {len(set(held)) for held in came.values()} == {len(flow.sent)}, PATIENCE, f"all alerts after {fault}")
    say(
        f"channels {fault:<7}{back - began:6.1f} s: {len(flow.sent) - before:4} sent, late: {late}, the last"
        f" {time.monotonic() - back:.1f} s after it"
    )


def _alert(number: int):
    return msgspec.structs.replace(alert(f"x{number}"), at=datetime.now(UTC))


def _entries(port: int):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/alerts.atom")
    feed = ET.fromstring(connection.getresponse().read())
    connection.close()
    return feed.findall("{http://www.w3.org/2005/Atom}entry")
