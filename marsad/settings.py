"""One typed tree of settings: environment (`MARSAD_…`), then the TOML file that `MARSAD_CONFIG` names, then defaults.

A nested setting is spelt with its group: `MARSAD_KAFKA_BOOTSTRAP` is `kafka.bootstrap`, in the file `bootstrap` under
`[kafka]`.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from marsad.errors import ConfigError


class Group(BaseModel):
    """A group of settings; the line under a setting is its meaning wherever settings are shown."""

    model_config = ConfigDict(use_attribute_docstrings=True, extra="forbid")


class KafkaSettings(Group):
    """How to reach Kafka, and how topics are made there."""

    bootstrap: str | None = None
    """host:port[,host:port…]; when null, the local stack's own broker."""
    security: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    """Protocol to the brokers: PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL."""
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "PLAIN"
    """PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512."""
    username: str | None = None
    """Of the user to log in as."""
    password: SecretStr | None = None
    """Of that user."""
    ca: Path | None = None
    """File of the certificate authorities to trust, PEM."""
    replication: int = Field(1, ge=1)
    """Replicas of each topic that we make."""
    min_isr: int = Field(1, ge=1)
    """`min.insync.replicas` of each topic that we make."""
    session_timeout: float = Field(10.0, ge=6)
    """Seconds. Measured: with Faust's own 60 s a killed worker stops the group for more than 90 s."""
    heartbeat_interval: float = Field(2.0, gt=0)
    """Seconds."""
    commit_interval: float = Field(1.0, gt=0)
    """Seconds between two commits of a worker."""
    port: int = Field(0, ge=0, le=65535)
    """Of the local stack's broker; 0 takes a free one and keeps it."""


class ElasticsearchSettings(Group):
    """How to reach Elasticsearch, and how much to send at once."""

    url: str | None = None
    """http(s)://host:port[,…]; when null, the local stack's own node."""
    api_key: SecretStr | None = None
    """API key, base64 as Elasticsearch gives it; instead of a user."""
    username: str | None = None
    """Of the user to log in as."""
    password: SecretStr | None = None
    """Of that user."""
    ca: Path | None = None
    """File of the certificate authorities to trust, PEM."""
    prefix: str = "marsad"
    """Of every index, alias and template."""
    kibana: str | None = None
    """http(s)://host:port of Kibana, for `marsad kibana import`; it takes the same credentials."""
    shards: int = Field(1, ge=1)
    """Primary shards of each index."""
    replicas: int = Field(0, ge=0)
    """Replicas of each index."""
    warm_days: int = Field(60, ge=1)
    """Days until a month's index moves to warm nodes, where the server has ILM and such nodes."""
    cold_days: int = Field(400, ge=1)
    """Days until a month's index moves to cold nodes, where the server has ILM and such nodes."""
    delete_days: int = Field(0, ge=0)
    """Days until a month's index is deleted, where the server has ILM; 0 keeps it."""
    bulk_docs: int = Field(500, ge=1)
    """Documents in one bulk request, at most."""
    bulk_bytes: int = Field(5 * 1024 * 1024, ge=1024)
    """Bytes of one bulk request, at most."""
    bulk_seconds: float = Field(0.5, gt=0)
    """Seconds that a document waits for its bulk request to fill."""
    timeout: float = Field(30.0, gt=0)
    """Seconds for one request."""
    heap: str = "1g"
    """Of the local stack's node."""
    port: int = Field(0, ge=0, le=65535)
    """Of the local stack's node; 0 takes a free one and keeps it."""


class SourceSettings(Group):
    """How feeds are fetched. Sizes in bytes, times in seconds."""

    interval: float = Field(300.0, gt=0)
    """Seconds between two polls of a feed that says nothing about it."""
    min_interval: float = Field(60.0, gt=0)
    """Seconds; a feed is never polled more often, unless its own entry says so."""
    max_interval: float = Field(6 * 3600.0, gt=0)
    """Seconds; a feed is never polled less often, unless it asks for it."""
    timeout: float = Field(30.0, gt=0)
    """Seconds for one request."""
    connect_timeout: float = Field(10.0, gt=0)
    """Seconds to connect, within `timeout`."""
    read_timeout: float = Field(15.0, gt=0)
    """Seconds between two pieces of a body, within `timeout`."""
    max_text: int = Field(200_000, ge=1000)
    """Characters of an article's text; a longer one is cut."""
    max_body: int = Field(10 * 1024 * 1024, ge=1024)
    """Bytes of a feed after decompression."""
    max_redirects: int = Field(5, ge=0)
    """Redirects that one fetch follows."""
    max_items: int = Field(2000, ge=1)
    """Items taken from one feed document."""
    per_host: int = Field(2, ge=1)
    """Connections to one host at a time."""
    host_delay: float = Field(1.0, ge=0)
    """Seconds between two requests to one host."""
    concurrency: int = Field(512, ge=1)
    """Feeds fetched at a time, as far as half of the files that the system lets a process open go."""
    allow_private: bool = False
    """Fetch from private and loopback addresses too: only for a feed server of your own."""
    user_agent: str = "Marsad/0.1 (+https://example.org/marsad)"
    """How we introduce ourselves; put an address at which you can be reached."""
    proxy: str | None = None
    """http://host:port of a proxy for all fetches."""
    outbox_limit: int = Field(1024 * 1024 * 1024, ge=1024 * 1024)
    """Bytes of articles that wait on disk for Kafka; at this size polling pauses."""
    shared: bool = False
    """Share the feeds with other source processes; each takes its part by host, and another's when that one ends."""


