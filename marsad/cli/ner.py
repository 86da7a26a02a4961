"""`marsad ner`: tag tokens in CoNLL format."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Tag tokens in CoNLL format with named entities.")


@app.command()
def ner(
    conll: Annotated[
        Path, typer.Option("--conll", help="File of `token TAG` lines, a blank line between sentences; - for stdin.")
    ],
    tier: Annotated[str | None, typer.Option("--tier", help="default, fast or camel:FOLDER; else MARSAD_NER.")] = None,
) -> None:
    """Write the same lines out with our tag (B/I-PER, ORG, LOC, MISC or O) as last column."""
    from marsad.settings import load
    from streams.entities.conll import tag_lines
    from streams.entities.tagger import load_tagger
    from streams.entities.warm import settled
    from streams.intake import opened

    with settled():
        tagger = load_tagger(tier or load().ner)
    with opened(None if str(conll) == "-" else conll) as source:
        for line in tag_lines(io.TextIOWrapper(source, "utf-8", "replace"), tagger):
            sys.stdout.write(line + "\n")
