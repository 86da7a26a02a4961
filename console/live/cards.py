"""An alert as a card: what it shows, in which language, and the bytes that are sent to open pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import msgspec

from console.live.desk import Desk, Held
from console.live.log import Frame, Notice
from console.web import marks
from console.web.render import html
from console.web.words import Language, Words, words
from marsad.contracts import Alert, Annotation, roles
from marsad.contracts.enriched import ROLE_NAMES, Event

MUTES: Final = {
    "ever": None,
    "1h": timedelta(hours=1),
    "8h": timedelta(hours=8),
    "1d": timedelta(days=1),
    "7d": timedelta(days=7),
}
"""How long an event can be muted for on the page."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which alerts a reader wants to see."""

    severities: frozenset[str] = frozenset()
    rule: str | None = None
    only_open: bool = False

    def fits(self, held: Held, said: list[Annotation]) -> bool:
        """Whether an alert is to be shown."""
        rule = held.alert.rule
        if (self.severities and rule.severity not in self.severities) or (self.rule and rule.id != self.rule):
            return False
        return not (self.only_open and any(one.kind in ("acknowledged", "muted") for one in said))


def headline(alert: Alert, said: Words) -> str:
    """What happened, in the reader's language, from the event's own roles; else the alert's title."""
    if alert.event is None:
        return alert.title
    return event_line(alert.event, said)


def event_line(event: Event, said: Words) -> str:
    """`Arms delivery: S-400, Russia → India`."""
    known = roles(event)
    actors = [said.of(role) for name in ROLE_NAMES if name != "item" and (role := known.get(name))]
    item = [said.of(event.item)] if event.item else []
    who = [" ← ".join(actors) if said.direction == "rtl" else " → ".join(actors)] if actors else []
    return f"{said.name('event', event.type)}: {said.say('list.comma').join((*item, *who))}"


def change(alert: Alert, said: Words) -> tuple[str, str, str]:
    """What is new about it: the kind of change, what was known before, what is known now."""
    group = "status" if alert.change.kind in ("status_change", "first_mention", "contradiction") else ""
    before, after = (said.name(group, one) for one in (alert.change.before, alert.change.after))
    return said.name("change", alert.change.kind), before, after


def card(held: Held, desk: Desk, language: Language, *, rights: bool, token: str | None = None) -> str:
    """The HTML of a card.

    Args:
        held: The alert.
        desk: What people said of it.
        language: The reader's.
        rights: Whether the reader may say something of it.
        token: For forms without scripts; None in what is sent to many readers.
    """
    alert, said = held.alert, words(language)
    state = desk.state(alert)
    kinds = {
        kind: [one for one in state if one.kind == kind] for kind in ("acknowledged", "note", "muted", "irrelevant")
    }
    return html(
        "parts/alert.html",
        said,
        alert=alert,
        headline=headline(alert, said),
        change=change(alert, said),
        evidence=marks.evidence(alert),
        kinds=kinds,
        mutes=MUTES,
        version=desk.version(alert),
        rights=rights,
        token=token,
    )


def html_frame(notice: Notice, desk: Desk, language: Language, *, rights: bool) -> Frame:
    """What a notice says to an open page."""
    if notice.cause == "status":
        return frame("status", "-", notice.position)
    held = [one] if (one := desk.get(notice.subject)) else desk.of_event(notice.subject)
    event = "alert" if notice.cause == "alert" else "card"
    return b"".join(frame(event, card(one, desk, language, rights=rights), notice.position) for one in held)


def json_frame(notice: Notice, desk: Desk) -> Frame:
    """What a notice says to a program."""
    held = desk.get(notice.subject)
    if notice.cause == "alert" and held is not None:
        return frame("alert", msgspec.json.encode(held.alert).decode(), notice.position)
    if notice.cause == "annotation":
        annotations = desk.state(held.alert) if held else desk.said(notice.subject)
        said: dict[str, Any] = {"subject": notice.subject, "annotations": annotations}
        return frame("annotation", msgspec.json.encode(said).decode(), notice.position)
    return b""


def frame(event: str, data: str, position: str) -> Frame:
    """One server-sent event, as the HTML standard writes it."""
    lines = "".join(f"data: {line}\n" for line in data.splitlines() if line.strip())
    return f"event: {event}\nid: {position}\n{lines}\n".encode()
