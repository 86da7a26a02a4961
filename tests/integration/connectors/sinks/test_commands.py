import json
import subprocess
import sys
import threading

import pytest
from typer.testing import CliRunner

from connectors.sinks import process
from connectors.sinks.deadletters import DeadLetterWriter
from connectors.sinks.reading import Start, read
from marsad.cli.main import app
from marsad.contracts.topics import ALERTS, ARTICLES_RAW
from marsad.settings import load
from tests.integration.connectors.sinks.conftest import alert, article
from tests.waiting import until


@pytest.fixture
def marsad(environment, monkeypatch):
    """Runs a command in this process, which has all that it imports; its standard output."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(process, "stop_on_signals", threading.Event)
    load.cache_clear()

    def run(*arguments: str) -> list[str]:
        done = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout.splitlines()

    yield run
    load.cache_clear()


def records(settings, topic):
    return list(read(settings, topic, Start(from_beginning=True), follow=False, stop=threading.Event()))


def test_tail_shows_each_alert_once_as_it_is_in_kafka(send, marsad):
    send("alerts", *[alert("x")] * 3, alert("y"), b"no alert")
    lines = marsad("alerts", "tail", "--jsonl", "--from-beginning", "--count", "2")
    assert sorted(json.loads(line)["id"] for line in lines) == ["x", "y"]
    assert marsad("alerts", "tail", "--no-follow", "--since", "0s") == []
    assert len(marsad("alerts", "tail", "--no-follow")) == 2


def test_tail_follows(send, settings, environment):
    tail = subprocess.Popen(
        [sys.executable, "-m", "marsad", "alerts", "tail", "--jsonl"], env=environment, stdout=subprocess.PIPE
    )
    try:
        numbers = iter(range(1000))

        def seen() -> bool:
            import select

            send("alerts", alert(f"new{next(numbers)}"))
            return bool(select.select([tail.stdout], [], [], 0.5)[0])

        until(seen)
        assert json.loads(tail.stdout.readline())["id"].startswith("new")
    finally:
        tail.terminate()
        assert tail.wait(30) == 0


def test_search_of_what_is_not_indexed_yet_finds_nothing(send, marsad):
    assert marsad("search", "S-400") == ["0 of 0"]
    assert marsad("search", "S-400", "--jsonl") == []


def test_search_prints_hits(send, indexing, es, settings, marsad):
    send("articles.enriched", article("a1", url="https://example.org/1"))
    with indexing() as sink:
        until(lambda: sink.counts.written == 1)
    es.indices.refresh(index=f"{settings.elasticsearch.prefix}-articles")
    (line,) = marsad("search", "S-400", "--jsonl")
    hit = json.loads(line)
    assert (hit["id"], hit["_id"]) == ("a1", "a1")
    assert "<em>إس-400</em>" in hit["_highlight"]["text"][0]
    assert "*إس-400*" in "\n".join(marsad("search", "إس 400"))


def test_status_says_who_is_how_far_behind(send, indexing, es, settings, marsad):
    send("articles.enriched", article("a1"))
    with indexing() as sink:
        until(lambda: sink.counts.written == 1)
    es.indices.refresh(index=f"{settings.elasticsearch.prefix}-articles")
    send("articles.enriched", *(article(f"late-{number}") for number in range(10)))
    rows = [line.split() for line in marsad("status", "--seconds", "0.1")]
    assert ["articles.enriched", "11", "0.0"] in rows
    assert ["marsad-elasticsearch", "articles.enriched", "10", "0.0"] in rows
    assert ["open", "dead", "letters", "0"] in rows
    assert [f"{settings.elasticsearch.prefix}-articles", "in", "Elasticsearch", "1"] in rows


def test_dead_letters_are_listed_and_sent_back_once(send, settings, marsad):
    send("articles.raw", b"not yet readable", key="a1")
    (poison,) = records(settings, ARTICLES_RAW)
    writer = DeadLetterWriter(settings, "enrich")
    writer.write(poison, code="contract", message="not a valid Article")
    writer.write(poison, code="contract", message="not a valid Article, again")
    writer.close()
    listed = [json.loads(line) for line in marsad("dlq", "list", "--jsonl")]
    assert [letter["stage"] for letter in listed] == ["enrich", "enrich"]
    identifier = listed[0]["id"]
    assert marsad("dlq", "list", "--stage", "channel") == []
    assert any("not yet readable" in line for line in marsad("dlq", "show", identifier))
    assert marsad("dlq", "replay", identifier) == ["1 replayed"]
    back = records(settings, ARTICLES_RAW)
    assert [(record.key, record.value) for record in back] == [(b"a1", b"not yet readable")] * 2
    assert marsad("dlq", "list") == []
    assert marsad("dlq", "replay", "--all") == ["0 replayed"]
    assert len(marsad("dlq", "list", "--handled")) == 2


def test_a_letter_may_be_dropped(send, settings, marsad):
    send("alerts", b"nonsense", key="x")
    writer = DeadLetterWriter(settings, "channel")
    writer.write(records(settings, ALERTS)[0], code="contract", message="not a valid Alert")
    writer.close()
    assert marsad("dlq", "drop", "--all") == ["1 dropped"]
    assert marsad("dlq", "list") == []


def test_a_replay_sends_the_archive_once_and_never_its_own_copies(send, settings, marsad):
    send("articles.raw", *[article(f"a{n}") for n in range(30)])
    assert marsad("replay", "--all") == ["30 replayed"]
    assert marsad("replay", "--since", "1h") == ["30 replayed"]
    assert marsad("replay", "--article", "a7") == ["1 replayed"]
    assert marsad("replay", "--from-offset", "100000") == ["0 replayed"]
    found = [record for record in records(settings, ARTICLES_RAW) if record.key == b"a7"]
    assert len(found) == 4
    assert len({(record.value, record.timestamp, record.partition) for record in found}) == 1
