"""The key under which a name is looked up: one string for all spellings that a reader would not tell apart."""

from __future__ import annotations

import re

from marsad.arabic.normalize import normalize

RUNS = re.compile(r"[^\W\d_]+|\d+")
"""Letters, or digits: `S400`, `S-400` and `S 400` all give the runs `s`, `400`."""


def key(name: str) -> str:
    """The runs of a normalised name, one space between them: `إس-٤٠٠` gives `اس 400`."""
    return " ".join(RUNS.findall(normalize(name).text))
