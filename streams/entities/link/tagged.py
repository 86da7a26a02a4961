"""The tagger's names beside the gazetteer's: who decides what, where both see a name.

The gazetteer decides ids, and all weapons. In order:

1. A tagged name that touches nothing known is added, with an id made from its folded words.
2. The same words: the known entry stays, unless it is a city and the tagger says person or organisation (a club).
3. A tagged name around known ones: an organisation takes in the places and organisations of its name
   (`جامعة دمشق`), but a known one at its beginning stays as it is (`لوكهيد مارتن الأمريكية`); a person takes in a
   shorter person (`محمد بن زايد آل نهيان`), a city (`خالد الحلبي`), and a place that only a word's rest behind a
   proclitic looks like (`كلاوس`). A longer form of a known full name keeps its id.
4. Otherwise the known name stays and the tagged one goes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from marsad.contracts.enriched import EntityType
from streams.entities.gazetteer.key import key
from streams.entities.gazetteer.table import given, people, table
from streams.entities.gazetteer.view import View
from streams.entities.link.cover import Cover
from streams.entities.link.people import name_start, untitled
from streams.entities.link.span import Span
from streams.entities.mention import Mention
from streams.entities.tagger import Tagger

_TYPES: dict[str, EntityType] = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "MISC": "MISC"}
_KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place", "MISC": "other"}


def tagged(view: View, tagger: Tagger) -> list[Span]:
    """Run the tagger over all sentences of one document at once."""
    bounds = list(pairwise([*view.sentences, len(view.tokens)]))
    words = [[token.text for token in view.tokens[first:last]] for first, last in bounds]
    filled = [(first, sentence) for (first, _), sentence in zip(bounds, words, strict=True) if sentence]
    tags = tagger.tag([sentence for _, sentence in filled])
    return [span for (first, _), row in zip(filled, tags, strict=True) for span in _spans(row, first)]


def _spans(tags: list[str], offset: int) -> Iterator[Span]:
    start: int | None = None
    for index, tag in enumerate([*tags, "O"]):
        if start is not None and not (tag.startswith("I-") and tag[2:] == tags[start][2:]):
            yield Span(offset + start, offset + index, _TYPES[tags[start][2:]])
            start = None
        if start is None and tag != "O":
            start = index


def own_id(kind: EntityType, name: str) -> str:
    """A stable id of our own for a name that no source knows: of its type and its folded words."""
    return f"marsad:{kind.lower()}:{hashlib.blake2b(key(name).encode(), digest_size=6).hexdigest()}"


def mention(text: str, view: View, span: Span) -> Mention | None:
    """The mention that a tagged span gives, without proclitics and titles; None for signs alone."""
    first, last = view.tokens[span.start], view.tokens[span.end - 1]
    whole = span.type == "PER" and first.norm in given()
    start, end = first.start if whole else name_start(first), last.end
    name = text[start:end].strip("\"'«»“”()[]- ")
    if not key(name):
        return None
    start = text.index(name, start)
    found = Mention(name, start, start + len(name), span.type, "", None, name, _KINDS[span.type])
    return linked(untitled(text, found) if span.type == "PER" else found)


def linked(found: Mention) -> Mention:
    """The mention with the gazetteer's id where the gazetteer knows the name for this type, else with its own."""
    name = table().by_key.get(key(found.text))
    for entry in name.entries if name else ():
        if entry.type == found.type:
            return replace(
                found,
                id=entry.id,
                name_en=entry.name_en,
                name_ar=entry.name_ar,
                kind=entry.kind,
                country=entry.country,
                metonym_of=entry.metonym_of,
            )
    latin, country = people().get(key(found.text), ("", "")) if found.type == "PER" else ("", "")
    return replace(found, id=own_id(found.type, found.text), name_en=latin or None, country=country or None)


def merge(text: str, known: list[Mention], spans: list[Mention]) -> list[Mention]:
    """Known and tagged mentions as one list that does not overlap, by the rules above."""
    there = Cover(known)
    gone: set[int] = set()
    added = []
    for span in spans:
        touched = there.touching(span.start, span.end)
        if not touched:
            added.append(span)
        elif _takes(span, touched, text):
            gone.update(one.start for one in touched)
            added.append(_grown(span, touched))
    return sorted([*(one for one in known if one.start not in gone), *added], key=lambda one: one.start)


def _takes(span: Mention, touched: list[Mention], text: str) -> bool:
    if not all(span.start <= one.start and one.end <= span.end for one in touched):
        return False
    if any(one.type == "WEAPON" for one in touched):
        return False
    if len(touched) == 1 and (touched[0].start, touched[0].end) == (span.start, span.end):
        return touched[0].kind == "city" and span.type in ("PER", "ORG")
    if span.type == "ORG":
        heads = touched[0].type == "ORG" and touched[0].start == span.start
        return not heads and all(one.type in ("LOC", "ORG") for one in touched)
    if span.type != "PER":
        return False
    return all(one.type == "PER" or one.kind == "city" or _within_word(one, text) for one in touched)


def _within_word(one: Mention, text: str) -> bool:
    """Whether the name is only what a word leaves behind a proclitic: `لاوس` in `كلاوس`."""
    return one.start > 0 and text[one.start - 1].isalpha()


def _grown(span: Mention, touched: list[Mention]) -> Mention:
    """A longer form of a known full name keeps its entry; a known surname alone does not make another person of it."""
    for one in touched:
        if one.type == span.type == "PER" and " " in key(one.text):
            return replace(one, text=span.text, start=span.start, end=span.end)
    return span
