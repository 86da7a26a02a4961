"""Events that somebody muted, as the annotations say."""

from __future__ import annotations

from datetime import datetime

from marsad.contracts import Alert, Annotation
from marsad.contracts.ids import annotation_id


class Mutes:
    """The mutes in force. Filled from the annotations as they come; the last word on an event holds."""

    def __init__(self) -> None:
        self._by_key: dict[str, Annotation] = {}

    def take(self, key: str, annotation: Annotation | None) -> bool:
        """Take what somebody said, or None where it was withdrawn; whether it was about a mute: only those count."""
        if annotation is not None and annotation.kind == "muted":
            self._by_key[key] = annotation
            return True
        return self._by_key.pop(key, None) is not None

    def holds(self, alert: Alert, now: datetime) -> bool:
        """Whether the alert's event is muted, under the id that it has or one that it had."""
        mutes = (self._by_key.get(annotation_id(event, "muted", "")) for event in events_of(alert))
        return any(mute is not None and mute.lasts(now) for mute in mutes)


def events_of(alert: Alert) -> tuple[str, ...]:
    """The ids of the alert's event, the one that it has now first; none where it is about an article."""
    return (alert.event_id, *alert.formerly) if alert.event_id else ()
