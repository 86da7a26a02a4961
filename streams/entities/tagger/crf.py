"""The linear-chain CRF (Lafferty et al. 2001), trained by CRFsuite and scored here.

CRFsuite's own tagger takes every attribute of every word as a string each time. A log-linear score is a sum, so the
share of each word is summed once and kept: several times as many words a second, and no C++ part.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from streams.entities.tagger.bio import LABELS, TRANSITIONS, viterbi_all
from streams.entities.tagger.features import BEGIN, END, Features, mark_attributes
from streams.entities.tagger.names import Mark, Names
from streams.entities.tagger.packed import Packed
from streams.entities.tagger.words import Word, bonds

Scores = NDArray[np.float32]
Marks = tuple[Mark, Mark, Mark]
_CACHE_WORDS: Final = 50_000
_LONGEST: Final = 1_000
_OFFSETS: Final = (-1, 1, -2, 2)
_SIDES: Final = ("-", "+")
_AROUND: Final = re.compile(r"(?P<variant>-?[12])[a-z]")
_BOND: Final = re.compile(r"(?:bg|cc|kk)(?P<variant>[-+])=")
_UNMARKED: Final[Marks] = ((), (), ())
_TINY: Final = 1e-6


class LinearModel:
    """Scores, marginals and best tags of sentences."""

    def __init__(self, features: Features, rows: Mapping[str, int], table: Scores, transitions: Scores) -> None:
        """`rows` maps attributes to rows of `table` (attributes × labels); `transitions` is labels × labels."""
        self._features, self._rows, self._table = features, rows, table
        self._around_rows, self._around = _folded(_AROUND, [f"{offset}" for offset in _OFFSETS], rows, table)
        self._bond_rows, self._bonds = _folded(_BOND, _SIDES, rows, table)
        self._transitions = transitions + TRANSITIONS
        self._step = np.exp(self._transitions)
        self._begin, self._end = self._sum([BEGIN]), self._sum([END])
        self._numbers: dict[str, int] = {}
        self._shares = np.empty((_CACHE_WORDS, 1 + len(_OFFSETS), len(LABELS)), np.float32)
        self._of_marks: dict[Marks, Scores] = {}

    @classmethod
    def load(cls, weights: Path, names: Path) -> Self:
        """Reads `crf.npz` (see `save`) and the list of names."""
        with np.load(weights) as stored:
            attributes, forms = _lines(stored["attributes"]), _lines(stored["cluster_words"])
            clusters = {form: (f"{a}", f"{b}") for form, (a, b) in zip(forms, stored["clusters"].tolist(), strict=True)}
            rows = {attribute: row for row, attribute in enumerate(attributes)}
            table, transitions = stored["table"].astype(np.float32), stored["transitions"]
        return cls(Features(Names.load(names), clusters), rows, table, transitions)

    def scores(self, sentence: Sequence[str]) -> Scores:
        """State scores, words × labels."""
        if not sentence:
            return np.zeros((0, len(LABELS)), np.float32)
        if len(sentence) > _LONGEST:
            parts = [sentence[at : at + _LONGEST] for at in range(0, len(sentence), _LONGEST)]
            return np.concatenate([self.scores(part) for part in parts])
        shares = self._shares[self._number_all(sentence)]
        total: Scores = shares[:, 0].copy()
        for column, offset in enumerate(_OFFSETS, 1):
            if offset < 0:
                total[-offset:] += shares[:offset, column]
            else:
                total[:-offset] += shares[offset:, column]
        total[0] += self._begin
        total[-1] += self._end
        words = [self._features.word(text) for text in sentence]
        self._add_marks(words, total)
        self._add_bonds(words, total)
        return total

    def _number_all(self, sentence: Sequence[str]) -> list[int]:
        if len(self._numbers) + len(sentence) > _CACHE_WORDS:
            self._numbers.clear()
        return [self._number(text) for text in sentence]

    def _number(self, text: str) -> int:
        """Row of `_shares` that holds what the word adds to its own score and to those of its neighbours."""
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = len(self._numbers)
            word = self._features.word(text)
            self._shares[number, 0] = self._sum(word.inner())
            around = [row for row in map(self._around_rows.get, word.around()) if row is not None]
            self._shares[number, 1:] = self._around[around].sum(0)
        return number

    def _add_marks(self, words: Sequence[Word], total: Scores) -> None:
        for at, marks in enumerate(self._features.marks(words)):
            if marks == _UNMARKED:
                continue
            share = self._of_marks.get(marks)
            if share is None:
                share = self._of_marks[marks] = self._sum(mark_attributes(marks))
            total[at] += share

    def _add_bonds(self, words: Sequence[Word], total: Scores) -> None:
        places, rows = [], []
        for at, (left, right) in enumerate(pairwise(words), 1):
            for name in bonds(left, right):
                row = self._bond_rows.get(name)
                if row is not None:
                    places.append(at)
                    rows.append(row)
        added = self._bonds[rows]
        right_words = np.array(places, np.int64)
        np.add.at(total, right_words, added[:, 0])
        np.add.at(total, right_words - 1, added[:, 1])

    def _sum(self, attributes: Sequence[str]) -> Scores:
        rows = [row for row in map(self._rows.get, attributes) if row is not None]
        share: Scores = self._table[rows].sum(0, dtype=np.float32)
        return share

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """The best valid tags of each sentence."""
        return viterbi_all([self.scores(sentence) for sentence in sentences], self._transitions)

    def log_marginals(self, sentences: Sequence[Sequence[str]]) -> list[Scores]:
        """Log probability of each label of each word, by forward and backward passes; floored at 1e-6."""
        places = Packed.of(sentences)
        scores = places.pack([self.scores(sentence) for sentence in sentences], len(LABELS))
        emission = np.exp(scores - scores.max(1, keepdims=True))
        both = self._forward(places, emission) * self._backward(places, emission)
        logs = np.log(both / both.sum(1, keepdims=True) + _TINY).astype(np.float32)
        return [logs[places.rows(number)] for number in range(len(sentences))]

    def _forward(self, places: Packed, emission: NDArray[np.float64]) -> NDArray[np.float64]:
        forward = emission.copy()
        forward[: places.sentences] *= TRANSITIONS[0] == 0
        for before, step in pairwise(places.steps):
            forward[step] *= forward[before][: step.stop - step.start] @ self._step
            forward[step] /= forward[step].sum(1, keepdims=True)
        return forward

    def _backward(self, places: Packed, emission: NDArray[np.float64]) -> NDArray[np.float64]:
        backward = np.ones_like(emission)
        for step, after in pairwise(reversed(places.steps)):
            going_on = slice(after.start, after.start + step.stop - step.start)
            row = (backward[step] * emission[step]) @ self._step.T
            backward[going_on] = row / row.sum(1, keepdims=True)
        return backward


def _folded(
    pattern: re.Pattern[str], variants: Sequence[str], rows: Mapping[str, int], table: Scores
) -> tuple[dict[str, int], NDArray[np.float32]]:
    """Attributes that differ only in a variant (an offset, a side), side by side.

    Args:
        pattern: finds the variant as its group `variant`; the name is the attribute without it.
        variants: all of them.
        rows: row of each attribute.
        table: attributes × labels.

    Returns:
        The row of each name, and names × variants × labels.
    """
    names: dict[str, int] = {}
    places = []
    for attribute, row in rows.items():
        match = pattern.match(attribute)
        if match:
            name = attribute[: match.start("variant")] + attribute[match.end("variant") :]
            places.append((names.setdefault(name, len(names)), variants.index(match["variant"]), row))
    folded = np.zeros((len(names), len(variants), len(LABELS)), np.float32)
    if places:
        at, variant, row_of = np.array(places).T
        folded[at, variant] = table[row_of]
    return names, folded


def _lines(stored: NDArray[np.uint8]) -> list[str]:
    text = stored.tobytes().decode("utf-8")
    return text.split("\n") if text else []


def save(path: Path, weights: Mapping[str, Scores], transitions: Scores, clusters: Mapping[str, Sequence[str]]) -> None:
    """Writes the model: attributes and cluster words as newline-joined UTF-8, weights in half precision."""
    attributes = sorted(weights)
    forms = sorted(clusters)
    np.savez_compressed(
        path,
        attributes=np.frombuffer("\n".join(attributes).encode("utf-8"), np.uint8),
        table=np.array([weights[attribute] for attribute in attributes], np.float16),
        transitions=np.asarray(transitions, np.float32),
        cluster_words=np.frombuffer("\n".join(forms).encode("utf-8"), np.uint8),
        clusters=np.array([[int(part) for part in clusters[form]] for form in forms], np.int32).reshape(-1, 2),
    )
