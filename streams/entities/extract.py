"""Find the entities of a text: gazetteer, context, composed names, the tagger's names, short forms."""

from __future__ import annotations

from marsad.arabic.document import Document
from streams.entities.gazetteer.match import Hit, hits, longest, with_marks, with_variants
from streams.entities.gazetteer.table import table
from streams.entities.gazetteer.view import View, view
from streams.entities.link.choose import chosen
from streams.entities.link.compose import compose
from streams.entities.link.context import standing
from streams.entities.link.cover import Cover
from streams.entities.link.glossed import glossed
from streams.entities.link.kinds import of_kind
from streams.entities.link.people import short_forms, untitled
from streams.entities.link.span import Span
from streams.entities.link.tagged import mention, merge, tagged
from streams.entities.link.weapons import elided, mark_classes, without_families, without_standards
from streams.entities.mention import Mention
from streams.entities.tagger import Tagger

_WHOLE = frozenset({"country", "person", "weapon_system", "city", "capital"})
"""Kinds whose names hold no link to another country: the demonym in `الجمهورية العربية السورية` is none."""


class Extractor:
    """Finds mentions; holds no state between documents."""

    def __init__(self, tagger: Tagger | None = None) -> None:
        """With no tagger only names of the gazetteer are found."""
        self._table = table()
        self._tagger = tagger

    def extract(self, document: Document) -> list[Mention]:
        """The mentions of a document by position; entities do not overlap, demonym links may lie within one."""
        seen = view(document, self._table.words)
        spans = tagged(seen, self._tagger) if self._tagger else []
        kept, demonyms = self._known(seen, spans)
        text = document.text
        links = [_mention(text, seen, hit) for hit in demonyms]
        heads = [_mention(text, seen, hit) for hit in kept if hit.name.mode == "head"]
        named = [_mention(text, seen, hit) for hit in kept if hit.name.mode != "head"]
        named = compose(document, [untitled(text, one) if one.type == "PER" else one for one in named], heads, links)
        named += glossed(document, named)
        named = merge(text, named, [found for span in spans if (found := mention(text, seen, span))])
        named += short_forms(document, named)
        return _ordered(mark_classes(document, named), links)

    def _known(self, seen: View, spans: list[Span]) -> tuple[list[Hit], list[Hit]]:
        """The gazetteer's names that stand here, and the demonyms apart."""
        found = chosen(seen, standing(seen, hits(seen, self._table), spans))
        demonyms = longest([hit for hit in found if hit.entry.kind == "demonym"])
        kept = longest(with_marks(seen, [hit for hit in found if hit.entry.kind != "demonym"]))
        kept = with_variants(seen, without_standards(without_families(kept)))
        kept += elided(seen, kept, self._table)
        return [hit for hit in of_kind(seen, kept) if hit.entry.kind != "void"], demonyms


def _ordered(named: list[Mention], links: list[Mention]) -> list[Mention]:
    """All by position. A link goes where a name that is not composed covers it, a tagged MISC where a link does."""
    places = Cover(links)
    named = [one for one in named if one.type != "MISC" or not places.holding(one.start, one.end)]
    covered = Cover(one for one in named if one.kind in _WHOLE)
    links = [link for link in links if not covered.holding(link.start, link.end)]
    return sorted([*named, *links], key=lambda one: (one.start, -one.end))


def _mention(text: str, seen: View, hit: Hit) -> Mention:
    entry = hit.entry
    start, stop = seen.original(seen.skip(hit.start, hit.name.cue), hit.end)
    return Mention(
        text=text[start:stop],
        start=start,
        end=stop,
        type=entry.type,
        id=entry.id,
        name_en=entry.name_en,
        name_ar=entry.name_ar,
        kind=entry.kind,
        country=entry.country,
        metonym_of=entry.metonym_of,
        entity=entry.kind != "demonym",
    )
