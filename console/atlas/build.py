"""Make world.json from the package world-atlas, which has Natural Earth's outlines (public domain) as TopoJSON.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m console.atlas.build package

Only who changes the map runs this; it needs pycountry, which the base install has not.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import msgspec
import pycountry

from console.atlas.world import FILE, HEIGHT, NORTH, SCALE, SOUTH, WIDTH

Point = tuple[float, float]
_NO_CODE: Final = {"Kosovo": "XK"}
"""Of those that ISO 3166 has not, the ones that our gazetteer names."""
_SMALLEST: Final = 3.0
"""Square units: islands below it are left out."""


def main(folder: Path) -> None:
    """Write the file."""
    land = _read(folder / "land-110m.json")
    countries = _read(folder / "countries-50m.json")
    rings = [polygon[0] for polygon in _polygons(land, "land")]
    path = "".join(_path(_moved(ring, by)) for ring in rings for by in (-WIDTH, 0, WIDTH))
    centres: dict[str, list[int]] = {}
    for shape in countries["objects"]["countries"]["geometries"]:
        code = _code(shape)
        largest = max((polygon[0] for polygon in _rings(countries, shape)), key=lambda ring: abs(_area(ring)))
        if code and _area(largest):  # none is left of what lies south of the map
            centres[code] = [round(value) for value in _centre(largest)]
    FILE.write_bytes(msgspec.json.encode({"land": path, "centres": dict(sorted(centres.items()))}) + b"\n")


def _read(path: Path) -> Any:
    return msgspec.json.decode(path.read_bytes())


def _code(shape: dict[str, Any]) -> str | None:
    found = pycountry.countries.get(numeric=str(shape.get("id", "")).zfill(3))
    return found.alpha_2 if found else _NO_CODE.get(shape["properties"]["name"])


def _polygons(atlas: Any, name: str) -> Iterator[list[list[Point]]]:
    for shape in atlas["objects"][name]["geometries"]:
        yield from _rings(atlas, shape)


def _rings(atlas: Any, shape: dict[str, Any]) -> Iterator[list[list[Point]]]:
    """Polygons, each its rings, in units of the map."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        yield [_whole([point for index in ring for point in _arc(atlas, index)]) for ring in polygon]


def _whole(ring: list[Point]) -> list[Point]:
    """A ring that crosses the date line goes on beyond the map's edge instead of coming in at the other."""
    turns, found = 0, ring[:1]
    for (before, _), (x, y) in pairwise(ring):
        turns += (before - x > WIDTH / 2) - (x - before > WIDTH / 2)
        found.append((x + turns * WIDTH, y))
    return found


def _arc(atlas: Any, index: int) -> list[Point]:
    """An arc's points; a negative index is the complement of one to be gone backwards."""
    (scale_x, scale_y), (move_x, move_y) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    x = y = 0
    points: list[Point] = []
    for step_x, step_y in atlas["arcs"][index if index >= 0 else ~index]:
        x, y = x + step_x, y + step_y
        longitude, latitude = x * scale_x + move_x, y * scale_y + move_y
        points.append(((longitude + 180) * SCALE, (NORTH - min(max(latitude, SOUTH), NORTH)) * SCALE))
    return points if index >= 0 else points[::-1]


def _moved(ring: list[Point], by: int) -> list[Point]:
    return [(x + by, y) for x, y in ring]


def _path(ring: list[Point]) -> str:
    """As an SVG path in whole units; nothing where too little is left of it."""
    points = [(round(x), round(y)) for x, y in ring]
    kept = [point for number, point in enumerate(points) if number == 0 or point != points[number - 1]]
    if abs(_area(ring)) < _SMALLEST or all(y >= HEIGHT or not 0 < x < WIDTH for x, y in kept):
        return ""
    steps = (f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(kept))
    return f"M{kept[0][0]} {kept[0][1]}l{' '.join(steps)}z"


def _area(ring: list[Point]) -> float:
    return sum(a * d - c * b for (a, b), (c, d) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def _centre(ring: list[Point]) -> Point:
    """Of its area; reckoned from its own first point, or rounding would move a small island across the map."""
    (x0, y0), corners = ring[0], [(x - ring[0][0], y - ring[0][1]) for x, y in ring]
    area, around = _area(corners) * 6, list(zip(corners, corners[1:] + corners[:1], strict=True))
    x = sum((a + c) * (a * d - c * b) for (a, b), (c, d) in around) / area
    y = sum((b + d) * (a * d - c * b) for (a, b), (c, d) in around) / area
    return x0 + x, y0 + y


if __name__ == "__main__":
    main(Path(sys.argv[1]))
