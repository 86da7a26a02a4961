"""The frames as data: every pattern, role and state that they name exists."""

import pytest

from streams.events.lexicon import lexicon

STATES = {
    *("bare", "completed", "planned", "in_progress", "halted", "denied", "conditional"),
    *("announced", "wished", "requested", "threatened"),
}


@pytest.mark.parametrize("kind", sorted(lexicon().frames))
def test_patterns_fill_roles_that_the_frame_has(kind):
    frame = lexicon().frames[kind]
    for places in frame.patterns.values():
        assert set(places.values()) <= set(frame.roles)
        assert all(isinstance(place, str) for place in places)


def test_every_governor_has_its_fold():
    words = lexicon().words
    assert set(words["governors"]) == set(words["folds"])
    for fold in words["folds"].values():
        assert set(fold) | set(fold.values()) <= STATES


def test_halts_name_frames():
    assert lexicon().frames["arms_halt"].halts <= set(lexicon().frames)


def test_one_spelling_has_the_readings_of_both_verbs():
    lemmas = {reading.trigger.lemma for reading in lexicon().marks("تسلم").readings if reading.trigger}
    assert {"تسليم", "تسلّم"} <= lemmas


def test_a_word_is_looked_up_behind_its_proclitics():
    assert "arms_delivery" in lexicon().marks("وبتسليمها").frames
