"""Makes the shipped model from the data folder: `python -m training.ner --data FOLDER --out FOLDER`."""

import argparse
import hashlib
import json
import logging
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final, TypeVar

from streams.entities.tagger.crf import LinearModel
from streams.entities.tagger.encoder import Encoder as Graph
from streams.entities.tagger.features import Features
from streams.entities.tagger.names import Names
from streams.entities.tagger.package import MANIFEST
from streams.entities.tagger.pieces import Pieces
from streams.entities.tagger.tiers import AveragedTagger
from training import clusters, conll, crf, e5, evaluate, names, raw, seen
from training.batches import Batches, Corpus
from training.conll import Sentence
from training.e5 import Weights
from training.encoder import Encoder, with_classifier
from training.export import Tables, export
from training.fit import Schedule, fit

_log = logging.getLogger("training.ner")
_BATCH_PIECES: Final = 1024
_PLAIN_KEPT: Final = 3
_BROAD: Final = Schedule(limits=(160,), rate=2e-4, seed=0)
_NARROW: Final = Schedule(limits=(160, 112), rate=1.5e-4, seed=2)
_CLUSTERED_WORDS: Final = 5_000_000
_TAGGED_WORDS: Final = 1_400_000
_SAMPLE: Final = 400
_Result = TypeVar("_Result")
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

    def get(self, name: str, make: Callable[[], _Result]) -> _Result:
        """What is kept under this name, else what `make` gives."""
        path = self._folder / f"{name}.pickle"
        if not path.is_file():
            path.write_bytes(pickle.dumps(make()))
        result: _Result = pickle.loads(path.read_bytes())
        return result


class _Encoders:
    """The encoder after each of its stages."""

    def __init__(self, data: _Data, batches: Batches, pretrained: Weights, kept: _Kept) -> None:
        self._data, self._batches, self._kept = data, batches, kept
        self._pretrained = pretrained

    def _broad(self) -> Weights:
        encoder = Encoder(with_classifier(self._pretrained, _BROAD.seed))
        corpora = [Corpus(_with_names(self._data.wiki), has_misc=False), Corpus(self._data.train)]
        fit(encoder, self._batches, corpora, _BROAD)
        return encoder.snapshot()

    def _narrow(self, sentences: list[Sentence]) -> Weights:
        encoder = Encoder(self._kept.get("broad", self._broad))
        fit(encoder, self._batches, [Corpus(sentences)], _NARROW)
        evaluate.encoder_scores(encoder, self._batches, self._data.held_out, "encoder")
        return encoder.snapshot()

    def measured(self) -> Weights:
        """Trained on train_part alone."""
        return self._kept.get("narrow", lambda: self._narrow(self._data.train))

    def shipped(self) -> Weights:
        """The last stage anew with dev_part too."""
        return self._kept.get("narrow_all", lambda: self._narrow(self._data.train + self._data.held_out))


class _Files:
    """The model files of one folder."""

    def __init__(self, out: Path, tables: Tables, groups: Mapping[str, Sequence[str]], sample: list[Sentence]) -> None:
        """`tables` are vectors of words and positions, `groups` clusters, `sample` text to measure activations on."""
        self._out, self._tables, self._groups, self._sample = out, tables, groups, conll.words(sample)
        self.pieces = Pieces(out / "tokenizer.json")

    def encoder(self, weights: Weights) -> None:
        """Writes the graph."""
        export(self._tables, weights, (self.pieces, self._sample), self._out / "encoder.onnx")

    def linear(self, known: set[tuple[str, str]], sentences: list[Sentence]) -> None:
        """Writes the names and the linear model fitted with them."""
        names.write(known, self._out / "names.tsv.gz")
        features = Features(Names.load(self._out / "names.tsv.gz"), self._groups)
        crf.fit(features, sentences, self._groups, self._out / "crf.npz")

    def tagger(self) -> tuple[LinearModel, AveragedTagger]:
        """The taggers that the files make."""
        linear = LinearModel.load(self._out / "crf.npz", self._out / "names.tsv.gz")
        return linear, AveragedTagger(linear, Graph.load(self._out / "encoder.onnx", self._out / "tokenizer.json"))


def _write_manifest(out: Path) -> None:
    hashes = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in _FILES}
    (out / MANIFEST).write_text(json.dumps({"sha256": hashes}, indent=2) + "\n", encoding="utf-8")


def _seen(
    files: _Files, known: set[tuple[str, str]], train: list[Sentence], articles: list[raw.Article]
) -> set[tuple[str, str]]:
    """Lists of what the encoder and a linear model without such lists find in raw news."""
    files.linear(known, train)
    _, tagger = files.tagger()
    return set(seen.lists((article, tagger.tag(article)) for article in articles))


def make(data: _Data, news: Path, out: Path, kept: _Kept, ship: bool) -> None:
    """Writes all model files and their manifest; the models that read raw news have not seen dev_part."""
    out.mkdir(parents=True, exist_ok=True)
    word_vectors, positions, pretrained = e5.load(e5.prune_tokenizer(out / "tokenizer.json"))
    articles = raw.articles(news, _CLUSTERED_WORDS, seed=0)
    text = [*conll.words(data.train + data.wiki), *chain.from_iterable(articles)]
    groups = kept.get("clusters", lambda: clusters.build(text, seed=0))
    files = _Files(out, (word_vectors, positions), groups, data.train[:_SAMPLE])
    batches = Batches(files.pieces, (word_vectors, positions), _BATCH_PIECES)
    encoders = _Encoders(data, batches, pretrained, kept)
    known = names.known()
    files.encoder(encoders.measured())
    found = kept.get("seen", lambda: _seen(files, known, data.train, raw.first(articles, _TAGGED_WORDS)))
    files.linear(known | found, data.train + data.held_out if ship else data.train)
    if ship:
        files.encoder(encoders.shipped())
    else:
        for tagger in files.tagger():
            evaluate.report(conll.tags(data.held_out), tagger.tag(conll.words(data.held_out)), type(tagger).__name__)
    _write_manifest(out)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the .conll files that README.md lists")
    parser.add_argument("--raw", type=Path, required=True, help="folder of raw news, see README.md")
    parser.add_argument("--out", type=Path, required=True, help="where the model files go")
    parser.add_argument("--work", type=Path, default=Path("build/ner"), help="where finished stages are kept")
    parser.add_argument("--only-train-part", action="store_true", help="a model to measure: it never sees dev_part")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    data, kept = _Data.read(arguments.data), _Kept(arguments.work)
    make(data, arguments.raw, arguments.out, kept, ship=not arguments.only_train_part)


if __name__ == "__main__":
    main()
