"""Makes the shipped model from the data folder: `python -m training.ner --data FOLDER --out FOLDER`."""

import argparse
import hashlib
import json
import logging
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from streams.entities.tagger.crf import LinearModel
from streams.entities.tagger.features import Features
from streams.entities.tagger.names import Names
from streams.entities.tagger.package import MANIFEST
from streams.entities.tagger.pieces import Pieces
from training import clusters, conll, crf, e5, evaluate, names
from training.batches import Batches, Corpus
from training.conll import Sentence
from training.e5 import Weights
from training.encoder import Encoder, with_classifier
from training.export import export
from training.fit import Schedule, fit

_log = logging.getLogger("training.ner")
_BATCH_PIECES: Final = 1024
_PLAIN_KEPT: Final = 3
_BROAD: Final = Schedule(limits=(160,), rate=2e-4, seed=0)
_NARROW: Final = Schedule(limits=(160, 112), rate=1.5e-4, seed=2)
_FILES: Final = ("crf.npz", "encoder.onnx", "names.tsv.gz", "tokenizer.json")


@dataclass(frozen=True)
class _Data:
    """Sentences in document order."""

    train: list[Sentence]
    held_out: list[Sentence]
    wiki: list[Sentence]

    @classmethod
    def read(cls, folder: Path) -> "_Data":
        return cls(
            conll.read(folder / "anercorp_camel.train_part.conll"),
            conll.read(folder / "anercorp_camel.dev_part.conll"),
            conll.read(folder / "wikifane_gold.all.conll"),
        )


def _with_names(sentences: list[Sentence]) -> list[Sentence]:
    """Sentences that hold an entity, and every third of the others: those teach little and cost as much."""
    return [
        sentence
        for number, sentence in enumerate(sentences)
        if number % _PLAIN_KEPT == 0 or any(tag != "O" for _, tag in sentence)
    ]


class _Kept:
    """Results of finished stages on disk, so that an interrupted training goes on where it stopped."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def path(self, name: str) -> Path:
        return self._folder / f"{name}.pickle"

    def load(self, name: str) -> Weights | None:
        path = self.path(name)
        return pickle.loads(path.read_bytes()) if path.is_file() else None

    def store(self, name: str, weights: Weights) -> Weights:
        self.path(name).write_bytes(pickle.dumps(weights))
        return weights


def _encoder(data: _Data, batches: Batches, weights: Weights, kept: _Kept, ship: bool) -> Weights:
    """The encoder trained on train_part alone, which is scored; to ship, the last stage anew with dev_part too."""
    start = kept.load("broad")
    if start is None:
        encoder = Encoder(with_classifier(weights, _BROAD.seed))
        fit(encoder, batches, [Corpus(_with_names(data.wiki), has_misc=False), Corpus(data.train)], _BROAD)
        start = kept.store("broad", encoder.snapshot())
    end = kept.load("narrow")
    if end is None:
        encoder = Encoder(start)
        fit(encoder, batches, [Corpus(data.train)], _NARROW)
        evaluate.encoder_scores(encoder, batches, data.held_out, "encoder")
        end = kept.store("narrow", encoder.snapshot())
    if not ship:
        return end
    whole = kept.load("narrow_all")
    if whole is None:
        encoder = Encoder(start)
        fit(encoder, batches, [Corpus(data.train + data.held_out)], _NARROW)
        whole = kept.store("narrow_all", encoder.snapshot())
    return whole


def _linear(data: _Data, out: Path) -> None:
    names.build(out / "names.tsv.gz")
    groups = clusters.build(data.train + data.wiki, seed=0)
    features = Features(Names.load(out / "names.tsv.gz"), groups)
    crf.fit(features, data.train, groups, out / "crf.npz")
    model = LinearModel.load(out / "crf.npz", out / "names.tsv.gz")
    evaluate.report(conll.tags(data.held_out), model.tag(conll.words(data.held_out)), "linear model")


def _write_manifest(out: Path) -> None:
    hashes = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in _FILES}
    (out / MANIFEST).write_text(json.dumps({"sha256": hashes}, indent=2) + "\n", encoding="utf-8")


def make(data: _Data, out: Path, work: Path, ship: bool) -> None:
    """Writes all model files and their manifest."""
    out.mkdir(parents=True, exist_ok=True)
    word_vectors, positions, weights = e5.load(e5.prune_tokenizer(out / "tokenizer.json"))
    _linear(data, out)
    batches = Batches(Pieces(out / "tokenizer.json"), (word_vectors, positions), _BATCH_PIECES)
    export(word_vectors, positions, _encoder(data, batches, weights, _Kept(work), ship), out / "encoder.onnx")
    _write_manifest(out)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the .conll files that README.md lists")
    parser.add_argument("--out", type=Path, required=True, help="where the model files go")
    parser.add_argument("--work", type=Path, default=Path("build/ner"), help="where finished stages are kept")
    parser.add_argument("--only-train-part", action="store_true", help="a model to measure: it never sees dev_part")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    make(_Data.read(arguments.data), arguments.out, arguments.work, ship=not arguments.only_train_part)


if __name__ == "__main__":
    main()
