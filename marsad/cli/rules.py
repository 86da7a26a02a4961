"""`marsad rules`: check, test, explain and publish what to be woken up for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from marsad.contracts import Alert, Article, AuditEntry, EnrichedArticle, Record, Rule
    from marsad.contracts.annotations import AuditAction
    from marsad.contracts.topics import Topic

app = typer.Typer(help="Check, test and publish rules.", no_args_is_help=True)

Files = Annotated[
    list[Path] | None, typer.Argument(help="Files or folders; without any, those that MARSAD_RULES names.")
]


@app.command()
def check(files: Files = None) -> None:
    """Name everything that is wrong in rule files, with line and column; warn of rules that can never fire.

    Exit code 1 when a rule is wrong; warnings leave it at 0.
    """
    from datetime import UTC, datetime

    from marsad.settings import load
    from streams.rules.check import check as check_rules
    from streams.rules.load import files as rule_files

    texts = [text for path in files or (load().rules,) for text in rule_files(path)]
    loaded, findings = check_rules(texts, datetime.now(UTC))
    for finding in findings:
        typer.echo(str(finding))
    wrong = [finding for finding in findings if not finding.warning]
    typer.echo(f"{len(loaded)} rules, {len(wrong)} errors, {len(findings) - len(wrong)} warnings", err=True)
    if wrong:
        raise typer.Exit(1)


@app.command("list")
def list_(
    files: Files = None,
    in_force: Annotated[
        bool, typer.Option("--in-force", help="Instead: what workers follow, published ones too.")
    ] = False,
) -> None:
    """List rules: id, severity, whether enabled, name."""
    from marsad.settings import load
    from streams.rules.load import load as load_rules

    named = (rule for path in files or (load().rules,) for rule in load_rules(path).rules)
    for rule in _in_force().values() if in_force else named:
        state = "on " if rule.enabled else "off"
        typer.echo(f"{rule.id:36} {state} {rule.severity:8} {rule.name}")


@app.command()
def test(
    rule: Annotated[str, typer.Argument(help="A rule's id, or a file of rules.")],
    files: Annotated[list[Path] | None, typer.Argument(help="JSON lines of articles, enriched or not.")] = None,
    since: Annotated[str | None, typer.Option(help="Instead: articles in Kafka from 30d, 6h or a date on.")] = None,
    ner: Annotated[str | None, typer.Option("--ner", help="Tagger for articles that are not enriched.")] = None,
    again: Annotated[bool, typer.Option("--realert", help="Raise all of it, also what was raised before.")] = False,
) -> None:
    """Show what a rule would have raised, and why. Without --realert it raises nothing; it forgets all it learned."""
    from connectors.sinks.channels.render import alert_line
    from marsad.errors import ConfigError
    from marsad.settings import load
    from streams.rules.archive import articles, chosen
    from streams.rules.backtest import Backtest

    if bool(files) == bool(since):
        raise ConfigError("a rule is tested on files, or on what Kafka has", hint="name files, or --since 30d")
    settings = load()
    book = chosen(rule, settings.rules)
    run = Backtest(book, settings.streams.retention_days)
    source = _from_kafka(since) if since else articles(files or [], _enricher(ner or settings.ner))
    raised = []
    for alert in run.run(source):
        raised.append(alert)
        typer.echo(alert_line(alert))
        for line in alert.derivation:
            typer.echo(f"    {line}")
    for held in run.held:
        typer.echo(f"held back {held.id[:12]}: {held.reason}")
    typer.echo(f"{run.articles} articles, {run.mentions} event mentions, {len(raised)} alerts", err=True)
    if again:
        _raise_again(raised)


@app.command()
def explain(alert_id: Annotated[str, typer.Argument(help="An alert's id, or how it begins.")]) -> None:
    """Say why an alert was raised: its rule, what was new, the sentence, and the history of its event."""
    from connectors.sinks.channels.render import alert_line
    from connectors.sinks.process import stop_on_signals
    from connectors.sinks.reading import Start, alerts
    from marsad.errors import ConfigError
    from marsad.settings import load

    settings, start, stop = load(), Start(from_beginning=True), stop_on_signals()
    found = next((a for a, _ in alerts(settings, start, follow=False, stop=stop) if a.id.startswith(alert_id)), None)
    if found is None:
        raise ConfigError(f"no alert's id begins with {alert_id}", hint="`marsad alerts tail --jsonl` shows ids")
    typer.echo(alert_line(found))
    typer.echo(f"rule      {found.rule.id} ({found.rule.name}, {found.rule.severity})")
    typer.echo(f"change    {found.change.kind}: {found.change.before or '-'} → {found.change.after or '-'}")
    typer.echo(f"article   {found.article.id} {found.article.published or ''} {found.link or ''}")
    for line in found.derivation:
        typer.echo(f"why       {line}")
    for line in _history(found.event_id, found.event_key):
        typer.echo(f"history   {line}")


@app.command()
def publish(files: Annotated[list[Path], typer.Argument(help="Files or folders of rules.")]) -> None:
    """Put rules in force in all workers, within seconds; all of them or, when one is wrong, none."""
    from streams.rules.load import load as load_rules

    rules = [rule for path in files for rule in load_rules(path).rules]
    _change("rule_publish", [(rule.id, rule) for rule in rules])
    typer.echo(f"{len(rules)} published")


@app.command()
def disable(rule_id: Annotated[str, typer.Argument(help="A rule's id.")]) -> None:
    """Silence a rule in all workers; what it raised stays raised, and enabling it repeats nothing."""
    _switch(rule_id, enabled=False)


@app.command()
def enable(rule_id: Annotated[str, typer.Argument(help="A rule's id.")]) -> None:
    """Let a rule speak again."""
    _switch(rule_id, enabled=True)


@app.command()
def delete(rule_id: Annotated[str, typer.Argument(help="A rule's id.")]) -> None:
    """Take a rule away from all workers; one that ships, or is in their file, comes back when they restart."""
    _change("rule_delete", [(rule_id, None)])
    typer.echo(f"{rule_id} deleted")


@app.command()
def schema() -> None:
    """Print the JSON Schema of rule files, for editors."""
    import json

    from streams.rules.schema import schema as rule_schema

    typer.echo(json.dumps(rule_schema(), ensure_ascii=False, indent=2))


def _enricher(ner: str) -> Callable[[], Callable[[Article], EnrichedArticle]]:
    from streams.enrich import Enricher

    return lambda: Enricher(ner).enrich


def _from_kafka(since: str) -> Iterator[EnrichedArticle]:
    from connectors.sinks.process import stop_on_signals
    from connectors.sinks.reading import Start, moment, read
    from marsad.contracts import EnrichedArticle, decode
    from marsad.contracts.topics import ARTICLES_ENRICHED
    from marsad.settings import load

    start = Start(since=moment(since))
    for record in read(load(), ARTICLES_ENRICHED, start, follow=False, stop=stop_on_signals()):
        yield decode(record.value, EnrichedArticle)


def _history(event_id: str | None, key: str | None) -> Iterator[str]:
    """The steps of an event as the ledger tells them now, under whichever id it goes on."""
    from connectors.sinks.process import stop_on_signals
    from connectors.sinks.reading import Start, read
    from marsad.contracts import EventState, decode
    from marsad.contracts.topics import EVENTS_LEDGER
    from marsad.settings import load

    records = read(load(), EVENTS_LEDGER, Start(from_beginning=True), follow=False, stop=stop_on_signals())
    states = (decode(record.value, EventState) for record in records if event_id and record.value)
    known = {state.id: state for state in states if state.key == key}
    state = known.get(event_id or "")
    while state is not None and state.superseded_by is not None:
        state = known.get(state.superseded_by)
    for entry in state.history if state else ():
        changes = ", ".join(f"{change.kind} {change.after}" for change in entry.changes)
        yield f"{entry.at:%Y-%m-%d %H:%M} {changes} ({entry.article.url or entry.article.id})"


def _raise_again(alerts: list[Alert]) -> None:
    """Send alerts past the gate and every channel's memory: under ids that hold for today."""
    from datetime import UTC, datetime

    import msgspec

    from marsad.contracts.ids import digest
    from marsad.contracts.topics import ALERTS

    now = datetime.now(UTC)
    renamed = [msgspec.structs.replace(one, id=digest("realert", one.id, f"{now:%Y-%m-%d}"), at=now) for one in alerts]
    _send((ALERTS, one.id, one) for one in renamed)
    typer.echo(f"{len(renamed)} raised again", err=True)


