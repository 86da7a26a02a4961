"""Which alerts somebody has acknowledged: follows `annotations`, for channels that escalate what nobody has seen."""

from __future__ import annotations

import threading

from connectors.sinks.reading import Start, read
from marsad.contracts import Annotation, decode
from marsad.contracts.topics import ANNOTATIONS
from marsad.errors import ContractError, ServerError
from marsad.settings import Settings
from marsad.telemetry import logger

_RETRY_SECONDS = 5.0


class Acknowledgements:
    """Reads the whole topic in a thread of its own, and stays at its end until `close`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._alerts: dict[bytes, str] = {}
        self._stop = threading.Event()
        self.caught_up = threading.Event()
        """Set once all that had been said before is known: until then `has` may not know of an acknowledgement."""
        self._thread = threading.Thread(target=self._follow, name="acknowledgements", daemon=True)
        self._thread.start()

    def has(self, alert: str) -> bool:
        """Whether somebody acknowledged this alert and did not withdraw it."""
        return alert in self._alerts.copy().values()

    def close(self) -> None:
        """Stop reading."""
        self._stop.set()
        self._thread.join(10)

    def _follow(self) -> None:
        while not self._stop.is_set():
            try:
                for record in read(
                    self._settings,
                    ANNOTATIONS,
                    Start(from_beginning=True),
                    follow=True,
                    stop=self._stop,
                    caught_up=self.caught_up,
                ):
                    self._take(record.key or b"", record.value)
            except ServerError as error:
                logger(__name__).warning("acknowledgements cannot be read now", error=str(error))
                self._stop.wait(_RETRY_SECONDS)

    def _take(self, key: bytes, value: bytes | None) -> None:
        """A null value withdraws; what is no annotation says nothing."""
        self._alerts.pop(key, None)
        if value is None:
            return
        try:
            annotation = decode(value, Annotation)
        except ContractError:
            return
        if annotation.kind == "acknowledged":
            self._alerts[key] = annotation.subject
