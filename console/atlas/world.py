"""Who gives to whom, on a map: land as Natural Earth has it, one point a country, one arc a pair.

Degrees of longitude and latitude are equally long (plate carrée), two units each, between 56° south and 78° north.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
from markupsafe import Markup

FILE: Final = Path(__file__).with_name("world.json")
SCALE: Final = 2
NORTH: Final = 78
SOUTH: Final = -56
WIDTH: Final = 360 * SCALE
HEIGHT: Final = (NORTH - SOUTH) * SCALE
_MARGIN: Final = 24.0
_NARROWEST: Final = 160.0
_SHAPE: Final = 2.2
"""How many times as wide as it is high a picture is."""
_TEXT: Final = 42.0
"""How many letters' heights go into the width."""
_LETTER: Final = 0.6
"""A letter's width by its height."""


class World(msgspec.Struct, frozen=True):
    """Land as an SVG path; for each ISO 3166 alpha-2 code, a point of its country."""

    land: str
    centres: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Arc:
    """From one country to another, by code and name, and how often."""

    source: str
    source_name: str
    target: str
    target_name: str
    count: int


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the world that is shown."""

    x: float
    y: float
    width: float
    height: float

    @property
    def unit(self) -> float:
        """The height of a letter."""
        return self.width / _TEXT


@dataclass(frozen=True, slots=True)
class Box:
    """Where a name stands."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Whether they share a point."""
        apart_x = self.x + self.width < other.x or other.x + other.width < self.x
        return not (apart_x or self.y + self.height < other.y or other.y + other.height < self.y)

    def within(self, frame: Frame) -> bool:
        """Whether it is seen whole."""
        return (
            self.x >= frame.x
            and self.y >= frame.y
            and self.x + self.width <= frame.x + frame.width
            and self.y + self.height <= frame.y + frame.height
        )


@functools.cache
def world() -> World:
    """Read the shipped map, once a process."""
    return msgspec.json.decode(FILE.read_bytes(), type=World)


def draw(arcs: Sequence[Arc], title: str) -> Markup | None:
    """A picture of the arcs between countries that the map knows; None where there are none.

    Args:
        arcs: The commonest first: where two names would overlap, that of the commoner one is written.
        title: What the picture is of, for those who do not see it.
    """
    centres = world().centres
    known = [arc for arc in arcs if arc.source in centres and arc.target in centres]
    if not known:
        return None
    frame = _frame([centres[code] for arc in known for code in (arc.source, arc.target)])
    most = max(arc.count for arc in known)
    shapes = [_arc(arc, frame, most) for arc in known if arc.source != arc.target]
    shapes += [*_points(known, frame), *_names(known, frame)]
    box = f"{frame.x:.0f} {frame.y:.0f} {frame.width:.0f} {frame.height:.0f}"
    land = Markup('<path class="land" d="{}"/>').format(world().land)
    return Markup('<svg class="chart map" viewBox="{}" role="img" aria-label="{}">{}{}</svg>').format(
        box, title, land, Markup("").join(shapes)
    )


def _frame(points: list[tuple[int, int]]) -> Frame:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    width = max(max(xs) - min(xs) + 4 * _MARGIN, (max(ys) - min(ys) + 2 * _MARGIN) * _SHAPE, _NARROWEST)
    width = min(width, WIDTH)
    height = min(width / _SHAPE, HEIGHT)
    x = (max(xs) + min(xs)) / 2 - width / 2
    y = (max(ys) + min(ys)) / 2 - height / 2
    return Frame(min(max(x, 0), WIDTH - width), min(max(y, 0), HEIGHT - height), width, height)


def _bow(arc: Arc, frame: Frame) -> tuple[float, ...]:
    """Beginning, bend and end of a bow to the left of its way, so that a way there and a way back are two."""
    (x1, y1), (x2, y2) = world().centres[arc.source], world().centres[arc.target]
    short = frame.unit * 1.1 / (math.hypot(x2 - x1, y2 - y1) or 1.0)
    bend_x, bend_y = (x1 + x2) / 2 + (y2 - y1) * 0.18, (y1 + y2) / 2 - (x2 - x1) * 0.18
    return x1, y1, bend_x, bend_y, x2 + (bend_x - x2) * short, y2 + (bend_y - y2) * short


