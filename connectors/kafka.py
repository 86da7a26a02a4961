"""Kafka clients as everything here uses them: settings mapped once, errors that name the setting.

Offsets are committed by hand, after the work they stand for is confirmed. Compression is gzip, the one codec that
every Kafka client reads without an extra dependency.
"""

from __future__ import annotations

import logging
import re
import socket
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import KafkaError

from marsad.contracts.topics import ALL, CHANGELOGS, Topic
from marsad.errors import ServerError
from marsad.servers import kafka_bootstrap, kafka_login, kafka_tls
from marsad.settings import Settings

MAX_MESSAGE_BYTES: Final = 8 * 1024 * 1024
"""As `max.message.bytes` of our topics; producer and consumer must allow the same."""
BOOTSTRAP_SECONDS: Final = 15.0
_PROBE_SECONDS: Final = 2.0
_CREATED_MS: Final = 60_000
_TOPIC_ALREADY_EXISTS: Final = 36


def producer(settings: Settings, *, linger_ms: int = 20, client_id: str = "marsad") -> Any:
    """An idempotent KafkaProducer that waits for every in-sync replica; keys and values are bytes.

    Raises:
        ServerError: when Kafka cannot be reached or refuses; names the setting.
    """
    with translated(settings):
        return KafkaProducer(
            **_connection(settings),
            client_id=client_id,
            enable_idempotence=True,
            acks="all",
            compression_type="gzip",
            linger_ms=linger_ms,
            batch_size=256 * 1024,
            max_request_size=MAX_MESSAGE_BYTES,
        )


class _Consumer(KafkaConsumer):  # type: ignore[misc]
    """kafka-python's consumer, which of itself may join its group again and never notice that it has.

    Read in kafka-python 3.0.12: a poll that is too short for the join leaves it under way. Where the join was called
    for by new metadata alone, its end takes that reason away, so the next poll does not look after it: heartbeats stay
    off, the group forgets the member, and polls bring nothing for ever (seen with a topic's partitions learnt after
    the first join, and polls of 0 ms).
    """

    def poll(self, *args: Any, **options: Any) -> Any:
        """Fetch records; a join that is under way is seen to its end."""
        if self._coordinator.rejoining:
            self._coordinator.request_rejoin()
        return super().poll(*args, **options)


def consumer(
    settings: Settings,
    *,
    group: str | None,
    topics: Sequence[str | Topic],
    from_beginning: bool = True,
    max_poll_records: int = 500,
    client_id: str = "marsad",
) -> Any:
    """A KafkaConsumer of these topics that commits by hand; without a group it reads every partition and cannot commit.

    Raises:
        ServerError: when Kafka cannot be reached or refuses; names the setting.
    """
    names = [topic if isinstance(topic, str) else topic.name for topic in topics]
    with translated(settings):
        return _Consumer(
            *names,
            **_connection(settings),
            client_id=client_id,
            group_id=group,
            enable_auto_commit=False,
            auto_offset_reset="earliest" if from_beginning else "latest",
            session_timeout_ms=int(settings.kafka.session_timeout * 1000),
            heartbeat_interval_ms=int(settings.kafka.heartbeat_interval * 1000),
            max_poll_records=max_poll_records,
            max_partition_fetch_bytes=MAX_MESSAGE_BYTES,
            fetch_max_wait_ms=100,
        )


def admin(settings: Settings, bootstrap_seconds: float = BOOTSTRAP_SECONDS) -> Any:
    """A KafkaAdminClient.

    Args:
        settings: Where Kafka is and how to be let in.
        bootstrap_seconds: How long a broker may take to answer.

    Raises:
        ServerError: when Kafka cannot be reached or refuses; names the setting.
    """
    with translated(settings):
        return KafkaAdminClient(**_connection(settings, bootstrap_seconds), client_id="marsad-admin")


