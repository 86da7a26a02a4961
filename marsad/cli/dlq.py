"""`marsad dlq`: what could not be processed, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from marsad.contracts import DeadLetter
    from marsad.settings import Settings

app = typer.Typer(help="List dead letters and send them back.", no_args_is_help=True)


@app.callback()
def dlq() -> None:
    """List dead letters and send them back."""
    from marsad.telemetry import only_our_own_words

    only_our_own_words()


Stage = Annotated[
    str | None, typer.Option(help="Only of one stage: source, enrich, ledger, watch, gate, elasticsearch, channel.")
]
Since = Annotated[str | None, typer.Option(help="Only since a time: 30m, 1h, 7d or ISO 8601.")]
Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]…", help="Of letters, as `dlq list` shows them.")]
All = Annotated[bool, typer.Option("--all", help="Every letter that is open.")]


@app.command("list")
def list_letters(
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One letter a line, as it is in Kafka.")] = False,
    stage: Stage = None,
    since: Since = None,
    handled: Annotated[bool, typer.Option("--handled", help="Those replayed or dropped before, too.")] = False,
) -> None:
    """List the open letters, oldest first: when, stage, error, id, reason."""
    from connectors.sinks.channels.render import clean
    from marsad import settings
    from marsad.contracts import encode

    found = _letters(settings.load(), stage, since, handled=handled)
    for letter in found:
        about = f"{letter.at:%Y-%m-%d %H:%M:%SZ} {letter.stage:<13} {letter.error:<24} {letter.id}"
        typer.echo(encode(letter) if jsonl else f"{about} {clean(letter.message)}")
    if not jsonl:
        typer.echo(f"{len(found)} open" if not handled else f"{len(found)} in all", err=True)


@app.command()
def show(identifier: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Show one letter whole, its original bytes as text."""
    from marsad import settings

    for letter in _chosen(_letters(settings.load(), None, None, handled=True), [identifier], False):
        for name in letter.__struct_fields__:
            value = getattr(letter, name)
            typer.echo(f"{name}: {value.decode('utf-8', 'replace') if isinstance(value, bytes) else value}")


@app.command()
def replay(ids: Ids = None, everything: All = False, stage: Stage = None, since: Since = None) -> None:
    """Send the original of each letter back to its topic, with its key; each letter once."""
    from connectors.sinks import dlq
    from marsad import settings

    loaded = settings.load()
    chosen = _chosen(_letters(loaded, stage, since, handled=bool(ids)), ids, everything)
    count = dlq.replay(loaded, chosen)
    with dlq.Handled(loaded) as ledger:
        ledger.mark(chosen, "replayed")
    typer.echo(f"{count} replayed")


@app.command()
def drop(ids: Ids = None, everything: All = False, stage: Stage = None, since: Since = None) -> None:
    """Take letters off the list without sending them back; Kafka keeps them until they expire."""
    from connectors.sinks import dlq
    from marsad import settings

    loaded = settings.load()
    chosen = _chosen(_letters(loaded, stage, since, handled=False), ids, everything)
    with dlq.Handled(loaded) as ledger:
        ledger.mark(chosen, "dropped")
    typer.echo(f"{len(chosen)} dropped")


def _letters(loaded: Settings, stage: str | None, since: str | None, *, handled: bool) -> list[DeadLetter]:
    from connectors.sinks import dlq
    from connectors.sinks.reading import moment

    found = dlq.letters(loaded, stage=stage, since=moment(since) if since else None)
    if handled:
        return found
    with dlq.Handled(loaded) as ledger:
        return ledger.open(found)


def _chosen(found: list[DeadLetter], ids: list[str] | None, everything: bool) -> list[DeadLetter]:
    if bool(ids) == everything:
        raise typer.BadParameter("give ids, or --all")
    if not ids:
        return found
    missing = set(ids) - {letter.id for letter in found}
    if missing:
        raise typer.BadParameter(f"no such letter: {', '.join(sorted(missing))}; see `marsad dlq list --handled`")
    return [letter for letter in found if letter.id in ids]
