"""Deterministic ids: at-least-once everywhere adds up to one document and one alert because of these."""

from __future__ import annotations

import hashlib

_SEPARATOR = "\x1f"
_LENGTH = 20


def digest(*parts: str) -> str:
    """40 hexadecimal digits (160 bits) of SHA-256 over the parts, in order; equal parts give equal ids everywhere."""
    data = _SEPARATOR.join(parts)
    if data.count(_SEPARATOR) >= len(parts):
        data = _SEPARATOR.join([part.replace(_SEPARATOR, " ") for part in parts])
    return hashlib.sha256(data.encode("utf-8", "surrogatepass")).digest()[:_LENGTH].hex()


def article_id(*, url: str | None, guid: str | None, feed: str, content: str) -> str:
    """Id of an article: its canonical link, else guid and feed, else its content."""
    if url:
        return digest("url", url)
    if guid:
        return digest("guid", feed, guid)
    return digest("content", feed, content)


def revision(title: str | None, text: str) -> str:
    """Id of an article's content: another one means that the article was corrected."""
    return digest("revision", title or "", text)[:16]


def mention_id(article: str, event_type: str, item: str, start: int) -> str:
    """Id of one article's mention of an event."""
    return digest("mention", article, event_type, item, str(start))


def alert_id(rule: str, event: str, change: str) -> str:
    """Id of an alert: rule, event and what changed, so that a replay gives the same one."""
    return digest("alert", rule, event, change)


def annotation_id(subject: str, kind: str, author: str) -> str:
    """Key of an annotation: one for all where it is a state of the thing, one a person where it is an opinion."""
    shared = kind in ("acknowledged", "muted")
    return digest("annotation", subject, kind, "" if shared else author)


def bytes_id(data: bytes) -> str:
    """Id of a record that cannot be read."""
    return hashlib.sha256(data).digest()[:_LENGTH].hex()
