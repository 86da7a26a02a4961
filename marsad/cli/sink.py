"""`marsad sink`: one consumer group from topics to somewhere else, until it is told to stop."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(help="Run one sink: elasticsearch, or a channel.", no_args_is_help=True)

FromNow = Annotated[
    bool, typer.Option("--from-now", help="On the very first start, skip the alerts that are there already.")
]


@app.command()
def elasticsearch() -> None:
    """Index articles, events and alerts; bulk, confirmed, then committed. SIGTERM or Ctrl-C drains and ends."""
    from connectors.sinks.elasticsearch.sink import ElasticsearchSink
    from connectors.sinks.process import end_if_stalled, stop_on_signals
    from marsad import probes, settings, telemetry

    loaded = settings.load()
    telemetry.configure(loaded)
    probes.serve(loaded, "sink-elasticsearch")
    end_if_stalled(stop := stop_on_signals())
    ElasticsearchSink(loaded, stop).run()


@app.command()
def terminal(from_now: FromNow = False) -> None:
    """Print one line per alert on stdout: time, severity, title, the sentence that says so, link."""
    from connectors.sinks.channels.terminal import Terminal

    _channel(Terminal, from_now)


@app.command()
def webhook(from_now: FromNow = False) -> None:
    """Send each alert to MARSAD_WEBHOOK_URL, signed with MARSAD_WEBHOOK_SECRET."""
    from connectors.sinks.channels.webhook import Webhook

    _channel(Webhook, from_now)


@app.command()
def apprise(
    config: Annotated[
        Path | None, typer.Option(help="Apprise configuration file, in text or YAML; else MARSAD_APPRISE_CONFIG.")
    ] = None,
    from_now: FromNow = False,
) -> None:
    """Notify the services of an Apprise configuration file: chat, e-mail, push, SMS and a hundred more."""
    from connectors.sinks.channels.apprise import Apprise

    _channel(lambda settings: Apprise(settings, config), from_now)


@app.command()
def email(from_now: FromNow = False) -> None:
    """Send alerts to MARSAD_EMAIL_TO through MARSAD_EMAIL_HOST, as text and HTML."""
    from connectors.sinks.channels.email import Email

    _channel(Email, from_now)


@app.command()
def feed() -> None:
    """Serve the latest alerts as an Atom feed, /alerts.atom, and as they come as server-sent events, /alerts.sse."""
    from connectors.sinks.feed.server import FeedServer
    from connectors.sinks.process import end_if_stalled, stop_on_signals
    from marsad import probes, settings, telemetry

    loaded = settings.load()
    telemetry.configure(loaded)
    probes.serve(loaded, "sink-feed")
    end_if_stalled(stop := stop_on_signals())
    FeedServer(loaded, stop).run()


def _channel(make: Any, from_now: bool) -> None:
    from connectors.sinks.channels.channel import ChannelSink
    from connectors.sinks.process import end_if_stalled, stop_on_signals
    from marsad import probes, settings, telemetry

    loaded = settings.load()
    telemetry.configure(loaded)
    end_if_stalled(stop := stop_on_signals())
    sink = ChannelSink(loaded, make, stop, from_beginning=not from_now)
    probes.serve(loaded, f"sink-{sink.name}")
    sink.run()
