"""`marsad`: every command is a file beside this one, imported only when it is called."""

from __future__ import annotations

import importlib
import importlib.metadata
import sys
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from marsad.errors import MarsadError

COMMANDS: Final[dict[str, str]] = {
    "up": "Run the whole system in this terminal.",
    "setup": "Make the topics and the index templates.",
    "stack": "Start, stop and look at the local Kafka and Elasticsearch.",
    "analyze": "Find entities and events in text or articles; needs no server.",
    "ner": "Tag tokens in CoNLL format with named entities.",
    "feeds": "Read feeds and keep the feed list.",
    "source": "Run the feed source: poll feeds, publish articles.",
    "worker": "Run one Faust worker.",
    "sink": "Run one sink: elasticsearch, or a channel: terminal, webhook, apprise, email, feed.",
    "alerts": "Follow alerts.",
    "search": "Search the indexed articles.",
    "kibana": "Put our dashboards into Kibana.",
    "index": "List the indices, and move them to another mapping.",
    "rules": "Check, test and publish rules.",
    "console": "Serve the web page: live alerts, search, events, rules.",
    "dlq": "List dead letters and send them back.",
    "replay": "Send archived articles through the pipeline again.",
    "settings": "Show every setting, its value here, and what it means.",
    "status": "Show what is where, how fast it comes, and who is how far behind.",
    "doctor": "Check this machine and the running system; say what to do.",
    "contracts": "Write the JSON Schemas and the AsyncAPI document.",
}


class LazyGroup(TyperGroup):
    """A group whose commands live in `marsad.cli.<name>.app`, imported only when they are called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names in the order of COMMANDS."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """What the help page needs of a command: its name and its line."""
        del ctx
        return TyperCommand(cmd_name, help=COMMANDS[cmd_name]) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Import the file of the command that is called."""
        name, _, rest = super().resolve_command(ctx, args)
        command = typer.main.get_command(importlib.import_module(f"marsad.cli.{name}").app)
        command.name = name
        return name, command, rest


app = typer.Typer(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=True,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"marsad {importlib.metadata.version('marsad')}")
        raise typer.Exit


@app.callback()
def root(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False) -> None:
    """Marsad (مرصد): streaming intelligence on Arabic news."""
    del version


def main() -> None:
    """Run the command line; a MarsadError is one line on stderr and exit code 1, never a traceback."""
    try:
        app()
    except MarsadError as error:
        typer.echo(f"marsad: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
