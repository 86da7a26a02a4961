"""From the edit of a rule to workers that behave by it: seconds until the last of them does.

    python -m bench.rules.edit [--workers 2] [--edits 60] [--rate 10]

Real Kafka and Elasticsearch in a temporary folder, worker processes, the console. Each edit moves one rule from a word
to another, by the command, by the console and by a record of another program in turns. All the while each worker gets
articles with the old word and with the new one, on a partition of its own, the next pair as soon as one of the two has
raised its alert. An edit counts from the command's start (or the request, or the send) until `alerts` has an alert on
the new word from every worker, and the last on the old word.
Every sixth edit is followed by a bad rule, by each way in turn: the table says to how many the sender got a refusal,
and how many articles with the word of the rule in force raised nothing then, in any worker.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from kafka.errors import KafkaError

from bench.rules.corpus import vocabulary
from bench.sinks.index import own_stack
from connectors.kafka import admin, consumer, ensure_topics, producer
from connectors.sinks.elasticsearch.templates import ensure_templates
from marsad.contracts import Alert, Article, Rule, decode, encode
from marsad.contracts.topics import ALERTS, ARTICLES_ENRICHED, ARTICLES_RAW, PARTITIONS, RULES, STREAMS
from marsad.settings import Settings
from streams.agents.gate import partition_of

ID: Final = "edited"
BAD_EVERY: Final = 6
SETTLED: Final = 0.5
"""Seconds that articles with the old word go on coming after the edit was followed."""
ANSWERED: Final = 5.0
"""Seconds after which a round of articles counts as missed."""
PATIENCE: Final = 120.0

Way = Callable[[dict[str, Any]], bool]
"""Publishes a rule; returns whether it was taken."""


@dataclass
class Probes:
    """Articles with words, sent to each worker all the while, and the alerts that came of them."""

    settings: Settings
    rate: float
    owned: Mapping[str, int]
    """Each worker's member id, and a partition of its own."""
    words: tuple[str, ...] = ()
    sent: dict[str, tuple[str, str, float]] = field(default_factory=dict)
    """Article id → word, worker, when."""
    heard: dict[str, float] = field(default_factory=dict)
    """Article id → when its alert was there."""
    times: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    """Word, worker → when each alert on the one was there from the other."""
    stop: threading.Event = field(default_factory=threading.Event)
    news: threading.Condition = field(default_factory=threading.Condition)

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Send and listen as long as this."""
        client = producer(self.settings, linger_ms=0)
        senders = [threading.Thread(target=self._send, args=(client, *own)) for own in self.owned.items()]
        threads = [*senders, threading.Thread(target=self._listen)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.stop.set()
            for thread in threads:
                thread.join()
            client.close()

    def silent(self, word: str, after: float) -> int:
        """Articles with a word, sent after a time, that raised nothing, once a later one did in each worker."""
        end = time.time()
        wait(lambda: all(self.times[word, w][-1] > end + SETTLED for w in self.owned), "later alerts")
        asked = [name for name, (one, _, at) in list(self.sent.items()) if one == word and after < at < end]
        return sum(name not in self.heard for name in asked)

    def _send(self, client: Any, worker: str, partition: int) -> None:
        """To one worker: the rule matches one of the words at any time, so each round is answered."""
        every = map("probe-{}".format, itertools.count())
        names = (name for name in every if partition_of(name.encode(), PARTITIONS) == partition)
        while not self.stop.wait(1 / self.rate):
            round_ = {next(names): word for word in self.words}
            for name, word in round_.items():
                now = datetime.now(UTC)
                article = Article(id=name, title="خبر", text=f"قال الناطق إن {word} قريبة.", published=now, seen=now)
                self.sent[name] = (word, worker, time.time())
                client.send(ARTICLES_RAW.name, encode(article), key=name.encode())
            with self.news:
                self.news.wait_for(lambda: self.stop.is_set() or self.heard.keys() & round_.keys(), ANSWERED)  # noqa: B023

    def _listen(self) -> None:
        client = consumer(self.settings, group=None, topics=[ALERTS])
        while not self.stop.is_set():
            for record in itertools.chain.from_iterable(client.poll(timeout_ms=100).values()):
                name = decode(record.value, Alert).article.id
                if name not in self.heard:
                    self.heard[name] = time.time()
                    self.times[self.sent[name][:2]].append(self.heard[name])
            with self.news:
                self.news.notify_all()
        client.close()


def wait(condition: Callable[[], Any], what: str) -> Any:
    """What the condition gives as soon as that is true."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        if time.monotonic() > end:
            raise SystemExit(f"{what} did not come within {PATIENCE:g} s")
        time.sleep(0.01)
    return found


@contextlib.contextmanager
def processes(settings: Settings, workers: int) -> Iterator[tuple[dict[str, str], str]]:
    """Workers and a console; their environment and the console's address."""
    folder = settings.data_dir
    (folder / "rules.yaml").write_text(json.dumps(rule("قديم")))
    environment = os.environ | {"MARSAD_DATA_DIR": str(folder), "MARSAD_RULES": str(folder / "rules.yaml")}
    started: list[subprocess.Popen[bytes]] = []
    for number, command in enumerate([*["worker"] * workers, "console"]):
        with (folder / f"{command}-{number}.log").open("wb") as log:
            given = [sys.executable, "-m", "marsad", command]
            started.append(subprocess.Popen(given, env=environment, stdout=log, stderr=log))
    log = folder / f"console-{workers}.log"
    try:
        yield environment, wait(lambda: re.search(r"console at (http://\S+?)/", log.read_text()), "the console")[1]
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(60)


def rule(word: str) -> dict[str, Any]:
    """The rule that asks for a word."""
    return {"id": ID, "name": "Edited", "when": {"text": {"any": [word]}}}


