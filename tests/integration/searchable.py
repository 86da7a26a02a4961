"""What can be found in the test's indices."""

from elasticsearch import Elasticsearch

from marsad.settings import Settings


def documents(es: Elasticsearch, settings: Settings, kind: str = "articles") -> int:
    """How many documents can be found; a shard that is only being made or recovered would answer with a 503."""
    alias = f"{settings.elasticsearch.prefix}-{kind}"
    if not es.indices.exists_alias(name=alias):
        return 0
    es.options(request_timeout=90).cluster.health(index=alias, wait_for_status="yellow", timeout="60s")
    es.indices.refresh(index=alias)
    return int(es.count(index=alias)["count"])
