"""Words a second of `marsad.arabic` beside camel-tools' word tokeniser."""

import importlib.util
import time
from collections.abc import Callable

from bench.entities import text

REPEATS = 3


def rows() -> list[tuple[str, float]]:
    """(name, words a second) of each tokeniser that is installed; words are those of white space."""
    texts = [" ".join(sentence) for sentence in text.sentences()]
    found = []
    if importlib.util.find_spec("marsad.arabic.tokens"):
        from marsad.arabic.tokens import read

        found.append(("marsad.arabic.tokens (offsets, clitics, fused words)", _speed(read, texts)))
    if importlib.util.find_spec("camel_tools"):
        from camel_tools.tokenizers.word import simple_word_tokenize

        found.append(("camel_tools simple_word_tokenize (words only)", _speed(simple_word_tokenize, texts)))
    return found


def _speed(tokenise: Callable[[str], object], texts: list[str]) -> float:
    words = sum(len(one.split()) for one in texts)
    best = 0.0
    for _ in range(REPEATS):
        begun = time.process_time()
        for one in texts:
            tokenise(one)
        best = max(best, words / (time.process_time() - begun))
    return best
