"""The whole graph on one screen: topics, tables, who reads what, who writes what.

articles.raw ──► enrich ──► articles.enriched ──► watch ──► alerts.candidates ──► gate ──► alerts
                   │                                              ▲             [gate]
                   └──────► events ──────► ledger ────────────────┘
                                          [ledger] ──► events.ledger
every stage ──► articles.dlq                  rules ──► ledger, watch, gate     annotations ──► gate
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from marsad.contracts import topics
from marsad.settings import StreamSettings
from streams.agents.enrich import Enrich
from streams.agents.gate import Gate
from streams.agents.muted import Muted
from streams.agents.outlet import Outlet
from streams.agents.rules import Rules
from streams.agents.settle import Settle
from streams.agents.stage import Stage, Step
from streams.agents.watch import Watch
from streams.enrich import Enricher

Upkeep = Callable[[Callable[[bytes], bool]], Awaitable[None]]
_FLUSH_SECONDS: Final = 15.0
_SWEEP_SECONDS: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Wiring:
    """How the graph meets Faust: `read` makes a topic of it, `table` a table, `agent` starts a stage on a topic.

    `every` calls an upkeep each so many seconds with a test for the keys of a topic's partitions that are ours now.
    """

    read: Callable[[topics.Topic], Any]
    table: Callable[[str, topics.Topic], Any]
    agent: Callable[[str, Any, Stage], None]
    every: Callable[[float, topics.Topic, Upkeep], None]


def build(wiring: Wiring, settings: StreamSettings, enricher: Enricher, rules: Rules, muted: Muted) -> None:
    """Wire every stage to its topics and tables."""

    def to(topic: topics.Topic) -> Outlet:
        return Outlet(topic, wiring.read(topic))

    candidates = to(topics.ALERTS_CANDIDATES)
    ledger = Settle(
        wiring.table(topics.LEDGER_TABLE, topics.EVENTS),
        rules,
        to(topics.EVENTS_LEDGER),
        candidates,
        settings.retention_days,
    )
    gate = Gate(wiring.table(topics.GATE_TABLE, topics.ALERTS_CANDIDATES), rules, muted, to(topics.ALERTS))
    steps: tuple[Step, ...] = (
        Enrich(enricher, to(topics.ARTICLES_ENRICHED), to(topics.EVENTS), settings.max_text),
        Watch(rules, candidates),
        ledger,
        gate,
    )
    for step in steps:
        wiring.agent(step.name, wiring.read(step.source), Stage(step, to(topics.ARTICLES_DLQ)))
    wiring.every(_SWEEP_SECONDS, ledger.source, ledger.sweep)
    wiring.every(_FLUSH_SECONDS, gate.source, gate.flush)
