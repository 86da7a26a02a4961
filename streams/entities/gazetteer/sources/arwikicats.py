"""ArWikiCats 0.2.3 (PyPI `arwikicats`, MIT): English-Arabic names taken from Wikipedia's categories."""

from __future__ import annotations

import json
from importlib.metadata import distribution
from pathlib import Path
from typing import Any


def _json(*path: str) -> Any:
    # The package is read as files: importing it loads a whole category resolver.
    file = Path(str(distribution("arwikicats").locate_file("ArWikiCats"))).joinpath("jsons", *path)
    return json.loads(file.read_text("utf-8"))


def nationalities() -> list[dict[str, str]]:
    """Demonyms: `male`, `males`, `female`, `females`, and the country in English (`en`) and Arabic (`ar`)."""
    return [row for row in _json("nationalities", "nationalities_data.json").values() if row["ar"]]


def cities() -> dict[str, str]:
    """English name in lower case → Arabic name."""
    return {english: arabic.split(" (")[0] for english, arabic in _json("cities", "cities_full.json").items()}


def people() -> dict[str, str]:
    """English name in lower case → Arabic name."""
    return {english: arabic.split(" (")[0] for english, arabic in _json("people", "peoples.json").items()}
