from collections.abc import Sequence

from training import seen

_VISIT = ["زارت", "منى", "الخالدي", "صفاقس"]
_TAGS = ["O", "B-PER", "I-PER", "B-LOC"]


def _lists(*sentences: tuple[Sequence[str], Sequence[str]]) -> dict[str, set[str]]:
    article, tags = [list(words) for words, _ in sentences], [list(row) for _, row in sentences]
    found: dict[str, set[str]] = {}
    for kind, name in seen.lists([(article, tags)]):
        found.setdefault(kind, set()).add(name)
    return found


def test_phrases_and_words_that_mostly_have_one_type() -> None:
    found = _lists((_VISIT, _TAGS), (_VISIT, _TAGS), (_VISIT, _TAGS))
    assert found == {
        "seen-PER": {"مني الخالدي"},
        "seen-LOC": {"صفاقس"},
        "mostly-PER": {"مني", "الخالدي"},
        "mostly-LOC": {"صفاقس"},
    }


def test_what_stands_once_says_nothing() -> None:
    assert _lists((_VISIT, _TAGS)) == {}


def test_a_phrase_whose_type_is_in_doubt_is_in_no_list() -> None:
    found = _lists((["تونس"], ["B-LOC"]), (["تونس"], ["B-ORG"]), (["تونس"], ["B-LOC"]))
    assert found == {"mostly-LOC": {"تونس"}}


def test_frequent_words_that_are_no_names() -> None:
    plain, named = ["سافر", "وزير"], ["O", "O"]
    found = _lists(*[(plain, named)] * 27, *[(plain, ["O", "B-ORG"])] * 3)
    assert found["never"] == {"سافر"}
    assert found["sometimes"] == {"وزير"}


def test_neighbouring_names_stay_apart() -> None:
    found = _lists(*[(["بيروت", "دمشق"], ["B-LOC", "B-LOC"])] * 2)
    assert found == {"seen-LOC": {"بيروت", "دمشق"}}
