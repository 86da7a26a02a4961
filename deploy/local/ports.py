"""Ports on loopback: by setting, else a free one that is remembered in the data folder and kept while it stays free."""

from __future__ import annotations

import random
import socket
from pathlib import Path
from typing import Final

import msgspec

from marsad.errors import StackError
from marsad.settings import Settings

LOOPBACK: Final = "127.0.0.1"
_CANDIDATES: Final = range(20000, 32000)
"""Below Linux's range for outgoing connections (32768 and up), so that none of those takes it between two runs."""


class Ports(msgspec.Struct, frozen=True, kw_only=True):
    """The ports of one data folder's servers."""

    kafka: int
    kafka_controller: int
    elasticsearch: int


def is_free(port: int) -> bool:
    """Whether a server could listen on `port` of loopback now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether something listens on `port` of loopback."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1):
            return True
    except OSError:
        return False


def ports_file(settings: Settings) -> Path:
    """Where the ports are remembered."""
    return settings.data_dir / "ports.json"


def remembered(settings: Settings) -> Ports | None:
    """The ports of the last start in this data folder."""
    try:
        return msgspec.json.decode(ports_file(settings).read_bytes(), type=Ports)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def choose(settings: Settings, *, running: frozenset[str] = frozenset()) -> Ports:
    """Settle the ports of this data folder's servers and remember them.

    Args:
        settings: Whose ports win where they are not 0.
        running: Servers (`kafka`, `elasticsearch`) that run already and keep their remembered port.

    Raises:
        StackError: when a port that a setting asks for is taken.
    """
    last = remembered(settings)
    taken: set[int] = set()

    def pick(name: str, owner: str, wanted: int) -> int:
        old: int = getattr(last, name) if last else 0
        port: int = old if owner in running and old else _pick(owner, wanted, old, taken)
        taken.add(port)
        return port

    ports = Ports(
        kafka=pick("kafka", "kafka", settings.kafka.port),
        kafka_controller=pick("kafka_controller", "kafka", 0),
        elasticsearch=pick("elasticsearch", "elasticsearch", settings.elasticsearch.port),
    )
    ports_file(settings).write_bytes(msgspec.json.encode(ports))
    return ports


def _pick(owner: str, wanted: int, old: int, taken: set[int]) -> int:
    if wanted:
        if not is_free(wanted):
            raise StackError(
                f"port {wanted} for {owner} is taken by another process",
                resource=f"MARSAD_{owner.upper()}_PORT",
                hint="stop that process, or set another port; 0 takes a free one",
            )
        return wanted
    if old and old not in taken and is_free(old):
        return old
    start = random.choice(_CANDIDATES)
    order: tuple[int, ...] = (*range(start, _CANDIDATES.stop), *range(_CANDIDATES.start, start))
    return next(port for port in order if port not in taken and is_free(port))
