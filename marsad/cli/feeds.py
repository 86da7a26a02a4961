"""`marsad feeds`: read feeds without a running system, and keep the feed list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Read feeds and keep the feed list.", no_args_is_help=True)
FeedList = Annotated[Path | None, typer.Option("--feeds", help="Feed list; else MARSAD_FEEDS.")]
AllowPrivate = Annotated[bool, typer.Option(help="Fetch from private and loopback addresses too.")]


@app.command()
def parse(
    file: Annotated[str, typer.Argument(help="A feed's body in a file, or - for standard input.")],
    content_type: Annotated[str | None, typer.Option(help="The Content-Type header that it came with.")] = None,
    url: Annotated[str | None, typer.Option(help="The address that it came from.")] = None,
) -> None:
    """Read one feed's body: articles as JSON lines on stdout, problems as JSON lines on stderr."""
    from connectors.sources import console
    from marsad import settings

    raise typer.Exit(console.parse(None if file == "-" else Path(file), content_type, url, settings.load()))


@app.command()
def fetch(
    urls: Annotated[list[str], typer.Argument(help="Addresses of feeds.")],
    allow_private: AllowPrivate = False,
) -> None:
    """Fetch feeds once: articles as JSON lines on stdout, problems as JSON lines on stderr."""
    from connectors.sources import console
    from marsad import settings

    raise typer.Exit(console.fetch(urls, settings.load(), allow_private=allow_private))


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="Address of a feed, or of a page that has one.")],
    feeds: FeedList = None,
    country: Annotated[str | None, typer.Option(help="ISO 3166-1 alpha-2 code of the publisher.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="A tag; may be given more than once.")] = None,
    allow_private: AllowPrivate = False,
) -> None:
    """Find the feed behind an address, show what it holds and put it on the list."""
    from connectors.sources import fleet
    from connectors.sources.limits import Limits
    from marsad import settings

    loaded = settings.load()
    limits = Limits.of(loaded, allow_private=allow_private or None)
    raise typer.Exit(fleet.add(url, fleet.path_of(feeds, loaded), limits, country=country, tags=tuple(tag or ())))


@app.command("list")
def show(feeds: FeedList = None) -> None:
    """Print every feed of the list and how it is."""
    from connectors.sources import fleet
    from marsad import settings

    loaded = settings.load()
    raise typer.Exit(fleet.show(fleet.path_of(feeds, loaded), loaded))


@app.command()
def check(feeds: FeedList = None, allow_private: AllowPrivate = False) -> None:
    """Fetch every feed of the list once and say how it is; exit code 1 when one cannot be read."""
    from connectors.sources import fleet
    from connectors.sources.limits import Limits
    from marsad import settings

    loaded = settings.load()
    limits = Limits.of(loaded, allow_private=allow_private or None)
    raise typer.Exit(fleet.check(fleet.path_of(feeds, loaded), limits))


@app.command()
def pause(
    url: Annotated[str, typer.Argument(help="The feed's address, as in the list.")],
    feeds: FeedList = None,
    resume: Annotated[bool, typer.Option(help="Poll it again.")] = False,
) -> None:
    """Stop polling a feed, or begin again; it stays on the list."""
    from connectors.sources import feededit, fleet
    from marsad import settings

    feededit.pause(fleet.path_of(feeds, settings.load()), url, paused=not resume)


@app.command()
def remove(
    url: Annotated[str, typer.Argument(help="The feed's address, as in the list.")], feeds: FeedList = None
) -> None:
    """Take a feed off the list."""
    from connectors.sources import feededit, fleet
    from marsad import settings

    feededit.remove(fleet.path_of(feeds, settings.load()), url)


@app.command()
def export(feeds: FeedList = None) -> None:
    """Print the feed list as OPML."""
    from connectors.sources import feededit, feedfile, fleet
    from marsad import settings

    typer.echo(feededit.to_opml(feedfile.load(fleet.path_of(feeds, settings.load()))), nl=False)
