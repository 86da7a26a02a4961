"""`marsad analyze`: entities and events of text or articles, without a server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Find entities and events in text or articles; needs no server.")


@app.command()
def analyze(
    file: Annotated[str, typer.Argument(help="A file, or - for stdin.")] = "-",
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="One article a line: id, text; title, published, language where known.")
    ] = False,
    ner: Annotated[str | None, typer.Option("--ner", help="default, fast or camel:FOLDER; else MARSAD_NER.")] = None,
) -> None:
    """Write one enriched article a line. Without --jsonl the whole input is one article.

    A line that is no article is named on stderr and skipped; the exit code is then 1.
    """
    from marsad.contracts import encode
    from marsad.errors import ContractError
    from marsad.settings import load
    from streams.enrich import Enricher
    from streams.entities import warm
    from streams.intake import articles, opened

    tier = ner or load().ner
    warm(tier)
    enricher = Enricher(tier)
    failed = False
    with opened(None if file == "-" else Path(file)) as source:
        for found in articles(source, jsonl=jsonl, warn=lambda text: typer.echo(f"marsad: {text}", err=True)):
            if isinstance(found, ContractError):
                failed = True
                typer.echo(f"marsad: {found}", err=True)
                continue
            sys.stdout.buffer.write(encode(enricher.enrich(found)) + b"\n")
            sys.stdout.buffer.flush()
    if failed:
        raise typer.Exit(1)
