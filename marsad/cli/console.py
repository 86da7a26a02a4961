"""`marsad console`: the web page of an analyst, and its users."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from datetime import datetime

    from console.auth.users import Users
    from console.rooms import FeedPreview, FeedRoom, FeedRow, LetterRoom, Rooms
    from marsad.contracts.topics import Topic
    from marsad.settings import Settings

app = typer.Typer(help="Serve the web page: live alerts, search, events, rules, feeds.", invoke_without_command=True)
user = typer.Typer(help="The people who may log in.", no_args_is_help=True)
app.add_typer(user, name="user")
FeedList = Annotated[Path | None, typer.Option("--feeds", help="Feed list; else MARSAD_FEEDS.")]
UsersFile = Annotated[Path | None, typer.Option("--users", help="Users file; else MARSAD_CONSOLE_USERS.")]


@app.callback()
def console(context: typer.Context, feeds: FeedList = None) -> None:
    """Serve the console until SIGTERM or Ctrl-C; prints its address. Any address but loopback needs a login."""
    if context.invoked_subcommand is not None:
        return
    from console.server import serve
    from marsad import probes, settings, telemetry

    loaded = settings.load()
    telemetry.configure(loaded)
    probes.serve(loaded, "console")
    serve(loaded, rooms(loaded, feeds or loaded.feeds), lambda line: print(line, flush=True))


@user.command("add")
def add_user(
    name: Annotated[str, typer.Argument(help="Letters, digits, and . _ - @")],
    role: Annotated[str, typer.Option(help="viewer reads; analyst acknowledges and writes rules; admin all.")],
    users: UsersFile = None,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read it from standard input.")] = False,
) -> None:
    """Write a user down, or change the role and password of one; asks for the password."""
    import sys

    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    if password is None:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    known = _users(users)
    typer.echo(f"{name} {'added' if known.add(name, role, password) else 'changed'} in {known.path}")


@user.command("remove")
def remove_user(name: Annotated[str, typer.Argument()], users: UsersFile = None) -> None:
    """Take a user out; open sessions of theirs end."""
    _users(users).remove(name)


@user.command("list")
def list_users(users: UsersFile = None) -> None:
    """List the users and their roles."""
    for account in _users(users).all():
        typer.echo(f"{account.role:8} {account.name}")


def rooms(settings: Settings, feeds: Path | None) -> Rooms:
    """What the console may not import by itself."""
    from connectors import kafka
    from connectors.sinks.elasticsearch.search import query
    from console.rooms import Rooms

    return Rooms(
        consumer=lambda: kafka.consumer(settings, group=None, topics=[], client_id="marsad-console"),
        producer=lambda: kafka.producer(settings, linger_ms=0, client_id="marsad-console"),
        admin=lambda: kafka.admin(settings),
        kafka_errors=lambda: kafka.translated(settings),
        ensure_topics=lambda topics: kafka.ensure_topics(settings, topics),
        read=lambda topic, since: _records(settings, topic, since),
        ask=_asking(settings),
        query=lambda text, kind: query(text, kind=kind),
        feeds=_feed_room(settings, feeds),
        letters=_letter_room(settings),
    )


def _users(path: Path | None) -> Users:
    from console.auth.users import Users
    from marsad import settings
    from marsad.errors import ConfigError

    chosen = path or settings.load().console.users
    if chosen is None:
        raise ConfigError(
            "there is no users file", resource="MARSAD_CONSOLE_USERS", hint="give --users FILE, or set the variable"
        )
    return Users(chosen)


def _records(settings: Settings, topic: Topic, since: datetime) -> Iterator[Any]:
    import threading

    from connectors.sinks.reading import Start, read

    return read(settings, topic, Start(since=since), follow=False, stop=threading.Event())


def _asking(settings: Settings) -> Any:
    import functools

    from connectors.sinks.elasticsearch.client import connect, translated
    from connectors.sinks.elasticsearch.templates import alias

    client = functools.cache(lambda: connect(settings))

    def ask(kind: str, body: dict[str, Any]) -> dict[str, Any]:
        with translated():
            # Of an index that nothing was written to since, the same answer comes from memory, hits too.
            found = client().search(index=alias(settings, kind), ignore_unavailable=True, request_cache=True, body=body)
            return dict(found)

    return ask


def _letter_room(settings: Settings) -> LetterRoom:
    from connectors.sinks import dlq
    from console.rooms import LetterRoom
    from marsad.contracts import DeadLetter

    def listed() -> list[DeadLetter]:
        with dlq.Handled(settings) as ledger:
            return ledger.open(dlq.letters(settings))

    def replay(chosen: Any) -> int:
        count = dlq.replay(settings, chosen)
        with dlq.Handled(settings) as ledger:
            ledger.mark(chosen, "replayed")
        return count

    def drop(chosen: Any) -> None:
        with dlq.Handled(settings) as ledger:
            ledger.mark(chosen, "dropped")

    return LetterRoom(listed=listed, replay=replay, drop=drop)


def _feed_room(settings: Settings, path: Path | None) -> FeedRoom:
    from connectors.sources import feededit, feedfile
    from connectors.sources.fleet import path_of
    from console.rooms import FeedRoom, FeedRow

    def add(row: FeedRow) -> bool:
        feed = feedfile.Feed(row.url, title=row.title, country=row.country, tags=row.tags)
        return feededit.add(path_of(path, settings), feed)

    def read_opml(data: bytes) -> list[FeedRow]:
        import tempfile

        with tempfile.NamedTemporaryFile(suffix=".opml") as file:
            file.write(data)
            file.flush()
            entries = feedfile.load(Path(file.name))
        return [FeedRow(e.url, e.title, e.country, e.tags) for e in entries]

    return FeedRoom(
        listed=lambda: _listed(settings, path),
        preview=lambda url: _preview(settings, url),
        add=add,
        pause=lambda url, paused: feededit.pause(path_of(path, settings), url, paused=paused),
        remove=lambda url: feededit.remove(path_of(path, settings), url),
        export=lambda: feededit.to_opml(feedfile.load(path) if path and path.exists() else []),
        read_opml=read_opml,
    )


def _listed(settings: Settings, path: Path | None) -> list[FeedRow]:
    from connectors.sources import feedfile
    from connectors.sources.outbox import Outbox
    from connectors.sources.service import outbox_path
    from connectors.sources.state import FeedState
    from console.rooms import FeedRow

    states: dict[str, FeedState] = {}
    if outbox_path(settings).exists():
        outbox = Outbox(outbox_path(settings))
        states = outbox.states()
        outbox.close()
    rows = []
    for feed in feedfile.load(path) if path and path.exists() else []:
        state = states.get(feed.url, FeedState(feed.url))
        rows.append(
            FeedRow(
                feed.url,
                feed.title,
                feed.country,
                feed.tags,
                feed.paused,
                state.last_polled,
                state.last_success,
                state.items,
                state.errors,
                state.last_error,
                state.retired,
            )
        )
    return rows


async def _preview(settings: Settings, url: str) -> list[FeedPreview]:
    from connectors.sources.discover import discover
    from connectors.sources.fetch.client import Client
    from connectors.sources.limits import Limits
    from console.rooms import FeedPreview

    limits = Limits.of(settings)
    async with Client(limits) as client:
        found = await discover(client, url, limits)
    return [
        FeedPreview(
            entry.url,
            entry.reading.feed.title,
            tuple(entry.reading.articles),
            tuple(sorted({problem.code for problem in entry.reading.problems})),
        )
        for entry in found
    ]
