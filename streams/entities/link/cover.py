"""Look-ups among intervals that do not overlap, in logarithmic time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar


class Interval(Protocol):
    """Anything from `start` up to, but without, `end`."""

    @property
    def start(self) -> int:
        """First place."""

    @property
    def end(self) -> int:
        """Place behind the last."""


T = TypeVar("T", bound=Interval)


class Cover(Generic[T]):
    """Intervals that do not overlap, by place."""

    def __init__(self, intervals: Iterable[T]) -> None:
        self._intervals = sorted(intervals, key=lambda one: one.start)
        self._starts = [one.start for one in self._intervals]

    def holding(self, start: int, end: int) -> T | None:
        """The interval that holds all of `start:end`."""
        index = bisect_right(self._starts, start) - 1
        if index < 0 or self._intervals[index].end < end:
            return None
        return self._intervals[index]

    def touching(self, start: int, end: int) -> list[T]:
        """The intervals that share a place with `start:end`, in order."""
        index = max(bisect_right(self._starts, start) - 1, 0)
        found = []
        while index < len(self._intervals) and self._intervals[index].start < end:
            if self._intervals[index].end > start:
                found.append(self._intervals[index])
            index += 1
        return found
