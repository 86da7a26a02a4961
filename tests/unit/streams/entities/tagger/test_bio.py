from itertools import pairwise

import numpy as np
import pytest

from streams.entities.tagger.bio import LABELS, TRANSITIONS, viterbi


def _scores(*favoured: str) -> np.ndarray:
    scores = np.zeros((len(favoured), len(LABELS)))
    for row, label in zip(scores, favoured, strict=True):
        row[LABELS.index(label)] = 5.0
    return scores


def test_valid_sequences_come_out_as_scored() -> None:
    assert viterbi(_scores("B-PER", "I-PER", "O", "B-ORG")) == ["B-PER", "I-PER", "O", "B-ORG"]


@pytest.mark.parametrize("stray", ["I-PER", "I-LOC", "I-ORG", "I-MISC"])
def test_nothing_begins_with_inside(stray: str) -> None:
    assert viterbi(_scores(stray))[0] != stray


def test_an_entity_is_of_one_type() -> None:
    assert viterbi(_scores("B-PER", "I-LOC")) != ["B-PER", "I-LOC"]


def test_every_best_sequence_of_random_scores_is_valid() -> None:
    random = np.random.default_rng(3)
    for _ in range(50):
        tags = ["O", *viterbi(random.normal(size=(12, len(LABELS))))]
        assert all(TRANSITIONS[LABELS.index(a), LABELS.index(b)] == 0 for a, b in pairwise(tags))


def test_no_words_no_tags() -> None:
    assert viterbi(np.zeros((0, len(LABELS)))) == []
