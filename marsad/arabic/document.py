"""A text read once: sentences and tokens, each a slice of the text as it came."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or punctuation mark; all offsets are code points into the original text.

    A fused word (`تركياوروسيا`) gives one token per word, each with its own slice. Clitics are split only where the
    rest is a word: `ولتركيا` has proclitics ("و", "ل") and the stem `تركيا`.
    """

    text: str
    """The slice `start:end`, proclitics and enclitic included."""
    start: int
    end: int
    norm: str
    """The whole word normalised: no diacritics, tatweel or marks; alef, ya and ta marbuta folded; digits ASCII."""
    proclitics: tuple[str, ...]
    """Normalised, outermost first: of و ف ب ل ك س ال لل."""
    stem: str
    """`norm` without proclitics and enclitic."""
    stem_start: int
    stem_end: int
    enclitic: str
    """Attached pronoun, normalised, or the empty string."""
    fused: bool = False
    """True where this word was written into the one before it, without a space."""

    @property
    def is_word(self) -> bool:
        """Whether it holds a letter or a digit."""
        return any(char.isalnum() for char in self.norm)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `start:end` of the original text, and its tokens in order."""

    start: int
    end: int
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its sentences. Every token lies in exactly one sentence."""

    text: str
    sentences: tuple[Sentence, ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        """All tokens in order."""
        return tuple(token for sentence in self.sentences for token in sentence.tokens)
