"""`marsad up`: the whole system in one terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Run the whole system in this terminal.")


@app.command()
def up(
    feeds: Annotated[Path | None, typer.Option("--feeds", help="Feeds file, YAML or OPML; else MARSAD_FEEDS.")] = None,
    sample: Annotated[bool, typer.Option("--sample", help="Read the bundled sample wire instead of feeds.")] = False,
    pace: Annotated[
        float, typer.Option("--pace", min=0.1, max=60, help="Of the sample wire: 4 tells its minute in 15 seconds.")
    ] = 1.0,
    workers: Annotated[int | None, typer.Option("--workers", min=1, max=8, help="Faust worker processes.")] = None,
    no_console: Annotated[bool, typer.Option("--no-console", help="Without the web page.")] = False,
) -> None:
    """Start Kafka and Elasticsearch (unless settings name running ones), sources, workers, sinks, console.

    Ctrl-C stops all.
    One line per alert is printed as it fires; counts every 15 seconds. The data stays for the next time.
    """
    from deploy.local.up import Plan
    from deploy.local.up import up as run
    from marsad.settings import load

    settings = load()
    plan = Plan(
        feeds=feeds, sample=sample, pace=pace, workers=workers or settings.streams.workers, console=not no_console
    )
    run(settings, plan, lambda line: print(line, flush=True))
