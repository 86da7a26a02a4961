"""`marsad index`: the indices behind the aliases, and their way to changed templates."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="Look at the indices, and re-index them after an upgrade.", no_args_is_help=True)


@app.command("list")
def list_indices() -> None:
    """List every index: kind, documents, and whether it is as this version makes it."""
    from connectors.sinks.elasticsearch import migrate
    from connectors.sinks.elasticsearch.client import connect
    from marsad import settings
    from marsad.telemetry import only_our_own_words

    only_our_own_words()
    loaded = settings.load()
    with connect(loaded) as client:
        for index in migrate.status(loaded, client):
            state = "current" if index.current else "to migrate"
            typer.echo(f"{index.name:<40} {index.kind:<9} {index.documents:>9} {state}")


@app.command("migrate")
def migrate_indices(
    everything: Annotated[bool, typer.Option("--all", help="Re-index what is current, too.")] = False,
) -> None:
    """Re-index what differs from the templates of this version; search goes on, the sink waits some seconds."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from connectors.sinks.elasticsearch import migrate
    from connectors.sinks.elasticsearch.client import connect
    from marsad import settings
    from marsad.telemetry import only_our_own_words

    only_our_own_words()
    loaded = settings.load()
    columns = (SpinnerColumn(), TextColumn("{task.completed} documents"), TimeElapsedColumn())
    with connect(loaded) as client, Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("migrate", total=None)
        made = migrate.migrate(loaded, client, everything=everything, progress=lambda more: bar.advance(task, more))
    for name in made:
        typer.echo(name)
    typer.echo(f"{len(made)} migrated")
