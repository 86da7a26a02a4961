"""A console of its own on the session's real servers."""

import re
import time

import pytest

from tests.integration.system.conftest import Running


def console(running, *arguments):
    """Start a console; its process and its address."""
    process = running.start("console", *arguments)
    return process, until(lambda: re.search(r"console at (http://\S+)/", process.log.read_text()), what="it")[1]


def until(condition, seconds=120, what="it"):
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, f"{what} did not come within {seconds} s"
        time.sleep(0.1)
    return value


@pytest.fixture
def running(environment, fresh_topics, tmp_path):
    made = Running(environment, tmp_path)
    yield made
    made.close()
