"""Column files as they come: every line comes back with one more column."""

from collections.abc import Sequence

import pytest

from streams.entities.conll import tag_lines


class _Lengths:
    """Tags each word with its length: shows which words the tagger was given."""

    name = "lengths"

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        return [[str(len(word)) for word in sentence] for sentence in sentences]


@pytest.mark.parametrize(
    ("lines", "tagged"),
    [
        (["في\tO\r\n", "تونس O\n"], ["في\tO\t2", "تونس O 4"]),
        (["\n", "\n", "في\n", "   \n", "\r\n"], ["", "", "في 2", "   ", ""]),
        (["في\tO\tX Y\n"], ["في\tO\tX Y\t2"]),
        (["\x00 O\n", "\ufeffفي O\n", "\ufffd O"], ["\x00 O 1", "\ufeffفي O 3", "\ufffd O 1"]),
        ([], []),
        (["ك" * 100_000], ["ك" * 100_000 + " 100000"]),
    ],
)
def test_every_line_comes_back(lines: list[str], tagged: list[str]) -> None:
    assert list(tag_lines(lines, _Lengths())) == tagged
