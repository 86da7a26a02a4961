"""The stack's life: beside another one, ended with its parent, started again from its data, one server at a time."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from elasticsearch import Elasticsearch

from connectors.kafka import admin, ensure_topics
from deploy.local import servers
from deploy.local.stack import LocalStack
from marsad.errors import StackError
from marsad.servers import elasticsearch_hosts, stack_state, state_file
from marsad.settings import Settings

HOLD = """
import time
from deploy.local.stack import LocalStack
from marsad.settings import load
stack = LocalStack(load())
stack.start()
print("up", flush=True)
time.sleep(600)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="marsad-life-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def own(folder: Path, stack: LocalStack) -> Settings:
    return stack.settings.model_copy(update={"data_dir": folder})


def processes_of(folder: Path) -> list[psutil.Process]:
    running = psutil.process_iter(["cmdline"])
    return [process for process in running if str(folder) in " ".join(process.info["cmdline"] or ())]


def wait_until_gone(folder: Path, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while processes_of(folder):
        assert time.monotonic() < deadline, processes_of(folder)
        time.sleep(0.2)


def hold(own: Settings) -> subprocess.Popen[str]:
    """A process that holds a stack of its own, as `marsad up` does."""
    environment = os.environ | {"MARSAD_DATA_DIR": str(own.data_dir), "PYTHONPATH": str(Path.cwd())}
    process = subprocess.Popen([sys.executable, "-c", HOLD], env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def test_life(stack: LocalStack, own: Settings, folder: Path) -> None:
    parent = hold(own)
    try:
        state = stack_state(own)
        assert state is not None
        assert state.kafka != stack_state(stack.settings).kafka, "a second stack stands beside the first"
        with pytest.raises(StackError, match=str(parent.pid)):
            LocalStack(own).start()
        assert ensure_topics(own)
        with Elasticsearch(elasticsearch_hosts(own)) as client:
            client.index(index="kept", id="1", document={"text": "باق"})
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    wait_until_gone(folder)

    again = LocalStack(own)
    try:
        assert again.start().kafka == state.kafka, "the ports stay"
        assert ensure_topics(own) == [], "the topics are there"
        with Elasticsearch(elasticsearch_hosts(own)) as client:
            assert client.get(index="kept", id="1")["_source"] == {"text": "باق"}
        assert again.start() == stack_state(own), "starting what runs changes nothing"
    finally:
        again.stop()
    assert processes_of(folder) == []
    assert not state_file(own).exists()


def test_one_server_ends_and_comes_back(stack: LocalStack, es: Elasticsearch) -> None:
    before = stack_state(stack.settings)
    es.index(index=f"{es.info()['name']}-kept", id="1", document={"a": 1})
    stack.stop_elasticsearch()
    assert {server.name: server.running for server in stack.status()} == {"kafka": True, "elasticsearch": False}
    assert stack_state(stack.settings) == before, "the address stays known"
    stack.start_elasticsearch()
    assert all(server.healthy for server in stack.status())
    assert es.get(index="marsad-1-kept", id="1")["_source"] == {"a": 1}
    es.indices.delete(index="marsad-1-kept")


def test_servers_are_not_root(stack: LocalStack) -> None:
    for name in servers.NAMES:
        record = servers.running(stack.settings, name)
        assert record is not None
        assert record.server().uids().real != 0


def test_arabic_analysis_is_the_full_distributions(es: Elasticsearch) -> None:
    tokens = es.indices.analyze(analyzer="arabic", text="تسلّمت تركيا منظومة الصواريخ إس ٤٠٠")["tokens"]
    assert [token["token"] for token in tokens] == ["تسلمت", "تركيا", "منظوم", "صواريخ", "اس", "400"]


def test_filters_by_settings(es: Elasticsearch, settings: Settings) -> None:
    index = f"{settings.elasticsearch.prefix}-analysis"
    analysis = {
        "char_filter": {"marks": {"type": "mapping", "mappings": ["\\u0640=>", "گ=>ك"]}},
        "filter": {
            "words": {"type": "synonym_graph", "synonyms": ["موسكو => روسيا"]},
            "stop": {"type": "stop", "stopwords": "_arabic_"},
            "kept": {"type": "keyword_marker", "keywords": ["الصواريخ"]},
            "stem": {"type": "stemmer", "language": "arabic"},
            "prefixes": {"type": "edge_ngram", "min_gram": 2, "max_gram": 3},
        },
        "normalizer": {"exact": {"type": "custom", "filter": ["lowercase", "decimal_digit", "arabic_normalization"]}},
        "analyzer": {
            "text": {
                "tokenizer": "standard",
                "char_filter": ["marks", "html_strip"],
                "filter": ["arabic_normalization", "decimal_digit", "stop", "words", "kept", "stem", "unique"],
            },
            "start": {"tokenizer": "keyword", "filter": ["lowercase", "prefixes"]},
        },
    }
    es.indices.create(index=index, settings={"analysis": analysis})

    def tokens(text: str, **how: str) -> list[str]:
        return [token["token"] for token in es.indices.analyze(index=index, text=text, **how)["tokens"]]

    assert tokens("<b>موسكو</b> الى تركيـــا والصواريخ الصواريخ ٤٠٠", analyzer="text") == [
        "روسيا",
        "تركيا",
        "صواريخ",
        "الصواريخ",
        "400",
    ]
    assert tokens("ABCD", analyzer="start") == ["ab", "abc"]
    assert tokens("إس-٤٠٠ ABC", normalizer="exact") == ["اس-400 abc"]


def test_kafka_is_set_for_one_node(settings: Settings) -> None:
    client = admin(settings)
    try:
        assert len(client.describe_cluster()["brokers"]) == 1
    finally:
        client.close()
