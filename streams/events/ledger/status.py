"""The order of statuses: which one after which is news, which is an old copy, which contradicts."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Literal

from marsad.contracts import Status

ECHO: Final = timedelta(days=2)
"""A status that was held before comes back as news only so long after the last change: copies of the earlier story
still run beside a denial for a day or two."""

_RANK: Final[dict[Status, int]] = {"conditional": 0, "planned": 1, "in_progress": 2, "completed": 3}

Kind = Literal["status_change", "contradiction"]


def transition(current: Status, new: Status, *, held: bool, since: timedelta | None) -> tuple[tuple[Kind, ...], bool]:
    """What a mention with status `new` means for an event whose status is `current`.

    planned → in_progress → completed goes one way: an earlier stage said again is an old story. A denial, and an
    assertion after a denial, are both a change and a contradiction. A completed delivery stays completed when somebody
    reports a halt: that contradicts, or is about the next batch.

    Args:
        current: Status of the event.
        new: Status of the mention.
        held: Whether the event had `new` before.
        since: Time since the last change of status.

    Returns:
        The kinds of change, none for old stories; and whether the event's status moves.
    """
    if new == current or _is_old(current, new) or (held and since is not None and since < ECHO):
        return (), False
    if current == "completed" and new == "halted":
        return (() if held else ("contradiction",)), False
    if "denied" in (current, new):
        return ("status_change", "contradiction"), True
    return ("status_change",), True


def asserts_date(status: Status) -> bool:
    """Whether a date beside this status dates the event, and not its denial or its halt."""
    return status in _RANK


def _is_old(current: Status, new: Status) -> bool:
    if current not in _RANK or new not in _RANK:
        return False
    return _RANK[new] < _RANK[current] and (current, new) != ("planned", "conditional")
