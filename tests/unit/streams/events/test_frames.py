"""The other frames, sentence by sentence."""

import re

import pytest

from tests.unit.streams.events.sentences import STATUSES, events, names, rows


@pytest.mark.parametrize(("want", "text"), rows("frames.txt"))
def test_a_sentence_says_what_it_says(want, text):
    kind, _, rest = want.partition(" ")
    if kind == "none":
        assert rest not in {event.type for event in events(text)}
        return
    roles, status, background, unasserted = re.fullmatch(rf"(.*?) ?({STATUSES})( bg)?( no)?", rest).groups()
    wanted = dict(re.findall(r"(\w+)=(.+?)(?= \w+=|$)", roles))
    found = [event for event in events(text) if event.type == kind]
    assert any(
        wanted.items() <= names(event).items()
        and event.status == status
        and (event.salience == "background") == bool(background)
        and event.asserted == (not unasserted)
        for event in found
    ), found
