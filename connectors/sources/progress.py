"""What a poll comes to, and what it changes in a feed's state. Pure."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import msgspec
from msgspec.structs import replace

from connectors.sources.feedfile import Feed
from connectors.sources.fetch.client import Fetched
from connectors.sources.limits import Limits
from connectors.sources.read import Context, Reading
from connectors.sources.state import FeedState
from marsad.contracts import Article

_DELAY_WEIGHT: Final = 0.1
_LONGEST_DELAY: Final = 7 * 86_400.0


@dataclass(slots=True)
class Counts:
    """What has happened since the start."""

    polls: int = 0
    not_modified: int = 0
    read: int = 0
    failures: int = 0
    articles: int = 0


class Outcome(msgspec.Struct, frozen=True):
    """What a poll came to, for the schedule and the log."""

    state: FeedState
    new: int = 0
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A reading, the hash of the body it is from, and the revision in which each of its articles is known."""

    reading: Reading
    digest: str | None
    revisions: dict[str, str]

    @property
    def new(self) -> list[Article]:
        """The articles that have never been seen."""
        return [article for article in self.reading.articles if article.id not in self.revisions]

    @property
    def changed(self) -> set[str]:
        """The ids of articles that are new or corrected."""
        return {article.id for article in self.reading.articles if self.revisions.get(article.id) != article.revision}


Revisions = Callable[[Iterable[str]], dict[str, str]]
"""Tells the revision in which each of some articles is known, by id."""


def taken(reading: Reading, digest: str | None, revisions: Revisions, *, is_first: bool = False) -> Taken:
    """A reading with what is known of its articles.

    A link that one more item shares tells its articles apart no longer: one that is known, in this very revision, by
    what told it then keeps the id that it had. Of the first reading of a feed nothing is known.
    """
    known = revisions(article.id for article in reading.articles)
    if is_first:
        return Taken(reading, digest, known)
    unsure = {
        article.id: reading.others[article.id].id(reading.feed.url)
        for article in reading.articles
        if article.id in reading.others and known.get(article.id) != article.revision
    }
    before = revisions({*unsure.values()}) if unsure else {}
    named = {article.id for article in reading.articles}
    articles = [*reading.articles]
    for index, article in enumerate(articles):
        other = unsure.get(article.id)
        if other is not None and before.get(other) == article.revision and other not in named:
            articles[index] = replace(article, id=other)
            named.add(other)
    return Taken(dataclasses.replace(reading, articles=articles), digest, known | before)


def context(feed: Feed, base: str, limits: Limits) -> Context:
    """What is known of a feed beside its own words."""
    return Context(
        url=feed.url,
        base=base,
        limits=limits,
        title=feed.title,
        country=feed.country,
        language=feed.language,
        reliability=feed.reliability,
        tags=feed.tags,
    )


def good(state: FeedState, fetched: Fetched, now: float) -> FeedState:
    """The state after an answer."""
    keep = fetched.not_modified
    return replace(
        state,
        etag=fetched.validators.etag or (state.etag if keep else None),
        last_modified=fetched.validators.last_modified or (state.last_modified if keep else None),
        moved_to=fetched.permanent or state.moved_to,
        errors=0,
        last_error=None,
        last_polled=now,
        last_success=now,
    )


def failed(state: FeedState, code: str, errors: int, now: float, next_at: float) -> FeedState:
    """The state after so many failures in a row; a move that does not last is forgotten."""
    return replace(
        state,
        errors=errors,
        last_error=code,
        last_polled=now,
        next_at=next_at,
        retired=code == "gone",
        moved_to=None if errors > 1 else state.moved_to,
    )


def wishing(state: FeedState, reading: Reading) -> FeedState:
    """The state with what a feed says of when to come again, which an answer that nothing has changed leaves out."""
    return replace(state, ttl=reading.ttl, skip_hours=sum(1 << hour for hour in set(reading.skip_hours)))


def hours(bits: int) -> tuple[int, ...]:
    """The hours of a state's `skip_hours`."""
    return tuple(hour for hour in range(24) if bits >> hour & 1) if bits else ()


def digest(fetched: Fetched) -> str | None:
    """What tells whether a body has changed."""
    return hashlib.sha1(fetched.body, usedforsecurity=False).hexdigest() if fetched.body else None


def delay(state: FeedState, new: list[Article], now: float) -> float | None:
    """Running mean of how long after publication we saw new articles; archives and the first poll do not count."""
    mean = state.delay
    for article in new if state.items else ():
        late = now - article.published.timestamp() if article.published else -1.0
        if 0 <= late < _LONGEST_DELAY:
            mean = late if mean is None else mean + _DELAY_WEIGHT * (late - mean)
    return mean
