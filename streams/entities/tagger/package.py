"""The model files that ship in this package, and the manifest that says what they must be."""

import hashlib
import json
from contextlib import AbstractContextManager
from importlib import resources
from pathlib import Path
from typing import Final

from marsad.errors import ConfigError

MANIFEST: Final = "manifest.json"
_FOLDER: Final = resources.files("streams.entities.tagger") / "model"


def file(name: str) -> AbstractContextManager[Path]:
    """A model file on disk.

    Raises:
        ConfigError: the installation lacks it.
    """
    found = _FOLDER / name
    if not found.is_file():
        raise ConfigError(
            f"model file {name} is missing from the installed package",
            resource=str(found),
            hint="reinstall marsad, or make the model: make -C training model",
        )
    return resources.as_file(found)


def manifest() -> dict[str, str]:
    """SHA-256 of each model file, hexadecimal, by name."""
    hashes: dict[str, str] = json.loads((_FOLDER / MANIFEST).read_text(encoding="utf-8"))["sha256"]
    return hashes


def damaged() -> list[str]:
    """Names of model files that are missing or are not what the manifest says."""
    return [name for name, digest in manifest().items() if _digest(name) != digest]


def _digest(name: str) -> str:
    found = _FOLDER / name
    return hashlib.sha256(found.read_bytes()).hexdigest() if found.is_file() else ""
