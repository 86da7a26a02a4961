"""Every `marsad …` command of README and docs is run, on real servers, with what its placeholders stand for.

What runs until it is told to end is told so at once; what starts other processes is run by the tests that ELSEWHERE
names. tests/contract/test_docs.py holds that every command and option exists.
"""

import json
import re
import shlex
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from typer.testing import CliRunner

from connectors import kafka
from connectors.sinks import process
from connectors.sinks.deadletters import dead_letter
from connectors.sinks.elasticsearch.templates import ensure_templates
from marsad import telemetry
from marsad.cli.main import app
from marsad.contracts import encode
from marsad.settings import load
from tests.contract.test_docs import commands
from tests.integration.connectors.sinks.conftest import alert, article

ROOT = Path(__file__).parents[4]
ELSEWHERE = {
    "up": ("tests/integration/system/test_sample_wire.py", '"up", "--sample"'),
    "worker": ("tests/integration/system/test_pipeline.py", 'start("worker")'),
    "source": ("tests/integration/connectors/sources/test_crash.py", '"source", "--feeds"'),
    "console": ("tests/integration/console/conftest.py", 'start("console"'),
    "stack": ("tests/integration/deploy/local/test_stack.py", "LocalStack"),
}
"""What starts servers or other processes, or serves until a signal comes, and where the tests run it."""
WORDS = r"[A-Z][A-Z_]*…?"
FEED = (
    '<rss version="2.0"><channel><title>Desk</title><item><guid>1</guid><title>خبر</title>'
    "<link>https://wire.example/1</link></item></channel></rss>"
)


class Record:
    """A consumed record that nobody could read."""

    topic, partition, offset, key, value, headers = "alerts", 0, 0, b"x", b"nonsense", ()


@pytest.fixture
def told_to_end(monkeypatch):
    """Sinks run until they are told to end, and are told before they begin; logging stays pytest's."""
    stop = threading.Event()
    monkeypatch.setattr(process, "stop_on_signals", lambda: stop)
    monkeypatch.setattr(process, "end_if_stalled", lambda stop: None)
    monkeypatch.setattr(telemetry, "configure", lambda settings: None)
    return lambda line: stop.set() if line[0] == "sink" else stop.clear()


@pytest.fixture
def stands_for(settings, environment, fresh_topics, es, httpserver: HTTPServer, tmp_path, monkeypatch):
    """Makes what the placeholders stand for, and settings that lead to it; by the first word of a command."""
    httpserver.expect_request("/feed").respond_with_data(FEED, content_type="application/rss+xml; charset=utf-8")
    httpserver.expect_request("/api/saved_objects/_import").respond_with_json({"success": True, "successCount": 1})
    (tmp_path / "feed.xml").write_text(FEED, "utf-8")
    (tmp_path / "article.txt").write_text(article("a1").text, "utf-8")
    (tmp_path / "articles.jsonl").write_bytes(encode(article("a1")))
    (tmp_path / "rule.yaml").write_text("id: documented\nname: قاعدة\nwhen: {event: {type: strike}}\n", "utf-8")
    (tmp_path / "feeds.yaml").write_text("feeds:\n  - url: https://wire.example/feed\n", "utf-8")
    (tmp_path / "apprise.txt").write_text("json://127.0.0.1:9/", "utf-8")
    letter = dead_letter(Record(), stage="channel", code="contract", message="not a valid Alert")
    _fill(settings, es, letter)
    monkeypatch.chdir(tmp_path)
    for name, value in (
        environment.items()
        | {
            "MARSAD_NER": "fast",
            "MARSAD_FEEDS": str(tmp_path / "feeds.yaml"),
            "MARSAD_SOURCES_ALLOW_PRIVATE": "true",
            "MARSAD_ELASTICSEARCH_KIBANA": httpserver.url_for(""),
            "MARSAD_CONSOLE_USERS": str(tmp_path / "users"),
            "MARSAD_WEBHOOK_URL": "http://127.0.0.1:9/",
            "MARSAD_WEBHOOK_SECRET": "word",
            "MARSAD_APPRISE_CONFIG": str(tmp_path / "apprise.txt"),
            "MARSAD_EMAIL_HOST": "127.0.0.1",
            "MARSAD_EMAIL_TO": "desk@example.org",
            "MARSAD_FEED_PORT": "0",
        }.items()
    ):
        monkeypatch.setenv(name, value)
    load.cache_clear()
    yield {
        "dlq": {"ID": letter.id},
        "rules": {
            "RULE": "rule.yaml",
            "ID": "documented",
            "FILES…": "articles.jsonl",
            "FILES": "rule.yaml",
            "ALERT_ID": "x",
        },
        "feeds": {"FILE": "feed.xml", "URL": httpserver.url_for("/feed"), "URL…": httpserver.url_for("/feed")},
    }
    load.cache_clear()


