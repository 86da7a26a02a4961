"""Train the splitter of fused words on open names: joined by و, and single ones left whole."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from marsad.arabic.affixes import UNEXPLAINED, explained
from marsad.arabic.fused import cuts, features
from marsad.arabic.lexicon import Lexicon

_SEED = 11
_FOLDS = 4
_PAIRS = 60_000
_HIDDEN_BOTH = 0.1
"""Share of the pairs of which neither name is in the list."""
_TREES, _LEAVES = 260, 20
_WHOLE_WEIGHT = 2.5
"""Of a word left whole beside a pair: few words of the list are left without an explanation once they are hidden."""
_LONG_ENOUGH = 7
_RARE, _COMMON_NAME, _COMMON = 640, 700, 740
"""Centibels: of rare words that are hidden, and of names and other words that most joined ones are picked from."""

Example = tuple[str, int]
"""A word, and the offset where the second begins: 0 for a whole one."""


class _Fold:
    """The list without a share of its names and rare words: those are as if never seen."""

    def __init__(self, words: dict[str, int], names: list[str], rare: list[str]) -> None:
        self.hidden, self.rare = names, rare
        gone = {*names, *rare}
        self.kept = {word: centibels for word, centibels in words.items() if word not in gone}

    def examples(self, names: list[str], rng: random.Random) -> list[Example]:
        """Pairs joined by و, one name of most of them hidden, and hidden words left whole."""
        seen = [name for name in names if name in self.kept]
        common = [name for name in seen if self.kept[name] < _COMMON_NAME]
        nouns = sorted(word for word, centibels in self.kept.items() if centibels < _COMMON and _is_bare(word))
        known = (common, common, seen, nouns)
        pairs = []
        for _ in range(_PAIRS // _FOLDS):
            left, right = rng.choice(rng.choice(known)), rng.choice(rng.choice(known))
            chance = rng.random()
            if chance < (1 + 2 * _HIDDEN_BOTH) / 3:
                left = rng.choice(self.hidden)
            if chance < _HIDDEN_BOTH or chance > (2 + _HIDDEN_BOTH) / 3:
                right = rng.choice(self.hidden)
            pairs.append((f"{left}و{right}", len(left)))
        return pairs + [(word, 0) for word in (*self.hidden, *self.rare) if len(word) >= _LONG_ENOUGH]


def _is_bare(word: str) -> bool:
    """Whether a word has no article or preposition before it, and the length of a name."""
    return 3 <= len(word) <= 9 and not word.startswith(("ال", "و", "ب", "ل"))


def _forest(
    rows: NDArray[np.float64], right: NDArray[np.float64], weights: NDArray[np.float64]
) -> list[list[list[float]]]:
    """Gradient-boosted trees (Friedman 2001), each a list of [feature, threshold, left, right] and [value]."""
    model = HistGradientBoostingClassifier(
        max_iter=_TREES, max_leaf_nodes=_LEAVES, learning_rate=0.1, early_stopping=False, random_state=_SEED
    )
    model.fit(rows, right, sample_weight=weights)
    forest = [[[round(float(model._baseline_prediction[0, 0]), 4)]]]
    for (tree,) in model._predictors:
        forest.append([_node(node) for node in tree.nodes])
    return forest


def _node(node: np.void) -> list[float]:
    """One node of a tree as plain numbers."""
    if node["is_leaf"]:
        return [round(float(node["value"]), 4)]
    return [int(node["feature_idx"]), round(float(node["num_threshold"]), 4), int(node["left"]), int(node["right"])]


def forest(
    words: dict[str, int], names: set[str], letter_costs: Callable[[list[str]], bytes]
) -> list[list[list[float]]]:
    """The trees over `fused.features`, from a list and the names in it."""
    rng = random.Random(_SEED)
    usable = sorted(name for name in names if len(name) >= 3)
    rare = sorted(
        word
        for word, centibels in words.items()
        if centibels > _RARE and len(word) >= _LONG_ENOUGH and word not in names
    )
    shuffled, rest = rng.sample(usable, len(usable)), rng.sample(rare, len(rare))
    rows, right, weights = [], [], []
    for number in range(_FOLDS):
        fold = _Fold(words, shuffled[number::_FOLDS], rest[number::_FOLDS])
        source = Lexicon(fold.kept, letter_costs(sorted(fold.kept)))
        for word, cut in fold.examples(usable, rng):
            if explained(word, source) < UNEXPLAINED:
                continue
            whole = source.spelling(word)
            for at in cuts(word):
                rows.append(features(word, at, whole, source))
                right.append(float(at == cut))
                weights.append(1.0 if cut else _WHOLE_WEIGHT)
    return _forest(np.array(rows), np.array(right), np.array(weights))
