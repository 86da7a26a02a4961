"""CoNLL files and strict entity scores (CoNLL 2003): an entity counts when both borders and its type are right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

Entity = tuple[int, int, int, str]


def read(path: Path) -> tuple[list[list[str]], list[list[str]]]:
    """Words and tags of a CoNLL file, by sentence."""
    blocks = [block.splitlines() for block in path.read_text(encoding="utf-8").split("\n\n")]
    rows = [[line.split("\t") for line in block if line.strip()] for block in blocks]
    sentences = [row for row in rows if row]
    return [[c[0] for c in row] for row in sentences], [[c[-1].strip() for c in row] for row in sentences]


def entities(tags: Sequence[Sequence[str]]) -> Iterator[Entity]:
    """(sentence, first word, word after the last, type) of each entity; a stray I- begins one, as in conlleval."""
    for number, sentence in enumerate(tags):
        start, kind = 0, ""
        for at, tag in enumerate([*sentence, "O"]):
            if kind and tag != f"I-{kind}":
                yield number, start, at, kind
                kind = ""
            if tag != "O" and not kind:
                start, kind = at, tag[2:]


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1 in percent."""

    precision: float
    recall: float
    f1: float


def score(gold: Sequence[Sequence[str]], found: Sequence[Sequence[str]], kind: str = "") -> Score:
    """Strict scores, of one type or of all."""
    right = {entity for entity in entities(gold) if kind in ("", entity[3])}
    ours = {entity for entity in entities(found) if kind in ("", entity[3])}
    both = len(right & ours)
    precision, recall = both / max(1, len(ours)), both / max(1, len(right))
    return Score(100 * precision, 100 * recall, 200 * both / max(1, len(ours) + len(right)))
