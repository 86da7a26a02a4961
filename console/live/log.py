"""What came, in order: bounded, read by every open page at its own pace, with no queue a reader."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

Frame = bytes
Cause = Literal["alert", "annotation", "status"]


@dataclass(slots=True)
class Notice:
    """One thing that open pages are told. `number` counts from 1; `position` is what a page resumes from."""

    number: int
    cause: Cause
    subject: str
    position: str
    frames: dict[str, Frame] = field(default_factory=dict)
    """Rendered once for each flavour of page (language, rights), not once for each page."""

    def frame(self, flavour: str, render: Callable[[Notice], Frame]) -> Frame:
        """The bytes for one flavour."""
        found = self.frames.get(flavour)
        if found is None:
            found = self.frames[flavour] = render(self)
        return found


class Log:
    """The last notices. Everything is called from the event loop's thread.

    Args:
        size: Notices kept; a reader that falls further behind is told to begin anew.
    """

    def __init__(self, size: int) -> None:
        self._notices: deque[Notice] = deque(maxlen=size)
        self._last = 0
        self._more = asyncio.Event()

    @property
    def last(self) -> int:
        """Number of the latest notice."""
        return self._last

    def add(self, cause: Cause, subject: str, position: str) -> None:
        """Tell every reader."""
        self._last += 1
        self._notices.append(Notice(self._last, cause, subject, position))
        self._more.set()
        self._more = asyncio.Event()

    def since(self, number: int) -> list[Notice] | None:
        """The notices after `number`; None where some of them are gone."""
        missing = self._last - number
        if missing > len(self._notices):
            return None
        return list(islice(self._notices, len(self._notices) - missing, None))

    async def wait(self) -> None:
        """Until there is another one."""
        await self._more.wait()
