"""An entry while the tables are being built."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

import yaml

from streams.entities.gazetteer.key import key


@dataclass
class Draft:
    """An entry, its names by mode, and its rank among entries of the same name (higher first)."""

    id: str
    type: str
    kind: str
    country: str = ""
    name_en: str = ""
    name_ar: str = ""
    metonym_of: str = ""
    group: str = ""
    rank: float = 0
    names: dict[str, str] = field(default_factory=dict)
    """Key → mode: p plain, h head, n name, c cue, q counted, w weak."""
    cues: dict[str, int] = field(default_factory=dict)
    """Key → how many of its first runs only tell the name from a common word: `(وكالة) تاس`."""

    def add(self, names: Iterable[str], mode: str = "p", *, article: bool = False) -> Draft:
        """Add names as written; with `article` also behind the article, as `الميغ`."""
        for name in names:
            found = key(name)
            if not found:
                continue
            cue = name.startswith("(")
            if cue:
                self.cues[found] = len(key(name.partition(")")[0]).split())
            forms = [found]
            if article and not cue and not found[0].isascii() and not found.startswith("ال "):
                forms += ["ال" + found]
            for form in forms:
                self.names.setdefault(form, mode)
                if form.startswith("ال") and len(form) > 4:
                    self.names.setdefault("لل" + form[2:], mode)
        return self


def curated(file: str) -> Any:
    """One of our own lists."""
    return yaml.safe_load(resources.files("streams.entities.gazetteer").joinpath("curated", file).read_text("utf-8"))


def slug(name: str) -> str:
    """Lower-case letters and digits joined by hyphens: `MiG-29 SMT` gives `mig-29-smt`."""
    return "-".join("".join(char.lower() if char.isalnum() else " " for char in name).split())
