"""`marsad settings`: every setting, its value here, and what it means."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="Show every setting, its value here, and what it means.")


@app.command()
def settings(
    markdown: Annotated[bool, typer.Option("--markdown", help="The table of docs/settings.md.")] = False,
) -> None:
    """Show the settings in force; secrets are never shown."""
    from rich.console import Console
    from rich.table import Table

    from marsad import settings_reference as reference
    from marsad.settings import load

    if markdown:
        typer.echo(reference.markdown(load()), nl=False)
        return
    table = Table("variable", "value", "default", "meaning")
    for variable in reference.variables(load()):
        table.add_row(variable.name, variable.value, variable.default, variable.meaning)
    Console().print(table)
