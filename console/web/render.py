"""From a template and what it shows to a response."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from console.web import marks
from console.web.words import Words
from marsad.errors import MarsadError

_HEADERS: Final = {"cache-control": "no-store"}
_REST: Final = Markup("<!-- rest -->")
"""Nothing that is shown can say this: its angle brackets would be escaped."""
NAVIGATION: Final = ("live", "search", "events", "entities", "rules", "feeds", "system")


@functools.cache
def environment() -> Environment:
    """The templates; everything that they show is escaped."""
    made = Environment(
        loader=PackageLoader("console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"link": marks.link, "found": marks.found, "when": when, "iso": iso, "part": _part, "days": days}
    made.globals |= {"navigation": NAVIGATION, "clock": clock}
    return made


def compile_templates() -> None:
    """Now, so that the first visitor does not wait for it."""
    for name in environment().list_templates():
        environment().get_template(name)


def html(template: str, words: Words, **values: Any) -> str:
    """A template in a language."""
    given = {"say": words.say, "tell": words.tell, "name": words.name, "of": words.of, "words": words}
    return environment().get_template(template).render(given | values)


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """A whole page for this visitor."""
    return HTMLResponse(_whole(request, template, **values), status, headers=_HEADERS)


def page_in_pieces(request: Request, template: str, rest: Callable[[], Awaitable[str]], **values: Any) -> Response:
    """A page that is sent up to the template's `rest` at once, and from there on when that is known.

    What is wrong with the rest is said in its place: the status is on its way by then.
    """
    before, _, after = _whole(request, template, rest=_REST, **values).partition(_REST)

    async def pieces() -> AsyncIterator[str]:
        yield before
        try:
            yield await rest()
        except MarsadError as problem:
            yield html("parts/problem.html", request.state.visit.words, problem=problem)
        yield after

    return StreamingResponse(pieces(), media_type="text/html", headers=_HEADERS)


def _whole(request: Request, template: str, **values: Any) -> str:
    visit, console = request.state.visit, request.app.state.console
    return html(
        template,
        visit.words,
        visit=visit,
        token=visit.token,
        health=console.health,
        path=request.url.path,
        here=functools.partial(here, request),
        may=visit.may,
        **values,
    )


def error(request: Request, problem: MarsadError, status: int) -> Response:
    """A page that says what is wrong and what to do."""
    return page(request, "error.html", status=status, message=problem.message, hint=problem.hint)


def refusal(request: Request, key: str, status: int) -> Response:
    """A page that says no, in the visitor's language."""
    return page(request, "error.html", status=status, message=request.state.visit.words.say(key), hint=None)


def when(moment: datetime | None) -> Markup:
    """A time: in UTC, and in the reader's own zone where scripts run."""
    if moment is None:
        return Markup("")
    utc = moment.astimezone(UTC)
    return Markup('<time dir="auto" datetime="{}" data-local>{}</time>').format(
        f"{utc:%Y-%m-%dT%H:%M:%SZ}", f"{utc:%Y-%m-%d %H:%M} UTC"
    )


def iso(text: str | None) -> Markup:
    """A time as Elasticsearch gives it back."""
    try:
        return when(datetime.fromisoformat(text)) if text else Markup("")
    except ValueError:
        return Markup("")


def days(text: str) -> str:
    """A span of days as the ledger writes it, `2026-11-01/2026-11-30`, for people; anything else as it is."""
    first, slash, last = text.partition("/")
    return text if not slash else first if first == last else f"{first} – {last}"


def clock(seconds: float | None) -> Markup:
    """A time in seconds since the epoch."""
    return when(datetime.fromtimestamp(seconds, UTC)) if seconds else Markup("")


def _part(text: str) -> str:
    """One part of a path."""
    return quote(text, safe="")


def here(request: Request, path: str | None = None, **changes: str | int | None) -> str:
    """This page's address, or that of a part of it, with other parameters; None takes one away."""
    asked: Mapping[str, list[str]] = {
        name: request.query_params.getlist(name) for name in request.query_params if name not in ("lang", "theme")
    }
    left = [(name, value) for name, values in asked.items() if name not in changes for value in values]
    left += [(name, str(value)) for name, value in changes.items() if value is not None]
    address = path or request.url.path
    return f"{address}?{urlencode(left)}" if left else address