def answers(settings: Settings, seconds: float = 3.0) -> bool:
    """Whether a fresh connection reaches Kafka within so many seconds."""
    try:
        admin(settings, bootstrap_seconds=seconds).close()
    except ServerError:
        return False
    return True


def ensure_topics(settings: Settings, topics: Sequence[Topic] = (*ALL, *CHANGELOGS)) -> list[str]:
    """Create the topics that are missing and set configs that differ; safe to repeat and to race. Returns those made.

    Partitions of a topic that exists stay as they are: another count would send a key to another partition.

    Raises:
        ServerError: when Kafka cannot be reached or refuses; names the setting.
    """
    client = admin(settings)
    try:
        with translated(settings):
            there = set(client.list_topics())
            missing = [topic for topic in topics if topic.name not in there]
            if missing:
                _create(client, settings, missing)
            _reconcile(client, settings, [topic for topic in topics if topic.name in there])
    finally:
        client.close()
    return [topic.name for topic in missing]


def wait_ready(settings: Settings, timeout: float = 60.0) -> None:
    """Wait until Kafka answers.

    Args:
        settings: Where it is.
        timeout: Seconds to wait at most.

    Raises:
        ServerError: when it does not answer in time, or answers and refuses.
    """
    deadline = time.monotonic() + timeout
    while True:
        _reachable(settings, deadline)
        try:
            with translated(settings):
                KafkaAdminClient(**_connection(settings, bootstrap_seconds=_PROBE_SECONDS)).close()
        except ServerError as error:
            if time.monotonic() >= deadline or error.resource in _FINAL:
                raise
            time.sleep(0.2)
        else:
            return


@contextmanager
def translated(settings: Settings) -> Iterator[None]:
    """Turn what kafka-python raises into a ServerError that names the setting to look at."""
    with _heard() as said:
        try:
            yield
        except KafkaError as error:
            raise _explained(settings, f"{error} {' '.join(said)}", error) from error


_HANG_UP: Final = "MARSAD_KAFKA_SECURITY"
_LOGIN: Final = f"MARSAD_KAFKA_USERNAME, MARSAD_KAFKA_PASSWORD, MARSAD_KAFKA_SASL_MECHANISM, {_HANG_UP}"
_CAUSES: Final = (
    (r"SaslAuthenticationFailed|IllegalSaslState", "MARSAD_KAFKA_USERNAME, MARSAD_KAFKA_PASSWORD", "refuses the login"),
    (r"UnsupportedSaslMechanism", "MARSAD_KAFKA_SASL_MECHANISM", "does not offer this SASL mechanism"),
    (r"(?-i:certificate [^(]*)", "MARSAD_KAFKA_CA", "shows a certificate that we cannot accept"),
    (r"WRONG_VERSION_NUMBER|SSLError|EOF occurred", "MARSAD_KAFKA_SECURITY", "does not speak TLS there"),
    (r"TopicAuthorizationFailed|GroupAuthorizationFailed", "MARSAD_KAFKA_USERNAME", "does not let this user do that"),
    (r"socket disconnected", _HANG_UP, "hangs up on us"),
    (r"KafkaTimeoutError|ECONNREFUSED|refused", "MARSAD_KAFKA_BOOTSTRAP", "does not answer"),
)
"""What kafka-python says, the setting to look at, and what it means; the first that matches counts."""
_FINAL: Final = frozenset({"MARSAD_KAFKA_USERNAME, MARSAD_KAFKA_PASSWORD", "MARSAD_KAFKA_SASL_MECHANISM"})
"""A broker that answers so has started: waiting helps nobody."""


def _explained(settings: Settings, said: str, error: KafkaError) -> ServerError:
    where = f"Kafka at {kafka_bootstrap(settings)}"
    for pattern, setting, meaning in _CAUSES:
        if found := re.search(pattern, said, re.IGNORECASE):
            detail = f": {found[0].strip()}" if found[0].startswith("certificate") else ""
            login = setting == _HANG_UP and settings.kafka.security.startswith("SASL")
            hint = "check that it runs (`marsad stack status`)" if setting == "MARSAD_KAFKA_BOOTSTRAP" else "check them"
            return ServerError(f"{where} {meaning}{detail}", resource=_LOGIN if login else setting, hint=hint)
    return ServerError(f"{where}: {error}", resource="MARSAD_KAFKA_BOOTSTRAP")


