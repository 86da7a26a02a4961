"""Every check, in the order in which they are printed."""

from __future__ import annotations

from collections.abc import Iterator

from deploy.local.doctor import inputs, machine, reach
from deploy.local.doctor.finding import Finding
from deploy.local.doctor.rooms import Rooms
from marsad.settings import Settings


def examine(settings: Settings, rooms: Rooms, *, network: bool = False) -> Iterator[Finding]:
    """Look at everything; with `network` also fetch each feed.

    Nothing that is wrong ends the examination: it becomes a finding.
    """
    yield from machine.findings(settings)
    yield from reach.findings(settings, rooms)
    yield from inputs.findings(settings, rooms, network=network)
