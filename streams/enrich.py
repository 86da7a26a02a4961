"""Pure: from an article to an enriched one: language, entities, events."""

from __future__ import annotations

from marsad.arabic import identify, read
from marsad.contracts import Article, EnrichedArticle, Event
from streams.entities import Extractor, to_entities
from streams.entities.tagger import load_tagger
from streams.events import extract

_READ = frozenset({"ar", None})
"""Languages whose events are read; None is a text too short to tell."""


class Enricher:
    """Finds entities and events. Loads its models and tables once; holds no state between articles.

    Args:
        ner: The tagger's tier, as the setting MARSAD_NER names it.

    Raises:
        ConfigError: there is no such tier, or it cannot be loaded.
    """

    def __init__(self, ner: str = "default") -> None:
        self._extractor = Extractor(load_tagger(ner))

    def enrich(self, article: Article) -> EnrichedArticle:
        """The article with its entities and events; every other field as it came."""
        language = article.language or identify(article.text)
        text, title = read(article.text), read(article.title or "")
        mentions, title_mentions = self._extractor.extract(text), self._extractor.extract(title)
        events: tuple[Event, ...] = ()
        if language in _READ:
            events = extract(text, mentions, title=title, title_mentions=title_mentions, published=article.published)
        fields = {name: getattr(article, name) for name in article.__struct_fields__} | {"language": language}
        return EnrichedArticle(
            **fields, entities=to_entities(mentions), title_entities=to_entities(title_mentions), events=events
        )