class WebsubSettings(Group):
    """The WebSub subscriber: hubs tell us of new articles at once. Off unless `url` is set."""

    url: str | None = None
    """Address under which hubs reach us: https://marsad.example.org/websub"""
    host: str = "127.0.0.1"
    """Address to listen on; hubs reach it through the proxy that `url` names."""
    port: int = Field(8411, ge=0, le=65535)
    """Port to listen on; 0 takes a free one."""
    lease: float = Field(7 * 86_400.0, ge=10)
    """Seconds that we ask a hub to serve a subscription for; it is renewed when two thirds have passed."""
    silence: float = Field(3600.0, gt=0)
    """Seconds between two polls of a feed whose hub works; where one finds something new, it is polled as before."""


class ChannelSettings(Group):
    """When a channel tells, and in which language."""

    language: Literal["ar", "en"] = "ar"
    """Of the words around an alert: ar or en."""
    rate: int = Field(0, ge=0)
    """Messages a minute at most; what is more waits and goes out together. 0 sets no limit."""
    digest: float = Field(0.0, ge=0)
    """Seconds that alerts wait for others, to go out together; 0 sends each by itself, at once."""
    quiet: str | None = Field(None, pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")
    """Hours in which alerts wait, as 22:00-07:00; they go out together at the end."""
    timezone: str = "UTC"
    """Of the quiet hours: a name of the IANA database, such as Asia/Riyadh."""
    urgent: Literal["info", "low", "medium", "high", "critical"] = "critical"
    """Alerts of this severity and above wait for no quiet hours and no digest."""
    escalate: float = Field(0.0, ge=0)
    """Seconds: tell only what nobody has acknowledged by then; 0 tells everything."""
    templates: Path | None = None
    """Folder of templates that go before ours (docs/channels.md)."""

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{name!r} is no time zone of the IANA database") from error
        return name


class AppriseSettings(ChannelSettings):
    """The Apprise channel."""

    config: Path | None = None
    """Apprise configuration file: which services, in text or YAML; null switches the channel off."""


class EmailSettings(ChannelSettings):
    """The e-mail channel."""

    host: str | None = None
    """Mail server (SMTP); null switches the channel off."""
    port: int = Field(587, ge=1, le=65535)
    """Of the mail server."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """starttls (port 587), tls from the first byte (465), or none: only for a relay on this machine."""
    username: str | None = None
    """Of the user to log in as; null logs in as nobody."""
    password: SecretStr | None = None
    """Of that user."""
    ca: Path | None = None
    """File of the certificate authorities to trust, PEM."""
    sender: str = "Marsad <marsad@localhost>"
    """From."""
    to: str | None = None
    """Recipients, separated by commas."""
    timeout: float = Field(20.0, gt=0)
    """Seconds for one step of a delivery."""
    attempts: int = Field(6, ge=1)
    """Deliveries tried before an alert goes to the dead letters."""


class FeedSettings(Group):
    """The Atom feed of alerts and their stream of server-sent events."""

    host: str = "127.0.0.1"
    """Address to listen on; there is no login, so anything but loopback belongs behind a proxy that has one."""
    port: int = Field(8410, ge=0, le=65535)
    """Port to listen on; 0 takes a free one."""
    size: int = Field(100, ge=1, le=10_000)
    """Alerts that the feed holds, the latest."""
    language: Literal["ar", "en"] = "ar"
    """Of the words around an alert: ar or en."""
    url: str | None = None
    """Where readers reach the feed, when it stands behind a proxy."""


class WebhookSettings(ChannelSettings):
    """The signed webhook channel."""

    url: str | None = None
    """Where alerts are posted; null switches the channel off."""
    secret: SecretStr | None = None
    """Key of the signature."""
    timeout: float = Field(10.0, gt=0)
    """Seconds for one delivery."""
    attempts: int = Field(6, ge=1)
    """Deliveries tried before an alert goes to the dead letters."""


class StreamSettings(Group):
    """The Faust application."""

    store: str = "memory://"
    """Table store: memory:// (recovered from the changelog) or rocksdb://."""
    workers: int = Field(1, ge=1, le=8)
    """Worker processes of `marsad up`."""
    web_port: int = Field(0, ge=0, le=65535)
    """Port of Faust's own web pages on loopback; 0 serves none."""
    recovery_timeout: float = Field(300.0, gt=0)
    """Seconds that recovery or lag may stand still before a worker ends itself to be restarted."""
    retention_days: int = Field(400, ge=1)
    """How long the ledger keeps an event after its last mention."""
    max_text: int = Field(1_000_000, ge=1)
    """Characters; a longer article goes to the dead letters."""


class ConsoleSettings(Group):
    """The web page."""

    bind: str = "127.0.0.1"
    """Address to listen on; any but loopback needs a login: a users file or a provider."""
    port: int = Field(0, ge=0, le=65535)
    """To listen on; 0 takes a free one and keeps it."""
    url: str | None = None
    """Address under which people reach it, where a proxy stands before it: https://marsad.example.org"""
    users: Path | None = None
    """File of the users, made with `marsad console user add`; where it is set, everybody has to log in."""
    session_hours: float = Field(12.0, gt=0)
    """Hours until a login ends."""
    oidc_issuer: str | None = None
    """Address of an OpenID Connect provider to log in with, as it names itself; needs the extra `oidc`."""
    oidc_client_id: str | None = None
    """Id under which the provider knows the console; people come back to `/login/oidc/return`."""
    oidc_client_secret: SecretStr | None = None
    """Secret of that id; null for a public client."""
    oidc_name: str = "preferred_username"
    """Claim that people go by here: one that nobody can choose for themselves."""
    oidc_claim: str = "roles"
    """Claim with their roles or groups; dots lead into it, as in realm_access.roles."""
    oidc_roles: dict[str, Literal["viewer", "analyst", "admin"]] | None = None
    """Which value of that claim is which role, as JSON; `*` is any value or none. When null, the roles' own names."""
    alerts: int = Field(2000, ge=10)
    """Alerts kept in memory for the live page."""
    language: Literal["ar", "en"] = "ar"
    """Of a page whose reader has chosen none: ar or en."""


class Settings(BaseSettings):
    """The whole tree. Each field is one environment variable, `MARSAD_` and its path."""

    model_config = SettingsConfigDict(
        env_prefix="MARSAD_",
        env_nested_delimiter="_",
        env_nested_max_split=1,
        extra="forbid",
        validate_default=True,
        use_attribute_docstrings=True,
        nested_model_default_partial_update=True,
    )

    data_dir: Path = Path(".marsad")
    """Everything that Marsad keeps on disk: servers' data, the outbox, logs."""
    cache_dir: Path = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")) / "marsad"
    """What can be fetched or built again: the servers' programs."""
    feeds: Path | None = None
    """Feeds file: YAML or OPML."""
    rules: Path | None = None
    """Folder or file of rules; when null, the rules that ship."""
    ner: str = "default"
    """Tagger tier: default, fast, or camel:FOLDER."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """DEBUG, INFO, WARNING or ERROR."""
    log_format: Literal["console", "json"] = "console"
    """console or json."""
    metrics_port: int = Field(0, ge=0, le=65535)
    """First port to try for this process's Prometheus metrics and health; 0 serves none."""
    metrics_host: str = "127.0.0.1"
    """Address they listen on."""
    otlp: str | None = None
    """http(s)://host:4318 of an OpenTelemetry collector that traces go to; needs the extra `otel`."""
    kafka: KafkaSettings = KafkaSettings()
    elasticsearch: ElasticsearchSettings = ElasticsearchSettings()
    sources: SourceSettings = SourceSettings()
    websub: WebsubSettings = WebsubSettings()
    webhook: WebhookSettings = WebhookSettings()
    email: EmailSettings = EmailSettings()
    apprise: AppriseSettings = AppriseSettings()
    feed: FeedSettings = FeedSettings()
    streams: StreamSettings = StreamSettings()
    console: ConsoleSettings = ConsoleSettings()

    @field_validator("data_dir", "cache_dir")
    @classmethod
    def _absolute(cls, folder: Path) -> Path:
        return folder.expanduser().absolute()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment before file; the file is the one that MARSAD_CONFIG names."""
        del dotenv_settings, file_secret_settings
        path = os.environ.get("MARSAD_CONFIG")
        file = (TomlConfigSettingsSource(settings_cls, Path(path)),) if path else ()
        return (init_settings, env_settings, *file)


@functools.cache
def load() -> Settings:
    """Read the settings once per process.

    Raises:
        ConfigError: naming each setting that is wrong, as its environment variable.
    """
    path = os.environ.get("MARSAD_CONFIG")
    if path and not Path(path).is_file():
        raise ConfigError(f"MARSAD_CONFIG names {path}, which is not a file", resource="MARSAD_CONFIG")
    try:
        settings = Settings()
    except ValidationError as error:
        problems = "; ".join(f"{_variable(e['loc'])}: {e['msg']}" for e in error.errors())
        raise ConfigError(problems, hint="see docs/settings.md") from error
    except ValueError as error:
        raise ConfigError(str(error), resource=path or "environment") from error
    return settings


def _variable(location: tuple[int | str, ...]) -> str:
    return "_".join(["MARSAD", *(str(part).upper() for part in location)])