class _Ear(logging.Handler):
    """Keeps what kafka-python logs: it tries a refused login again and again, and in the end only says: too late."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: deque[str] = deque(maxlen=200)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.said.append(record.getMessage())


@contextmanager
def _heard() -> Iterator[deque[str]]:
    ear, log = _Ear(), logging.getLogger("kafka")
    log.addHandler(ear)
    try:
        yield ear.said
    finally:
        log.removeHandler(ear)


def _connection(settings: Settings, bootstrap_seconds: float = BOOTSTRAP_SECONDS) -> dict[str, Any]:
    """kafka-python's names for where Kafka is and how to be let in."""
    kafka = settings.kafka
    options: dict[str, Any] = {
        "bootstrap_servers": [part.strip() for part in kafka_bootstrap(settings).split(",") if part.strip()],
        "bootstrap_timeout_ms": int(bootstrap_seconds * 1000),
        "security_protocol": kafka.security,
        "reconnect_backoff_max_ms": 2000,
    }
    if context := kafka_tls(kafka):
        options["ssl_context"] = context
    if login := kafka_login(kafka):
        options["sasl_mechanism"] = kafka.sasl_mechanism
        options["sasl_plain_username"], options["sasl_plain_password"] = login
    return options


def _reachable(settings: Settings, deadline: float) -> None:
    """Wait for one broker's port: cheaper and faster than a client that cannot connect."""
    addresses = [part.strip().rpartition(":") for part in kafka_bootstrap(settings).split(",")]
    while time.monotonic() < deadline:
        for host, _, port in addresses:
            try:
                socket.create_connection((host, int(port)), timeout=1.0).close()
            except (OSError, ValueError):
                continue
            return
        time.sleep(0.1)


def _create(client: Any, settings: Settings, topics: Sequence[Topic]) -> None:
    """Create topics; one that another process made in the meantime is no error."""
    wanted = {
        topic.name: {
            "num_partitions": topic.partitions,
            "replication_factor": settings.kafka.replication,
            "configs": topic.config(settings.kafka.min_isr),
        }
        for topic in topics
    }
    answer = client.create_topics(wanted, raise_errors=False)
    for entry in answer["topics"]:
        if entry["error_code"] not in {0, _TOPIC_ALREADY_EXISTS}:
            raise ServerError(
                f"Kafka does not create the topic {entry['name']}: {entry.get('error_message') or entry['error_code']}",
                resource="MARSAD_KAFKA_REPLICATION",
                hint=f"MARSAD_KAFKA_REPLICATION is {settings.kafka.replication}: are there as many brokers?",
            )
    client.wait_for_topics(list(wanted), timeout_ms=_CREATED_MS)


def _reconcile(client: Any, settings: Settings, topics: Sequence[Topic]) -> None:
    """Set the configs of ours that differ from what the topic has; leave every other one alone."""
    if not topics:
        return
    described = client.describe_configs(
        [ConfigResource(ConfigResourceType.TOPIC, topic.name) for topic in topics], config_filter="all"
    )["topic"]
    changed = [
        ConfigResource(ConfigResourceType.TOPIC, topic.name, differing)
        for topic in topics
        if (differing := _differing(topic.config(settings.kafka.min_isr), described[topic.name]))
    ]
    answers = client.alter_configs(changed)["topic"] if changed else {}
    for name, answer in answers.items():
        if answer != "OK":
            raise ServerError(f"Kafka does not change the settings of the topic {name}: {answer}")


def _differing(wanted: dict[str, str], described: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in wanted.items() if str(described.get(name, {}).get("value")) != value}
