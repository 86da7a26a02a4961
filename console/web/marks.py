"""Words of a text marked in place. Everything from a feed is escaped here, slice by slice; nothing is trusted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from marsad.contracts import Alert, EnrichedArticle, Entity, roles
from marsad.contracts.enriched import Event

FOUND: Final = ("\ue000", "\ue001")
"""What Elasticsearch puts around what it found: private use characters, since text is escaped after it."""
_CLASSES: Final = {"PER": "person", "ORG": "organisation", "LOC": "place", "WEAPON": "weapon", "MISC": "misc"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A slice to mark: a link where it has a target."""

    start: int
    end: int
    kind: str
    target: str | None = None
    label: str | None = None


def link(address: str | None) -> str | None:
    """An address that may stand in a page: http and https alone."""
    if not address:
        return None
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    return address.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def found(text: str) -> Markup:
    """A fragment of Elasticsearch with what it found marked."""
    opening, closing = FOUND
    parts = re.split(f"{opening}(.*?){closing}", text, flags=re.DOTALL)
    clean = (re.sub(f"[{opening}{closing}]", "", part) for part in parts)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(part) if number % 2 else escape(part) for number, part in enumerate(clean)
    )


def evidence(alert: Alert) -> Markup:
    """The sentence for which an alert fired, with the words that play a role in it marked."""
    sentence = alert.evidence.text
    names = [role.text for role in roles(alert.event).values() if role is not None] if alert.event else []
    names += [entity.text for entity in alert.entities]
    words = sorted({name.strip() for name in names if name.strip()}, key=len, reverse=True)
    if not words:
        return escape(sentence)
    pattern = "|".join(map(re.escape, words))
    pieces = [Piece(m.start(), m.end(), "fired") for m in re.finditer(rf"(?:{pattern})(?!\w)", sentence)]
    return marked(sentence, pieces)


def article(found_in: EnrichedArticle, name: Callable[[Entity], str], event: Callable[[Event], str]) -> list[Markup]:
    """The paragraphs of an article's text, with entities linked and the sentences of its events marked.

    Args:
        found_in: The article.
        name: What to call an entity.
        event: What to call an event.
    """
    text = found_in.text
    pieces = [_entity(one, name) for one in found_in.entities]
    pieces += [
        Piece(one.evidence.start, one.evidence.end, "evidence", label=event(one))
        for one in found_in.events
        if one.evidence.field == "text"
    ]
    paragraphs = [match.span() for match in re.finditer(r"[^\n]+", text)]
    return [_slice(text, start, end, pieces) for start, end in paragraphs if text[start:end].strip()]


def headline(found_in: EnrichedArticle, name: Callable[[Entity], str]) -> Markup:
    """An article's headline with its entities linked."""
    return marked(found_in.title or "", [_entity(one, name) for one in found_in.title_entities])


def marked(text: str, pieces: Sequence[Piece]) -> Markup:
    """A text with slices marked; where two overlap, their common part has both marks."""
    return _slice(text, 0, len(text), pieces)


def _entity(entity: Entity, name: Callable[[Entity], str]) -> Piece:
    target = f"/entities/{quote(entity.id, safe='')}"
    return Piece(entity.start, entity.end, f"entity {_CLASSES[entity.type]}", target, name(entity))


def _slice(text: str, start: int, end: int, pieces: Iterable[Piece]) -> Markup:
    near = [piece for piece in pieces if piece.start < end and piece.end > start and piece.start < piece.end]
    cuts = sorted({start, end, *(cut for p in near for cut in (p.start, p.end) if start < cut < end)})
    runs = pairwise(cuts)
    return Markup("").join(
        _run(text[a:b], [piece for piece in near if piece.start <= a and piece.end >= b]) for a, b in runs
    )


def _run(text: str, over: list[Piece]) -> Markup:
    if not over:
        return escape(text)
    kinds = " ".join(dict.fromkeys(piece.kind for piece in over))
    title = " · ".join(dict.fromkeys(piece.label for piece in over if piece.label))
    target = next((piece.target for piece in over if piece.target), None)
    inner = Markup('<mark class="{}" title="{}">{}</mark>').format(kinds, title, text)
    if not title:
        inner = Markup('<mark class="{}">{}</mark>').format(kinds, text)
    return Markup('<a class="in-text" href="{}">{}</a>').format(target, inner) if target else inner