def _switch(rule_id: str, *, enabled: bool) -> None:
    import msgspec

    from marsad.errors import ConfigError

    rule = _in_force().get(rule_id)
    if rule is None:
        raise ConfigError(f"there is no rule «{rule_id}»", resource=rule_id, hint="`marsad rules list` shows them")
    action: AuditAction = "rule_enable" if enabled else "rule_disable"
    _change(action, [(rule_id, msgspec.structs.replace(rule, enabled=enabled))])
    typer.echo(f"{rule_id} {'enabled' if enabled else 'disabled'}")


def _in_force(before: int | None = None) -> dict[str, Rule]:
    """The rules at hand, with what was published over them, before an offset where one is given."""
    import contextlib

    from connectors.sinks.process import stop_on_signals
    from connectors.sinks.reading import Start, read
    from marsad.contracts import Rule, decode
    from marsad.contracts.topics import RULES
    from marsad.errors import ContractError
    from marsad.settings import load
    from streams.rules.load import load as load_rules

    settings = load()
    rules = {rule.id: rule for rule in load_rules(settings.rules).rules}
    for record in read(settings, RULES, Start(from_beginning=True), follow=False, stop=stop_on_signals()):
        if before is not None and record.offset >= before:
            break
        if record.value is None:
            rules.pop(record.key.decode(), None)
        else:
            with contextlib.suppress(ContractError):  # the workers refuse it too
                rules[record.key.decode()] = decode(record.value, Rule)
    return rules


