"""`marsad setup`: make the topics and the index templates."""

from __future__ import annotations

import typer

app = typer.Typer(help="Make the topics and the index templates; changes nothing where they are right.")


@app.command()
def setup() -> None:
    """Make what is missing: Kafka topics with their settings, Elasticsearch templates and aliases."""
    from connectors.kafka import ensure_topics, wait_ready
    from connectors.sinks.elasticsearch import client
    from connectors.sinks.elasticsearch.templates import ensure_templates
    from marsad.settings import load

    settings = load()
    wait_ready(settings)
    client.wait_ready(settings)
    for topic in ensure_topics(settings):
        typer.echo(f"topic {topic}")
    for template in ensure_templates(settings):
        typer.echo(f"template {template}")
