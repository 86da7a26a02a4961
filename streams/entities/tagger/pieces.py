"""Words to the encoder's sub-word pieces, and sentences to its windows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tokenizers import Tokenizer

BEGIN: Final = 0
PAD: Final = 1
END: Final = 2
UNKNOWN: Final = 3
WINDOW: Final = 112
"""Pieces. Longer windows score no better on dev_part, and attention costs more than its length."""
_PIECES_OF_A_WORD: Final = 12
_CACHE_WORDS: Final = 200_000
_INVISIBLE: Final = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PERSIAN: Final = str.maketrans("یک", "يك")


def bare(word: str) -> str:
    """The word without marks that wires set at random: vowels, tatweel, bidi and zero-width characters."""
    return _INVISIBLE.sub("", word).translate(_PERSIAN) or word


class Pieces:
    """The pruned SentencePiece unigram tokenizer, one word at a time, with a cache.

    Words recur, so the cache makes tokenising a tenth of what whole sentences cost.
    """

    def __init__(self, tokenizer: Path) -> None:
        """Loads `tokenizer.json`."""
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._space = self._tokenizer.token_to_id("▁")
        self._seen: dict[str, tuple[int, ...]] = {}

    def of(self, word: str) -> tuple[int, ...]:
        """The ids of a word: 1 to 12 of them."""
        ids = self._seen.get(word)
        if ids is None:
            ids = self._encode(word)
            if len(self._seen) >= _CACHE_WORDS:
                self._seen.clear()
            self._seen[word] = ids
        return ids

    def _encode(self, word: str) -> tuple[int, ...]:
        ids = self._tokenizer.encode(bare(word)[:200], add_special_tokens=False).ids
        # A lone space piece carries nothing of the word, and the word's first piece is what the classifier reads.
        if len(ids) > 1 and ids[0] == self._space:
            ids = ids[1:]
        return tuple(ids[:_PIECES_OF_A_WORD]) or (UNKNOWN,)


@dataclass(slots=True)
class Window:
    """What the encoder sees at once: neighbouring sentences, closed each by END, so that names have context.

    Attributes:
        ids: piece ids, at most `limit`.
        firsts: for each word, where its first piece stands in `ids`.
        words: for each word, its (sentence, word) indices.
    """

    ids: list[int] = field(default_factory=lambda: [BEGIN])
    firsts: list[int] = field(default_factory=list)
    words: list[tuple[int, int]] = field(default_factory=list)

    def add(self, ids: Iterable[int], word: tuple[int, int]) -> None:
        """Appends one word."""
        self.firsts.append(len(self.ids))
        self.words.append(word)
        self.ids.extend(ids)


def pack(sentences: Sequence[Sequence[str]], pieces: Pieces, limit: int = WINDOW) -> list[Window]:
    """Packs consecutive sentences into windows of at most `limit` pieces; one too long alone is cut between words."""
    windows = [Window()]
    for number, sentence in enumerate(sentences):
        coded = [pieces.of(word) for word in sentence]
        if windows[-1].words and len(windows[-1].ids) + sum(map(len, coded)) >= limit:
            windows.append(Window())
        for position, ids in enumerate(coded):
            if len(windows[-1].ids) + len(ids) >= limit:
                windows[-1].ids.append(END)
                windows.append(Window())
            windows[-1].add(ids, (number, position))
        if coded:
            windows[-1].ids.append(END)
    return [window for window in windows if window.words]
