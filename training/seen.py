"""What a model finds in raw news, as lists for the linear model: a type that many contexts agree on says more than one.

The labels are the model's own (self-training, Yarowsky 1995), but only counts of them are kept, so that a name that is
plain in one article helps where it stands without context in another.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from streams.entities.tagger.names import MOSTLY, NEVER, SEEN, SOMETIMES
from streams.entities.tagger.words import normal
from training.raw import Article

_LEAST_PHRASES: Final = 2
_LEAST_WORDS: Final = 3
_FREQUENT: Final = 20
_SHORTEST: Final = 3
_MOST_WORDS: Final = 6
_AGREED: Final = 0.7
_MOSTLY: Final = 0.5
_SOMETIMES: Final = 0.1
_NEVER: Final = 0.02
_Counts = dict[str, Counter[str]]


def lists(articles: Iterable[tuple[Article, Sequence[Sequence[str]]]]) -> Iterator[tuple[str, str]]:
    """(kind, name) pairs of articles and their tags, names in normal form."""
    phrases: _Counts = defaultdict(Counter)
    inside: _Counts = defaultdict(Counter)
    total: Counter[str] = Counter()
    for article, tags in articles:
        for sentence, row in zip(article, tags, strict=True):
            forms = [normal(word) for word in sentence]
            total.update(forms)
            for start, end, kind in _spans(row):
                phrases[" ".join(forms[start:end])][kind] += 1
                for form in forms[start:end]:
                    inside[form][kind] += 1
    yield from _agreed(phrases)
    yield from _words(inside, total)


def _spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    start = 0
    for at, tag in enumerate([*tags, "O"]):
        if not tag.startswith("I-"):
            if at and tags[at - 1] != "O":
                yield start, at, tags[start][2:]
            start = at


def _agreed(phrases: _Counts) -> Iterator[tuple[str, str]]:
    for phrase, counts in phrases.items():
        kind, most = counts.most_common(1)[0]
        if counts.total() >= _LEAST_PHRASES and most >= _AGREED * counts.total() and phrase.count(" ") < _MOST_WORDS:
            yield SEEN[kind], phrase


def _words(inside: _Counts, total: Counter[str]) -> Iterator[tuple[str, str]]:
    for form, count in total.items():
        if count < _LEAST_WORDS or len(form) < _SHORTEST:
            continue
        kinds = inside.get(form, Counter())
        kind, most = kinds.most_common(1)[0] if kinds else ("", 0)
        if kinds and most >= _MOSTLY * count:
            yield MOSTLY[kind], form
        elif kinds and kinds.total() >= _SOMETIMES * count:
            yield SOMETIMES, form
        elif kinds.total() <= _NEVER * count and count >= _FREQUENT:
            yield NEVER, form
