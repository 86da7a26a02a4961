"""The running system: what the dashboard and the alert rules name is in its scrapes, and each alert in one trace."""

import json
import os
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import yaml
from pydantic import SecretStr
from pytest_httpserver import HTTPServer

from connectors.sinks.channels.channel import ChannelSink
from connectors.sinks.channels.webhook import Webhook
from connectors.sinks.reading import Start, read
from marsad import probes
from marsad.contracts.topics import ARTICLES_RAW
from marsad.settings import WebhookSettings
from tests.integration.connectors.sinks.conftest import alert, article, running
from tests.waiting import until

TITLE = "وصول بطارية ثانية"
FEED = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Desk</title>
<item><guid>https://wire.example/s400</guid><link>https://wire.example/s400</link><title>{TITLE}</title>
<description>تسلمت الهند أمس منظومات إس-400 من روسيا وفق بيان لوزارة الدفاع.</description></item></channel></rss>"""
GRAFANA = Path(__file__).parents[4] / "deploy" / "grafana"


def expressions():
    board = json.loads((GRAFANA / "marsad.json").read_text(encoding="utf-8"))
    rules = yaml.safe_load((GRAFANA / "alerts.yaml").read_text(encoding="utf-8"))
    yield from (target["expr"] for panel in board["panels"] for target in panel["targets"])
    yield from (rule["expr"] for group in rules["groups"] for rule in group["rules"])


def told(httpserver: HTTPServer) -> list[tuple[str, str]]:
    """Trace and body of each alert that the webhook's receiver has."""
    hooked = [request for request, _ in httpserver.log if request.path == "/hook"]
    return [(request.headers.get("traceparent", ""), request.get_data(as_text=True)) for request in hooked]


def raw(settings):
    return list(read(settings, ARTICLES_RAW, Start(from_beginning=True), follow=False, stop=threading.Event()))


def trace_of(traceparent: str) -> str:
    return traceparent.split("-")[1]


def get(port: int, page: str) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{page}", timeout=5) as answer:
            return answer.read().decode()
    except (urllib.error.URLError, ConnectionError):
        return ""


@pytest.fixture
def serving(environment, settings, tmp_path):
    """Starts a real process; where it serves its metrics is in the data folder."""
    processes = []

    def start(*command: str, **more: str) -> int:
        given = os.environ | environment | {"MARSAD_METRICS_PORT": "29600", "MARSAD_NER": "fast", **more}
        with (tmp_path / f"{command[0]}.log").open("w") as log:
            processes.append(subprocess.Popen([sys.executable, "-m", "marsad", *command], env=given, stderr=log))
        pattern = f"{command[0]}-*.json"
        until(lambda: any((settings.data_dir / "metrics").glob(pattern)), what=f"the port of {command[0]}")
        (place,) = (settings.data_dir / "metrics").glob(pattern)
        return int(json.loads(place.read_text())[0]["targets"][0].rpartition(":")[2])

    yield start
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(60)


def test_every_metric_exists_and_an_alert_is_in_the_trace_of_its_article(
    send, indexing, serving, settings, httpserver: HTTPServer, es, tmp_path
):
    httpserver.expect_request("/feed").respond_with_data(FEED, content_type="application/rss+xml; charset=utf-8")
    feeds = tmp_path / "feeds.yaml"
    feeds.write_text(yaml.safe_dump({"feeds": [{"url": httpserver.url_for("/feed")}]}))
    worker_port = serving("worker")
    source_port = serving("source", "--feeds", str(feeds), MARSAD_SOURCES_ALLOW_PRIVATE="true")
    console_port = serving("console")
    place = settings.data_dir / "console" / "port"
    until(lambda: place.exists() and place.read_text(), what="the console's port")
    httpserver.expect_request("/hook").respond_with_data("")
    hook = WebhookSettings(url=httpserver.url_for("/hook"), secret=SecretStr("word"))
    hooked = settings.model_copy(update={"webhook": hook, "metrics_port": 29700})
    port = probes.serve(hooked, "sinks")
    send("articles.raw", article("a1"), b"no article")
    send("articles.enriched", article("a1"))
    send("alerts", alert("x"))
    with indexing() as sink, running(lambda stop: ChannelSink(hooked, Webhook, stop)) as channel:
        until(lambda: sink.counts.written >= 2 and channel.delivered >= 1)
        until(lambda: 'marsad_records_total{outcome="ok",stage="enrich"}' in get(worker_port, "/metrics"))
        until(lambda: get(worker_port, "/readyz") == "ok\n")
        until(lambda: "marsad_feed_errors{" in get(source_port, "/metrics"))
        until(lambda: "marsad_table_entries{" in get(worker_port, "/metrics"))
        until(lambda: "</html>" in get(int(place.read_text()), "/"), what="the console")
        until(lambda: any(TITLE in body for _, body in told(httpserver)), what="the feed's alert")
        scraped = "".join(get(each, "/metrics") for each in (port, worker_port, source_port, console_port))
    there = set(re.findall(r"^# TYPE (\S+)", scraped, re.MULTILINE))
    wanted = {name for expression in expressions() for name in re.findall(r"\bmarsad_\w+", expression)}
    assert {re.sub(r"_(bucket|sum|count)$", "", name) for name in wanted} <= there
    labels = {(name, label) for name, label in re.findall(r"(marsad_\w+)\{(\w+)=", " ".join(expressions()))}
    assert all(re.search(rf"^{name}\{{[^}}]*\b{label}=", scraped, re.MULTILINE) for name, label in labels)
    assert 'marsad_searchable_seconds_count{since="kafka",topic="articles.enriched"}' in scraped
    assert 'marsad_alerts_total{channel="webhook",outcome="delivered"}' in scraped
    (parent,) = {parent for parent, body in told(httpserver) if TITLE in body}
    (article_of_feed,) = [one for one in raw(settings) if TITLE.encode() in one.value]
    assert trace_of(parent) == trace_of(dict(article_of_feed.headers)["traceparent"].decode())
