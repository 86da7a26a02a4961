"""Polls that end at about the same time share one transaction: a feed that has not changed costs next to nothing."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor

from connectors.sources.outbox import Outbox, Poll


class Recorder:
    """Writes polls into the outbox; use it in one event loop.

    Args:
        outbox: Where they are written.
        work: The thread that the outbox is used in.
    """

    def __init__(self, outbox: Outbox, work: Executor) -> None:
        self.outbox = outbox
        self.work = work
        self._waiting: list[tuple[Poll, asyncio.Future[int]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def record(self, poll: Poll) -> int:
        """Write a poll, together with all others that wait; how many of its articles were put into the outbox."""
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append((poll, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return await done

    async def _write(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                group, self._waiting = self._waiting, []
                results = await loop.run_in_executor(self.work, self._written, [poll for poll, _ in group])
                for (_, done), result in zip(group, results, strict=True):
                    _settle(done, result)
        except BaseException as error:
            for _, done in (*group, *self._waiting):
                _settle(done, RuntimeError(f"the outbox cannot be written: {error}"))
            self._waiting = []
            raise
        finally:
            self._writing = None

    def _written(self, polls: list[Poll]) -> list[int | Exception]:
        """What came of each; where the group cannot be written each is written alone, so that one spoils no other."""
        try:
            return [*self.outbox.record_all(polls)]
        except Exception as error:
            return [error] if len(polls) == 1 else [self._written([poll])[0] for poll in polls]


def _settle(done: asyncio.Future[int], result: int | Exception) -> None:
    if done.done():
        return
    if isinstance(result, Exception):
        done.set_exception(result)
    else:
        done.set_result(result)
