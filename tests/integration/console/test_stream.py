"""The stream over HTTP from real Kafka: each alert once, in order, through restarts of the console and of Kafka."""

import contextlib
import json
import threading
import urllib.error
import urllib.request

import pytest

from connectors.kafka import producer
from marsad.contracts import encode
from marsad.contracts.topics import ALERTS
from tests.integration.console.conftest import console, until
from tests.unit.console.samples import alert


class Reader(threading.Thread):
    """A program that follows the alerts and comes back with Last-Event-ID whenever it is cut off."""

    def __init__(self, url):
        super().__init__(daemon=True)
        self.url, self.got, self.last, self.over = url, [], None, False
        self.start()

    def run(self):
        while not self.over:
            with contextlib.suppress(OSError, ValueError):
                self.read()

    def read(self):
        headers = {"Last-Event-ID": self.last} if self.last else {}
        request = urllib.request.Request(f"{self.url}/api/v1/alerts/stream", headers=headers)
        event = ""
        with urllib.request.urlopen(request, timeout=5) as stream:
            for raw in stream:
                line = raw.decode().rstrip("\r\n")
                if line.startswith("event: "):
                    event = line[7:]
                elif line.startswith("id: "):
                    self.last = line[4:]
                elif line.startswith("data: ") and event == "alert":
                    self.got.append(json.loads(line[6:])["id"])


def send(settings, *names):
    client = producer(settings)
    for name in names:
        client.send(ALERTS.name, encode(alert(name)), key=name.encode()).get(30)
    client.close()


def test_no_alert_is_missed_or_told_twice_through_restarts(running, settings, stack):
    first, url = console(running)
    reader = Reader(url)
    until(lambda: reader.last, 30, "the stream")
    send(settings, *(f"a{number}" for number in range(20)))
    until(lambda: len(reader.got) == 20, 30, "the first alerts")
    running.end(first)
    send(settings, *(f"b{number}" for number in range(20)))
    _, again = console(running)
    assert again == url
    until(lambda: len(reader.got) >= 40, 60, "what came while the console was away")
    stack.stop_kafka()
    stack.start_kafka()
    send(settings, *(f"c{number}" for number in range(20)))
    until(lambda: len(reader.got) >= 60, 60, "what came after Kafka was away")
    reader.over = True
    assert sorted(reader.got) == sorted(f"{letter}{number}" for letter in "abc" for number in range(20))
    assert reader.got[:20] == [f"a{number}" for number in range(20)]
    assert reader.got[40:] == [f"c{number}" for number in range(20)]


def test_without_elasticsearch_alerts_come_and_the_search_says_what_is_missing(running, settings):
    running.environment["MARSAD_ELASTICSEARCH_URL"] = "http://127.0.0.1:9"
    _, url = console(running)
    reader = Reader(url)
    until(lambda: reader.last, 30, "the stream")
    send(settings, "one")
    until(lambda: reader.got == ["one"], 30, "the alert")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{url}/api/v1/articles?q=S-400", timeout=30)
    assert refused.value.code == 503
    assert "does not answer" in json.loads(refused.value.read())["error"]
    until(lambda: b"Elasticsearch" in urllib.request.urlopen(f"{url}/status?lang=en", timeout=30).read(), 30, "it")
    reader.over = True
