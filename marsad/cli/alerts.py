"""`marsad alerts`: follow what is new."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="Follow alerts.", no_args_is_help=True)


@app.callback()
def alerts() -> None:
    """Follow alerts."""


@app.command()
def tail(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One alert a line, as it is in Kafka.")] = False,
    from_beginning: Annotated[
        bool, typer.Option("--from-beginning", help="Those that are there already, too.")
    ] = False,
    since: Annotated[str | None, typer.Option(help="From a time on: 30m, 1h, 7d or ISO 8601.")] = None,
    count: Annotated[int | None, typer.Option(min=1, help="End after so many.")] = None,
    follow: Annotated[bool, typer.Option(help="Wait for new ones; --no-follow ends at what is there.")] = True,
) -> None:
    """Print each alert once, as it comes, until Ctrl-C; nothing is committed anywhere."""
    import sys

    from connectors.sinks.channels.render import alert_line
    from connectors.sinks.process import stop_on_signals
    from connectors.sinks.reading import Start, moment
    from connectors.sinks.reading import alerts as read
    from marsad import settings
    from marsad.telemetry import only_our_own_words

    loaded = settings.load()
    only_our_own_words()
    start = Start(since=moment(since) if since else None, from_beginning=from_beginning or not follow)
    found = read(loaded, start, follow=follow, stop=stop_on_signals())
    if not follow:
        found = iter(sorted(found, key=lambda one: one[0].at))  # partitions come one after the other
    for number, (alert, raw) in enumerate(found, start=1):
        typer.echo(raw if jsonl else alert_line(alert, colour=sys.stdout.isatty()))
        if number == count:
            break
