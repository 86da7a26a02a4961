"""How many requests are under way: one that is done and waits for an earlier one to be committed keeps none back."""

from collections import deque
from concurrent.futures import Future

import pytest

from connectors.sinks.elasticsearch.sink import BULKS_IN_FLIGHT, ElasticsearchSink


def flights(running, done):
    """The oldest is under way, and what is done waits for it."""
    made = [Future() for _ in range(running + done)]
    for future in made[running:]:
        future.set_result(True)
    return deque((None, future) for future in made)


@pytest.mark.parametrize(
    ("running", "done", "room"),
    [
        (0, 0, True),
        (BULKS_IN_FLIGHT - 1, 0, True),
        (BULKS_IN_FLIGHT, 0, False),
        (1, BULKS_IN_FLIGHT, True),
        (BULKS_IN_FLIGHT, 2, False),
        (1, 2 * BULKS_IN_FLIGHT - 1, False),
    ],
)
def test_a_request_begins_where_fewer_are_under_way(running, done, room):
    sink = ElasticsearchSink.__new__(ElasticsearchSink)
    sink._flights = flights(running, done)
    assert sink._has_room() is room
