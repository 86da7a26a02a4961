"""The frames as data: every pattern, role and state that they name exists."""

from importlib import resources

import pytest
import yaml

from streams.events.lexicon import lexicon

STATES = {
    *("bare", "completed", "planned", "in_progress", "halted", "denied", "conditional"),
    *("announced", "wished", "requested", "threatened"),
}


FILES = sorted(
    (file for file in resources.files("streams.events").joinpath("frames").iterdir() if file.name.endswith(".yaml")),
    key=lambda file: file.name,
)


def twice(node):
    """Keys that a mapping has twice, with their lines: the parser would silently keep the last."""
    found = []
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value]
        found += [f"{key.value}, line {key.start_mark.line + 1}" for key, _ in node.value if keys.count(key.value) > 1]
        found += [each for _, value in node.value for each in twice(value)]
    elif isinstance(node, yaml.SequenceNode):
        found += [each for value in node.value for each in twice(value)]
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_key_stands_twice(file):
    assert not twice(yaml.compose(file.read_text("utf-8")))


def test_a_key_that_stands_twice_is_found():
    assert twice(yaml.compose("a: {b: 1, c: 2, b: 3}")) == ["b, line 1", "b, line 1"]


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
