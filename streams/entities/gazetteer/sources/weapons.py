"""Weapon systems and classes: our own lists, spellings generated."""

from __future__ import annotations

import re
from typing import Any

from streams.entities.gazetteer.key import key
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
    """One draft a class of weapons (`دبابات` is `tanks (unspecified)`), or a head that is none by itself."""
    return [_head(row) if "head" in row else _class(row) for row in curated("classes.yaml")]


def _head(row: dict[str, Any]) -> Draft:
    draft = Draft(id="head:" + row["head"], type="WEAPON", kind="weapon_head", group=row["group"], rank=1e2)
    return draft.add(sorted(stems(row["ar"])), "p", article=True)


def _class(row: dict[str, Any]) -> Draft:
    draft = Draft(
        id="class:" + _slug(row["en"]),
        type="WEAPON",
        kind="weapon_class",
        name_en=row["en"],
        name_ar=expand(row["ar"][0])[0],
        group=row["group"],
        rank=1e3,
    )
    draft.add(sorted(stems(row["ar"])), "p", article=True).add(row.get("latin", []))
    return draft.add(row.get("counted", []), "q")


def _slug(name: str) -> str:
    return slug(name.split(" (", maxsplit=1)[0])


def kinds() -> list[tuple[str, str, str]]:
    """What words behind a class or head make of it: its id, the words' key, the id of the class that is meant."""
    rows = curated("classes.yaml")
    heads = {row["head"] for row in rows if "head" in row}
    return sorted(
        {
            (f"{'head' if of in heads else 'class'}:{of}", key(phrase), "class:" + _slug(row["en"]))
            for row in rows
            for of in row.get("of", [])
            for told in row["told"]
            for phrase in expand(told)
        }
    )
