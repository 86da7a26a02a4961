"""`marsad stack`: the local Kafka and Elasticsearch."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

app = typer.Typer(help="Start, stop and look at the local Kafka and Elasticsearch.", no_args_is_help=True)


@app.command()
def up() -> None:
    """Start both servers and leave them running."""
    from deploy.local.stack import LocalStack
    from marsad import settings

    state = LocalStack(settings.load(), tie_to_parent=False, progress=_say).start()
    typer.echo(f"Kafka          {state.kafka}\nElasticsearch  {state.elasticsearch}")


@app.command()
def down() -> None:
    """Stop both servers; their data stays."""
    from deploy.local.stack import LocalStack
    from marsad import settings

    LocalStack(settings.load(), tie_to_parent=False, progress=_say).stop()
    typer.echo("both servers are stopped")


@app.command()
def status() -> None:
    """Say what runs; exit code 1 when a server does not answer."""
    from deploy.local.report import status_lines
    from deploy.local.stack import LocalStack
    from marsad import settings

    found = LocalStack(settings.load(), tie_to_parent=False).status()
    typer.echo("\n".join(status_lines(found)))
    raise typer.Exit(0 if all(server.healthy for server in found) else 1)


@app.command()
def logs(
    server: Annotated[
        Literal["kafka", "elasticsearch"] | None, typer.Argument(help="One server; both without.")
    ] = None,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Keep printing until Ctrl-C.")] = False,
    lines: Annotated[int, typer.Option("--lines", "-n", min=0, help="Of each server, to begin with.")] = 40,
) -> None:
    """Print the end of the servers' logs."""
    from deploy.local.report import log_lines
    from marsad import settings

    for line in log_lines(settings.load(), server, last=lines, follow=follow):
        typer.echo(line)


def _say(line: str) -> None:
    typer.echo(line, err=True)
