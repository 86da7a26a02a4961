import pytest

from streams.entities.tagger import package
from streams.entities.tagger.pieces import BEGIN, END, Pieces, Window, bare, pack


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    with package.file("tokenizer.json") as path:
        return Pieces(path)


def _words(windows: list[Window]) -> list[tuple[int, int]]:
    return [word for window in windows for word in window.words]


def test_marks_and_invisible_characters_do_not_count() -> None:
    assert bare("مـوسـ\u200fكو") == "موسكو"
    assert bare("كِيـان") == "كيان"
    assert bare("\u200f") == "\u200f"


@pytest.mark.parametrize(
    "word", ["موسكو", "NATO", "٤٠٠", "🚀", "\u200f", " ", "ا" * 5_000, "\ud7ff", "漢字", "http://example.org/a?b=c"]
)
def test_every_word_has_pieces(pieces: Pieces, word: str) -> None:
    assert 1 <= len(pieces.of(word)) <= 12


def test_neighbours_share_a_window(pieces: Pieces) -> None:
    (window,) = pack([["وصل", "الوفد"], ["ثم", "غادر"]], pieces)
    assert window.words == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert window.ids[0] == BEGIN
    assert window.ids.count(END) == 2


def test_every_word_is_in_one_window_and_no_window_is_too_long(pieces: Pieces) -> None:
    sentences = [["كلمة"] * count for count in (0, 1, 700, 0, 3, 50, 50, 50)]
    windows = pack(sentences, pieces, limit=64)
    assert _words(windows) == [(s, w) for s, sentence in enumerate(sentences) for w in range(len(sentence))]
    assert max(len(window.ids) for window in windows) <= 65


def test_the_first_piece_stands_where_the_window_says(pieces: Pieces) -> None:
    (window,) = pack([["أذربيجان", "والنرويج"]], pieces)
    assert [window.ids[first] for first in window.firsts] == [pieces.of("أذربيجان")[0], pieces.of("والنرويج")[0]]