def owned(settings: Settings, workers: int) -> dict[str, int]:
    """A partition of each worker's own, once they share them."""
    client = admin(settings)

    def shared() -> dict[str, int] | None:
        try:
            members = client.describe_groups([STREAMS])[STREAMS]["members"]
        except KafkaError:  # nobody has asked for the group yet
            return None
        mine = {m["member_id"]: partitions(m) for m in members}
        complete = sum(map(len, mine.values())) == PARTITIONS and len(mine) == workers
        return {member: min(mine[member]) for member in mine} if complete and all(mine.values()) else None

    try:
        return dict(wait(shared, "workers that share the partitions"))
    finally:
        client.close()


def partitions(member: Mapping[str, Any]) -> list[int]:
    """Those of the enriched articles that a member of the group has."""
    assignment = member["member_assignment"]
    assigned = assignment["assigned_partitions"] if assignment else ()  # none while it joins
    return [p for one in assigned if one["topic"] == ARTICLES_ENRICHED.name for p in one["partitions"]]


def ways(settings: Settings, environment: dict[str, str], url: str) -> dict[str, Way]:
    """Every way to put a rule in force."""
    sender, file = producer(settings, linger_ms=0), settings.data_dir / "edit.yaml"

    def command(edited: dict[str, Any]) -> bool:
        file.write_text(json.dumps(edited))
        given = [sys.executable, "-m", "marsad", "rules", "publish", str(file)]
        return subprocess.run(given, env=environment, capture_output=True, check=False).returncode == 0

    def console(edited: dict[str, Any]) -> bool:
        request = urllib.request.Request(
            f"{url}/api/v1/rules/{ID}",
            json.dumps(edited).encode(),
            headers={"content-type": "application/json"},
            method="PUT",
        )
        try:
            with urllib.request.urlopen(request, timeout=30):
                return True
        except urllib.error.HTTPError as refused:
            return refused.code != 400

    def record(edited: dict[str, Any]) -> bool:
        value = encode(msgspec.convert(edited, Rule))
        sender.send(RULES.name, value, key=ID.encode()).get(timeout=30)
        return True

    return {"marsad rules publish": command, "console (PUT)": console, "record on `rules`": record}


def edit(probes: Probes, way: Way, old: str, new: str) -> float:
    """Seconds until every worker behaves by the edited rule."""
    probes.words = (old, new)
    time.sleep(random.uniform(0.5, 1.0))
    began = time.time()
    if not way(rule(new)):
        raise SystemExit("a good rule was refused")
    wait(lambda: all(probes.times[new, worker] for worker in probes.owned), "alerts by the edited rule")
    time.sleep(SETTLED)
    return max(at for w in probes.owned for at in (probes.times[new, w][0], *probes.times[old, w][-1:])) - began


def bad(probes: Probes, way: Way, word: str) -> tuple[bool, int]:
    """Whether a bad rule was taken, and how many articles missed their alert by the rule in force."""
    probes.words, began = (word,), time.time()
    taken = way({**rule(word), "when": {"no": 1}})
    return taken, probes.silent(word, began)


def main() -> None:
    """Run and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--edits", type=int, default=60)
    parser.add_argument("--rate", type=float, default=10.0, help="Rounds of articles a second at most.")
    options = parser.parse_args()
    with own_stack() as settings, contextlib.ExitStack() as held:
        ensure_topics(settings)
        ensure_templates(settings)
        environment, url = held.enter_context(processes(settings, options.workers))
        probes = Probes(settings, options.rate, owned(settings, options.workers))
        held.enter_context(probes.running())
        took, refusals = run(probes, ways(settings, environment, url), options.edits)
        same = owned(settings, options.workers) == probes.owned
    report(took, refusals, options.workers)
    print("partitions stayed where they were" if same else "PARTITIONS MOVED: the figures are of a rebalance too")


def run(
    probes: Probes, by: dict[str, Way], edits: int
) -> tuple[dict[str, list[float]], dict[str, list[tuple[bool, int]]]]:
    """Edit, by each way in turn; what each edit took, and what came of the bad rules."""
    took: dict[str, list[float]] = {name: [] for name in by}
    refusals: dict[str, list[tuple[bool, int]]] = {name: [] for name in by}
    words, names, worse = vocabulary(edits + 2, random.Random(7)), itertools.cycle(by), itertools.cycle(by)
    old = words.pop()
    edit(probes, by["record on `rules`"], "قديم", old)
    for number, (new, name) in enumerate(zip(words[:edits], names, strict=False), 1):
        took[name].append(edit(probes, by[name], old, new))
        old = new
        if number % BAD_EVERY == 0:
            way = next(worse)
            refusals[way].append(bad(probes, by[way], new))
    return took, refusals


def report(took: dict[str, list[float]], refusals: dict[str, list[tuple[bool, int]]], workers: int) -> None:
    """Print it."""
    print(f"{workers} workers; seconds from an edit until the last of them behaves by it")
    print(f"{'':<24}{'edits':>6}{'p50':>7}{'p95':>7}{'max':>7}   bad rules")
    rows = [*took.items(), ("all", [second for seconds in took.values() for second in seconds])]
    for name, seconds in rows:
        cuts = statistics.quantiles(seconds, n=100, method="inclusive")
        line = f"{name:<24}{len(seconds):>6}{cuts[49]:>7.2f}{cuts[94]:>7.2f}{max(seconds):>7.2f}"
        if told := refusals.get(name):
            refused, missed = sum(not taken for taken, _ in told), sum(count for _, count in told)
            line += f"   {len(told)} sent, {refused} refused to their sender; {missed} alerts missed"
        print(line)


if __name__ == "__main__":
    main()
