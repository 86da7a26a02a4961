"""`python -m bench.entities [--data FOLDER] [--baseline PREFIX]`: tagger tiers, whole pipeline, tokenisers; one core.

The shipped model was trained on the file that F1 is measured on, too, so its F1 says nothing: for a true one put a
model made with `training.ner --only-train-part` in its place. `docs/model-card.md` has it.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from bench.entities import tokenisers

_DEV = "anercorp_camel.dev_part.conll"
_COLUMNS = ("words/s", "first pass", "ready s", "RSS MB", "F1", "PER", "LOC", "ORG", "MISC")
_KEYS = ("words_s", "first_words_s", "ready_s", "rss_mb", "f1", "f1PER", "f1LOC", "f1ORG", "f1MISC")
_PIPELINE_COLUMNS = ("words/s", "first pass", "with events", "ready s", "RSS MB")
_PIPELINE_KEYS = ("words_s", "first_words_s", "events_words_s", "ready_s", "rss_mb")
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def main() -> None:
    """Prints three tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help=f"folder with {_DEV}; without it speed only, on generated text")
    parser.add_argument("--baseline", help="PREFIX of another encoder's .int8.onnx and .tokenizer.json")
    parser.add_argument("--camel", help="folder of a BERT token classifier for camel-tools")
    arguments = parser.parse_args()
    tiers = ["default", "fast"]
    tiers += [f"baseline:{arguments.baseline}"] if arguments.baseline else []
    tiers += [f"camel:{arguments.camel}"] if arguments.camel else []
    print(f"{'tagger':<12}" + "".join(f"{column:>12}" for column in _COLUMNS))
    for tier in tiers:
        result = _measure(tier, arguments.data)
        cells = "".join(f"{result[key]:>12.1f}" if key in result else f"{'-':>12}" for key in _KEYS)
        print(f"{tier.partition(':')[0]:<12}{cells}", flush=True)
    print("default and fast have seen this file, docs/model-card.md has the F1 without it")
    print(f"\n{'whole pipeline':<16}" + "".join(f"{column:>12}" for column in _PIPELINE_COLUMNS))
    for tier in ("default", "fast"):
        result = _measure(tier, arguments.data, "pipeline")
        print(f"{tier:<16}" + "".join(f"{result[key]:>12.1f}" for key in _PIPELINE_KEYS), flush=True)
    print("\ntokeniser (words/s, one core)")
    for name, speed in tokenisers.rows():
        print(f"{name:<56}{speed:>12.0f}")


def _measure(tier: str, data: Path | None, what: str = "measure") -> dict[str, float]:
    command = [sys.executable, "-m", f"bench.entities.{what}", tier]
    command += ["--conll", str(data / _DEV)] if data else []
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **_ONE_THREAD})
    result: dict[str, float] = json.loads(done.stdout)
    return result


if __name__ == "__main__":
    main()
