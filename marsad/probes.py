"""What a process answers to those who look after it: GET /metrics, /healthz and /readyz, on a port of its own.

Several processes of one machine share MARSAD_METRICS_PORT: each takes the first free port from there on and writes it
down in the data folder, where Prometheus finds it (`file_sd_configs`, DATA_DIR/metrics/*.json).
"""

from __future__ import annotations

import atexit
import json
import os
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from marsad.errors import ConfigError
from marsad.settings import Settings
from marsad.telemetry import logger

_PORTS: Final = 50
"""How many ports are tried."""
_STALLED_SECONDS: Final = 60.0
START_AGAIN: Final = 75
"""EX_TEMPFAIL of sysexits.h: with this code a process that cannot go on asks its supervisor for a fresh one."""


class Health:
    """Whether this process can take work (`ready`), and whether its loop still turns (`beat`)."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ready = False
        self._beaten: float | None = None

    def ready(self) -> None:
        """Say that work can be taken."""
        self._ready = True

    def beat(self) -> None:
        """Say that the loop turns; who never does is taken to be alive while it answers."""
        self._beaten = self._clock()

    @property
    def is_ready(self) -> bool:
        """Whether work can be taken now."""
        return self._ready and self.is_alive

    @property
    def is_alive(self) -> bool:
        """Whether the loop turned within the last minute."""
        return self._beaten is None or self._clock() - self._beaten < _STALLED_SECONDS


HEALTH: Final = Health()
"""Of this process."""


def serve(settings: Settings, component: str) -> int | None:
    """Serve metrics and health beside the work, until the process ends; returns the port, None where none is wanted.

    Raises:
        ConfigError: when MARSAD_METRICS_HOST is not ours, or no port from MARSAD_METRICS_PORT on is free.
    """
    if not settings.metrics_port:
        return None
    server = _bind(settings)
    port = int(server.server_address[1])
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    _announce(settings, component, port)
    logger(__name__).info("metrics", component=component, url=f"http://{settings.metrics_host}:{port}/metrics")
    return port


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = False
    """A port that another process of ours has must be refused, not shared."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer one of the three pages."""
        page = self.path.partition("?")[0]
        if page == "/metrics":
            self._answer(200, generate_latest(), CONTENT_TYPE_LATEST)
        elif page in {"/healthz", "/readyz"}:
            fine = HEALTH.is_alive if page == "/healthz" else HEALTH.is_ready
            self._answer(200 if fine else 503, b"ok\n" if fine else b"no\n", "text/plain")
        else:
            self._answer(404, b"/metrics /healthz /readyz\n", "text/plain")

    def _answer(self, status: int, body: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a probe comes every few seconds."""


def _bind(settings: Settings) -> ThreadingHTTPServer:
    first = settings.metrics_port
    for port in range(first, min(first + _PORTS, 65536)):
        try:
            return _Server((settings.metrics_host, port), _Handler)
        except OSError as error:
            last = error
    raise ConfigError(
        f"no port from {first} on can be listened on at {settings.metrics_host}: {last}",
        resource="MARSAD_METRICS_PORT, MARSAD_METRICS_HOST",
    )


def _announce(settings: Settings, component: str, port: int) -> None:
    folder = settings.data_dir / "metrics"
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{component}-{os.getpid()}.json"
    address = f"{settings.metrics_host}:{port}"
    for other in folder.glob("*.json"):
        if f'"{address}"' in other.read_text(encoding="utf-8"):  # of one that was killed: the port is ours now
            _withdraw(other)
    target = {"targets": [address], "labels": {"component": component}}
    place.write_text(json.dumps([target]), encoding="utf-8")
    atexit.register(_withdraw, place)


def _withdraw(place: Path) -> None:
    place.unlink(missing_ok=True)
