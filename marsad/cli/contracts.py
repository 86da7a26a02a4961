"""`marsad contracts`: write the JSON Schemas and the AsyncAPI document."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="Write the JSON Schemas and the AsyncAPI document that consumers build on.")


@app.command()
def contracts(
    markdown: Annotated[bool, typer.Option("--markdown", help="Print docs/asyncapi.md instead.")] = False,
) -> None:
    """Write what is generated from the records and topics; says which files changed."""
    from marsad.contracts import schema
    from marsad.contracts.page import page

    if markdown:
        typer.echo(page(), nl=False)
        return
    for path in schema.write():
        typer.echo(str(path))
