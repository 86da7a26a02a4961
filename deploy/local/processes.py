"""Marsad's own processes under `marsad up`: started, started again when they die, ended in order."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_GRACE: Final = 20.0
"""Seconds between SIGTERM and SIGKILL: a worker commits and a sink writes what it holds."""
_BACKOFF: Final = (1.0, 2.0, 5.0, 15.0)
_HEALTHY_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Part:
    """One process of ours: `marsad ARGUMENTS`, its log in the data folder."""

    name: str
    arguments: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    to_terminal: bool = False
    """Whether its standard output is for the reader's eyes; its log never is."""


@dataclass(slots=True)
class _Child:
    part: Part
    process: subprocess.Popen[bytes]
    started: float
    failures: int = 0
    due: float | None = None


class Processes:
    """Runs parts side by side. They get SIGTERM when this process dies, however it dies.

    Args:
        logs: Folder of their logs.
        environment: Settings for all of them, beside this process's own environment.
    """

    def __init__(self, logs: Path, environment: dict[str, str]) -> None:
        self._logs = logs
        self._environment = environment
        self._children: list[_Child] = []

    def run(self, part: Part) -> int:
        """Run a part to its end; returns its exit code."""
        return self._launch(part).wait()

    def start(self, part: Part) -> None:
        """Start a part that is to run until `stop`."""
        self._children.append(_Child(part, self._launch(part), time.monotonic()))

    def restart_dead(self) -> list[str]:
        """Start again what has died, later each time; returns one line for each death."""
        lines = []
        now = time.monotonic()
        for child in self._children:
            code = child.process.poll()
            if code is None:
                continue
            if child.due is None:
                child.failures = 0 if now - child.started > _HEALTHY_SECONDS else child.failures + 1
                wait = _BACKOFF[min(child.failures, len(_BACKOFF)) - 1] if child.failures else 0.0
                child.due = now + wait
                lines.append(
                    f"{child.part.name} ended with code {code}; starting it again in {wait:.0f} s "
                    f"(its log: {self.log(child.part)})"
                )
            if now >= child.due:
                child.process, child.started, child.due = self._launch(child.part), now, None
        return lines

    def stop(self) -> None:
        """End all parts in the order in which they were started: what feeds the others first."""
        for child in self._children:
            with contextlib.suppress(ProcessLookupError):
                child.process.terminate()
            try:
                child.process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
        self._children.clear()

    def log(self, part: Part) -> Path:
        """The log of a part."""
        return self._logs / f"{part.name}.log"

    def _launch(self, part: Part) -> subprocess.Popen[bytes]:
        self._logs.mkdir(parents=True, exist_ok=True)
        libc = ctypes.CDLL(None)
        with self.log(part).open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "marsad", *part.arguments],
                env=os.environ | self._environment | part.environment,
                stdin=subprocess.DEVNULL,
                stdout=None if part.to_terminal else log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM),  # noqa: PLW1509 (forked by the main thread alone)
            )
