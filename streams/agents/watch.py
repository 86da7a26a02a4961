"""articles.enriched → alerts.candidates: rules about words and entities, for which one article is enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from marsad.contracts import EnrichedArticle, topics
from marsad.contracts.deadletter import Stage
from streams.agents.outlet import Outlet
from streams.agents.rules import Rules


@dataclass(frozen=True, slots=True)
class Watch:
    """Stateless: whether a candidate is new is decided where all candidates of its rule meet."""

    rules: Rules
    candidates: Outlet
    name: ClassVar[Stage] = "watch"
    source: ClassVar[topics.Topic] = topics.ARTICLES_ENRICHED

    async def process(self, article: EnrichedArticle) -> None:
        """Send what the article rules would raise."""
        for candidate in self.rules.book.on_article(article, datetime.now(UTC)):
            await self.candidates.send(candidate.rule.id, candidate)
