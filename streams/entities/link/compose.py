"""Composed organisations: a head and the country behind it (`وزارة الدفاع الروسية`, `الجيش الأوكراني`)."""

from __future__ import annotations

from dataclasses import replace

from marsad.arabic.document import Document
from streams.entities.gazetteer.key import key
from streams.entities.gazetteer.table import table
from streams.entities.link.cover import Cover
from streams.entities.mention import Mention


def compose(document: Document, mentions: list[Mention], heads: list[Mention], links: list[Mention]) -> list[Mention]:
    """Join heads with the country that follows directly; a head that cannot stand alone is dropped without one.

    Heads that stand alone come among `mentions`; the id of the joined name is `marsad:org:<slug>-<country>`.
    """
    followers = {link.start: link for link in links}
    followers.update({m.start: m for m in mentions if m.kind == "country"})
    composed: list[Mention] = []
    alone: list[Mention] = []
    for head in heads:
        country = _follower(document.text, head, followers)
        if country and not _of_minister(head, country):
            composed.append(_joined(document.text, head, country))
    for mention in mentions:
        group = _slug(mention)
        country = _follower(document.text, mention, followers) if group else None
        if country:
            composed.append(_joined(document.text, mention, country))
        else:
            alone.append(mention)
    whole = Cover(composed)
    return [*composed, *(mention for mention in alone if not whole.holding(mention.start, mention.end))]


def _of_minister(head: Mention, country: Mention) -> bool:
    """`الخارجية التركي` belongs to the minister before it; the ministry takes a feminine (`الخارجية التركية`)."""
    return head.kind == "ministry" and country.kind == "demonym" and not key(country.text).endswith("ه")


def _slug(mention: Mention) -> str | None:
    entry = table().by_id.get(mention.id)
    return entry.group if entry and entry.type == "ORG" else None


def _follower(text: str, head: Mention, followers: dict[int, Mention]) -> Mention | None:
    gap = 1 if text[head.end : head.end + 1] == " " else 0
    return followers.get(head.end + gap) if gap else None


def _joined(text: str, head: Mention, country: Mention) -> Mention:
    return replace(
        head,
        text=text[head.start : country.end],
        end=country.end,
        id=f"marsad:org:{_slug(head)}-{country.country}",
        name_en=f"{(head.name_en or '').removeprefix('UN ')} ({country.name_en})",
        name_ar=text[head.start : country.end],
        country=country.country,
    )
