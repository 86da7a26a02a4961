"""Who a push is from: the HMAC of its body under the secret that only the hub and we know (WebSub, 8)."""

from __future__ import annotations

import hmac
from typing import Final

METHODS: Final = frozenset({"sha1", "sha256", "sha384", "sha512"})


def is_signed(body: bytes, header: str | None, secret: str) -> bool:
    """Whether `X-Hub-Signature: METHOD=HEX` is right for these bytes; a missing one is not."""
    method, separator, given = (header or "").strip().partition("=")
    method = method.strip().lower()
    if not separator or method not in METHODS:
        return False
    made = hmac.new(secret.encode(), body, method).hexdigest()
    return hmac.compare_digest(made.encode(), given.strip().lower().encode("utf-8", "replace"))
