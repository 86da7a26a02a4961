"""How often fused words are split right, and whole words left alone.

    python -m bench.arabic.fused --data FOLDER

FOLDER holds CoNLL files (`token TAB tag`). Pairs of the names tagged in them are written together as `XوY` (1 000, half
of them with a name that the shipped word list lacks), and 1 000 words of 8 letters and more are left as they are.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from marsad.arabic import fold, read
from marsad.arabic.clitics import parts
from marsad.arabic.lexicon import lexicon

_ARABIC = re.compile("[ء-ي]{3,}")
_LONG = 8


@dataclass(frozen=True, slots=True)
class Case:
    """A text, and the words it should be read as."""

    text: str
    expected: tuple[str, ...]
    kind: str


def _columns(folder: Path) -> list[tuple[str, str]]:
    """Tokens and tags of every CoNLL file, blank lines between sentences as ("", "")."""
    rows: list[tuple[str, str]] = []
    for path in sorted(folder.glob("*.conll")):
        for line in path.read_text(encoding="utf-8").splitlines():
            token, _, tag = line.partition("\t")
            rows.append((token, tag.strip()))
    return rows


def _names(rows: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """The one-word names of people and places without a conjunction before them: known to the word list, and not."""
    single = set()
    for (token, tag), (_, after) in zip(rows, [*rows[1:], ("", "")], strict=True):
        whole = tag in ("B-LOC", "B-PER") and not after.startswith("I-") and _ARABIC.fullmatch(token)
        if whole and not parts(fold(token)).proclitics and not token.startswith(("و", "ول", "ال")):
            single.add(token)
    ordered = sorted(single)
    return [name for name in ordered if fold(name) in lexicon().words], [
        name for name in ordered if fold(name) not in lexicon().words
    ]


def cases(folder: Path, seed: int = 7, count: int = 1000) -> list[Case]:
    """The fused and the untouched cases."""
    rows = _columns(folder)
    known, unseen = _names(rows)
    print(f"names: {len(known)} in the word list, {len(unseen)} not")
    rng = random.Random(seed)
    made = []
    for index in range(count):
        left, right = rng.choice(known), rng.choice(known)
        if index % 2:
            pick = rng.choice(unseen)
            left, right = (pick, right) if index % 4 == 1 else (left, pick)
        made.append(Case(f"{left}و{right}", (left, f"و{right}"), "unseen" if index % 2 else "known"))
    # Words seen once only are left out: many are joins that the source itself made.
    seen = Counter(token for token, _ in rows if len(token) >= _LONG and _ARABIC.fullmatch(token))
    tagged = sorted(token for token, times in seen.items() if times > 1)
    return made + [Case(token, (token,), "untouched") for token in rng.sample(tagged, count)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--wrong", action="store_true", help="list the cases that went wrong")
    options = parser.parse_args()
    results: dict[str, list[bool]] = {}
    for case in cases(options.data, options.seed):
        got = tuple(token.text for token in read(case.text).tokens)
        results.setdefault(case.kind, []).append(got == case.expected)
        if options.wrong and got != case.expected:
            print(f"{case.kind}: {case.text} read as {' | '.join(got)}")
    for kind, right in results.items():
        print(f"{kind:10} {len(right):5} cases  {100 * sum(right) / len(right):6.2f} % right")


if __name__ == "__main__":
    main()
