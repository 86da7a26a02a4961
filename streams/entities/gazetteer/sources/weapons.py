"""Weapon systems and classes: our own lists, spellings generated."""

from __future__ import annotations

import re
from typing import Any

from streams.entities.gazetteer.sources.draft import Draft, curated, slug
from streams.entities.gazetteer.spell import arabic, designation, expand, stems

_SLIGHT = re.compile(r"[^a-z\d ]{1,3} \d")
"""One Arabic letter name and one digit (`كي 2`): what a variant or a grade looks like too."""


def systems() -> list[Draft]:
    """One draft a weapon system, its class in `group`."""
    return [_system(row, group) for group, rows in curated("weapons.yaml").items() for row in rows]


def _system(row: dict[str, Any], group: str) -> Draft:
    codes, names = row.get("code", []), [*row.get("ar", []), *row.get("name", []), *row.get("cue", [])]
    draft = Draft(
        id="weapon:" + row.get("id", slug(row["en"])),
        type="WEAPON",
        kind="weapon_system",
        country=row.get("maker", ""),
        name_en=row["en"],
        name_ar=row.get("name_ar") or (arabic(codes[0]) if codes else _usual(names)),
        group=group,
        rank=8e9,
    )
    own = "c" if "cue" in row and not {"code", "ar", "name"} & row.keys() else "p"
    for code in codes:
        for name in sorted(designation(code)):
            draft.add([name], "c" if _SLIGHT.fullmatch(name) else "p", article=True)
    draft.add(row.get("latin", [] if "latin_name" in row else [row["en"]]), "p" if "latin" in row else own)
    draft.add(row.get("latin_name", []), "n")
    for field, mode in (("ar", "p"), ("name", "n"), ("cue", "c")):
        draft.add(sorted(stems(row.get(field, []))), mode, article=True)
    return draft


def _usual(names: list[str]) -> str:
    """The first reading of the first stem, without the words that only tell it from a common word."""
    return expand(names[0])[0].rpartition(") ")[2] if names else ""


def classes() -> list[Draft]:
    """One draft a class of weapons: `دبابات` is `tanks (unspecified)`."""
    drafts = []
    for row in curated("classes.yaml"):
        draft = Draft(
            id="class:" + slug(row.get("id", row["en"].split(" (")[0])),
            type="WEAPON",
            kind="weapon_class",
            name_en=row["en"],
            name_ar=expand(row["ar"][0])[0],
            group=row["group"],
            rank=1e3,
        )
        drafts.append(draft.add(sorted(stems(row["ar"])), "p", article=True).add(row.get("latin", [])))
    return drafts
