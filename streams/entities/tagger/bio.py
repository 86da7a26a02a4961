"""The tag set and the best valid tag sequence under it."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from streams.entities.tagger.packed import Packed

LABELS: Final = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-MISC", "I-MISC")
TYPES: Final = ("PER", "LOC", "ORG", "MISC")
_FORBIDDEN: Final = -1e9


def _is_valid_step(before: str, after: str) -> bool:
    """BIO (Ramshaw & Marcus 1995, IOB2): an I- tag only continues an entity of its own type."""
    return not after.startswith("I-") or before[2:] == after[2:]


TRANSITIONS: Final = np.array(
    [[0.0 if _is_valid_step(before, after) else _FORBIDDEN for after in LABELS] for before in LABELS]
)
_START: Final = TRANSITIONS[0]


def viterbi(scores: NDArray[np.floating], transitions: NDArray[np.floating] = TRANSITIONS) -> list[str]:
    """Best valid tag sequence of one sentence, see `viterbi_all`."""
    return viterbi_all([scores], transitions)[0]


def viterbi_all(
    sentences: Sequence[NDArray[np.floating]], transitions: NDArray[np.floating] = TRANSITIONS
) -> list[list[str]]:
    """Best valid tag sequences (Viterbi 1967), of all sentences at once.

    Args:
        sentences: log scores, for each sentence one row a word, one column a label of `LABELS`.
        transitions: log score of each step from row label to column label.

    Returns:
        One tag a word; none for an empty sentence.
    """
    places = Packed.of(sentences)
    best = places.pack(sentences, len(LABELS))
    came_from = np.zeros(best.shape, np.int64)
    before = slice(0, 0)
    for step in places.steps:
        if not step.start:
            best[step] += _START
        else:
            moved = best[before][: step.stop - step.start, :, None] + transitions
            came_from[step] = moved.argmax(1)
            best[step] += moved.max(1)
        before = step
    labels = _walk_back(places, best.argmax(1), came_from)
    return [[LABELS[label] for label in labels[places.rows(number)]] for number in range(len(sentences))]


def _walk_back(places: Packed, last: NDArray[np.int64], came_from: NDArray[np.int64]) -> NDArray[np.int64]:
    """Labels on the best paths; `last` is the best label of each row, were its sentence to end there."""
    labels = last
    for step, after in zip(reversed(places.steps[:-1]), reversed(places.steps[1:]), strict=True):
        going_on = after.stop - after.start
        labels[step.start : step.start + going_on] = came_from[after][np.arange(going_on), labels[after]]
    return labels
