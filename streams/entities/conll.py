"""CoNLL column files: one token a line, a blank line between sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from streams.entities.tagger import Tagger

_BATCH = 256
"""Sentences handed to the tagger at once: enough to fill its batches, few enough to stream a large file."""


def tag_lines(lines: Iterable[str], tagger: Tagger) -> Iterator[str]:
    """Yield every line as it came, with the tagger's tag as one more column; blank lines stay blank.

    The token is the first column, whatever follows it; the separator is the line's own (tab or space).
    """
    sentences = _sentences(lines)
    while batch := list(islice(sentences, _BATCH)):
        tags = tagger.tag([[_token(line) for line in sentence if line.strip()] for sentence in batch])
        for sentence, found in zip(batch, tags, strict=True):
            remaining = iter(found)
            for line in sentence:
                yield f"{line}{_separator(line)}{next(remaining)}" if line.strip() else line


def _sentences(lines: Iterable[str]) -> Iterator[list[str]]:
    """Lines of one sentence each, the blank line that ends it included."""
    sentence: list[str] = []
    for raw in lines:
        line = raw.rstrip("\r\n")
        sentence.append(line)
        if not line.strip():
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _token(line: str) -> str:
    return line.split(maxsplit=1)[0]


def _separator(line: str) -> str:
    return "\t" if "\t" in line else " "
