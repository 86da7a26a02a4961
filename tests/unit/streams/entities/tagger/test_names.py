import gzip
from pathlib import Path

from streams.entities.tagger.features import Features
from streams.entities.tagger.names import Names

_NAMES = Names(
    [("LOC", "جنوب السودان"), ("LOC", "السودان"), ("ORG", "جنوب السودان"), ("LOC", "تونس")], [("given", "سلوي")]
)


def _marks(*words: str) -> list[tuple[str, ...]]:
    features = Features(_NAMES, {})
    return _NAMES.match([features.word(word) for word in words])


def test_the_longest_name_wins() -> None:
    assert _marks("في", "جنوب", "السودان") == [(), ("LOCmB", "ORGmB"), ("LOCmI", "ORGmI")]


def test_a_name_under_a_proclitic() -> None:
    assert _marks("وتونس", "وللسودان") == [("LOC1B",), ("LOC1B",)]


def test_single_names_say_whether_a_proclitic_was_taken_off() -> None:
    assert Features(_NAMES, {}).word("سلوى").lists == ("given",)
    assert Features(_NAMES, {}).word("وسلوى").lists == ("~given",)


def test_a_file_of_names(tmp_path: Path) -> None:
    path = tmp_path / "names.tsv.gz"
    path.write_bytes(gzip.compress("LOC\tتونس\ngiven\tسلوي".encode()))
    assert Names.load(path).match([Features(_NAMES, {}).word("تونس")]) == [("LOC1B",)]
