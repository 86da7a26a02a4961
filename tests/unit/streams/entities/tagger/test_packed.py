import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from streams.entities.tagger.bio import LABELS, TRANSITIONS, viterbi_all
from streams.entities.tagger.packed import Packed

_LENGTHS = st.lists(st.integers(0, 9), max_size=8)


@given(_LENGTHS)
def test_every_word_has_a_row_of_its_own_in_the_step_of_its_place(lengths: list[int]) -> None:
    places = Packed(lengths)
    rows = [places.rows(sentence).tolist() for sentence in range(len(lengths))]
    assert sorted(row for found in rows for row in found) == list(range(sum(lengths)))
    for found in rows:
        assert all(step.start <= row < step.stop for row, step in zip(found, places.steps, strict=False))


@given(_LENGTHS, st.integers(0, 99))
def test_sentences_are_tagged_beside_others_as_alone(lengths: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    scores = [random.normal(size=(length, len(LABELS))) for length in lengths]
    transitions = TRANSITIONS + random.normal(size=TRANSITIONS.shape)
    assert viterbi_all(scores, transitions) == [viterbi_all([one], transitions)[0] for one in scores]
