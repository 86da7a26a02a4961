"""The sample consumers, each with its own client, on the real broker."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from connectors.kafka import producer
from deploy.local.programs import programs
from marsad.contracts import encode
from marsad.settings import Settings
from tests.integration.connectors.sinks.conftest import alert

CONSUMERS = Path(__file__).parents[3] / "deploy" / "consumers"


@pytest.fixture(scope="module")
def java(tmp_path_factory):
    """Compiled against the client that came with the broker."""
    found, classes = programs(Settings(), print), tmp_path_factory.mktemp("java")
    path = f"{found.kafka}/*"
    compiler = found.java_home / "bin" / "javac"
    source = CONSUMERS / "java" / "Consume.java"
    subprocess.run([compiler, "--release", "17", "-cp", path, "-d", classes, source], check=True)
    return [found.java, "-cp", f"{path}:{classes}", "Consume"]


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    """Installed from its lock file, with the Node of the environment."""
    folder, bin_ = tmp_path_factory.mktemp("node"), Path(sys.executable).parent
    for file in (CONSUMERS / "node").iterdir():
        if file.is_file():
            shutil.copy(file, folder)
    install = [bin_ / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    environment = os.environ | {"PATH": f"{bin_}:{os.environ['PATH']}"}
    subprocess.run(install, cwd=folder, check=True, capture_output=True, env=environment)
    return [bin_ / "node", folder / "consume.js"]


@pytest.fixture
def python():
    return [sys.executable, CONSUMERS / "python" / "consume.py"]


@pytest.mark.parametrize("language", ["python", "java", "node"])
def test_each_alert_is_printed_once_and_the_group_goes_on_from_there(
    language, request, settings, fresh_topics, unique, kafka
):
    command, group = request.getfixturevalue(language), unique(language)
    sender = producer(settings)
    for one in (alert("x"), alert("x"), alert("y")):
        sender.send("alerts", encode(one), key=b"one partition")
    sender.flush()

    def consume(count: int) -> list[str]:
        done = subprocess.run(
            [*command, kafka, group, str(count)], capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return sorted(done.stdout.splitlines())

    assert consume(2) == ["x high تسليم بطارية x", "y high تسليم بطارية y"]
    sender.send("alerts", encode(alert("z")), key=b"z")
    sender.close()
    assert consume(1) == ["z high تسليم بطارية z"]
