"""Read a text: sentences, and tokens with offsets into the text as it came.

Words are what white space and punctuation leave. A designation stays one token in every spelling that has no space in
it (`S-400`, `إس_400`, `اس400`, `F-35`, `MQ-9`); `إف 16` is two tokens. Arabic words joined by a hyphen, a slash or an
underscore are separate tokens, and so are a number and the Arabic word glued to its end (`20طائرة`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from marsad.arabic import clitics, fused
from marsad.arabic.document import Document, Sentence, Token
from marsad.arabic.normalize import Normalized, normalize
from marsad.arabic.sentences import boundaries

_ARABIC = "\u0620-\u064a\u066e-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u06fc\u0750-\u077f\u08a0-\u08c9"
_OTHER = rf"[^\W\d_{_ARABIC}]"
_TOKEN = re.compile(
    rf"""
    (?:https?://|www\.)[^\s<>"]+
    | (?<![^\W_])[^\W\d_](?:\.[^\W\d_](?![^\W_]))+\.?
    | [{_ARABIC}]+[-_]?\d+(?:\.\d+)?(?:{_OTHER}+)?(?![\d])
    | [{_ARABIC}]*{_OTHER}(?:[-_'.&]?(?:{_OTHER}|\d))*
    | \d+{_OTHER}(?:[-_]?(?:{_OTHER}|\d))*
    | [{_ARABIC}]+
    | \d+(?:[.,]\d+)*
    | \.{{2,}}
    | \w
    | [^\s\w]
    | _
    """,
    re.VERBOSE,
)
_LETTERS = re.compile(rf"[{_ARABIC}]{{2,}}")
_MARKS = re.compile(f"[^{_ARABIC}]|\u0640")
_FEMININE = re.compile("ة[\u064b-\u0652]*$")
_HAMZA = re.compile("[وفبلك\u064b-\u0652]*[أإآ][\u064b-\u0652]?ل")
_PREFIXED = re.compile(rf"(و|ف)?(ب|ل|ك)?(ال)?(?=[^{_ARABIC}])")


def _split_off(word: str) -> clitics.Parts:
    """Clitics of a word that is not all Arabic letters: only proclitics, before a Latin letter or a digit."""
    match = _PREFIXED.match(word)
    found = tuple(group for group in match.groups() if group) if match else ()
    length = sum(map(len, found))
    return clitics.Parts(found, word[length:], "")


class _Piece(NamedTuple):
    """One word of a run of letters and digits; offsets are into the run, normalised."""

    norm: str
    start: int
    end: int
    parts: clitics.Parts
    stem_start: int
    stem_end: int


def _piece(word: str, text: str, start: int) -> _Piece:
    """A word taken apart; `text` is how it was written."""
    if _LETTERS.fullmatch(word):
        parts = clitics.parts(word, _FEMININE.search(text) is not None, _HAMZA.match(text) is not None)
    elif len(word) > 1 and not word.isdigit():
        parts = _split_off(word)
    else:
        parts = clitics.Parts((), word, "")
    stem_start = start + sum(map(len, parts.proclitics))
    return _Piece(word, start, start + len(word), parts, stem_start, stem_start + len(parts.stem))


@lru_cache(maxsize=65_536)
def _pieces(word: str, text: str) -> tuple[_Piece, ...]:
    """The words in a normalised run, one unless it is fused; `text` is how the run was written."""
    shape = _MARKS.sub("", text)
    fits = len(shape) == len(word)
    split = fused.split(word, shape) if len(word) >= fused.SHORTEST and _LETTERS.fullmatch(word) else (word,)
    # Letters that came out of one ligature cannot be told apart in the original.
    split = split if fits else (word,)
    found: list[_Piece] = []
    at = 0
    for part in split:
        written = text if len(split) == 1 else shape[at : at + len(part)]
        found.append(_piece(part, written, at))
        at += len(part)
    return tuple(found)


def _token(piece: _Piece, at: int, span: tuple[int, int], source: Normalized) -> Token:
    """A piece as a token of a text; `at` is where its run starts, normalised, `span` where the piece lies."""
    start, end = span
    proclitics, stem, enclitic = piece.parts
    if len(stem) == len(piece.norm):
        stem_start, stem_end = start, end
    else:
        stem_start, stem_end = source.span(at + piece.stem_start, at + piece.stem_end)
    text = source.original[start:end]
    return Token(text, start, end, piece.norm, proclitics, stem, stem_start, stem_end, enclitic, piece.start > 0)


def _tokens(source: Normalized, start: int, end: int) -> tuple[Token, ...]:
    """The tokens of a normalised slice."""
    found: list[Token] = []
    for match in _TOKEN.finditer(source.text, start, end):
        at, stop = match.span()
        span = source.span(at, stop)
        pieces = _pieces(match.group(), source.original[span[0] : span[1]])
        if len(pieces) == 1:
            found.append(_token(pieces[0], at, span, source))
        else:
            found += [_token(piece, at, source.span(at + piece.start, at + piece.end), source) for piece in pieces]
    return tuple(found)


def read(text: str) -> Document:
    """Read a text: every token is a slice of it, in order, in exactly one sentence. Linear in its length."""
    source = normalize(text)
    sentences = []
    begin = 0
    for end in boundaries(source.text):
        tokens = _tokens(source, begin, end)
        if tokens:
            sentences.append(Sentence(tokens[0].start, tokens[-1].end, tokens))
        begin = end
    return Document(text, tuple(sentences))
