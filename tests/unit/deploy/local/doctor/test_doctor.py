"""What the doctor says where no server is needed to know it. Rooms are the command line's own."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.doctor import inputs, machine
from deploy.local.doctor.finding import Finding, Level
from deploy.local.ports import LOOPBACK
from marsad.cli.doctor import _rooms
from marsad.settings import KafkaSettings, Settings

FEEDS = "feeds:\n  - url: https://example.org/feed.xml\n"


def levels(findings: list[Finding]) -> dict[str, Level]:
    return {finding.name: finding.level for finding in findings}


def marsad(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"MARSAD_DATA_DIR": str(folder)} | variables
    command = [sys.executable, "-m", "marsad", "doctor", "--json"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_machine(tmp_path: Path) -> None:
    found = levels(list(machine.findings(Settings(data_dir=tmp_path))))
    assert found.keys() == {"Python", "Java", "Programs", "Memory", "Data folder", "Disk"}
    assert found["Python"] == found["Java"] == found["Data folder"] == "ok"


def test_no_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    java = machine.java()
    assert java.level == "broken"
    assert "apt-get install" in java.line()


def test_no_maven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.local.programs.SHARED_CACHE", tmp_path)
    settings = Settings(cache_dir=tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine.maven(settings).level == "broken"
    (tmp_path / "mvn").write_text("#!/bin/sh\n")
    (tmp_path / "mvn").chmod(0o755)
    assert machine.maven(settings).level == "warning"


def test_port_that_somebody_has(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        port = taken.getsockname()[1]
        settings = Settings(data_dir=tmp_path, kafka=KafkaSettings(port=port))
        [finding] = machine.port_findings(settings)
        assert finding.level == "broken"
        assert f"process {os.getpid()}" in finding.line()
        assert "MARSAD_KAFKA_PORT" in finding.line()
    assert levels(list(machine.port_findings(settings))) == {"Port": "ok"}


def test_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    finding = machine.data_folder(Settings(data_dir=tmp_path / "data"))
    assert finding.level == "broken"
    assert "MARSAD_DATA_DIR" in finding.line()


@pytest.mark.parametrize(
    ("text", "level", "said"),
    [
        (FEEDS, "ok", "1 in "),
        ("feeds: []\n", "broken", ""),
        ("feeds: [\n", "broken", "feeds.yaml"),
        (None, "broken", ""),
    ],
)
def test_feeds(tmp_path: Path, text: str | None, level: Level, said: str) -> None:
    file = tmp_path / "feeds.yaml"
    if text is not None:
        file.write_text(text)
    [finding] = inputs.feeds(Settings(feeds=file), _rooms(), network=False)
    assert finding.level == level
    assert said in finding.line()
    assert finding.level == "ok" or finding.advice


def test_feeds_that_cannot_be_fetched(tmp_path: Path) -> None:
    file = tmp_path / "feeds.yaml"
    file.write_text("feeds:\n" + "".join(f"  - url: http://127.0.0.1:9/{number}\n" for number in range(7)))
    findings = list(inputs.feeds(Settings(feeds=file), _rooms(), network=True))
    assert [finding.level for finding in findings] == ["ok", *["warning"] * 6]
    assert findings[-1].found == "7 of 7 cannot be fetched"


def test_rules(tmp_path: Path) -> None:
    assert inputs.rules(Settings(), _rooms()).level == "ok"
    (tmp_path / "wrong.yaml").write_text("rule: [")
    assert inputs.rules(Settings(rules=tmp_path), _rooms()).level == "broken"


def test_before_the_first_start(tmp_path: Path) -> None:
    done = marsad(tmp_path)
    found = {finding["name"]: finding for finding in json.loads(done.stdout)}
    assert done.returncode == 0, done.stdout
    assert found["Kafka"]["level"] == found["Elasticsearch"]["level"] == "warning"
    assert "marsad up" in found["Kafka"]["advice"]


def test_servers_that_do_not_answer(tmp_path: Path) -> None:
    done = marsad(
        tmp_path,
        MARSAD_KAFKA_BOOTSTRAP="127.0.0.1:9",
        MARSAD_ELASTICSEARCH_URL="http://127.0.0.1:9",
        MARSAD_FEEDS="/no",
    )
    found = {finding["name"]: finding["level"] for finding in json.loads(done.stdout)}
    assert done.returncode == 1
    assert found["Kafka"] == found["Elasticsearch"] == found["Feeds"] == "broken"
    assert "Java" not in found, "servers of somebody else need no Java here"
