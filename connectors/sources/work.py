"""The thread in which feeds are read and the outbox is written: one at a time, and now and then a new one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Final, ParamSpec, TypeVar

_TASKS: Final = 2000
_P = ParamSpec("_P")
_T = TypeVar("_T")


class RenewedThread(Executor):
    """Runs one task after the other, in a thread that is replaced after so many.

    libxml2 keeps every name of an element or attribute that a thread has met for as long as the thread lives: measured,
    80 000 names that nobody repeats are 4 MB, and hostile feeds have new ones in every answer.

    Args:
        name: Of its threads.
        tasks: After how many of them the next has a new thread.
    """

    def __init__(self, name: str, tasks: int = _TASKS) -> None:
        self._name, self._tasks = name, tasks
        self._left = tasks
        self._pool = ThreadPoolExecutor(1, name)
        self._lock = threading.Lock()

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Run `fn` after all that was submitted before."""
        with self._lock:
            if not self._left:
                before, self._pool = self._pool, ThreadPoolExecutor(1, self._name)
                self._pool.submit(before.shutdown)  # no two at a time: the new thread waits for the end of the old one
                self._left = self._tasks
            self._left -= 1
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more tasks; wait for those that were submitted, unless told otherwise."""
        with self._lock:
            self._pool.shutdown(wait, cancel_futures=cancel_futures)
