"""The Faust application: settings that were measured, and the graph of `streams.topology` in it."""

from __future__ import annotations

from typing import Any

import faust
from aiokafka import AIOKafkaConsumer, TopicPartition
from faust.types import TP

from marsad import probes, telemetry
from marsad.contracts import topics
from marsad.servers import kafka_bootstrap, kafka_login, kafka_tls
from marsad.settings import KafkaSettings, Settings
from streams import rules as rulebook
from streams import topology
from streams.agents.follow import Follower
from streams.agents.gate import partition_of
from streams.agents.muted import Muted
from streams.agents.rules import Rules
from streams.agents.stage import Stage
from streams.consumer import ContiguousConsumer
from streams.enrich import Enricher
from streams.entities import warm
from streams.watchdog import Watchdog

_log = telemetry.logger("worker")


def create(settings: Settings) -> faust.App:
    """Make the application: everything that decides is loaded before the first record is read."""
    app = faust.App(topics.STREAMS, **_faust_settings(settings))
    app.transport.Consumer = ContiguousConsumer  # type: ignore[misc]  # of this application's transport alone
    warm(settings.ner)
    rules, muted = Rules(rulebook.load(settings.rules)), Muted()
    follower = Follower({topics.RULES.name: rules.apply, topics.ANNOTATIONS.name: muted.apply})
    wiring = topology.Wiring(
        read=lambda topic: _topic(app, topic, settings.kafka),
        table=lambda name, source: _table(app, name, source),
        agent=lambda name, channel, stage: _agent(app, name, channel, stage, follower),
        every=lambda seconds, source, upkeep: _every(app, seconds, source, upkeep),
    )
    topology.build(wiring, settings.streams, Enricher(settings.ner), rules, muted)
    _follow(app, follower, settings)
    app.task(Watchdog(app, settings.streams.recovery_timeout).run)
    return app


def run(settings: Settings) -> None:
    """Run one worker until SIGTERM or SIGINT; what was processed is committed."""
    telemetry.configure(settings)
    probes.serve(settings, "worker")
    worker = faust.Worker(
        create(settings), loglevel=settings.log_level, redirect_stdouts=False, override_logging=False, quiet=True
    )
    worker.execute_from_commandline()


def _faust_settings(settings: Settings) -> dict[str, Any]:
    """Faust's settings, each that differs from its default for a measured reason (docs/servers.md)."""
    kafka, streams = settings.kafka, settings.streams
    return {
        "broker": ";".join(f"kafka://{host.strip()}" for host in kafka_bootstrap(settings).split(",")),
        "broker_credentials": _credentials(kafka),
        "broker_session_timeout": kafka.session_timeout,
        "broker_heartbeat_interval": kafka.heartbeat_interval,
        "broker_commit_interval": kafka.commit_interval,
        "broker_max_poll_records": 500,
        "consumer_auto_offset_reset": "earliest",
        "stream_buffer_maxsize": 16384,
        "stream_wait_empty": False,
        "producer_linger": 0.0,
        "producer_acks": -1,
        "producer_max_request_size": 8 * 1024 * 1024,
        "topic_disable_leader": True,
        "topic_partitions": topics.PARTITIONS,
        "topic_replication_factor": kafka.replication,
        "store": streams.store,
        "datadir": str(settings.data_dir / "streams"),
        "web_enabled": bool(streams.web_port),
        "web_host": "127.0.0.1",
        "web_port": streams.web_port or 6066,
        "key_serializer": "raw",
        "value_serializer": "raw",
    }


def _topic(app: faust.App, topic: topics.Topic, kafka: KafkaSettings) -> Any:
    return app.topic(
        topic.name,
        key_type=bytes,
        value_type=bytes,
        key_serializer="raw",
        value_serializer="raw",
        partitions=topic.partitions,
        replicas=kafka.replication,
        compacting=topic.compacted,
        allow_empty=True,
        config=topic.config(kafka.min_isr),
    )


def _table(app: faust.App, name: str, source: topics.Topic) -> Any:
    """A table of JSON bytes: its changelog can always be decoded, so that recovery never hangs on it."""
    return app.Table(
        name,
        key_type=bytes,
        value_type=bytes,
        partitions=source.partitions,
        use_partitioner=True,
    )


def _agent(app: faust.App, name: str, channel: Any, stage: Stage, follower: Follower) -> None:
    async def loop(stream: Any) -> None:
        await follower.caught_up.wait()
        await stage.run(stream)

    app.agent(channel, name=f"{topics.STREAMS}.{name}", concurrency=1)(loop)


def _every(app: faust.App, seconds: float, source: topics.Topic, upkeep: topology.Upkeep) -> None:
    """Run an upkeep by timer. A memory store keeps keys of partitions that have gone elsewhere: those are not ours."""

    def owned(key: bytes) -> bool:
        return TP(source.name, partition_of(key, source.partitions)) in app.consumer.assignment()

    async def tend() -> None:
        if app.in_recovery or app.rebalancing:
            return
        try:
            await upkeep(owned)
        except Exception as error:
            _log.error("upkeep failed, trying again later", topic=source.name, reason=str(error))

    app.timer(interval=seconds)(tend)


def _follow(app: faust.App, follower: Follower, settings: Settings) -> None:
    async def follow() -> None:
        consumer = AIOKafkaConsumer(
            bootstrap_servers=kafka_bootstrap(settings), auto_offset_reset="earliest", **_security(settings.kafka)
        )
        await consumer.start()
        try:
            followed = (topics.RULES, topics.ANNOTATIONS)
            consumer.assign([TopicPartition(one.name, number) for one in followed for number in range(one.partitions)])
            await follower.follow(consumer)
        finally:
            await consumer.stop()

    app.task(follow)


def _credentials(kafka: KafkaSettings) -> Any:
    """Faust's way to say what `_security` says to aiokafka."""
    context, login = kafka_tls(kafka), kafka_login(kafka)
    if login:
        return faust.SASLCredentials(
            username=login[0], password=login[1], ssl_context=context, mechanism=kafka.sasl_mechanism
        )
    return faust.SSLCredentials(context) if context else None


def _security(kafka: KafkaSettings) -> dict[str, Any]:
    options: dict[str, Any] = {"security_protocol": kafka.security, "ssl_context": kafka_tls(kafka)}
    if login := kafka_login(kafka):
        options["sasl_mechanism"] = kafka.sasl_mechanism
        options["sasl_plain_username"], options["sasl_plain_password"] = login
    return options