def _change(action: AuditAction, changes: Sequence[tuple[str, Rule | None]]) -> None:
    """Put changed rules on `rules` and who changed them on `audit`, where the console shows them as it does its own.

    The rules go first: workers follow within the time that it takes to look up what was in force before.
    """
    from marsad.contracts.topics import AUDIT, RULES
    from marsad.errors import ConfigError

    offsets = _send((RULES, rule_id, rule) for rule_id, rule in changes)
    try:
        before = _in_force(min(offsets, default=0))
    except ConfigError:  # a file of ours is wrong, which is no fault of what was published
        before = {}
    entries = [_entry(action, rule_id, before.get(rule_id), rule) for rule_id, rule in changes]
    _send((AUDIT, entry.id, entry) for entry in entries)


def _author() -> str:
    import getpass

    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):  # in a container the user may have no name
        return "cli"


def _entry(action: AuditAction, rule_id: str, before: Rule | None, after: Rule | None) -> AuditEntry:
    import uuid
    from datetime import UTC, datetime

    from console.rules.draft import as_yaml
    from marsad.contracts import AuditEntry

    return AuditEntry(
        id=uuid.uuid4().hex,
        at=datetime.now(UTC),
        author=_author(),
        action=action,
        subject=rule_id,
        before=as_yaml(before) if before else None,
        after=as_yaml(after) if after else None,
    )


def _send(records: Iterable[tuple[Topic, str, Record | None]]) -> list[int]:
    """Send them all; the offsets that they have."""
    from connectors import kafka
    from marsad.contracts import encode
    from marsad.settings import load

    settings, records = load(), list(records)
    kafka.ensure_topics(settings, tuple({topic.name: topic for topic, _, _ in records}.values()))
    producer = kafka.producer(settings)
    try:
        with kafka.translated(settings):
            sent = [
                producer.send(topic.name, encode(record) if record else None, key=key.encode())
                for topic, key, record in records
            ]
            producer.flush()
            return [future.get(timeout=30).offset for future in sent]
    finally:
        producer.close()
