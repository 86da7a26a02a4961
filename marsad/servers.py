"""Where Kafka and Elasticsearch are: by setting, else where the local stack of this data folder says it listens."""

from __future__ import annotations

import ssl
from pathlib import Path

import msgspec

from marsad.errors import ServerError
from marsad.settings import KafkaSettings, Settings


class StackState(msgspec.Struct, frozen=True, kw_only=True):
    """What the local stack writes to `DATA_DIR/stack.json` once both servers answer."""

    kafka: str
    """host:port"""
    elasticsearch: str
    """http://host:port"""
    kafka_pid: int
    elasticsearch_pid: int


def state_file(settings: Settings) -> Path:
    """The file in which the local stack says where it listens."""
    return settings.data_dir / "stack.json"


def stack_state(settings: Settings) -> StackState | None:
    """What the local stack of this data folder says, or None where it has not been started."""
    try:
        return msgspec.json.decode(state_file(settings).read_bytes(), type=StackState)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def kafka_bootstrap(settings: Settings) -> str:
    """host:port[,host:port…] of Kafka.

    Raises:
        ServerError: when neither the setting nor the local stack says where.
    """
    state = stack_state(settings)
    return settings.kafka.bootstrap or (state.kafka if state else _missing("Kafka", "MARSAD_KAFKA_BOOTSTRAP"))


def kafka_tls(kafka: KafkaSettings) -> ssl.SSLContext | None:
    """How brokers are trusted: the machine's authorities and MARSAD_KAFKA_CA; None where the protocol has no TLS.

    Raises:
        ServerError: when MARSAD_KAFKA_CA is no file, or holds no certificate.
    """
    if not kafka.security.endswith("SSL"):
        return None
    if kafka.ca is not None and not kafka.ca.is_file():
        raise ServerError(f"MARSAD_KAFKA_CA names {kafka.ca}, which is not a file", resource="MARSAD_KAFKA_CA")
    try:
        return ssl.create_default_context(cafile=kafka.ca)
    except ssl.SSLError as error:
        raise ServerError(f"MARSAD_KAFKA_CA: {kafka.ca} holds no certificate", resource="MARSAD_KAFKA_CA") from error


def kafka_login(kafka: KafkaSettings) -> tuple[str, str] | None:
    """User and password; None where the protocol has no login.

    Raises:
        ServerError: naming the one that is not set.
    """
    if not kafka.security.startswith("SASL"):
        return None
    if not kafka.username:
        raise ServerError(f"{kafka.security} needs a user", resource="MARSAD_KAFKA_USERNAME", hint="set it")
    if kafka.password is None or not kafka.password.get_secret_value():
        raise ServerError(f"{kafka.security} needs a password", resource="MARSAD_KAFKA_PASSWORD", hint="set it")
    return kafka.username, kafka.password.get_secret_value()


def elasticsearch_hosts(settings: Settings) -> list[str]:
    """http(s)://host:port of each Elasticsearch node.

    Raises:
        ServerError: when neither the setting nor the local stack says where.
    """
    state = stack_state(settings)
    url = settings.elasticsearch.url or (
        state.elasticsearch if state else _missing("Elasticsearch", "MARSAD_ELASTICSEARCH_URL")
    )
    return [part.strip() for part in url.split(",") if part.strip()]


def _missing(server: str, variable: str) -> str:
    raise ServerError(
        f"no {server} is known here",
        resource=variable,
        hint=f"run `marsad stack up`, or set {variable} to one that runs",
    )
