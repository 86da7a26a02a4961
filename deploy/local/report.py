"""What `marsad stack status` and `marsad stack logs` print."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import count

from deploy.local.servers import NAMES, log_file
from deploy.local.stack import ServerStatus
from marsad.errors import StackError
from marsad.settings import Settings


def status_lines(found: Iterable[ServerStatus]) -> list[str]:
    """One line for each server."""
    return [_status_line(server) for server in found]


def _status_line(server: ServerStatus) -> str:
    if not server.running:
        return f"✗ {server.name:<14} not running — `marsad stack up` starts it"
    mark, health = ("✓", "healthy") if server.healthy else ("!", "does not answer — see `marsad stack logs`")
    until = f"ends with process {server.owner}" if server.owner else "runs until `marsad stack down`"
    uptime = timedelta(seconds=int(server.uptime))
    memory = f"{server.rss / 2**20:.0f} MB"
    return f"{mark} {server.name:<14} {server.address}  pid {server.pid}  {memory}  up {uptime}  {health}, {until}"


def log_lines(settings: Settings, server: str | None, *, last: int, follow: bool) -> Iterator[str]:
    """The last lines of one server's log or of all, and with `follow` what comes after, for ever.

    Raises:
        StackError: when there is no log yet.
    """
    names = [server] if server else list(NAMES)
    if not any(log_file(settings, name).exists() for name in names):
        raise StackError(
            f"no log of {' or '.join(names)} is in {settings.data_dir}", hint="`marsad stack up` starts them"
        )
    ends = {}
    for name in names:
        lines, ends[name] = _new_lines(settings, name, 0)
        yield from (f"{name}: {line}" for line in deque(lines, maxlen=last))
    for _ in count() if follow else ():
        time.sleep(0.3)
        for name in names:
            lines, ends[name] = _new_lines(settings, name, ends[name])
            yield from (f"{name}: {line}" for line in lines)


def _new_lines(settings: Settings, name: str, position: int) -> tuple[list[str], int]:
    """The whole lines after `position` and where they end; from the start in a log that a restart has made anew."""
    path = log_file(settings, name)
    if not path.exists():
        return [], 0
    with path.open("rb") as file:
        start = position if path.stat().st_size >= position else 0
        file.seek(start)
        whole, _, _ = file.read().rpartition(b"\n")
    return whole.decode(errors="replace").splitlines(), start + len(whole) + bool(whole)