def _way(arc: Arc, frame: Frame) -> Iterator[Box]:
    """Points of a bow, close enough that no name stands between two of them."""
    x1, y1, bend_x, bend_y, x2, y2 = _bow(arc, frame)
    steps = math.ceil(math.hypot(x2 - x1, y2 - y1) / frame.unit) + 4
    for step in range(steps + 1):
        far = step / steps
        near = 1 - far
        a, b, c = near * near, 2 * near * far, far * far
        yield Box(a * x1 + b * bend_x + c * x2, a * y1 + b * bend_y + c * y2, 0, 0)


def _arc(arc: Arc, frame: Frame, most: int) -> Markup:
    x1, y1, bend_x, bend_y, end_x, end_y = _bow(arc, frame)
    x2, y2 = world().centres[arc.target]
    thick = frame.unit * (0.12 + 0.3 * arc.count / most)
    angle = math.degrees(math.atan2(y2 - bend_y, x2 - bend_x))
    told = f"{arc.source_name} → {arc.target_name}: {arc.count}"
    return Markup(
        '<g><title>{}</title><path class="flow" d="M{} {}Q{} {} {} {}" stroke-width="{}"/>'
        '<path class="bar" d="M0 0L{} {}L{} {}z" transform="translate({} {}) rotate({})"/></g>'
    ).format(
        told,
        *(round(value, 1) for value in (x1, y1, bend_x, bend_y, end_x, end_y, thick)),
        *(round(value, 1) for value in (-frame.unit * 0.6, -frame.unit * 0.35, -frame.unit * 0.6, frame.unit * 0.35)),
        *(round(value, 1) for value in (end_x, end_y, angle)),
    )


def _places(arcs: Sequence[Arc]) -> dict[str, str]:
    """Codes and names, each once, in the order of their arcs."""
    both = ((arc.source, arc.source_name, arc.target, arc.target_name) for arc in arcs)
    return {code: name for a, name_a, b, name_b in both for code, name in ((a, name_a), (b, name_b))}


def _points(arcs: Sequence[Arc], frame: Frame) -> Iterator[Markup]:
    for code in _places(arcs):
        x, y = world().centres[code]
        yield Markup('<circle class="place" cx="{}" cy="{}" r="{}"/>').format(x, y, round(frame.unit * 0.28, 1))


def _names(arcs: Sequence[Arc], frame: Frame) -> Iterator[Markup]:
    """Each beside its point, where nothing stands yet, off the arcs where it can be; one without room is left out."""
    unit, dot = frame.unit, frame.unit * 0.3
    ways = [point for arc in arcs for point in _way(arc, frame)]
    points = [world().centres[code] for code in _places(arcs)]
    taken = [Box(x - dot, y - dot, 2 * dot, 2 * dot) for x, y in points]
    for code, name in _places(arcs).items():
        x, y = world().centres[code]
        width, gap = len(name) * unit * _LETTER, unit * 0.5
        beside, middle = (x + gap, x - gap - width), (x - width / 2,)
        tries = ((-0.6, beside), (-1.6, beside), (0.4, beside), (-1.9, middle), (0.7, middle))
        places = (Box(left, y + up * unit, width, unit * 1.2) for up, lefts in tries for left in lefts)
        free = [b for b in places if b.within(frame) and not any(b.meets(other) for other in taken)]
        if free:
            box = next((b for b in free if not any(b.meets(point) for point in ways)), free[0])
            taken.append(box)
            yield Markup('<text class="label" x="{}" y="{}" font-size="{}" text-anchor="middle">{}</text>').format(
                round(box.x + width / 2, 1), round(box.y + unit * 0.95, 1), round(unit, 1), name
            )
