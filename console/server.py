"""Serves the console: where it listens, and who is let in from there."""

from __future__ import annotations

import random
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

import uvicorn

from console.app import make
from console.auth.providers import is_loopback, provider
from console.auth.users import Users
from console.rooms import Rooms
from console.state import Console
from console.web.render import compile_templates
from marsad.errors import ConfigError
from marsad.settings import Settings

_DRAIN_SECONDS: Final = 3
_CANDIDATES: Final = range(20000, 32000)
"""Below Linux's range for outgoing connections (32768 and up), so that none of those takes it between two starts."""
_TRIED: Final = 20


def serve(settings: Settings, rooms: Rooms, say: Callable[[str], None]) -> None:
    """Serve until SIGTERM or Ctrl-C.

    Raises:
        ConfigError: when the address cannot be listened on, or would let in people without a login.
    """
    check(settings)
    compile_templates()
    listener = listen(settings)
    listener.listen()
    say(f"console at {address(settings, listener)}")
    config = uvicorn.Config(
        make(Console(settings, rooms)),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_DRAIN_SECONDS,
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        # uvicorn drains on either and then raises it once more: it has done its work by then.
        signal.signal(number, lambda *_: None)
    with listener:
        uvicorn.Server(config).run(sockets=[listener])


def check(settings: Settings) -> None:
    """Refuse what would be unsafe.

    Raises:
        ConfigError: when others can reach us and nobody has to log in, or a login could not work.
    """
    others = provider(settings.console)
    users = settings.console.users
    if users is not None and Users(users).count() == 0:
        raise ConfigError(
            f"there is nobody in {users}",
            resource="MARSAD_CONSOLE_USERS",
            hint="`marsad console user add NAME --role admin`",
        )
    if users is None and others is None and not is_loopback(settings.console.bind):
        raise ConfigError(
            f"MARSAD_CONSOLE_BIND is {settings.console.bind}, which others can reach, and there is no login",
            resource="MARSAD_CONSOLE_USERS",
            hint="set it to a file of users, made with `marsad console user add NAME --role admin`, or "
            "MARSAD_CONSOLE_OIDC_ISSUER to a provider",
        )


def listen(settings: Settings) -> socket.socket:
    """Listen on the port of the settings, else on the one of last time, else on a free one, which is remembered.

    Raises:
        ConfigError: when the address or the port of the settings cannot be had.
    """
    memory = settings.data_dir / "console" / "port"
    wanted = settings.console.port
    for port in (wanted,) if wanted else (_remembered(memory), *random.sample(_CANDIDATES, _TRIED), 0):
        try:
            listener = _bound(settings.console.bind, port)
        except OSError as error:
            problem = error
            continue
        memory.parent.mkdir(parents=True, exist_ok=True)
        memory.write_text(str(listener.getsockname()[1]))
        return listener
    raise ConfigError(
        f"{settings.console.bind} port {wanted} cannot be listened on: {problem.strerror}",
        resource="MARSAD_CONSOLE_BIND, MARSAD_CONSOLE_PORT",
        hint="name another; port 0 takes a free one",
    )


def address(settings: Settings, listener: socket.socket) -> str:
    """Where people find us."""
    host = settings.console.bind
    return settings.console.url or f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"


def _bound(bind: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    # asyncio sets TCP_NODELAY only where the socket names its protocol; without it answers wait 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((bind, port))
    except OSError:
        listener.close()
        raise
    return listener


def _remembered(path: Path) -> int:
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return 0
