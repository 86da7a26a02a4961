"""`marsad status`: what each topic holds and how fast it grows, who is how far behind, what is searchable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from console.live.rates import GroupRow, TopicRow
    from marsad.settings import Settings

app = typer.Typer()


@app.command()
def status(
    seconds: Annotated[float, typer.Option(min=0.1, help="Between the two looks that rates come from.")] = 3.0,
    watch: Annotated[bool, typer.Option("--watch", help="Again and again, until Ctrl-C.")] = False,
) -> None:
    """Show records, rates and lag of Kafka, open dead letters and documents; exit code 1 where a server is away."""
    from connectors.sinks.process import stop_on_signals
    from console.live.rates import Rates
    from marsad import settings
    from marsad.cli.console import rooms
    from marsad.telemetry import only_our_own_words

    only_our_own_words()
    loaded, stop = settings.load(), stop_on_signals()
    rates = Rates(rooms(loaded, None))
    try:
        before = rates.look()[1]
        while not stop.wait(seconds):
            topics, groups = rates.look()
            typer.echo("\n".join(_lines(topics, groups, before, seconds)))
            typer.echo("\n".join(_stored(loaded)))
            if not watch:
                break
            before = groups
            typer.echo()
    finally:
        rates.close()


def _lines(
    topics: Sequence[TopicRow], groups: Sequence[GroupRow], before: Sequence[GroupRow], seconds: float
) -> Iterator[str]:
    """What a reader took is what came, less what it fell behind by meanwhile."""
    came = {row.name: row.rate or 0.0 for row in topics}
    behind = {(row.group, row.topic): row.lag for row in before}
    yield f"{'topic':<42}{'records':>12}{'written/s':>12}"
    for topic in topics:
        yield f"{topic.name:<42}{topic.records:>12}{came[topic.name]:>12.1f}"
    yield f"{'read by':<24}{'topic':<18}{'behind':>12}{'read/s':>12}"
    for row in groups:
        fell = row.lag - behind.get((row.group, row.topic), row.lag)
        yield f"{row.group:<24}{row.topic:<18}{row.lag:>12}{max(came[row.topic] - fell / seconds, 0.0):>12.1f}"


def _stored(settings: Settings) -> Iterator[str]:
    from connectors.sinks import dlq
    from connectors.sinks.elasticsearch.client import connect, translated
    from connectors.sinks.elasticsearch.templates import KINDS, alias

    with dlq.Handled(settings) as handled:
        yield f"{'open dead letters':<42}{len(handled.open(dlq.letters(settings))):>12}"
    with connect(settings) as client, translated():
        for kind in KINDS:
            name = alias(settings, kind)
            count = client.count(index=name, ignore_unavailable=True)["count"]
            yield f"{f'{name} in Elasticsearch':<42}{count:>12}"
