"""Organisations, groups, agencies, regions and people: our own lists."""

from __future__ import annotations

from typing import Any

from streams.entities.gazetteer.sources.draft import Draft, curated, slug
from streams.entities.gazetteer.spell import expand


def named(file: str) -> list[Draft]:
    """One draft a row of `organisations.yaml`, `regions.yaml` or `people.yaml`."""
    return [_draft(row, kind) for kind, rows in curated(file).items() for row in rows]


def _draft(row: dict[str, Any], kind: str) -> Draft:
    prefix = {"person": "per", "region": "loc", "base": "loc", "water": "loc"}.get(kind, "org")
    names = [name for stem in row["ar"] for name in expand(stem)]
    draft = Draft(
        id=row.get("id", f"marsad:{prefix}:{slug(row['en'])}"),
        type=prefix.upper(),
        kind=kind,
        country=row.get("country", ""),
        name_en=row["en"],
        name_ar=names[0],
        metonym_of=row.get("metonym", ""),
        rank=6e9,
    )
    draft.add(names).add(row.get("latin", []))
    draft.add([name for stem in row.get("short", []) for name in expand(stem)])
    draft.add([name for stem in row.get("weak", []) for name in expand(stem)], "w")
    return draft


def heads() -> list[Draft]:
    """Heads of composed names: `وزارة الدفاع` + `الروسية`; the slug is in `group`."""
    drafts = []
    for row in curated("heads.yaml"):
        draft = Draft(
            id=row.get("id", "marsad:org:" + row["slug"]),
            type="ORG",
            kind=row["kind"],
            name_en=row["en"],
            name_ar=expand(row["ar"][0])[0],
            group=row["slug"],
            rank=7e9,
        )
        draft.add([name for stem in row["ar"] for name in expand(stem)], "p" if row.get("alone") else "h")
        drafts.append(draft)
    return drafts


def voids() -> list[Draft]:
    """One draft a group of phrases that hold a name without meaning it."""
    drafts = []
    for number, stems in enumerate(curated("voids.yaml")):
        draft = Draft(id=f"void:{number}", type="MISC", kind="void", rank=9.5e9)
        drafts.append(draft.add([name for stem in stems for name in expand(stem)]))
    return drafts
