"""How often somebody may fail to log in."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

_FAILURES: Final = 5
_SECONDS: Final = 300.0
_REMEMBERED: Final = 10_000


class Limiter:
    """Counts failures by address and by name; bounded, the oldest are forgotten first.

    Args:
        clock: Seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, list[float]] = OrderedDict()

    def wait(self, *keys: str) -> int:
        """Seconds until one of these may try again; 0 where they may now."""
        now = self._clock()
        waits = [self._recent(key, now)[0] + _SECONDS - now for key in keys if len(self._recent(key, now)) >= _FAILURES]
        return int(max(waits)) + 1 if waits else 0

    def failed(self, *keys: str) -> None:
        """One more failure of each."""
        now = self._clock()
        for key in keys:
            self._failures[key] = [*self._recent(key, now), now][-_FAILURES:]
            self._failures.move_to_end(key)
        while len(self._failures) > _REMEMBERED:
            self._failures.popitem(last=False)

    def succeeded(self, *keys: str) -> None:
        """Forget the failures of each."""
        for key in keys:
            self._failures.pop(key, None)

    def _recent(self, key: str, now: float) -> list[float]:
        return [at for at in self._failures.get(key, ()) if now - at < _SECONDS]
