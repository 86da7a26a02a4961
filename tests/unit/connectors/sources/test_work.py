"""The work thread: one task after the other, in a new thread now and then."""

from __future__ import annotations

import threading
from concurrent.futures import Future

import pytest

from connectors.sources.work import RenewedThread


def test_tasks_run_in_their_order_and_never_two_at_a_time() -> None:
    running, done, threads = [0], [], []

    def task(number: int) -> int:
        running[0] += 1
        assert running[0] == 1
        threads.append(threading.current_thread())
        done.append(number)
        running[0] -= 1
        return number

    with RenewedThread("work", tasks=7) as work:
        futures: list[Future[int]] = [work.submit(task, number) for number in range(100)]
    assert [future.result() for future in futures] == done == list(range(100))
    assert len({id(thread) for thread in threads}) == 15
    assert not any(thread.is_alive() for thread in threads)


def test_an_error_is_the_tasks_own() -> None:
    with RenewedThread("work", tasks=1) as work:
        broken, good = work.submit(int, "x"), work.submit(int, "7")
        with pytest.raises(ValueError, match="invalid literal"):
            broken.result()
        assert good.result() == 7
