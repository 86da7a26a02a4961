"""`marsad doctor`: check this machine and the running system; say what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from deploy.local.doctor.rooms import Rooms
    from marsad.settings import Settings

_PATIENCE_SECONDS = 5.0
"""For a broker that does not answer: somebody waits for what the doctor says."""

app = typer.Typer(help="Check this machine and the running system; say what to do.")


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON array.")] = False,
    network: Annotated[bool, typer.Option("--network", help="Fetch each feed too.")] = False,
) -> None:
    """Check everything; exit code 1 when something that Marsad needs is broken."""
    import msgspec

    from deploy.local.doctor.examine import examine
    from marsad.settings import load

    findings = []
    for finding in examine(load(), _rooms(), network=network):
        findings.append(finding)
        if not as_json:
            typer.echo(finding.line())
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(findings), indent=2).decode())
    raise typer.Exit(1 if any(finding.level == "broken" for finding in findings) else 0)


def _rooms() -> Rooms:
    from connectors.kafka import admin
    from connectors.sinks.elasticsearch.client import connect
    from connectors.sinks.elasticsearch.templates import missing_templates
    from connectors.sources import feedfile
    from deploy.local.doctor.rooms import Rooms
    from marsad.telemetry import only_our_own_words
    from streams.rules.load import load as load_rules

    only_our_own_words()
    return Rooms(
        kafka=lambda settings: admin(settings, bootstrap_seconds=_PATIENCE_SECONDS),
        elasticsearch=connect,
        missing_templates=missing_templates,
        feeds=lambda path: [feed.url for feed in feedfile.load(path)],
        unreachable=_unreachable,
        rules=lambda path: len(load_rules(path).rules),
    )


def _unreachable(settings: Settings, urls: Sequence[str]) -> dict[str, str]:
    import asyncio

    from connectors.sources.fetch.client import Client
    from connectors.sources.limits import Limits
    from connectors.sources.problems import FeedError

    async def one(client: Client, slots: asyncio.Semaphore, url: str) -> tuple[str, str] | None:
        try:
            async with slots:
                await client.fetch(url)
        except FeedError as error:
            return url, error.message
        return None

    async def every() -> dict[str, str]:
        slots = asyncio.Semaphore(settings.sources.concurrency)
        async with Client(Limits.of(settings)) as client:
            return dict(filter(None, await asyncio.gather(*(one(client, slots, url) for url in urls))))

    return asyncio.run(every())
