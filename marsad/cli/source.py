"""`marsad source`: run the feed source."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Run the feed source: poll feeds, publish articles.")


@app.command()
def source(
    feeds: Annotated[Path | None, typer.Option(help="Feed list, YAML or OPML; else MARSAD_FEEDS.")] = None,
    allow_private: Annotated[bool, typer.Option(help="Fetch from private and loopback addresses too.")] = False,
) -> None:
    """Poll the feeds of a list and publish their articles to Kafka until SIGTERM or Ctrl-C."""
    from connectors.sources import app as sources
    from marsad import settings

    loaded = settings.load()
    if allow_private:
        loaded.sources.allow_private = True
    sources.run(feeds, loaded)
