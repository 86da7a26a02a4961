"""What a process needs around its work: an end that is asked for and drained, or forced where nothing moves."""

from __future__ import annotations

import os
import signal
import threading
import time
from types import FrameType
from typing import Final

from marsad.probes import HEALTH, START_AGAIN
from marsad.telemetry import logger

_CHECK_SECONDS: Final = 5.0
_DRAIN_SECONDS: Final = 60.0


def stop_on_signals() -> threading.Event:
    """An event that SIGTERM and SIGINT set; a second one ends the process as it would have without us."""
    stop = threading.Event()

    def handle(number: int, frame: FrameType | None) -> None:
        del frame
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    signal.signal(signal.SIGTERM, handle)
    signal.signal(signal.SIGINT, handle)
    return stop


def end_if_stalled(stop: threading.Event) -> None:
    """Watch beside the work: end the process when its loop no longer turns, or does not end when it is told to.

    kafka-python 3.0.12 waits for its network thread without a limit of time: seen once, under load, to wait for ever.
    """
    threading.Thread(target=_watch, args=(stop,), name="stalled", daemon=True).start()


def _watch(stop: threading.Event) -> None:
    while HEALTH.is_alive and not stop.wait(_CHECK_SECONDS):
        pass
    if stop.is_set():
        time.sleep(_DRAIN_SECONDS)
    logger(__name__).critical("nothing moves; ending this process to be started again", stopping=stop.is_set())
    os._exit(START_AGAIN)
