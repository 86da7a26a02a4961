"""Raw news: the multi-source ANT corpus (Chouigui, Ben Khiroun & Elayeb 2021), one file an article."""

import html
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from marsad.arabic.tokens import read

Article = list[list[str]]
_BODY: Final = re.compile("<TEXT>(.*?)</TEXT>", re.DOTALL)
_SHORTEST_LINE: Final = 20
_SHORTEST: Final = 5
_LONGEST: Final = 120


def articles(folder: Path, words: int, seed: int) -> list[Article]:
    """Articles in random order, until there are `words`: sentences of words, without lines that came before."""
    paths = sorted(folder.rglob("*.txt"))
    random.Random(seed).shuffle(paths)
    found: list[Article] = []
    known: set[str] = set()
    total = 0
    for path in paths:
        body = _BODY.search(path.read_text(encoding="utf-8", errors="replace"))
        article = list(_sentences(body[1], known)) if body else []
        if article:
            found.append(article)
            total += sum(map(len, article))
        if total >= words:
            break
    return found


def first(found: list[Article], words: int) -> list[Article]:
    """The first articles that hold `words` together."""
    total, kept = 0, []
    for article in found:
        if total >= words:
            break
        kept.append(article)
        total += sum(map(len, article))
    return kept


def _sentences(body: str, known: set[str]) -> Iterator[list[str]]:
    for line in map(str.strip, html.unescape(body).split("\n")):
        if len(line) < _SHORTEST_LINE or line in known:
            continue
        known.add(line)
        for sentence in read(line).sentences:
            if _SHORTEST <= len(sentence.tokens) <= _LONGEST:
                yield [token.text for token in sentence.tokens]
