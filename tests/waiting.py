"""Tests wait for conditions, never for times: the deadline is only there to end a test that has failed."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

PATIENCE = 240
"""Seconds. A loaded machine of two cores takes tens of them to start a worker, and ten to notice a killed one."""


def until(condition: Callable[[], Found], seconds: float = PATIENCE, what: str = "it") -> Found:
    """What `condition` gives as soon as that is true; the test fails, naming `what`, if it never is."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, f"{what} did not come within {seconds:g} s"
        time.sleep(0.2)
    return value
