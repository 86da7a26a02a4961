"""The Apprise channel: an alert to the hundred services that Apprise knows; its own configuration file names them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import apprise

from connectors.sinks.channels.channel import DeliveryError
from connectors.sinks.channels.message import Writer
from marsad.contracts import Alert
from marsad.errors import ConfigError
from marsad.settings import Settings

_KIND: Final = {
    "info": apprise.NotifyType.INFO,
    "low": apprise.NotifyType.INFO,
    "medium": apprise.NotifyType.WARNING,
    "high": apprise.NotifyType.FAILURE,
    "critical": apprise.NotifyType.FAILURE,
}
_ATTEMPTS_OF_SOME: Final = 6


class Apprise:
    """Notifies every service of a configuration file (https://appriseit.com/config/); delivered once all have it.

    On another attempt only the services that failed are asked again. Apprise does not say why one failed: where none
    takes the alert they may be away, and it is tried for an hour; where others took it, a few times.
    """

    name = "apprise"
    attempts = 64

    def __init__(self, settings: Settings, path: Path | None = None) -> None:
        self.timing = settings.apprise
        self._writer = Writer(self.name, settings.apprise)
        path = path or settings.apprise.config
        if path is None:
            raise ConfigError(
                "there is no Apprise configuration file",
                resource="MARSAD_APPRISE_CONFIG",
                hint="give --config FILE, or set the variable",
            )
        if not path.is_file():
            raise ConfigError(f"{path} is not a file", resource=str(path), hint="give an Apprise configuration file")
        config = apprise.AppriseConfig()
        config.add(str(path))
        self._services: list[Any] = list(config.services())
        if not self._services:
            raise ConfigError(f"{path} names no service that Apprise knows", resource=str(path))
        self._told: tuple[str, set[int]] = ("", set())
        self._tries = 0

    def deliver(self, alert: Alert) -> None:
        """Notify each service that has not got this alert yet.

        Raises:
            DeliveryError: naming how many did not take it.
        """
        if self._told[0] != alert.id:
            self._told, self._tries = (alert.id, set()), 0
        self._tries += 1
        told, message = self._told[1], self._writer.write(alert)
        for number, service in enumerate(self._services):
            if number not in told and service.notify(
                title=message.subject, body=message.text, notify_type=_KIND[alert.rule.severity]
            ):
                told.add(number)
        missing = len(self._services) - len(told)
        if missing:
            final = bool(told) and self._tries >= _ATTEMPTS_OF_SOME
            raise DeliveryError(f"{missing} of {len(self._services)} services did not take it", final=final)

    def close(self) -> None:
        """Nothing is held."""
