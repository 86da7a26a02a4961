"""Server-sent events: each reader goes through the log at its own pace and begins where it stopped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Final

from console.live.cards import Wanted, frame
from console.live.desk import Desk
from console.live.log import Frame, Notice
from console.metrics import STREAMS

_TOGETHER_SECONDS: Final = 0.03
"""Notices that come within this time go out in one piece."""
_MAX_TOGETHER: Final = 100

Render = Callable[[Notice], Frame]


async def events(
    desk: Desk, position: str | None, wanted: Wanted, flavour: str, render: Render
) -> AsyncIterator[bytes]:
    """What a reader has to be told, from a position on, for ever.

    Args:
        desk: Where the alerts are.
        position: The last one that the reader has seen; None begins with the next.
        wanted: Which alerts the reader wants.
        flavour: Names what `render` depends on: what was rendered for one reader serves all of the same flavour.
        render: Makes a notice's bytes.
    """
    await desk.ready()
    number = desk.log.last
    with STREAMS.track_inprogress():
        for piece in _missed(desk, position, wanted, render):
            yield piece
        while True:
            if desk.log.last == number:
                await desk.log.wait()
                await asyncio.sleep(_TOGETHER_SECONDS)
            notices = desk.log.since(number)
            if notices is None:
                number = desk.log.last
                yield frame("reset", "-", desk.position)
                continue
            chunk = notices[:_MAX_TOGETHER]
            number = chunk[-1].number
            data = b"".join(notice.frame(flavour, render) for notice in chunk if _fits(desk, notice, wanted))
            if data:
                yield data


def _missed(desk: Desk, position: str | None, wanted: Wanted, render: Render) -> list[bytes]:
    """What came since a position. Only the last piece moves the reader on: who breaks off before it gets all again."""
    missed = desk.missed(position) if position else []
    if missed is None:
        return [frame("reset", "-", desk.position)]
    notices = [Notice(0, cause, alert_id, position or desk.position) for cause, alert_id in missed]
    pieces = [render(notice) for notice in notices if _fits(desk, notice, wanted)]
    return [*pieces, frame("hello", "-", desk.position)]


def _fits(desk: Desk, notice: Notice, wanted: Wanted) -> bool:
    """A change is told whatever is wanted: what is on the page already must not go stale."""
    held = desk.get(notice.subject)
    return notice.cause != "alert" or held is None or wanted.fits(held, desk.state(held.alert))
