"""Measures one tagger in a process of its own, so that start-up and memory are that tagger's alone."""

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path

from bench.entities import score, text

REPEATS = 3


def main() -> None:
    """Prints one JSON object; runs on one core."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tier", help="default, fast, camel:FOLDER or baseline:PREFIX")
    parser.add_argument("--conll", type=Path)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    started = time.perf_counter()
    from streams.entities.warm import settled

    with settled():
        tagger = _load(arguments.tier)
        tagger.tag([["مرحبا"]])
    ready = time.perf_counter() - started
    words, gold = score.read(arguments.conll) if arguments.conll else (text.sentences(), None)
    speeds = []
    for _ in range(REPEATS):
        begun = time.process_time()
        found = tagger.tag(words)
        speeds.append(sum(map(len, words)) / (time.process_time() - begun))
    result = {
        "words_s": max(speeds),
        "first_words_s": speeds[0],
        "ready_s": ready,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    if gold:
        for kind in ("", "PER", "LOC", "ORG", "MISC"):
            result[f"f1{kind}"] = score.score(gold, found, kind).f1
    json.dump(result, sys.stdout)


def _load(tier: str):  # noqa: ANN202
    if tier.startswith("baseline:"):
        from bench.entities.baseline import Baseline

        return Baseline(Path(tier.removeprefix("baseline:")))
    from streams.entities.tagger import load_tagger

    return load_tagger(tier)


if __name__ == "__main__":
    main()
