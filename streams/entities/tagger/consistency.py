"""A name tagged once is tagged everywhere near: evidence shared between occurrences of one word.

Occurrences within `REACH` sentences vote on the type (O, PER, LOC, ORG, MISC) of a word; whether it begins or
continues an entity stays its own affair (Krishnan & Manning 2006 share evidence in the same two-stage way).
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from streams.entities.tagger.bio import LABELS, TYPES
from streams.entities.tagger.words import normal, split

REACH: Final = 5
WEIGHT: Final = 0.3
_CERTAINLY_NONE: Final = 0.98
_SHORTEST: Final = 3
_TINY: Final = 1e-6
_TYPE_OF: Final = np.array([0, *(1 + TYPES.index(label[2:]) for label in LABELS[1:])])
_SUM_TYPES: Final = np.eye(1 + len(TYPES))[_TYPE_OF]

Scores = NDArray[np.floating]
Place = tuple[int, int]


def share(
    sentences: Sequence[Sequence[str]], scores: Sequence[Scores], weight: float = WEIGHT, reach: int = REACH
) -> list[Scores]:
    """Log scores with the votes of other occurrences added.

    Args:
        sentences: words, in the order of the text.
        scores: log probabilities (words × `LABELS`) a sentence.
        weight: share of the votes.
        reach: how many sentences away an occurrence still votes.
    """
    types = [np.exp(score) @ _SUM_TYPES for score in scores]
    shared = [score.copy() for score in scores]
    for places in _repeated(sentences, types).values():
        for sentence, word in places:
            votes = [types[s][w] for s, w in places if (s, w) != (sentence, word) and abs(s - sentence) <= reach]
            if votes:
                own = types[sentence][word]
                pull = np.log(np.mean(votes, 0) + _TINY) - np.log(own + _TINY)
                shared[sentence][word] += weight * np.minimum(pull, -np.log(_TINY))[_TYPE_OF]
    return shared


def _repeated(sentences: Sequence[Sequence[str]], types: Sequence[Scores]) -> dict[str, list[Place]]:
    """Where words recur that somewhere may be part of a name, by stem."""
    places: defaultdict[str, list[Place]] = defaultdict(list)
    named = set()
    for number, (sentence, row) in enumerate(zip(sentences, types, strict=True)):
        for position, word in enumerate(sentence):
            form = normal(word)
            if len(form) < _SHORTEST:
                continue
            stem = split(form)[1]
            places[stem].append((number, position))
            if row[position][0] < _CERTAINLY_NONE:
                named.add(stem)
    return {stem: found for stem, found in places.items() if stem in named and len(found) > 1}
