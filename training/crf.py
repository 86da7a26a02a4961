"""Fits the linear model with CRFsuite (L-BFGS, elastic net)."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import pycrfsuite

from streams.entities.tagger import crf
from streams.entities.tagger.bio import LABELS
from streams.entities.tagger.features import Features
from training.conll import Sentence, tags, words

_NUMBER: Final = {label: number for number, label in enumerate(LABELS)}


def fit(features: Features, sentences: list[Sentence], clusters: Mapping[str, Sequence[str]], out: Path) -> None:
    """Trains on `sentences` and writes `out` (see `streams.entities.tagger.crf.save`)."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for sentence, gold in zip(words(sentences), tags(sentences), strict=True):
        trainer.append(features.attributes(sentence), gold)
    trainer.set_params({"c1": 0.08, "c2": 0.02, "max_iterations": 120, "feature.possible_transitions": True})
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder, "crf"))
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        tagger.open(model)
        info = tagger.info()
    _write(info, clusters, out)


def _write(info: pycrfsuite._dumpparser.ParsedDump, clusters: Mapping[str, Sequence[str]], out: Path) -> None:
    transitions = np.zeros((len(LABELS), len(LABELS)), np.float32)
    for (before, after), weight in info.transitions.items():
        transitions[_NUMBER[before], _NUMBER[after]] = weight
    table: dict[str, np.ndarray] = {}
    for (attribute, label), weight in info.state_features.items():
        table.setdefault(attribute, np.zeros(len(LABELS), np.float32))[_NUMBER[label]] = weight
    crf.save(out, table, transitions, clusters)
