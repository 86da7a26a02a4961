import numpy as np

from streams.entities.tagger.bio import LABELS
from streams.entities.tagger.consistency import share


def _log(**probabilities: float) -> np.ndarray:
    row = np.full(len(LABELS), 1e-4)
    for label, probability in probabilities.items():
        row[LABELS.index(label.replace("_", "-"))] = probability
    return np.log(row / row.sum())


def _scores(*rows: np.ndarray) -> np.ndarray:
    return np.array(rows)


def test_a_clear_mention_helps_a_doubtful_one() -> None:
    sentences = [["زارت", "شيرين", "المدينة"], ["وتحدثت", "شيرين"]]
    scores = [_scores(_log(O=1), _log(B_PER=0.97), _log(O=1)), _scores(_log(O=1), _log(O=0.55, B_PER=0.4))]
    shared = share(sentences, scores, weight=0.5)
    assert LABELS[int(shared[1][1].argmax())] == "B-PER"


def test_far_mentions_do_not_vote() -> None:
    sentences = [["شيرين"], ["شيرين"]]
    scores = [_scores(_log(B_PER=0.97)), _scores(_log(O=0.55, B_PER=0.4))]
    shared = share(sentences, scores, weight=0.5, reach=0)
    assert np.array_equal(shared[1], scores[1])


def test_words_that_are_never_names_are_left_alone() -> None:
    sentences = [["قالت"], ["قالت"]]
    scores = [_scores(_log(O=1)), _scores(_log(O=0.995))]
    assert all(np.array_equal(a, b) for a, b in zip(share(sentences, scores), scores, strict=True))


def test_begin_and_inside_stay_the_words_own_affair() -> None:
    sentences = [["ليلى"], ["نجوى", "ليلى"]]
    scores = [_scores(_log(B_PER=0.97)), _scores(_log(B_PER=0.9), _log(O=0.5, I_PER=0.48))]
    shared = share(sentences, scores, weight=0.5)
    assert LABELS[int(shared[1][1].argmax())] == "I-PER"


def test_no_sentences() -> None:
    assert share([], []) == []
