"""Signatures of webhook requests, as the Standard Webhooks specification has them (standardwebhooks.com, 1.0.0).

Signed is `id.timestamp.body`, with HMAC-SHA256; the header is `v1,` and the base64 of it. A secret may be written as
`whsec_` and base64, else its UTF-8 bytes are the key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import Final

from marsad.errors import ConfigError

_ENCODED: Final = "whsec_"
TOLERANCE: Final = 300
"""Seconds between our clock and the receiver's: an older request is a replay."""


def headers(secret: str, identifier: str, body: bytes, *, timestamp: int | None = None) -> dict[str, str]:
    """The three headers of a signed request.

    Raises:
        ConfigError: when a `whsec_` secret is not base64.
    """
    moment = str(int(time.time()) if timestamp is None else timestamp)
    return {
        "webhook-id": identifier,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{_signature(secret, identifier, moment, body)}",
    }


def verify(secret: str, received: Mapping[str, str], body: bytes, *, now: float | None = None) -> bool:
    """Whether a request is ours and fresh; `received` are its headers by lower-case name."""
    identifier, moment = received.get("webhook-id", ""), received.get("webhook-timestamp", "")
    if not moment.isdigit() or abs((time.time() if now is None else now) - int(moment)) > TOLERANCE:
        return False
    expected = _signature(secret, identifier, moment, body)
    given = (part.partition(",") for part in received.get("webhook-signature", "").split())
    return any(version == "v1" and hmac.compare_digest(value, expected) for version, _, value in given)


def _signature(secret: str, identifier: str, moment: str, body: bytes) -> str:
    signed = b".".join((identifier.encode(), moment.encode(), body))
    return base64.b64encode(hmac.new(_key(secret), signed, hashlib.sha256).digest()).decode()


def _key(secret: str) -> bytes:
    if not secret.startswith(_ENCODED):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(_ENCODED), validate=True)
    except binascii.Error as error:
        raise ConfigError(
            "MARSAD_WEBHOOK_SECRET starts with whsec_ but is not base64 after it", resource="MARSAD_WEBHOOK_SECRET"
        ) from error
