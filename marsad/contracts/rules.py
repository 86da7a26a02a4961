"""Rule: what an analyst wants to be woken up for, on `rules` (compacted)."""

from __future__ import annotations

from typing import Any, Literal

from marsad.contracts.alerts import Severity
from marsad.contracts.record import Record

AlertOn = Literal["first_mention", "status_change", "date_change", "quantity_change", "contradiction", "every_mention"]


class Rule(Record, frozen=True, kw_only=True):
    """One rule. `when` is the condition tree; `streams.rules` compiles it, docs/rules.md explains it."""

    id: str
    name: str
    when: dict[str, Any]
    alert_on: tuple[AlertOn, ...] = ("first_mention", "status_change")
    severity: Severity = "medium"
    channels: tuple[str, ...] = ()
    enabled: bool = True
    description: str | None = None
    throttle: dict[str, Any] | None = None
    quiet: dict[str, Any] | None = None
    active: dict[str, Any] | None = None
    digest: dict[str, Any] | None = None
    expires: str | None = None
    schema_version: int = 1
