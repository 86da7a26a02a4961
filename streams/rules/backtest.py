"""What rules would have raised on articles: the live path from events to alerts, in memory, at the articles' times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from marsad.contracts import Alert, EnrichedArticle
from streams.events import ledger
from streams.rules.book import RuleBook
from streams.rules.gate import GateEntry, Held, Shelf, flush, gate, shelf_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Backtest:
    """Feed it articles in order; it holds the ledger and the gate as the tables of a worker would."""

    book: RuleBook
    retention_days: int = 400
    articles: int = 0
    mentions: int = 0
    held: list[Held] = field(default_factory=list)
    _entries: dict[str, ledger.LedgerEntry] = field(default_factory=dict)
    _gates: dict[str, GateEntry] = field(default_factory=dict)
    _shelves: dict[tuple[str, int], Shelf] = field(default_factory=dict)
    _now: datetime = _EPOCH

    def run(self, articles: Iterable[EnrichedArticle]) -> Iterator[Alert]:
        """The alerts that come through, as they come; what waits for a digest comes at the end."""
        for article in articles:
            yield from self.feed(article)
        yield from self.finish()

    def feed(self, article: EnrichedArticle) -> Iterator[Alert]:
        """One article. Its time is the clock, which never goes back."""
        self.articles += 1
        self._now = max(self._now, article.published or article.seen or self._now)
        yield from self._flush()
        for event in article.events:
            self.mentions += 1
            mention = ledger.mention(article, event)
            known = self._entries.get(mention.key)
            outcome = ledger.merge(known, mention, now=self._now, retention_days=self.retention_days)
            self._entries[mention.key] = outcome.entry
            for news in outcome.news:
                yield from self._pass(self.book.on_news(news, self._now))
        yield from self._pass(self.book.on_article(article, self._now))

    def finish(self) -> Iterator[Alert]:
        """What still waits for the end of quiet hours or a digest, as it would come later."""
        for rule_id, entry in self._gates.items():
            outcome = flush(entry, None, self._now)
            self._gates[rule_id] = outcome.entry
            yield from outcome.alerts

    def _pass(self, candidates: Iterable[Alert]) -> Iterator[Alert]:
        for candidate in candidates:
            rule_id = candidate.rule.id
            place = rule_id, shelf_of(candidate)
            known, shelf = self._gates.get(rule_id), self._shelves.get(place)
            outcome = gate(known, shelf, candidate, self.book.rule(rule_id), self._now)
            self._gates[rule_id] = outcome.entry
            if outcome.shelf is not None:
                self._shelves[place] = outcome.shelf
            self.held += outcome.held
            yield from outcome.alerts

    def _flush(self) -> Iterator[Alert]:
        for rule_id, entry in self._gates.items():
            if entry.latest is not None:
                outcome = flush(entry, self.book.rule(rule_id), self._now)
                self._gates[rule_id] = outcome.entry
                yield from outcome.alerts
