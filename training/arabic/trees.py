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
_PAIRS = 24_000
_TREES, _LEAVES = 140, 24
_LONG_ENOUGH = 7


def _hide(words: dict[str, int], names: list[str], rng: random.Random) -> tuple[list[str], list[str]]:
    """A quarter of the names and some rare words, to be taken from the list as if never seen."""
    hidden_names = rng.sample(names, len(names) // 4)
    rare = sorted(word for word, centibels in words.items() if centibels > 640 and len(word) >= _LONG_ENOUGH)
    return hidden_names, rng.sample(rare, min(8000, len(rare)))


def _examples(seen: list[str], hidden: list[str], rare: list[str], rng: random.Random) -> list[tuple[str, int]]:
    """Words with the offset where the second begins, 0 for whole ones."""
    pools = ((seen, seen), (hidden, seen), (seen, hidden), (hidden, hidden))
    pairs = [tuple(map(rng.choice, pools[index % 4])) for index in range(_PAIRS)]
    return [(f"{left}و{right}", len(left)) for left, right in pairs] + [
        (word, 0) for word in (*hidden, *rare) if len(word) >= _LONG_ENOUGH
    ]


def _forest(rows: NDArray[np.float64], right: NDArray[np.float64]) -> list[list[list[float]]]:
    """Gradient-boosted trees (Friedman 2001), each a list of [feature, threshold, left, right] and [value]."""
    model = HistGradientBoostingClassifier(
        max_iter=_TREES, max_leaf_nodes=_LEAVES, learning_rate=0.1, early_stopping=False, random_state=_SEED
    )
    model.fit(rows, right)
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
    hidden, rare = _hide(words, usable, rng)
    gone = {*hidden, *rare}
    kept = {word: centibels for word, centibels in words.items() if word not in gone}
    source = Lexicon(kept, letter_costs(sorted(kept)))
    seen = [name for name in usable if name not in gone]
    rows, right = [], []
    for word, cut in _examples(seen, hidden, rare, rng):
        if explained(word, source) < UNEXPLAINED:
            continue
        whole = source.spelling(word)
        for at in cuts(word):
            rows.append(features(word, at, whole, source))
            right.append(float(at == cut))
    return _forest(np.array(rows), np.array(right))
