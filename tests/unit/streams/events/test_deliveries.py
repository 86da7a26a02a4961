"""Deliveries of arms, sentence by sentence: positive and negative twins, in our own words."""

import pytest

from tests.unit.streams.events.sentences import events, rows, says

ROWS = rows("deliveries.txt")


def test_there_are_enough_sentences():
    assert len(ROWS) + len(rows("frames.txt")) >= 200
    assert sum(want == "none" for want, _ in ROWS) >= 60


@pytest.mark.parametrize(("want", "text"), ROWS)
def test_a_sentence_says_what_it_says(want, text):
    found = [event for event in events(text) if event.type == "arms_delivery"]
    wanted = [] if want == "none" else want.split(";")
    assert len(found) == len(wanted), [event.derivation for event in found]
    for each in wanted:
        assert any(says(event, each) for event in found), [(event.derivation, event) for event in found]
