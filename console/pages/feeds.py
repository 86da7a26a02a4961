"""Feeds: how each is, new ones by their address or as OPML."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from console.rooms import FeedRow
from console.web.guard import author_of, console_of, page
from console.web.render import page as rendered
from marsad.errors import ConfigError, MarsadError

_MOST_ADDRESS: Final = 4096


async def feeds(request: Request) -> Response:
    """The feed list with the health of each."""
    rows = await run_in_threadpool(console_of(request).rooms.feeds.listed)
    return rendered(request, "feeds.html", rows=rows, previews=None, address="", problem=None, added=_added(request))


async def preview(request: Request) -> Response:
    """What is behind an address, fetched with every guard of the sources."""
    console, form = console_of(request), await request.form()
    address = str(form.get("address") or "").strip()[:_MOST_ADDRESS]
    problem, previews = None, None
    try:
        previews = await console.rooms.feeds.preview(address)
    except MarsadError as error:
        problem = error
    rows = await run_in_threadpool(console.rooms.feeds.listed)
    return rendered(request, "feeds.html", rows=rows, previews=previews, address=address, problem=problem, added=None)


async def add(request: Request) -> Response:
    """Put a feed on the list."""
    console, form = console_of(request), await request.form()
    row = FeedRow(
        url=str(form.get("url") or "").strip()[:_MOST_ADDRESS],
        title=str(form.get("title") or "").strip()[:200] or None,
        country=str(form.get("country") or "").strip().upper()[:2] or None,
    )
    count = await _add(request, [row])
    if count:
        await console.audit("feed_add", row.url, author_of(request), after="1")
    return RedirectResponse(f"/feeds?{urlencode({'added': count})}", 303)


async def upload(request: Request) -> Response:
    """Put the feeds of an OPML file on the list."""
    console, form = console_of(request), await request.form()
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise ConfigError("no file came with the form", hint="choose an OPML file")
    rows = await run_in_threadpool(console.rooms.feeds.read_opml, await file.read())
    count = await _add(request, rows)
    await console.audit("feed_add", file.filename or "OPML", author_of(request), after=str(count))
    return RedirectResponse(f"/feeds?{urlencode({'added': count})}", 303)


async def change(request: Request) -> Response:
    """Pause a feed, poll it again, or take it off the list."""
    console, form = console_of(request), await request.form()
    url, action = str(form.get("url") or ""), str(form.get("action") or "")
    if action == "remove":
        await run_in_threadpool(console.rooms.feeds.remove, url)
        await console.audit("feed_remove", url, author_of(request))
    else:
        await run_in_threadpool(console.rooms.feeds.pause, url, action == "pause")
        await console.audit("feed_pause", url, author_of(request), after=action)
    return RedirectResponse("/feeds", 303)


async def opml(request: Request) -> Response:
    """The feed list as OPML."""
    text = await run_in_threadpool(console_of(request).rooms.feeds.export)
    headers = {"content-disposition": 'attachment; filename="marsad.opml"'}
    return Response(text, media_type="text/x-opml", headers=headers)


async def _add(request: Request, rows: list[FeedRow]) -> int:
    adding = console_of(request).rooms.feeds.add
    return sum([await run_in_threadpool(adding, row) for row in rows])


def _added(request: Request) -> int | None:
    text = request.query_params.get("added", "")
    return int(text) if text.isascii() and text.isdigit() else None


ROUTES: Final[list[Route]] = [
    page("/feeds", feeds),
    page("/feeds/preview", preview, role="admin", methods=("POST",)),
    page("/feeds/add", add, role="admin", methods=("POST",)),
    page("/feeds/opml", upload, role="admin", methods=("POST",)),
    page("/feeds/change", change, role="admin", methods=("POST",)),
    page("/feeds.opml", opml),
]
