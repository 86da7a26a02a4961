"""Measures everything that `marsad analyze` does of one tier, in a process of its own on one core.

Columns: reading and linking as `marsad.arabic.read` and `Extractor.extract` (no events), the same again with warm
caches, and the whole of an article with its events; start-up until the first answer; memory.
"""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.entities import score, text

ARTICLE = 12
"""Sentences."""


def main() -> None:
    """Prints one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tier", help="default or fast")
    parser.add_argument("--conll", type=Path)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    started = time.perf_counter()
    from marsad.arabic import read
    from streams.enrich import Enricher
    from streams.entities import Extractor, warm
    from streams.entities.tagger import load_tagger
    from streams.intake import plain

    warm(arguments.tier)
    extractor, enricher = Extractor(load_tagger(arguments.tier)), Enricher(arguments.tier)
    enricher.enrich(plain("قال الوزير إن بلاده تسلمت المنظومة."))
    ready = time.perf_counter() - started
    sentences = score.read(arguments.conll)[0] if arguments.conll else text.sentences()
    lines = [" ".join(words) for words in sentences]
    articles = ["\n".join(lines[at : at + ARTICLE]) for at in range(0, len(lines), ARTICLE)]
    result = {
        "first_words_s": _rate(lambda one: extractor.extract(read(one)), articles),
        "words_s": _rate(lambda one: extractor.extract(read(one)), articles),
        "events_words_s": _rate(lambda one: enricher.enrich(plain(one)), articles),
        "ready_s": ready,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    json.dump(result, sys.stdout)


def _rate(work: Callable[[str], object], articles: Sequence[str]) -> float:
    """Words, as white space parts them, a second of processor time."""
    begun = time.process_time()
    for article in articles:
        work(article)
    return sum(len(article.split()) for article in articles) / (time.process_time() - begun)


if __name__ == "__main__":
    main()
