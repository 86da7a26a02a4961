"""Alerts and what people say of them."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta
from sse_starlette import EventSourceResponse
from starlette.requests import Request
from starlette.responses import Response

from console.api.endpoint import Endpoint, MissingError
from console.live.cards import Wanted, json_frame
from console.live.desk import Desk, Held
from console.live.log import Frame, Notice
from console.live.stream import events
from console.web.guard import author_of, console_of
from marsad.contracts import Alert, Annotation, Severity
from marsad.contracts.annotations import AnnotationKind
from marsad.contracts.record import Time

Size = Annotated[int, Meta(ge=1, le=200)]


class Wish(msgspec.Struct, kw_only=True):
    """Which alerts."""

    severity: list[Severity] = []
    rule: str | None = None
    open: bool = False
    """Only those that nobody has acknowledged or muted."""


class AlertsQuery(Wish, kw_only=True):
    """Which alerts, and how many of them."""

    size: Size = 50
    before: str | None = None
    """Go on after this alert's id, as `next` of the page before says."""


class StreamQuery(Wish, kw_only=True):
    """Which alerts, and from where on."""

    after: str | None = None
    """The id of the last event that was seen; the header Last-Event-ID says the same."""


class AlertItem(msgspec.Struct, kw_only=True):
    """An alert with what people say of it and of its event."""

    alert: Alert
    annotations: list[Annotation]


class AlertPage(msgspec.Struct, kw_only=True):
    """Alerts, latest first; `next` is null at the end."""

    items: list[AlertItem]
    next: str | None


class Said(msgspec.Struct, kw_only=True):
    """What to say: a note has a text, a mute may have an end, the others need nothing."""

    text: Annotated[str, Meta(max_length=2000)] | None = None
    until: Time | None = None
    """When a mute ends by itself."""


async def listed(request: Request, query: AlertsQuery, _: Any) -> AlertPage:
    """The alerts in memory."""
    desk = console_of(request).desk
    if query.before and desk.get(query.before) is None:
        raise MissingError(f"there is no alert {query.before} in memory")
    fitting = (held for held in desk.newest(query.before) if wanted(query).fits(held, desk.state(held.alert)))
    found = list(islice(fitting, query.size + 1))
    more = found[query.size - 1].alert.id if len(found) > query.size else None
    return AlertPage(items=[item(held, desk) for held in found[: query.size]], next=more)


async def one(request: Request, _: Any, __: Any) -> AlertItem:
    """One alert."""
    return item(held_of(request), console_of(request).desk)


async def stream(request: Request, query: StreamQuery, _: Any) -> Response:
    """Alerts as they come, with what people say of them, as server-sent events."""
    desk = console_of(request).desk

    def render(notice: Notice) -> Frame:
        return json_frame(notice, desk)

    position = request.headers.get("last-event-id") or query.after
    return EventSourceResponse(events(desk, position, wanted(query), "json", render), ping=15)


async def say(request: Request, _: Any, body: Said) -> AlertItem:
    """Say something of an alert, or mute its event."""
    console, held, kind = console_of(request), held_of(request), _kind(request)
    if kind == "note" and not (body.text or "").strip():
        raise msgspec.ValidationError("a note needs a text")
    text = body.text if kind == "note" else None
    until = body.until if kind == "muted" else None
    subject = console.desk.subject(held.alert, kind)
    await console.annotate(subject, kind, author_of(request), text, held.alert.rule.id, until=until)
    return item(held, console.desk)


async def withdraw(request: Request, _: Any, __: Any) -> AlertItem:
    """Take it back."""
    console, held, kind = console_of(request), held_of(request), _kind(request)
    await console.withdraw(console.desk.subject(held.alert, kind), kind, author_of(request))
    return item(held, console.desk)


def item(held: Held, desk: Desk) -> AlertItem:
    """An alert as the API shows it."""
    return AlertItem(alert=held.alert, annotations=desk.state(held.alert))


def held_of(request: Request) -> Held:
    """The alert that a path names."""
    held = console_of(request).desk.get(request.path_params["alert"])
    if held is None:
        raise MissingError(f"there is no alert {request.path_params['alert']} in memory")
    return held


def wanted(wish: Wish) -> Wanted:
    """The filter of a wish."""
    return Wanted(frozenset(wish.severity), wish.rule, wish.open)


def _kind(request: Request) -> AnnotationKind:
    kind: AnnotationKind = msgspec.convert(request.path_params["kind"], AnnotationKind)
    return kind


_SAYING: Final = "/alerts/{alert}/annotations/{kind}"
ENDPOINTS: Final = (
    Endpoint("GET", "/alerts", "Alerts in memory, latest first", listed, AlertPage, query=AlertsQuery),
    Endpoint(
        "GET", "/alerts/stream", "Alerts as they come", stream, AlertItem, query=StreamQuery, media="text/event-stream"
    ),
    Endpoint("GET", "/alerts/{alert}", "One alert", one, AlertItem),
    Endpoint(
        "PUT", _SAYING, "Acknowledge, note, mute the event, or find not relevant", say, AlertItem, "analyst", body=Said
    ),
    Endpoint("DELETE", _SAYING, "Take back what was said", withdraw, AlertItem, "analyst"),
)
