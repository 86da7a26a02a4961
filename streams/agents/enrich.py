"""articles.raw → articles.enriched and events: find the entities and the events of each article."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

import msgspec

from marsad.contracts import Article, topics
from marsad.contracts.deadletter import Stage
from marsad.errors import SourceError
from streams.agents.outlet import Outlet
from streams.enrich import Enricher
from streams.events import ledger


@dataclass(frozen=True, slots=True)
class Enrich:
    """Enriches in a thread, so that a long article never keeps the worker from its heartbeat."""

    enricher: Enricher
    enriched: Outlet
    events: Outlet
    max_text: int
    name: ClassVar[Stage] = "enrich"
    source: ClassVar[topics.Topic] = topics.ARTICLES_RAW

    async def process(self, article: Article) -> None:
        """Send the enriched article, and each event mention to where its event meets."""
        if len(article.text) > self.max_text:
            raise SourceError(
                "text_too_long",
                f"article {article.id} has {len(article.text)} characters, more than {self.max_text}",
                resource=article.url,
                hint="raise MARSAD_STREAMS_MAX_TEXT and replay it from the dead letters",
            )
        found = await asyncio.to_thread(self.enricher.enrich, article)
        enriched = msgspec.structs.replace(found, enriched=datetime.now(UTC))
        await self.enriched.send(enriched.id, enriched)
        for event in enriched.events:
            mention = ledger.mention(enriched, event)
            await self.events.send(mention.key, mention)
