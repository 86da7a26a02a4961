"""A console of its own on the session's real servers."""

import re

import pytest

from tests.integration.system.conftest import Running
from tests.waiting import until


def console(running, *arguments):
    """Start a console; its process and its address."""
    process = running.start("console", *arguments)
    return process, until(lambda: re.search(r"console at (http://\S+)/", process.log.read_text()), what="it")[1]


@pytest.fixture
def running(environment, fresh_topics, tmp_path):
    made = Running(environment, tmp_path)
    yield made
    made.close()
