"""A span that the tagger found."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.contracts.enriched import EntityType


@dataclass(frozen=True, slots=True)
class Span:
    """A tagged name: the view's tokens from `start` up to, but without, `end`."""

    start: int
    end: int
    type: EntityType
