"""The doctor on real servers: what is missing, what is wrong, what `marsad setup` mends."""

import json
import subprocess
import sys

import pytest
from elasticsearch import Elasticsearch
from kafka.admin import ConfigResource, ConfigResourceType

from connectors.kafka import admin
from deploy.local.doctor.examine import examine
from deploy.local.doctor.finding import Finding
from marsad.cli.doctor import _rooms
from marsad.contracts.topics import ARTICLES_RAW
from marsad.settings import Settings


def marsad(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "marsad", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def findings(settings: Settings) -> dict[str, Finding]:
    return {finding.name: finding for finding in examine(settings, _rooms())}


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
        topics = findings(settings)["Topics"]
        assert "articles.raw has retention.ms 1000 instead of" in topics.found
        assert "marsad setup" in topics.line()
        client.delete_topics([ARTICLES_RAW.name])
    finally:
        client.close()
    assert findings(settings)["Topics"].found == "missing: articles.raw"

    done = marsad(environment, "setup")
    assert done.returncode == 0, done.stderr
    done = marsad(environment, "doctor", "--json")
    assert done.returncode == 0, done.stdout
    assert {finding["level"] for finding in json.loads(done.stdout)} <= {"ok", "warning"}
