"""Article: what a source publishes to `articles.raw`."""

from __future__ import annotations

from marsad.contracts.record import Record, Time


class FeedRef(Record, frozen=True, kw_only=True):
    """The feed that an article came from."""

    url: str
    title: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2 code of the publisher, where the feed list says so."""
    reliability: float | None = None
    """0 (known to invent) to 1 (agency of record), where the feed list says so."""
    tags: tuple[str, ...] = ()


class Enclosure(Record, frozen=True, kw_only=True):
    """A media file that the feed names beside the article."""

    url: str
    type: str | None = None
    length: int | None = None


class Article(Record, frozen=True, kw_only=True):
    """One news article, as plain text.

    `id` is the hash of its canonical identity and never changes; `revision` is the hash of its content, so a corrected
    article comes again with the same id and another revision.
    """

    id: str
    revision: str = ""
    url: str | None = None
    title: str | None = None
    text: str
    language: str | None = None
    """ISO 639 code of the text itself, not of the feed."""
    published: Time | None = None
    """Never "now" for a missing one, never in the future."""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    feed: FeedRef | None = None
    seen: Time | None = None
    """When this article id was first seen; decides the month index it lives in."""
    updated: Time | None = None
    enclosures: tuple[Enclosure, ...] = ()
    image: str | None = None
    schema_version: int = 1
