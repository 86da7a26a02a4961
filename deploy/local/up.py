"""`marsad up`: stack, sources, workers, sinks and the console in one terminal, with one readable log."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Final

from deploy.local.counts import Counts
from deploy.local.folder import free_folder
from deploy.local.processes import Part, Processes
from deploy.local.stack import LocalStack
from deploy.sample.server import SampleWire
from marsad.errors import ConfigError, StackError
from marsad.servers import elasticsearch_hosts, kafka_bootstrap
from marsad.settings import Settings

_COUNT_SECONDS: Final = 15.0
_TICK: Final = 0.5

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run: the feeds, or the sample wire and how fast; how many workers; whether the console too."""

    feeds: Path | None = None
    sample: bool = False
    pace: float = 1.0
    workers: int = 1
    console: bool = True


def up(settings: Settings, plan: Plan, say: Say) -> None:
    """Run the whole system until Ctrl-C or SIGTERM; everything that was started is ended before this returns.

    Raises:
        ConfigError: when there are neither feeds nor the sample wire to read.
        StackError: when the local stack or the topics and templates cannot be made.
    """
    settings = _own_folder(settings, say)
    stamped = _stamped(say)
    _interrupt_once()
    with contextlib.suppress(KeyboardInterrupt), contextlib.ExitStack() as stack:
        wire = _wire(settings, plan, stack) if plan.sample else None
        feeds = wire.feeds_file if wire else _feeds(settings, plan)
        _servers(settings, stack, stamped)
        processes = Processes(settings.data_dir / "logs", _environment(settings, plan))
        stack.callback(processes.stop)
        stack.callback(lambda: stamped("stopping"))
        _prepare(processes)
        counts = Counts(settings)
        _earlier_alerts(processes, counts, stamped)
        for part in _parts(feeds, plan, settings):
            processes.start(part)
        _welcome(settings, feeds, processes, stamped)
        _watch(processes, counts, stamped, wire)
    stamped(f"everything is stopped; the data stays in {settings.data_dir}")


def _own_folder(settings: Settings, say: Say) -> Settings:
    chosen = free_folder(settings)
    if chosen.data_dir != settings.data_dir:
        say(f"{settings.data_dir} is in use by another copy; this one keeps its data in {chosen.data_dir}")
    return chosen


def _interrupt_once() -> None:
    """Make the first SIGINT or SIGTERM a KeyboardInterrupt; further ones must not disturb the way down."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        del number, frame
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)


def _stamped(say: Say) -> Say:
    return lambda line: say(f"{datetime.now().astimezone():%H:%M:%S} {line}")


def _wire(settings: Settings, plan: Plan, stack: contextlib.ExitStack) -> SampleWire:
    wire = SampleWire(settings.data_dir / "sample", pace=plan.pace)
    wire.start()
    stack.callback(wire.stop)
    return wire


def _feeds(settings: Settings, plan: Plan) -> Path:
    feeds = plan.feeds or settings.feeds
    if feeds is None:
        raise ConfigError(
            "there are no feeds to read",
            resource="MARSAD_FEEDS",
            hint="name a YAML or OPML file with --feeds, or try the bundled wire with --sample",
        )
    if not feeds.is_file():
        raise ConfigError(f"the feeds file {feeds} does not exist", resource=str(feeds))
    return feeds


def _servers(settings: Settings, stack: contextlib.ExitStack, say: Say) -> None:
    if settings.kafka.bootstrap and settings.elasticsearch.url:
        say(f"using Kafka at {settings.kafka.bootstrap} and Elasticsearch at {settings.elasticsearch.url}")
        return
    local = LocalStack(settings, progress=say)
    stack.callback(local.stop)
    local.start()


def _environment(settings: Settings, plan: Plan) -> dict[str, str]:
    environment = {"MARSAD_DATA_DIR": str(settings.data_dir)}
    if plan.sample:
        environment |= {"MARSAD_SOURCES_ALLOW_PRIVATE": "true", "MARSAD_SOURCES_HOST_DELAY": "0"}
    return environment


def _prepare(processes: Processes) -> None:
    setup = Part("setup", ("setup",))
    if processes.run(setup) != 0:
        raise StackError(
            "topics and index templates could not be made", resource="marsad setup", hint=f"see {processes.log(setup)}"
        )


def _earlier_alerts(processes: Processes, counts: Counts, say: Say) -> None:
    """Show again, marked as such, what was raised before: a restart repeats nothing, but nobody should miss it."""
    if counts.alerts():
        say("raised before, in the last day:")
        processes.run(Part("earlier", ("alerts", "tail", "--no-follow", "--since", "1d"), to_terminal=True))


def _parts(feeds: Path, plan: Plan, settings: Settings) -> Iterator[Part]:
    yield Part("source", ("source", "--feeds", str(feeds)))
    for number in range(1, plan.workers + 1):
        yield Part(f"worker-{number}", ("worker",))
    yield Part("sink-elasticsearch", ("sink", "elasticsearch"))
    yield Part("sink-terminal", ("sink", "terminal"), to_terminal=True)
    if settings.webhook.url:
        yield Part("sink-webhook", ("sink", "webhook"))
    if settings.email.host:
        yield Part("sink-email", ("sink", "email"))
    if settings.apprise.config:
        yield Part("sink-apprise", ("sink", "apprise"))
    if plan.console:
        yield Part("console", ("console", "--feeds", str(feeds)), to_terminal=True)


def _welcome(settings: Settings, feeds: Path, processes: Processes, say: Say) -> None:
    say(f"reading {feeds}")
    servers = f"Kafka {kafka_bootstrap(settings)} · Elasticsearch {elasticsearch_hosts(settings)[0]}"
    say(f"{servers} · data {settings.data_dir}")
    say("search from another terminal: .venv/bin/marsad search S-400 · follow: .venv/bin/marsad alerts tail --jsonl")
    say(f"logs: {processes.log(Part('*', ()))} · Ctrl-C stops everything")


def _watch(processes: Processes, counts: Counts, say: Say, held: SampleWire | None) -> None:
    told = ""
    due = time.monotonic() + _COUNT_SECONDS
    while True:
        time.sleep(_TICK)
        for line in processes.restart_dead():
            say(line)
        # What is told while the workers start would be read in any order, and what is news depends on the order.
        if held and counts.mentions():
            held.release()
            held = None
        if time.monotonic() >= due:
            due = time.monotonic() + _COUNT_SECONDS
            line = counts.line()
            if line != told:
                say(line)
                told = line
