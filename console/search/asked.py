"""What a request's parameters ask for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from starlette.datastructures import QueryParams

from console.search.ask import DEEPEST, PAGE, Question
from marsad.errors import ConfigError

NEWEST = "newest"
_MAX_TEXT = 500


def question(asked: QueryParams, facets: Iterable[str], *, size: int = PAGE) -> Question:
    """A question; days as YYYY-MM-DD.

    Raises:
        ConfigError: naming the parameter that is wrong.
    """
    return Question(
        text=asked.get("q", "").strip()[:_MAX_TEXT],
        facets={name: asked.getlist(name) for name in facets if name in asked},
        entity=asked.get("entity"),
        since=_day(asked, "since"),
        until=_day(asked, "until"),
        newest=asked.get("sort") == NEWEST,
        page=number(asked, "page", 1, DEEPEST // size),
        size=size,
    )


def number(asked: QueryParams, name: str, default: int, most: int) -> int:
    """A whole number from 1 to `most`.

    Raises:
        ConfigError: where it is none.
    """
    text = asked.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most):
        raise ConfigError(f"{name} is {text[:20]!r}: a whole number from 1 to {most} is wanted", resource=name)
    return int(text)


def _day(asked: QueryParams, name: str) -> date | None:
    text = asked.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ConfigError(f"{name} is {text[:20]!r}: a day as 2026-11-22 is wanted", resource=name) from error
