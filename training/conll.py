"""CoNLL files: `token TAB tag`, a blank line between sentences."""

from pathlib import Path

Sentence = list[tuple[str, str]]


def read(path: Path) -> list[Sentence]:
    """Sentences of (word, tag) of a UTF-8 CoNLL file."""
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    sentences = [[_word_and_tag(line) for line in block.splitlines() if line.strip()] for block in blocks]
    return [sentence for sentence in sentences if sentence]


def _word_and_tag(line: str) -> tuple[str, str]:
    word, _, tag = line.partition("\t")
    return word, tag.strip()


def words(sentences: list[Sentence]) -> list[list[str]]:
    """The words alone."""
    return [[word for word, _ in sentence] for sentence in sentences]


def tags(sentences: list[Sentence]) -> list[list[str]]:
    """The tags alone."""
    return [[tag for _, tag in sentence] for sentence in sentences]
