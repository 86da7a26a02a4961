"""A rule tried on the archive: when it would have fired, and on what."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final

import msgspec

from console.search.ask import archive
from console.state import Console
from marsad.contracts import Alert, EnrichedArticle
from streams.rules.backtest import Backtest
from streams.rules.book import Compiled, RuleBook, compile_rule

MOST_DAYS: Final = 90
_MOST_ARTICLES: Final = 20_000
_MOST_SECONDS: Final = 30.0
_MOST_ALERTS: Final = 200


@dataclass(slots=True)
class Trial:
    """What came of it. `days` has each day of the archive that was tried, with its alerts."""

    articles: int = 0
    alerts: list[Alert] = field(default_factory=list)
    total: int = 0
    held_back: int = 0
    days: list[tuple[str, int]] = field(default_factory=list)
    cut: bool = False
    """Whether the archive had more than was tried."""


def run(console: Console, compiled: Compiled, days: int) -> Trial:
    """Try a rule on the articles of the last days, in order; blocks, for half a minute at most.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    now = datetime.now(UTC)
    since = now - timedelta(days=days)
    articles = sorted(archive(console, since, _MOST_ARTICLES), key=_time)
    rule = compile_rule(msgspec.structs.replace(compiled.rule, enabled=True))
    backtest = Backtest(RuleBook([rule]), console.settings.streams.retention_days)
    trial, fired = Trial(cut=len(articles) >= _MOST_ARTICLES), Counter[date]()
    deadline = time.monotonic() + _MOST_SECONDS
    for article in articles:
        _keep(trial, fired, list(backtest.feed(article)))
        if time.monotonic() > deadline:
            trial.cut = True
            break
    _keep(trial, fired, list(backtest.finish()))
    trial.articles, trial.held_back = backtest.articles, len(backtest.held)
    span = [since.date() + timedelta(days=number) for number in range(days + 1)]
    trial.days = [(day.isoformat(), fired[day]) for day in span]
    return trial


def _keep(trial: Trial, fired: Counter[date], alerts: list[Alert]) -> None:
    trial.total += len(alerts)
    trial.alerts = [*reversed(alerts), *trial.alerts][:_MOST_ALERTS]
    fired.update(alert.at.astimezone(UTC).date() for alert in alerts)


def _time(article: EnrichedArticle) -> datetime:
    return article.published or article.seen or datetime.fromtimestamp(0, UTC)
