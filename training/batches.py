"""Windows of labelled sentences in batches of like length."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from streams.entities.tagger.bio import LABELS
from streams.entities.tagger.pieces import PAD, Pieces, Window, pack
from training.conll import Sentence, tags, words

_BUCKET: Final = 16
_IGNORED: Final = -1
_NUMBER: Final = {label: number for number, label in enumerate(LABELS)}
_IMPOSSIBLE: Final = np.float32(-1e9)


@dataclass(frozen=True)
class Corpus:
    """Sentences in document order.

    Attributes:
        has_misc: whether its MISC follows ANERcorp's scheme; where not, MISC words give no gradient and the MISC
            classes take no part in the softmax of the others.
    """

    sentences: list[Sentence]
    has_misc: bool = True


@dataclass(frozen=True)
class Batch:
    """Arrays of one step: word vectors, mask, label numbers (-1 where none counts), class bias a window."""

    vectors: NDArray[np.float32]
    mask: NDArray[np.bool_]
    labels: NDArray[np.int32]
    bias: NDArray[np.float32]


@dataclass(frozen=True)
class Example:
    """A window with the label number of each of its words."""

    window: Window
    labels: list[int]
    has_misc: bool


def _examples(corpus: Corpus, pieces: Pieces, limit: int) -> Iterator[Example]:
    gold = tags(corpus.sentences)
    for window in pack(words(corpus.sentences), pieces, limit):
        found = [gold[sentence][word] for sentence, word in window.words]
        known = [_NUMBER[tag] if corpus.has_misc or not tag.endswith("MISC") else _IGNORED for tag in found]
        yield Example(window, known, corpus.has_misc)


def _width(window: Window) -> int:
    return -(-len(window.ids) // _BUCKET) * _BUCKET


class Batches:
    """Makes batches of about `size` pieces, windows of like length together, in random order."""

    def __init__(self, pieces: Pieces, vectors: tuple[NDArray[np.float32], NDArray[np.float32]], size: int) -> None:
        """`vectors` are those of words and of positions."""
        self._pieces, self._size = pieces, size
        self._words, self._positions = vectors

    def epoch(
        self, corpora: Sequence[Corpus], limit: int, random: np.random.Generator | None = None
    ) -> list[list[Example]]:
        """One pass over the corpora.

        With `random` each corpus is turned to start at a random sentence, so that windows differ every time, and
        batches come in random order; without, all stays in order.
        """
        buckets: dict[int, list[Example]] = {}
        for corpus in corpora:
            turn = int(random.integers(len(corpus.sentences))) if random else 0
            turned = Corpus(corpus.sentences[turn:] + corpus.sentences[:turn], corpus.has_misc)
            for example in _examples(turned, self._pieces, limit):
                buckets.setdefault(_width(example.window), []).append(example)
        batches = []
        for width, examples in sorted(buckets.items()):
            if random:
                random.shuffle(examples)
            count = max(1, self._size // width)
            batches += [examples[at : at + count] for at in range(0, len(examples), count)]
        if random:
            random.shuffle(batches)
        return batches

    def arrays(self, examples: list[Example]) -> Batch:
        """The arrays of a batch; the position of a window's first piece is 0."""
        ids = np.full((len(examples), max(_width(example.window) for example in examples)), PAD)
        labels = np.full(ids.shape, _IGNORED, np.int32)
        bias = np.zeros((len(examples), 1, len(LABELS)), np.float32)
        for row, example in enumerate(examples):
            ids[row, : len(example.window.ids)] = example.window.ids
            labels[row, example.window.firsts] = example.labels
            if not example.has_misc:
                bias[row, 0, -2:] = _IMPOSSIBLE
        return Batch(self._words[ids] + self._positions[: ids.shape[1]], ids != PAD, labels, bias)
