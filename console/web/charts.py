"""Pictures as SVG that the server draws: no library, no script; their numbers stand beside them in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

_WIDTH: Final = 720
_HEIGHT: Final = 150
_BASE: Final = 126
_TOP: Final = 20
_SPANS: Final = 260
"""Where spans begin: two days fit before it in the letters that a phone is given."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, how high, and a second part of it that is told apart."""

    label: str
    value: float
    part: float = 0.0


@dataclass(frozen=True, slots=True)
class Flow:
    """From whom to whom, and how often."""

    source: str
    target: str
    count: int


def bars(values: Sequence[Bar], title: str) -> Markup:
    """A row of bars, oldest first, with the first, middle and last label below."""
    highest = max((bar.value for bar in values), default=0.0) or 1.0
    step = _WIDTH / max(len(values), 1)
    width = max(min(step * 0.8, 48.0), 1.0)
    shapes = [
        Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="1"><title>{}: {}</title></rect>').format(
            kind, *_box(index, step, width, value / highest), bar.label, f"{bar.value:g}"
        )
        for index, bar in enumerate(values)
        for kind, value in (("bar", bar.value), ("bar strong", bar.part))
        if value
    ]
    return _svg(Markup("").join([*_grid(highest), *shapes, *_labels(values, step)]), title, _HEIGHT)


def flows(values: Sequence[Flow], title: str, *, rtl: bool) -> Markup:
    """Who gives to whom: givers where reading begins, takers where it ends, lines as thick as they are frequent."""
    sources = list(dict.fromkeys(flow.source for flow in values))
    targets = list(dict.fromkeys(flow.target for flow in values))
    height = 30 * max(len(sources), len(targets), 1) + 16
    places = {("s", name): _row(i, len(sources), height) for i, name in enumerate(sources)}
    places |= {("t", name): _row(i, len(targets), height) for i, name in enumerate(targets)}
    thickest = max((flow.count for flow in values), default=1)
    start, end, step = (530, 190, -1) if rtl else (190, 530, 1)
    shapes = [
        _FLOW.format(
            f"M{start} {a} C360 {a} 360 {b} {end} {b}", round(1.5 + 7 * f.count / max(thickest, 4), 1), _told(f)
        )
        + _HEAD.format(f"M{end} {b - 6} l{10 * step} 6 l{-10 * step} 6 z")
        for f in values
        for a, b in [(places["s", f.source], places["t", f.target])]
    ]
    shapes += [_name(name, (side == "s") != rtl, y) for (side, name), y in places.items()]
    return _svg(Markup("").join(shapes), title, height)


_FLOW: Final = Markup('<path class="flow" d="{}" stroke-width="{}"><title>{}</title></path>')
_HEAD: Final = Markup('<path class="bar strong" d="{}"/>')


def spans(values: Sequence[tuple[str, float, float]], title: str) -> Markup:
    """Rows of spans on one scale from 0 to 1: a label, a beginning, an end."""
    height = 28 * max(len(values), 1) + 12
    shapes = []
    for index, (label, start, end) in enumerate(values):
        left, y = _SPANS + start * (_WIDTH - _SPANS), 10 + index * 28
        width = max((end - start) * (_WIDTH - _SPANS), 4)
        shapes.append(
            Markup('<text class="tick" x="{}" y="{}" text-anchor="end" direction="ltr">{}</text>').format(
                _SPANS - 10, y + 14, label
            )
            + Markup('<rect class="bar strong" x="{}" y="{}" width="{}" height="16" rx="3"/>').format(
                round(left, 1), y, round(width, 1)
            )
        )
    return _svg(Markup("").join(shapes), title, height)


def _box(index: int, step: float, width: float, share: float) -> tuple[float, float, float, float]:
    height = max(share * (_BASE - _TOP), 1.0)
    return round(index * step + (step - width) / 2, 2), round(_BASE - height, 2), round(width, 2), round(height, 2)


def _grid(highest: float) -> list[Markup]:
    line = Markup('<line class="axis" x1="0" x2="{}" y1="{}" y2="{}"/>').format(_WIDTH, _BASE, _BASE)
    top = Markup('<text class="tick" x="2" y="15" direction="ltr">{}</text>').format(f"{highest:g}")
    return [line, top]


def _labels(values: Sequence[Bar], step: float) -> list[Markup]:
    if not values:
        return []
    few = dict.fromkeys(range(len(values)), "middle")
    shown = {0: "start", len(values) // 2: "middle", len(values) - 1: "end"} if len(values) > 2 else few
    text = Markup('<text class="tick" x="{}" y="{}" text-anchor="{}" direction="ltr">{}</text>')
    return [
        text.format(
            {"start": 0, "middle": round(i * step + step / 2), "end": _WIDTH}[a], _BASE + 18, a, values[i].label
        )
        for i, a in shown.items()
    ]


def _row(index: int, count: int, height: int) -> int:
    return round(8 + (index + 0.5) * (height - 16) / max(count, 1))


def _name(name: str, left: bool, y: int) -> Markup:
    x, anchor = (175, "end") if left else (545, "start")
    return Markup('<text class="name" x="{}" y="{}" text-anchor="{}" direction="ltr">{}</text>').format(
        x, y + 4, anchor, name
    )


def _told(flow: Flow) -> str:
    return f"{flow.source} → {flow.target}: {flow.count}"


def _svg(inner: Markup, title: str, height: int) -> Markup:
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}" preserveAspectRatio="xMidYMid meet">{}</svg>'
    ).format(_WIDTH, height, title, inner)
