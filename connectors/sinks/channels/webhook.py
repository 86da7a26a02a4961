"""The signed webhook channel: one POST per alert, delivered when the receiver answers 2xx."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import aiohttp
import msgspec

from connectors.sinks.channels import signature
from connectors.sinks.channels.channel import DeliveryError
from marsad import tracing
from marsad.contracts import Alert
from marsad.errors import ConfigError
from marsad.settings import Settings

_GONE: Final = 410
_MULTIPLE: Final = 300
_AWAY: Final = frozenset({408, 425, 429, 502, 503, 504, 507})
"""Answers that speak of the receiver and not of the alert (RFC 9110, 6585, 8470, 4918)."""


class Webhook:
    """Posts `{"type": "alert", "timestamp": …, "data": Alert}`; the alert id is the idempotency key.

    Redirects are failures: a signed request goes where the setting says and nowhere else.
    """

    name = "webhook"

    def __init__(self, settings: Settings) -> None:
        hook = settings.webhook
        if not hook.url or hook.secret is None:
            raise ConfigError(
                "the webhook needs a URL and a secret",
                resource="MARSAD_WEBHOOK_URL, MARSAD_WEBHOOK_SECRET",
                hint="set both",
            )
        self.attempts = hook.attempts
        self.timing = hook
        self._url = hook.url
        self._secret = hook.secret.get_secret_value()
        self._timeout = aiohttp.ClientTimeout(total=hook.timeout)
        signature.headers(self._secret, "check", b"")
        self._runner = asyncio.Runner()
        self._session = self._runner.run(self._open())

    def deliver(self, alert: Alert) -> None:
        """Post one alert.

        Raises:
            DeliveryError: when there is no 2xx answer within the timeout; final when the receiver says it is gone,
                away when it is not there or too busy.
        """
        body = payload(alert)
        signed = signature.headers(self._secret, alert.id, body) | tracing.outgoing()
        try:
            status, retry_after = self._runner.run(self._post(body, signed))
        except TimeoutError as error:
            raise DeliveryError(f"no answer within {self._timeout.total:g} s", away=True) from error
        except aiohttp.InvalidURL as error:
            raise DeliveryError(f"{self._url} is not a URL", final=True) from error
        except (aiohttp.ClientError, OSError) as error:
            raise DeliveryError(f"{type(error).__name__}: {error}", away=True) from error
        if not 200 <= status < _MULTIPLE:
            raise DeliveryError(
                f"answer {status}", final=status == _GONE, away=status in _AWAY, retry_after=retry_after
            )

    def close(self) -> None:
        """Close the session and its loop."""
        self._runner.run(self._session.close())
        self._runner.close()

    async def _open(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(timeout=self._timeout)

    async def _post(self, body: bytes, signed: dict[str, str]) -> tuple[int, float | None]:
        sent = {"content-type": "application/json; charset=utf-8", "idempotency-key": signed["webhook-id"], **signed}
        async with self._session.post(self._url, data=body, headers=sent, allow_redirects=False) as response:
            return response.status, _seconds(response.headers.get("retry-after"))


def payload(alert: Alert) -> bytes:
    """The body of a request."""
    body: dict[str, Any] = {"type": "alert", "timestamp": alert.at, "data": alert}
    return msgspec.json.encode(body)


def _seconds(value: str | None) -> float | None:
    return float(value) if value is not None and value.isdigit() else None
