"""The view of a document that names are sought in: folded runs, one space apart, and the way back to the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Set
from dataclasses import dataclass, field, replace

from marsad.arabic.document import Document, Token
from marsad.arabic.normalize import normalize
from streams.entities.gazetteer.key import RUNS

BARRIER = "|"
"""Stands where a name cannot go on: the end of a sentence, a comma, a bracket."""
_SOFT = frozenset("\"'`“”„«»‘’‚‹›-‐‑‒–—−_#ـ·" + "\u200c\u200d\u200e\u200f")


@dataclass(slots=True)
class View:
    """The folded text and, for each run in it, the token that it comes from."""

    tokens: list[Token] = field(default_factory=list)
    """The document's tokens; pieces of a word that was taken apart although it is a name are one again."""
    sentences: list[int] = field(default_factory=list)
    """For each sentence the index of its first token."""
    text: str = ""
    starts: list[int] = field(default_factory=list)
    """Position of each run in `text`, ascending."""
    runs: list[tuple[int, int, int]] = field(default_factory=list)
    """For each run: its token's index, and where in the token's `norm` it begins and ends."""

    def run_at(self, position: int) -> int:
        """Index of the run that `position` of `text` lies in."""
        return bisect_right(self.starts, position) - 1

    def token_at(self, position: int) -> int:
        """Index of the token that `position` of `text` lies in."""
        return self.runs[self.run_at(position)][0]

    def skip(self, position: int, runs: int) -> int:
        """The position `runs` runs further on."""
        return self.starts[self.run_at(position) + runs] if runs else position

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the original text that `text[start:end]` stands for."""
        first, last = self.run_at(start), self.run_at(end - 1)
        token, begin, _ = self.runs[first]
        left = _span(self.tokens[token], begin + start - self.starts[first])[0]
        token, begin, _ = self.runs[last]
        return left, _span(self.tokens[token], begin + end - 1 - self.starts[last])[1]


def view(document: Document, words: Set[str] = frozenset()) -> View:
    """Fold a document once; linear in its length.

    Args:
        document: The text as read.
        words: Words that names are made of: two pieces of a fused word that are one such word are not apart.
    """
    seen = View()
    parts: list[str] = [" "]
    position = 1
    for sentence in document.sentences:
        seen.sentences.append(len(seen.tokens))
        for token in _rejoined(document.text, sentence.tokens, words):
            position = _add(seen, parts, token, len(seen.tokens), position)
            seen.tokens.append(token)
        parts.append(BARRIER + " ")
        position += 2
    seen.text = "".join(parts)
    return seen


def _rejoined(text: str, tokens: tuple[Token, ...], words: Set[str]) -> list[Token]:
    whole: list[Token] = []
    for token in tokens:
        if token.fused and whole and (whole[-1].norm + token.norm in words or whole[-1].stem + token.norm in words):
            whole[-1] = _join(text, whole[-1], token)
        else:
            whole.append(token)
    return whole


def _join(text: str, left: Token, right: Token) -> Token:
    return replace(
        left,
        text=text[left.start : right.end],
        end=right.end,
        norm=left.norm + right.norm,
        stem=left.stem + right.norm,
        stem_end=right.end,
        enclitic="",
    )


def _add(seen: View, parts: list[str], token: Token, index: int, position: int) -> int:
    norm = token.norm
    if norm.isalpha() or norm.isdigit():
        spans = [(0, len(norm))]
    else:
        spans = [match.span() for match in RUNS.finditer(norm)]
        if not spans and not _SOFT.issuperset(token.text):
            parts.append(BARRIER + " ")
            return position + 2
    for begin, end in spans:
        seen.starts.append(position)
        seen.runs.append((index, begin, end))
        parts.append(norm[begin:end] + " ")
        position += end - begin + 1
    return position


def _span(token: Token, index: int) -> tuple[int, int]:
    """The slice of the original text that the character `index` of the token's `norm` stands for."""
    if len(token.norm) == len(token.text):
        return token.start + index, token.start + index + 1
    start, end = normalize(token.text).span(index, index + 1)
    return token.start + start, token.start + end
