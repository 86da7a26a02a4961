"""`marsad search`: ask the indices."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def search(  # noqa: PLR0917 (typer's options are a function's parameters)
    query: Annotated[str, typer.Argument(help='Words; "in quotes" exact; * for everything, newest first.')],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One hit a line as JSON.")] = False,
    size: Annotated[int, typer.Option("--size", "-n", min=1, max=10_000, help="How many at most.")] = 10,
    since: Annotated[str | None, typer.Option(help="From a time on: 30m, 1h, 7d or ISO 8601.")] = None,
    events: Annotated[bool, typer.Option("--events", help="Search events instead of articles.")] = False,
    alerts: Annotated[bool, typer.Option("--alerts", help="Search alerts instead of articles.")] = False,
    suggest: Annotated[bool, typer.Option("--suggest", help="List names that begin so instead.")] = False,
) -> None:
    """Search what is indexed: any spelling of a name, Arabic or Latin, finds the same.

    Examples: marsad search 'إس 400 تركيا' · marsad search S-400 --since 7d · marsad search --alerts '*'
    """
    import sys

    from connectors.sinks.elasticsearch import search as question
    from connectors.sinks.elasticsearch.results import as_json, as_text
    from connectors.sinks.reading import moment
    from marsad import settings
    from marsad.telemetry import only_our_own_words

    if events and alerts:
        raise typer.BadParameter("--events or --alerts, not both")
    only_our_own_words()
    loaded = settings.load()
    if suggest:
        for name in question.suggest(loaded, query, size):
            typer.echo(name)
        return
    total, hits = question.search(
        loaded,
        query,
        kind="events" if events else "alerts" if alerts else "articles",
        size=size,
        since=moment(since) if since else None,
    )
    for number, hit in enumerate(hits, start=1):
        typer.echo(as_json(hit) if jsonl else as_text(number, hit, colour=sys.stdout.isatty()))
    if not jsonl:
        typer.echo(f"{len(hits)} of {total}")
