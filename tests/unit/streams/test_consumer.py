"""The position in a partition: records in order without a hole, commits no further than what was processed."""

from faust.types import TP
from faust.types.tuples import ConsumerMessage
from hypothesis import given
from hypothesis import strategies as st

from streams.consumer import Next, Position

PARTITION = TP("articles.raw", 0)


def message(offset):
    """A record as Faust hands it on."""
    return ConsumerMessage("articles.raw", 0, offset, 0.0, 0, None, b"", b"", None, tp=PARTITION, generation_id=1)


def process(record):
    record.tracked = record.acked = True


def test_records_in_order_are_due():
    position = Position(5)
    assert [position.take(message(offset)) for offset in (5, 6, 7)] == [Next.DUE] * 3


def test_what_was_handed_out_is_not_handed_out_again():
    position = Position(5)
    position.take(message(5))
    assert position.take(message(4)) is Next.REPEATED
    assert position.take(message(5)) is Next.REPEATED


def test_a_record_behind_a_hole_is_fetched_again_and_then_taken():
    position = Position(5)
    assert position.take(message(9)) is Next.AHEAD
    assert position.due == 5
    assert position.take(message(9)) is Next.DUE
    assert position.due == 10


def test_dropped_records_come_when_they_are_fetched_again():
    position = Position(5)
    assert position.take(message(7)) is Next.AHEAD
    assert [position.take(message(offset)) for offset in (5, 6, 7)] == [Next.DUE] * 3


def test_only_what_was_processed_is_committed():
    position = Position(5)
    first, second, third = (message(offset) for offset in (5, 6, 7))
    for record in (first, second, third):
        position.take(record)
    assert position.committable() is None
    process(first)
    process(third)
    assert position.committable() == 6
    assert position.committable() is None
    process(second)
    assert position.committable() == 8


def test_a_record_that_the_stream_skipped_is_not_committed():
    position = Position(5)
    skipped = message(5)
    position.take(skipped)
    skipped.acked = True
    assert position.committable() is None


@given(st.lists(st.integers(0, 12), max_size=60), st.sets(st.integers(0, 12)))
def test_whatever_is_fetched_is_handed_out_in_order_and_committed_to_the_first_open_one(fetched, processed):
    position, out = Position(0), []
    for offset in fetched:
        record = message(offset)
        if position.take(record) is Next.DUE:
            out.append(offset)
            if offset in processed:
                process(record)
    assert out == sorted(set(out))
    first_open = next((offset for offset in out if offset not in processed), None)
    done = [offset for offset in out if first_open is None or offset < first_open]
    assert position.committable() == (done[-1] + 1 if done else None)
