"""Strict entity F1 (CoNLL 2003, `seqeval`)."""

import logging

import numpy as np
from seqeval.metrics import classification_report

from streams.entities.tagger.bio import LABELS, viterbi
from streams.entities.tagger.pieces import WINDOW
from training.batches import Batches, Corpus
from training.conll import Sentence, tags
from training.encoder import Encoder

_log = logging.getLogger(__name__)


def report(gold: list[list[str]], found: list[list[str]], name: str) -> None:
    """Logs the table of scores."""
    _log.info("%s\n%s", name, classification_report(gold, found, digits=4))


def encoder_scores(encoder: Encoder, batches: Batches, sentences: list[Sentence], name: str) -> list[np.ndarray]:
    """Scores `encoder` on sentences; returns its logits, one array (words × labels) a sentence."""
    scores = [np.zeros((len(sentence), len(LABELS)), np.float32) for sentence in sentences]
    for examples in batches.epoch([Corpus(sentences)], WINDOW, None):
        batch = batches.arrays(examples)
        logits = encoder.predict(batch.vectors, batch.mask).numpy()
        for row, example in zip(logits, examples, strict=True):
            for (sentence, word), first in zip(example.window.words, example.window.firsts, strict=True):
                scores[sentence][word] = row[first]
    report(tags(sentences), [viterbi(score) for score in scores], name)
    return scores
