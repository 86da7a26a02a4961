"""Runs Marsad's own processes against the test session's real servers, and reads what they wrote."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors import kafka
from connectors.sinks.elasticsearch.templates import ensure_templates
from marsad.contracts import Article, decode, encode, topics
from tests.waiting import PATIENCE

RULE = """
id: any-delivery
name: Any delivery
when: { event: { type: arms_delivery } }
alert_on: [first_mention]
severity: high
"""


class Running:
    """Marsad processes with one environment; everything that still runs is killed at the end."""

    def __init__(self, environment, folder):
        self.environment, self.folder, self.processes = environment, folder, []

    def start(self, *arguments, **changes):
        log = self.folder / f"{len(self.processes)}-{'-'.join(arguments)[:40].replace('/', '_')}.log"
        with log.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", "marsad", *arguments],
                env=self.environment | {k: str(v) for k, v in changes.items()},
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        process.log = log
        self.processes.append(process)
        return process

    def command(self, *arguments, **changes):
        """Run a command to its end; its standard output."""
        environment = self.environment | {k: str(v) for k, v in changes.items()}
        done = subprocess.run(
            [sys.executable, "-m", "marsad", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def end(self, process, how=signal.SIGTERM):
        process.send_signal(how)
        return process.wait(PATIENCE)

    def close(self):
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def marsad(settings, environment, fresh_topics, tmp_path: Path) -> Iterator[Running]:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "any-delivery.yaml").write_text(RULE)
    ensure_templates(settings)
    running = Running(environment | {"MARSAD_RULES": str(rules), "MARSAD_NER": "fast"}, tmp_path)
    yield running
    running.close()


@pytest.fixture
def producer(settings, fresh_topics) -> Iterator[Any]:
    """A producer of the tests' own Kafka."""
    client = kafka.producer(settings)
    yield client
    client.close()


@pytest.fixture
def publish(producer) -> Callable:
    """Sends articles to articles.raw, confirmed when the call returns."""

    def send(*articles):
        for article in articles:
            data = article if isinstance(article, bytes) else encode(article)
            key = json.loads(data)["id"] if isinstance(article, Article) else "bad"
            producer.send(topics.ARTICLES_RAW.name, key=key.encode(), value=data)
        producer.flush()

    return send


@pytest.fixture
def read(settings) -> Callable:
    """Everything that a topic holds now, decoded."""

    def everything(topic):
        found = []
        client = kafka.consumer(settings, group=None, topics=[topic.name])
        try:
            partitions = client.partitions_for_topic(topic.name)
            from kafka import TopicPartition

            assigned = [TopicPartition(topic.name, number) for number in partitions]
            client.unsubscribe()
            client.assign(assigned)
            client.seek_to_beginning(*assigned)
            ends = client.end_offsets(assigned)
            while any(client.position(p) < ends[p] for p in assigned):
                for records in client.poll(timeout_ms=1000).values():
                    found += [decode(record.value, topic.value) for record in records if record.value]
        finally:
            client.close()
        return found

    return everything
