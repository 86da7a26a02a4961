"""The terminal channel: one line per alert on stdout."""

from __future__ import annotations

import sys
from typing import TextIO

from connectors.sinks.channels.render import alert_line
from marsad.contracts import Alert
from marsad.settings import ChannelSettings, Settings


class Terminal:
    """Writes lines; coloured where stdout is a terminal."""

    name = "terminal"
    attempts = 1

    def __init__(self, settings: Settings, stream: TextIO | None = None) -> None:
        del settings
        self.timing = ChannelSettings()
        self._stream = stream or sys.stdout

    def deliver(self, alert: Alert) -> None:
        """Write the line and flush it; a closed pipe ends the process."""
        self._stream.write(alert_line(alert, colour=self._stream.isatty()) + "\n")
        self._stream.flush()

    def close(self) -> None:
        """Nothing is held."""