def _fill(settings, es, letter) -> None:
    producer = kafka.producer(settings)
    for topic, record in (
        ("articles.raw", article("a1")),
        ("articles.enriched", article("a1")),
        ("alerts", alert("x")),
    ):
        producer.send(topic, encode(record), key=record.id.encode())
    producer.send("articles.dlq", encode(letter), key=letter.id.encode())
    producer.close()
    ensure_templates(settings)
    index = f"{settings.elasticsearch.prefix}-articles-2026.11"
    document = {"title": "صفقة منظومة", "text": article("a1").text, "published": datetime.now(UTC).isoformat()}
    es.index(index=index, id="a1", document=document, refresh=True)


BEFORE = {"rules enable": "rules publish rule.yaml"}
"""What has to have been run for a command to find what it is about."""
INSTEAD = {
    "rules publish": "rules publish rule.yaml",
    "rules publish FILES…": "rules publish rule.yaml",
    "rules check [FILES]": "rules check rule.yaml",
    "replay": "replay --all",
    "status": "status --seconds 0.1",
    "contracts": "contracts --markdown",
    "dlq replay": "dlq replay --all",
    "analyze": "analyze article.txt",
    "console user add": "console user add sara --role analyst",
    "feeds add URL|PAGE": "feeds add URL",
    "feeds parse": "feeds parse feed.xml",
    "alerts tail --jsonl": "alerts tail --jsonl --from-beginning --count 1",
}
"""Where the docs name a command without what it needs to run."""
INPUT = {"console user add": "a long password\n" * 2, "feeds parse -": FEED, "analyze": "خبر"}


def runs(text: str, stands_for: dict[str, dict[str, str]]) -> list[list[str]]:
    """The command lines that a documented one stands for."""
    text = text.removeprefix("marsad ").replace("\\|", "|")
    text = re.sub(r"\s*\[--[^\]]*\]", "", INSTEAD.get(text, text))
    alternatives = [word.split("|") if "|" in word else [word] for word in shlex.split(text)]
    lines: list[list[str]] = [[]]
    for words in alternatives:
        lines = [[*line, word] for line in lines for word in words]
    given = stands_for.get(lines[0][0], {})
    return [[given.get(word.strip("[]"), word) for word in line] for line in lines]


def documented():
    texts = dict.fromkeys(parameter.values[0] for parameter in commands())
    for text in texts:
        words = text.removeprefix("marsad ").split()
        if words[0] in ELSEWHERE and words[:2] != ["console", "user"]:
            continue
        if not words[0].startswith("-"):
            yield text


@pytest.mark.parametrize(("place", "fragment"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_is_run_elsewhere_is_run_there(place, fragment):
    assert fragment in (ROOT / place).read_text("utf-8")


def test_every_documented_command_runs(stands_for, told_to_end):
    runner, failures, done = CliRunner(), {}, set()

    def run(line: list[str]) -> None:
        name = " ".join(line[:2])
        if name in BEFORE:
            told_to_end(line)
            runner.invoke(app, BEFORE[name].split(), catch_exceptions=False)
        told_to_end(line)
        given = next((text for start, text in INPUT.items() if " ".join(line).startswith(start)), None)
        result = runner.invoke(app, line, input=given)
        if result.exit_code and name != "doctor":
            failures[" ".join(line)] = f"{result.exit_code}: {result.exception!r} {result.output[-500:]}"

    for text in documented():
        for line in runs(text, stands_for):
            unknown = [word for word in line if re.fullmatch(WORDS, word) and "-" not in word]
            assert not unknown, f"`{text}`: say in this test what {unknown} stands for"
            if tuple(line) not in done:
                done.add(tuple(line))
                run(line)
    assert not failures, json.dumps(failures, ensure_ascii=False, indent=1)
    assert len(done) > 30
