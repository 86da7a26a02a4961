"""The running servers: whether they answer, and whether what Marsad needs is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from elasticsearch import ApiError, Elasticsearch, TransportError
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import KafkaError

from deploy.local import servers
from deploy.local.doctor.finding import Finding, broken, ok, warning
from deploy.local.doctor.rooms import Rooms
from deploy.local.programs import versions
from marsad.contracts.topics import ALL, Topic
from marsad.errors import ServerError
from marsad.servers import elasticsearch_hosts, kafka_bootstrap
from marsad.settings import Settings

_SETUP: Final = "`marsad setup` makes it right, and so does `marsad up`"
_START: Final = "`marsad up` or `marsad stack up` starts it"


def findings(settings: Settings, rooms: Rooms) -> Iterator[Finding]:
    """Kafka with our topics, Elasticsearch with our templates."""
    yield from kafka(settings, rooms)
    yield from elasticsearch(settings, rooms)


def kafka(settings: Settings, rooms: Rooms) -> Iterator[Finding]:
    """The broker and the topics."""
    if not settings.kafka.bootstrap and not servers.running(settings, "kafka"):
        yield warning("Kafka", f"the local one of {settings.data_dir} does not run", _START)
        return
    try:
        admin = rooms.kafka(settings)
        try:
            brokers = len(admin.describe_cluster()["brokers"])
            yield ok("Kafka", f"{kafka_bootstrap(settings)}, {brokers} broker{'s' if brokers != 1 else ''}")
            yield topics(settings, admin)
        finally:
            admin.close()
    except ServerError as error:
        yield broken("Kafka", error.message, error.hint)
    except KafkaError as error:
        yield broken("Kafka", f"{kafka_bootstrap(settings)}: {error}", "see its log, `marsad stack logs kafka`")


def topics(settings: Settings, admin: Any) -> Finding:
    """Whether every topic of the contracts is there as the contracts say."""
    there = set(admin.list_topics())
    missing = [topic.name for topic in ALL if topic.name not in there]
    if missing:
        return broken("Topics", f"missing: {', '.join(missing)}", _SETUP)
    wrong = _differences(admin, settings)
    return broken("Topics", "; ".join(wrong), _SETUP) if wrong else ok("Topics", f"{len(ALL)}, as the contracts say")


def _differences(admin: Any, settings: Settings) -> list[str]:
    resources = [ConfigResource(ConfigResourceType.TOPIC, topic.name) for topic in ALL]
    configs = admin.describe_configs(resources, config_filter="all")["topic"]
    partitions = {topic["name"]: len(topic["partitions"]) for topic in admin.describe_topics([t.name for t in ALL])}
    return [line for topic in ALL for line in _differs(topic, configs[topic.name], partitions[topic.name], settings)]


def _differs(topic: Topic, config: dict[str, Any], partitions: int, settings: Settings) -> Iterator[str]:
    if partitions != topic.partitions:
        yield f"{topic.name} has {partitions} partitions instead of {topic.partitions}"
    for key, value in topic.config(settings.kafka.min_isr).items():
        found = config.get(key, {}).get("value")
        if str(found) != value:
            yield f"{topic.name} has {key} {found} instead of {value}"


def elasticsearch(settings: Settings, rooms: Rooms) -> Iterator[Finding]:
    """The node, its health and the index templates."""
    if not settings.elasticsearch.url and not servers.running(settings, "elasticsearch"):
        yield warning("Elasticsearch", f"the local one of {settings.data_dir} does not run", _START)
        return
    try:
        with rooms.elasticsearch(settings) as client:
            yield _version(settings, client)
            yield _health(client)
            yield _templates(settings, rooms, client)
    except ServerError as error:
        yield broken("Elasticsearch", error.message, error.hint)
    except (ApiError, TransportError) as error:
        where = ", ".join(elasticsearch_hosts(settings))
        yield broken("Elasticsearch", f"{where}: {error}", "check MARSAD_ELASTICSEARCH_URL, or `marsad stack status`")


def _version(settings: Settings, client: Elasticsearch) -> Finding:
    number = client.info()["version"]["number"]
    said = f"{number} at {', '.join(elasticsearch_hosts(settings))}"
    if int(number.split(".")[0]) < int(versions()["elasticsearch"].split(".")[0]):
        return broken("Elasticsearch", said, "8.19 or newer is needed")
    return ok("Elasticsearch", said)


def _health(client: Elasticsearch) -> Finding:
    health = client.cluster.health()
    said = f"{health['status']}, {health['active_shards']} shards, {health['number_of_nodes']} nodes"
    if health["status"] == "red":
        return broken("Cluster", said, "a primary shard is missing: see `GET _cluster/allocation/explain` and its log")
    if health["status"] == "yellow":
        advice = "replicas have no node to be on: set MARSAD_ELASTICSEARCH_REPLICAS=0, or add a node"
        return warning("Cluster", said, advice)
    return ok("Cluster", said)


def _templates(settings: Settings, rooms: Rooms, client: Elasticsearch) -> Finding:
    missing = rooms.missing_templates(settings, client)
    if missing:
        return broken("Index templates", f"missing: {', '.join(missing)}", _SETUP)
    return ok("Index templates", f"all there, as {settings.elasticsearch.prefix}-…")
