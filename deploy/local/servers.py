"""Start, find and end one server process; what is known of it is a file in the data folder."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
import psutil

from deploy.local import keeper
from marsad.errors import StackError
from marsad.settings import Settings

NAMES: Final = ("kafka", "elasticsearch")
LOG_LINES: Final = 12
_ERROR: Final = re.compile(r"\b(?:ERROR|FATAL)\b")


@dataclass(frozen=True, slots=True)
class Plan:
    """How to run a server and how to tell that it is ready."""

    name: str
    port: int
    command: list[str]
    environment: dict[str, str]
    folder: Path
    user: int | None
    ready: Callable[[], bool]
    patience: float
    """Seconds until a start counts as failed."""


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """A server that was started, as written in the data folder."""

    name: str
    port: int
    keeper: int
    """pid of the keeper, the server's parent."""
    started: float
    """Seconds after the boot at which the keeper started: a recycled pid has another, a clock that is set has not."""
    owner: int
    """pid of the process that the server ends with, 0 when it runs until `marsad stack down`."""

    def process(self) -> psutil.Process | None:
        """The keeper's process, or None when it is gone."""
        try:
            process = psutil.Process(self.keeper)
            command = " ".join(process.cmdline())
            # The command is empty for an instant after the start, until the kernel has written it.
            same = abs(_since_boot(process) - self.started) < 1 and (not command or "keeper.py" in command)
            return process if same and process.status() != psutil.STATUS_ZOMBIE else None
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return None

    def server(self) -> psutil.Process | None:
        """The server itself: the last process below the keeper (Elasticsearch has a launcher between)."""
        process = self.process()
        with contextlib.suppress(psutil.NoSuchProcess):
            below = process.children(recursive=True) if process else []
            return below[-1] if below else None
        return None


def log_file(settings: Settings, name: str) -> Path:
    """Where the server's output goes."""
    return settings.data_dir / "logs" / f"{name}.log"


def _record(settings: Settings, name: str) -> Path:
    return settings.data_dir / "run" / f"{name}.json"


def running(settings: Settings, name: str) -> Running | None:
    """The server of this data folder, or None when it does not run."""
    try:
        found = msgspec.json.decode(_record(settings, name).read_bytes(), type=Running)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    return found if found.process() else None


def launch(settings: Settings, plan: Plan, *, owner: int) -> Running:
    """Start the server below a keeper, in a session of its own, and write down that it runs; does not wait for it."""
    log = log_file(settings, plan.name)
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    order = keeper.Order(command=plan.command, folder=str(plan.folder), log=str(log), user=plan.user, parent=owner)
    # -P: the folder of keeper.py must not stand on the path of what it imports.
    command = [sys.executable, "-P", str(Path(keeper.__file__)), msgspec.json.encode(order).decode()]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env=plan.environment | _passed_on("PYTHONPATH"),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    started = _since_boot(psutil.Process(process.pid))
    record = Running(name=plan.name, port=plan.port, keeper=process.pid, started=started, owner=owner)
    path = _record(settings, plan.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.encode(record))
    return record


def wait_ready(settings: Settings, plan: Plan, record: Running) -> None:
    """Wait until the server answers.

    Raises:
        StackError: when it ends, or does not answer in time; quotes its log.
    """
    deadline = time.monotonic() + plan.patience
    while not plan.ready():
        if record.process() is None:
            raise StackError(f"{plan.name} ended while it started{_tail(settings, plan.name)}")
        if time.monotonic() > deadline:
            raise StackError(f"{plan.name} did not answer within {plan.patience:.0f} s{_tail(settings, plan.name)}")
        time.sleep(0.1)


def end(settings: Settings, *names: str) -> None:
    """End servers in order: SIGTERM, and SIGKILL for one that has not gone after the keeper's grace time."""
    found = [record for name in names if (record := running(settings, name))]
    processes = [process for record in found if (process := record.process())]
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, left = psutil.wait_procs(processes, timeout=keeper.GRACE + 10)
    for process in left:
        for part in (*process.children(recursive=True), process):
            with contextlib.suppress(psutil.NoSuchProcess):
                part.kill()
    for name in names:
        _record(settings, name).unlink(missing_ok=True)


def _since_boot(process: psutil.Process) -> float:
    return process.create_time() - psutil.boot_time()


def child_environment() -> dict[str, str]:
    """What a server sees of our environment: no setting and no secret of ours."""
    return _passed_on("PATH", "LANG", "LC_ALL", "TZ")


def _passed_on(*names: str) -> dict[str, str]:
    return {name: os.environ[name] for name in names if name in os.environ}


def _tail(settings: Settings, name: str) -> str:
    """What its log says: from the first error on, which names the cause; what follows it is the way down."""
    log = log_file(settings, name)
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    first = next((number for number, line in enumerate(lines) if _ERROR.search(line)), -LOG_LINES)
    shown = lines[first:][:LOG_LINES]
    return f"; {log} says:\n  " + "\n  ".join(shown) if shown else f"; {log} is empty"
