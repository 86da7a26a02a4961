"""What response headers say about when to come again, and where the hub is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urljoin

from multidict import CIMultiDictProxy

_MAX_AGE: Final = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_LINK: Final = re.compile(r"<([^<>]{1,2000})>\s*;([^<]{0,500})")
_REL: Final = re.compile(r"rel\s*=\s*\"?([\w\s-]{1,60})\"?", re.IGNORECASE)
_MAX_WAIT: Final = 7 * 24 * 3600.0


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds to wait, from Retry-After as a number or as a date; None where it is missing or unreadable."""
    value = (headers.get("Retry-After") or "").strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return min(float(value), _MAX_WAIT)
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max((at - (now or datetime.now(UTC))).total_seconds(), 0.0), _MAX_WAIT)


def fresh_for(headers: Mapping[str, str]) -> float | None:
    """Seconds for which Cache-Control calls the answer fresh; None where it says nothing."""
    value = headers.get("Cache-Control") or ""
    if "no-cache" in value.lower() or "no-store" in value.lower():
        return None
    match = _MAX_AGE.search(value)
    return min(float(match.group(1)), _MAX_WAIT) if match else None


def links(headers: CIMultiDictProxy[str], base: str) -> dict[str, str]:
    """The targets of the Link headers by relation: `hub`, `self`; what is no address is passed over."""
    found: dict[str, str] = {}
    for line in headers.getall("Link", [])[:20]:
        for target, parameters in _LINK.findall(line):
            match = _REL.search(parameters)
            for relation in (match.group(1) if match else "").lower().split():
                with suppress(ValueError):
                    found.setdefault(relation, urljoin(base, target))
    return found
