"""One line of the doctor's report."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

Level = Literal["ok", "warning", "broken"]
MARKS: Final[dict[Level, str]] = {"ok": "✓", "warning": "!", "broken": "✗"}


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What was found out about one thing."""

    name: str
    level: Level
    found: str
    advice: str | None = None

    def line(self) -> str:
        """As it is printed."""
        advice = f" — {self.advice}" if self.advice else ""
        return f"{MARKS[self.level]} {self.name:<16} {self.found}{advice}"


def ok(name: str, found: str) -> Finding:
    """Nothing to do."""
    return Finding(name=name, level="ok", found=found)


def warning(name: str, found: str, advice: str) -> Finding:
    """Not wrong, or not wrong yet."""
    return Finding(name=name, level="warning", found=found, advice=advice)


def broken(name: str, found: str, advice: str | None) -> Finding:
    """Something that Marsad needs and that does not work."""
    return Finding(name=name, level="broken", found=found, advice=advice)
