"""The mutes in force in this process: every record of the compacted `annotations` topic that is one."""

from __future__ import annotations

from marsad import telemetry
from marsad.contracts import Annotation, decode
from marsad.errors import ContractError
from streams.rules import Mutes

_log = telemetry.logger("mutes")


class Muted:
    """Holds what the gate asks."""

    def __init__(self) -> None:
        self.mutes = Mutes()

    def apply(self, key: bytes | None, value: bytes | None) -> None:
        """Take one record; one that cannot be read is passed over, and what was said before stays."""
        name = (key or b"").decode("utf-8", "replace")
        try:
            said = decode(value, Annotation) if value else None
        except ContractError as error:
            _log.warning("annotation passed over", annotation=name, reason=str(error))
            return
        if self.mutes.take(name, said):
            _log.info("event muted" if said else "mute withdrawn", annotation=name)
