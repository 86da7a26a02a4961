"""`marsad kibana`: data views, saved searches and dashboards."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="Put our dashboards into Kibana.", no_args_is_help=True)


@app.command("import")
def import_objects(
    wait: Annotated[float, typer.Option(min=0, help="Seconds to wait for a Kibana that is starting.")] = 0.0,
) -> None:
    """Import data views, saved searches and dashboards into MARSAD_ELASTICSEARCH_KIBANA, over those of before."""
    from deploy.kibana.client import import_objects as put
    from marsad.settings import load

    typer.echo(f"{put(load(), wait=wait)} imported")


@app.command()
def build() -> None:
    """Write deploy/kibana/marsad.ndjson, for Kibana's own import page."""
    from deploy.kibana.objects import FILE, PREFIX, ndjson

    FILE.write_text(ndjson(PREFIX), encoding="utf-8")
    typer.echo(str(FILE))
