"""`marsad replay`: archived articles through the pipeline again."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def replay(
    since: Annotated[str | None, typer.Option(help="Articles since a time: 1h, 7d or ISO 8601.")] = None,
    from_offset: Annotated[int | None, typer.Option(min=0, help="From this offset of every partition.")] = None,
    article: Annotated[str | None, typer.Option(metavar="ID", help="Only this article, in every revision.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="The whole archive.")] = False,
    rate: Annotated[float, typer.Option(min=0.1, help="Articles a second at most; live news goes on beside.")] = 200.0,
) -> None:
    """Send articles of the archive through the pipeline again, after a new gazetteer, frame or rule.

    Ids decide: a document is written over, an alert that was raised is not raised again.
    """
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from connectors.sinks import replay as archive
    from connectors.sinks.process import stop_on_signals
    from connectors.sinks.reading import Start, moment
    from marsad import settings
    from marsad.telemetry import only_our_own_words

    if since is None and from_offset is None and article is None and not everything:
        raise typer.BadParameter("say what: --since, --from-offset, --article or --all")
    only_our_own_words()
    start = Start(
        since=moment(since) if since else None, offset=from_offset, from_beginning=since is None and from_offset is None
    )
    columns = (SpinnerColumn(), TextColumn("{task.completed} articles"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("replay", total=None)
        count = archive.replay(
            settings.load(),
            start,
            article=article,
            rate=rate,
            stop=stop_on_signals(),
            progress=lambda more: bar.advance(task, more),
        )
    typer.echo(f"{count} replayed")
