import gzip
from pathlib import Path

import numpy as np
import pytest

from streams.entities.tagger import crf
from streams.entities.tagger.bio import LABELS, viterbi
from streams.entities.tagger.features import Features
from streams.entities.tagger.names import Names

_SENTENCES = [
    ["وصل", "سامر", "حداد", "إلى", "تونس", "أمس", "."],
    ["قال"],
    [],
    ["في", "جنوب", "السودان", "،", "وفي", "تونس"],
]
_NAMES = Names([("LOC", "جنوب السودان"), ("LOC", "تونس")], [("given", "سامر")])
_CLUSTERS = {"تونس": ("1", "17"), "السودان": ("1", "9"), "في": ("2", "3")}


@pytest.fixture(scope="module")
def features() -> Features:
    return Features(_NAMES, _CLUSTERS)


@pytest.fixture(scope="module")
def weights(features: Features) -> dict[str, np.ndarray]:
    random = np.random.default_rng(1)
    spelt = {a for sentence in _SENTENCES for word in features.attributes(sentence) for a in word}
    return {a: random.normal(size=len(LABELS)).astype(np.float16).astype(np.float32) for a in sorted(spelt)}


@pytest.fixture(scope="module")
def model(features: Features, weights: dict[str, np.ndarray]) -> crf.LinearModel:
    rows = {attribute: row for row, attribute in enumerate(weights)}
    transitions = np.random.default_rng(2).normal(size=(len(LABELS), len(LABELS))).astype(np.float32)
    return crf.LinearModel(features, rows, np.array(list(weights.values())), transitions)


@pytest.mark.parametrize("sentence", _SENTENCES)
def test_scores_are_the_sums_over_the_attributes_of_training(
    sentence: list[str], model: crf.LinearModel, features: Features, weights: dict[str, np.ndarray]
) -> None:
    expected = [sum(weights[a] for a in attributes) for attributes in features.attributes(sentence)]
    assert np.allclose(model.scores(sentence), np.array(expected).reshape(-1, len(LABELS)), atol=1e-4)


@pytest.mark.parametrize("sentence", _SENTENCES)
def test_marginals_are_probabilities(sentence: list[str], model: crf.LinearModel) -> None:
    marginals = np.exp(model.log_marginals([sentence])[0])
    assert marginals.shape == (len(sentence), len(LABELS))
    assert np.allclose(marginals.sum(1), 1, atol=1e-3)


def test_marginals_are_the_same_alone_and_beside_others(model: crf.LinearModel) -> None:
    together = model.log_marginals(_SENTENCES)
    for sentence, found in zip(_SENTENCES, together, strict=True):
        assert np.allclose(found, model.log_marginals([sentence])[0], atol=1e-4)


def test_marginals_of_two_words_agree_with_enumeration(model: crf.LinearModel) -> None:
    sentence = ["في", "تونس"]
    scores, steps = model.scores(sentence).astype(float), model._transitions.astype(float)
    may_begin = np.array([not label.startswith("I-") for label in LABELS])
    joint = np.exp(scores[0][:, None] + scores[1][None, :] + steps) * may_begin[:, None]
    assert np.allclose(np.exp(model.log_marginals([sentence])[0][1]), joint.sum(0) / joint.sum(), atol=1e-4)


def test_tags_are_the_best_path(model: crf.LinearModel) -> None:
    assert model.tag(_SENTENCES) == [viterbi(model.scores(sentence), model._transitions) for sentence in _SENTENCES]


def test_a_sentence_as_long_as_a_book(model: crf.LinearModel) -> None:
    assert len(model.tag([["كلمة"] * 2_500])[0]) == 2_500


def test_a_saved_model_scores_the_same(tmp_path: Path, model: crf.LinearModel, weights: dict[str, np.ndarray]) -> None:
    names = tmp_path / "names.tsv.gz"
    names.write_bytes(gzip.compress("LOC\tجنوب السودان\nLOC\tتونس\ngiven\tسامر".encode()))
    crf.save(tmp_path / "crf.npz", weights, np.zeros((9, 9)), _CLUSTERS)
    loaded = crf.LinearModel.load(tmp_path / "crf.npz", names)
    for sentence in _SENTENCES:
        assert np.allclose(loaded.scores(sentence), model.scores(sentence), atol=1e-2)
