"""The parent process of one server: runs it, and ends it when told to or when there is nobody left to work for.

That is when the process that started the stack is gone, or when the data folder has been removed. The keeper is a
process of its own because nobody else can do this: a parent killed with -9 does nothing any more, and the kernel's
parent-death signal follows the thread that forked, not the process. That signal stands behind the keeper: should the
keeper itself be killed with -9, the server gets a SIGKILL.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import Final

import msgspec
import psutil

GRACE: Final = 25.0
"""Seconds between SIGTERM and SIGKILL."""
_LOOK_SECONDS: Final = 5
_PR_SET_PDEATHSIG: Final = 1


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What to run, given to the keeper as JSON in its one argument; the environment is handed down as it is."""

    command: list[str]
    folder: str
    """Working folder."""
    log: str
    user: int | None
    """uid and gid to become, or None."""
    parent: int
    """End the server when this process is gone; 0 lets it live."""


class _StopAskedError(Exception):
    pass


def main() -> int:
    """Run the ordered server until it ends; returns its exit code."""
    order = msgspec.json.decode(sys.argv[1], type=Order)
    signal.signal(signal.SIGTERM, _ask_to_stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server: subprocess.Popen[bytes] | None = None
    try:
        server = _start(order)
        _wait(server, order)
    except _StopAskedError:
        pass
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    return _end(server) if server else 0


def _ask_to_stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise _StopAskedError


def _start(order: Order) -> subprocess.Popen[bytes]:
    libc = ctypes.CDLL(None)
    with Path(order.log).open("ab") as log:
        return subprocess.Popen(
            order.command,
            cwd=order.folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            user=order.user,
            group=order.user,
            extra_groups=None if order.user is None else [],
            preexec_fn=lambda: libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL),  # noqa: PLW1509 (one thread here)
        )


def _wait(server: subprocess.Popen[bytes], order: Order) -> None:
    """Until the server has ended, the parent is gone, or the data folder was removed."""
    poll = select.poll()
    poll.register(os.pidfd_open(server.pid), select.POLLIN)
    if order.parent:
        try:
            poll.register(os.pidfd_open(order.parent), select.POLLIN)
        except ProcessLookupError:
            return
    while not poll.poll(_LOOK_SECONDS * 1000):
        if not Path(order.log).parent.exists():
            return


def _end(server: subprocess.Popen[bytes]) -> int:
    children = _children(server.pid)
    if server.poll() is None:
        server.terminate()
    try:
        code = server.wait(GRACE)
    except subprocess.TimeoutExpired:
        server.kill()
        code = server.wait()
    _, left = psutil.wait_procs(children, timeout=5)
    for child in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            child.kill()
    return code


def _children(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


if __name__ == "__main__":
    sys.exit(main())
