"""How loud a rule may be: throttles, quiet and active hours, digest, expiry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from marsad.contracts import Rule
from streams.rules.language import Path, RuleProblem

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_DURATION: Final = re.compile(r"(\d+)\s*([smhdw])")
_RATE: Final = re.compile(r"(\d+)\s*/\s*(.+)")


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` alerts in any stretch of `per`."""

    count: int
    per: timedelta


@dataclass(frozen=True, slots=True)
class Hours:
    """From one time of day to another in a zone (over midnight where the first is later), on some days of the week."""

    start: time
    end: time
    zone: ZoneInfo
    days: frozenset[int]

    def hold(self, at: datetime) -> bool:
        """Whether a moment lies within; a stretch over midnight belongs to the day it began."""
        local = at.astimezone(self.zone)
        now, day = local.time(), local.weekday()
        if self.start <= self.end:
            return self.start <= now < self.end and day in self.days
        if now >= self.start:
            return day in self.days
        return now < self.end and (day - 1) % 7 in self.days


@dataclass(frozen=True, slots=True)
class Options:
    """A rule's options, read."""

    per_rule: Rate | None = None
    per_event: Rate | None = None
    quiet: Hours | None = None
    active: Hours | None = None
    digest: timedelta | None = None
    expires: datetime | None = None


def options(rule: Rule) -> Options:
    """Read the options of a rule.

    Raises:
        RuleProblem: naming the place and what stands there.
    """
    throttle = _mapping(rule.throttle, ("throttle",), ("rule", "event"))
    digest = _mapping(rule.digest, ("digest",), ("every",))
    return Options(
        per_rule=_rate(throttle.get("rule"), ("throttle", "rule")),
        per_event=_rate(throttle.get("event"), ("throttle", "event")),
        quiet=_hours(rule.quiet, ("quiet",)),
        active=_hours(rule.active, ("active",)),
        digest=duration(digest.get("every"), ("digest", "every")) if rule.digest is not None else None,
        expires=_moment(rule.expires, ("expires",)),
    )


def duration(value: Any, path: Path) -> timedelta:
    """`30s`, `15m`, `6h`, `2d` or `1w`.

    Raises:
        RuleProblem: where it is none of these.
    """
    match = _DURATION.fullmatch(str(value).strip())
    if not match or int(match[1]) == 0:
        raise RuleProblem(path, f"«{value}» is no length of time", "write a number and s, m, h, d or w, such as 6h")
    return timedelta(seconds=int(match[1]) * _UNITS[match[2]])


def _rate(value: Any, path: Path) -> Rate | None:
    if value is None:
        return None
    match = _RATE.fullmatch(str(value).strip())
    if not match or int(match[1]) == 0:
        raise RuleProblem(path, f"«{value}» is no rate", "write alerts and a length of time, such as 3/1h")
    return Rate(int(match[1]), duration(match[2], path))


def _hours(value: Any, path: Path) -> Hours | None:
    if value is None:
        return None
    node = _mapping(value, path, ("from", "to", "zone", "days"))
    days = node.get("days", list(DAYS))
    return Hours(
        _clock(node.get("from", "00:00"), (*path, "from")),
        _clock(node.get("to", "23:59:59.999999"), (*path, "to")),
        _zone(node.get("zone", "UTC"), (*path, "zone")),
        frozenset(_day(day, (*path, "days", i)) for i, day in enumerate(days if isinstance(days, list) else [days])),
    )


def _clock(value: Any, path: Path) -> time:
    try:
        return time.fromisoformat(str(value))
    except ValueError:
        raise RuleProblem(path, f"«{value}» is no time of day", 'write it in quotes, such as "06:30"') from None


def _zone(value: Any, path: Path) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise RuleProblem(path, f"unknown time zone «{value}»", "write one such as Asia/Riyadh") from None


def _day(value: Any, path: Path) -> int:
    if value not in DAYS:
        raise RuleProblem(path, f"unknown day «{value}»", f"one of: {', '.join(DAYS)}")
    return DAYS.index(value)


def _moment(value: Any, path: Path) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise RuleProblem(path, f"«{value}» is no date", "write it such as 2030-12-31 or 2030-12-31T18:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _mapping(value: Any, path: Path, allowed: tuple[str, ...]) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise RuleProblem(path, f"expected a mapping, found «{value}»", f"its keys may be: {', '.join(allowed)}")
    for name in value:
        if name not in allowed:
            raise RuleProblem((*path, name), f"unknown key «{name}»", f"one of: {', '.join(allowed)}")
    return value
