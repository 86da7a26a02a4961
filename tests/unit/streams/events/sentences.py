"""Reads the sentence tables beside it, and runs the engine as the enricher does."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from marsad.arabic import read
from marsad.contracts import Event, roles
from streams.entities import Extractor
from streams.events import extract

STATUSES = "completed|planned|in_progress|halted|denied|conditional"


@cache
def extractor() -> Extractor:
    return Extractor()


def events(text: str, title: str | None = None) -> tuple[Event, ...]:
    body, head = read(text), read(title or "")
    find = extractor().extract
    return extract(body, find(body), title=head, title_mentions=find(head))


def rows(name: str) -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    return [tuple(line.split(" | ", 1)) for line in lines if line and not line.startswith("#")]


def delivery(event: Event) -> tuple[str, str, str, str, bool, bool]:
    def name(role):
        return role.name_en if role else "-"

    background = event.salience == "background"
    who = name(event.supplier), name(event.recipient)
    return (name(event.item), *who, event.status, background, event.asserted)


def wanted_delivery(text: str) -> tuple[str, str, str, str, bool, bool]:
    """`ITEM SUPPLIER>RECIPIENT STATUS [bg] [no]`; item and supplier are told apart by the caller."""
    head, tail = text.strip().split(">")
    recipient, status, background, unasserted = re.fullmatch(rf"(.+?) ({STATUSES})( bg)?( no)?", tail).groups()
    return head, "", recipient, status, bool(background), not unasserted


def says(event: Event, wanted: str) -> bool:
    """Whether a delivery event is what a line of the table wants."""
    item, supplier, recipient, status, background, asserted = delivery(event)
    head, _, want_recipient, *rest = wanted_delivery(wanted)
    if not head.startswith(item + " ") or rest != [status, background, asserted]:
        return False
    return head[len(item) + 1 :] in ("?", supplier) and want_recipient in ("?", recipient)


def names(event: Event) -> dict[str, str | None]:
    return {role: filler.name_en if filler else None for role, filler in roles(event).items()}
