"""An alert as one line of text that survives terminals: no control characters, and each script kept to itself."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC
from typing import Final

from marsad.contracts import Alert, roles

_ISOLATE: Final = ("\u2068", "\u2069")
_BOLD: Final = ("\x1b[1m", "\x1b[22m")
_STARS: Final = ("*", "*")
_REPLACED: Final = {"Cc": " ", "Zl": " ", "Zp": " ", "Cf": "", "Cs": "", "Co": ""}
_RESET: Final = "\x1b[0m"
_COLOURS: Final = {
    "info": "\x1b[2m",
    "low": "\x1b[36m",
    "medium": "\x1b[33m",
    "high": "\x1b[31m",
    "critical": "\x1b[1;31m",
}


def alert_line(alert: Alert, *, colour: bool = False) -> str:
    """`time severity title — sentence with the words marked — link`, in one line; `(+3)` counts those held back.

    Args:
        alert: What to tell.
        colour: For a terminal: ANSI colours, and Unicode isolates that keep Arabic, times and links in their places.
    """
    severity = alert.rule.severity
    label = severity.upper().ljust(8)
    if colour:
        label = f"{_COLOURS[severity]}{label}{_RESET}"
    parts = [
        clean(alert.title),
        marked(alert, _BOLD if colour else _STARS),
        clean(alert.link or alert.article.url or ""),
    ]
    if alert.held_back:
        parts[0] += f" (+{alert.held_back})"
    told = " — ".join(_isolated(part) if colour else part for part in parts if part)
    return f"{alert.at.astimezone(UTC):%Y-%m-%d %H:%M:%SZ} {label} {told}"


def clean(text: str) -> str:
    """Text without control and bidi characters, its white space folded: nothing in a feed may steer a terminal."""
    visible = (_REPLACED.get(unicodedata.category(character), character) for character in text)
    return " ".join("".join(visible).split())


def _isolated(part: str) -> str:
    return f"{_ISOLATE[0]}{part}{_ISOLATE[1]}"


def marked(alert: Alert, mark: tuple[str, str]) -> str:
    """The evidence sentence with the words that play a role in the event marked."""
    sentence = clean(alert.evidence.text)
    found = roles(alert.event).values() if alert.event is not None else ()
    words = {clean(role.text) for role in found if role is not None} - {""}
    if not words:
        return sentence
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.sub(rf"(?:{pattern})(?!\w)", lambda match: f"{mark[0]}{match[0]}{mark[1]}", sentence)
