"""Parts of a source that work in threads of their own: one that breaks or stands still does not go unheard."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from marsad import telemetry

STUCK_SECONDS: Final = 300.0
"""Longer than everything that a part waits for with a limit of time."""
Broken = Callable[[str, BaseException], None]
"""Told of a part that works no more, in the part's own thread: its name and why."""


class Part:
    """One such thread.

    Args:
        name: What it is, for the log.
        work: What it does until it is told to end.
        broken: Told of an error that escaped from the work; None where the log is enough.
        clock: Seconds that only grow.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[], None],
        broken: Broken | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.work = work
        self.broken = broken
        self.clock = clock
        self._beaten = clock()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self.beat()
        self._thread.start()

    def join(self, timeout: float) -> None:
        """Wait for its end, so many seconds at most."""
        self._thread.join(timeout)

    def beat(self) -> None:
        """Say that it moves."""
        self._beaten = self.clock()

    @property
    def is_stuck(self) -> bool:
        """Whether it has begun, has not ended, and has long said nothing."""
        return self._thread.is_alive() and self.clock() - self._beaten > STUCK_SECONDS

    def _run(self) -> None:
        try:
            self.work()
        except BaseException as error:
            telemetry.logger("sources").critical("a part of the source broke", part=self.name, exc_info=True)
            if self.broken is not None:
                self.broken(self.name, error)
