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
from tests.integration.console.conftest import console
from tests.unit.console.samples import alert
from tests.waiting import until


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


def asked(url, **request):
    """What a request is answered."""
    given = urllib.request.Request(url, headers={"content-type": "application/json"}, **request)
    with urllib.request.urlopen(given, timeout=60) as answer:
        return answer.read().decode()


def send(settings, *names, partition=0):
    """All to one partition: Kafka keeps no order between two."""
    client = producer(settings)
    for name in names:
        client.send(ALERTS.name, encode(alert(name)), key=name.encode(), partition=partition).get(60)
    client.close()


def named(letter):
    return [f"{letter}{number}" for number in range(20)]


def test_no_alert_is_missed_or_told_twice_through_restarts_and_the_search_outlives_kafka(running, settings, stack):
    first, url = console(running)
    reader = Reader(url)
    until(lambda: reader.last, what="the stream")
    send(settings, *named("a"), partition=0)
    until(lambda: len(reader.got) >= 20, what="the first alerts")
    running.end(first)
    send(settings, *named("b"), partition=1)
    _, again = console(running)
    assert again == url
    until(lambda: len(reader.got) >= 40, what="what came while the console was away")
    stack.stop_kafka()
    until(lambda: "Kafka is away" in asked(f"{url}/status?lang=en"), what="the banner")
    assert '"total":0' in asked(f"{url}/api/v1/articles?q=S-400")
    with pytest.raises(urllib.error.HTTPError) as refused:
        asked(f"{url}/api/v1/alerts/a1/annotations/acknowledged", method="PUT", data=b"{}")
    assert refused.value.code == 503
    stack.start_kafka()
    send(settings, *named("c"), partition=0)
    until(lambda: len(reader.got) >= 60, what="what came after Kafka was away")
    reader.over = True
    assert reader.got == [*named("a"), *named("b"), *named("c")]


def test_without_elasticsearch_alerts_come_and_the_search_says_what_is_missing(running, settings):
    running.environment["MARSAD_ELASTICSEARCH_URL"] = "http://127.0.0.1:9"
    _, url = console(running)
    reader = Reader(url)
    until(lambda: reader.last, what="the stream")
    send(settings, "one")
    until(lambda: reader.got == ["one"], what="the alert")
    with pytest.raises(urllib.error.HTTPError) as refused:
        asked(f"{url}/api/v1/articles?q=S-400")
    assert refused.value.code == 503
    assert "does not answer" in json.loads(refused.value.read())["error"]
    until(lambda: "Elasticsearch is away" in asked(f"{url}/status?lang=en"), what="the banner")
    reader.over = True
