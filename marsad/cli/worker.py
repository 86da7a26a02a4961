"""`marsad worker`: run one Faust worker."""

from __future__ import annotations

from typing import Final

import typer

_WAIT_SECONDS: Final = 10.0
"""Until Kafka has to answer: Faust itself would try a refused login for ever, and say little of why."""

app = typer.Typer(help="Run one Faust worker: enrich articles, keep the ledger, raise alerts.")


@app.command()
def worker() -> None:
    """Run one worker until SIGTERM or Ctrl-C. Start more of them to share the load, up to the number of partitions."""
    from connectors.kafka import wait_ready
    from marsad.settings import load
    from streams.app import run

    settings = load()
    wait_ready(settings, _WAIT_SECONDS)
    run(settings)
