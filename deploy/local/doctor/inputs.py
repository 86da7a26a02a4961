"""What Marsad reads: the feeds file and the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from deploy.local.doctor.finding import Finding, broken, ok, warning
from deploy.local.doctor.rooms import Rooms
from marsad.errors import MarsadError
from marsad.settings import Settings

_SHOWN: Final = 5


def findings(settings: Settings, rooms: Rooms, *, network: bool) -> Iterator[Finding]:
    """Feeds, with `network` each of them fetched, and rules."""
    yield from feeds(settings, rooms, network=network)
    yield rules(settings, rooms)


def feeds(settings: Settings, rooms: Rooms, *, network: bool) -> Iterator[Finding]:
    """Whether the feeds file can be read, and with `network` the feeds."""
    if settings.feeds is None:
        advice = "name a YAML or OPML file with MARSAD_FEEDS; `marsad up --sample` needs none"
        yield warning("Feeds", "no feeds file is set", advice)
        return
    try:
        urls = rooms.feeds(settings.feeds)
    except MarsadError as error:
        yield broken("Feeds", error.message, error.hint or "mend the file that MARSAD_FEEDS names")
        return
    if not urls:
        yield broken("Feeds", f"{settings.feeds} has no feed", "add one: `- url: https://…`")
        return
    yield ok("Feeds", f"{len(urls)} in {settings.feeds}")
    if network:
        yield from _reachable(settings, rooms, urls)


def _reachable(settings: Settings, rooms: Rooms, urls: Sequence[str]) -> Iterator[Finding]:
    failed = rooms.unreachable(settings, urls)
    if not failed:
        yield ok("Feeds", f"all {len(urls)} can be fetched")
    for url, reason in list(failed.items())[:_SHOWN]:
        yield warning("Feed", f"{url}: {reason}", f"see more with `marsad feeds fetch {url}`")
    if len(failed) > _SHOWN:
        yield warning("Feeds", f"{len(failed)} of {len(urls)} cannot be fetched", "the first ones are named above")


def rules(settings: Settings, rooms: Rooms) -> Finding:
    """Whether the rules can be read."""
    where = settings.rules or "the rules that ship"
    try:
        return ok("Rules", f"{rooms.rules(settings.rules)} in {where}")
    except MarsadError as error:
        return broken("Rules", error.message, error.hint or "mend them; `marsad rules check` says more")
