"""Words a second on one core: reading a text, beside camel-tools' word tokeniser where it is installed.

    python -m bench.arabic.tokens --data FOLDER

FOLDER holds CoNLL files; their tokens, in order, are cut into articles of 2 500 characters. `read` splits sentences,
too, normalises, keeps offsets, takes fused words apart and clitics off; the peer splits at spaces and punctuation.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from marsad.arabic import identify, normalize, read
from marsad.arabic.dates import find

_ARTICLE = 2_500
_ANCHOR = datetime(2019, 6, 15, tzinfo=UTC)


def _articles(folder: Path) -> list[str]:
    """The texts to read."""
    tokens: list[str] = []
    for path in sorted(folder.glob("*.conll")):
        tokens += [line.split("\t")[0] for line in path.read_text(encoding="utf-8").splitlines() if line]
    text = " ".join(tokens)
    return [text[at : at + _ARTICLE] for at in range(0, len(text), _ARTICLE)]


def _rate(work: Callable[[str], object], articles: list[str]) -> float:
    """Words a second of processor time."""
    started = time.process_time()
    for article in articles:
        work(article)
    return sum(len(article.split()) for article in articles) / (time.process_time() - started)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    articles = _articles(parser.parse_args().data)
    started = time.process_time()
    read("تركياوروسيا والاستراتيجيون")
    print(f"first text, data loaded: {time.process_time() - started:.2f} s of processor time")
    rows: list[tuple[str, Callable[[str], object]]] = [
        ("marsad.arabic.read", read),
        ("marsad.arabic.normalize", normalize),
        ("marsad.arabic.identify", identify),
        ("marsad.arabic.dates.find", lambda text: find(text, _ANCHOR)),
    ]
    try:
        from camel_tools.tokenizers.word import simple_word_tokenize

        rows.append(("camel_tools simple_word_tokenize", simple_word_tokenize))
    except ImportError:
        print("camel-tools is not installed: no peer in this run")
    for name, work in rows:
        print(f"{name:34} {_rate(work, articles):12,.0f} words/s")


if __name__ == "__main__":
    main()
