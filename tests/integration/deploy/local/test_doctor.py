"""The doctor on real servers: what is missing, what is wrong, what `marsad setup` mends."""

import json
import subprocess
import sys
from typing import cast

import pytest
from elasticsearch import Elasticsearch
from kafka.admin import ConfigResource, ConfigResourceType

from connectors.kafka import admin
from deploy.local.doctor.examine import examine
from deploy.local.doctor.finding import Finding
from marsad.cli.doctor import _rooms
from marsad.contracts.topics import ARTICLES_RAW
from marsad.settings import Settings
from tests.waiting import until


def marsad(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "marsad", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def findings(settings: Settings) -> dict[str, Finding]:
    return {finding.name: finding for finding in examine(settings, _rooms())}


def topics_are(settings: Settings, words: str) -> Finding:
    """The finding on topics that holds `words`: Kafka answers a change before its broker tells of it."""

    def told() -> Finding | None:
        finding = findings(settings)["Topics"]
        return finding if words in finding.found else None

    return cast(Finding, until(told, what=words))


@pytest.mark.usefixtures("fresh_topics")
def test_doctor(settings: Settings, environment: dict[str, str], es: Elasticsearch) -> None:
    assert es.ping()
    found = findings(settings)
    assert found["Kafka"].level == found["Topics"].level == found["Elasticsearch"].level == "ok"
    assert found["Index templates"].level == "broken"
    assert f"{settings.elasticsearch.prefix}-articles" in found["Index templates"].found

    client = admin(settings)
    try:
        wrong = ConfigResource(ConfigResourceType.TOPIC, ARTICLES_RAW.name, {"retention.ms": "1000"})
        client.alter_configs([wrong])
        assert "marsad setup" in topics_are(settings, "articles.raw has retention.ms 1000 instead of").line()
        client.delete_topics([ARTICLES_RAW.name])
    finally:
        client.close()
    topics_are(settings, "missing: articles.raw")

    done = marsad(environment, "setup")
    assert done.returncode == 0, done.stderr
    done = marsad(environment, "doctor", "--json")
    assert done.returncode == 0, done.stdout
    assert {finding["level"] for finding in json.loads(done.stdout)} <= {"ok", "warning"}
