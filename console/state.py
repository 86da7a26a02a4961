"""The console's own state: what it follows, what it writes, who may use it. One a process."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, Final

from starlette.concurrency import run_in_threadpool

from console.auth.gate import Gate
from console.auth.keys import Keys, Session
from console.auth.limiter import Limiter
from console.auth.providers import provider
from console.auth.roles import LOCAL, User
from console.auth.users import Users
from console.live.desk import Desk, Held
from console.live.follower import Batch, Follower
from console.live.health import Health
from console.live.rates import Rates
from console.live.rules import Rules, Trail
from console.live.writer import Writer
from console.rooms import Rooms
from console.rules.draft import as_yaml
from marsad.contracts import Alert, Annotation, AuditEntry, Rule, decode
from marsad.contracts.annotations import AnnotationKind, AuditAction
from marsad.contracts.ids import annotation_id
from marsad.contracts.topics import ALERTS, ANNOTATIONS, AUDIT, RULES, Topic
from marsad.errors import ContractError, ServerError
from marsad.settings import Settings
from marsad.telemetry import logger
from streams.rules.load import load as load_rules

_CATCH_UP_SECONDS: Final = 5.0
_TICK_SECONDS: Final = 1.0
_AUDITED: Final[dict[AnnotationKind, AuditAction]] = {
    "acknowledged": "acknowledge",
    "note": "note",
    "muted": "mute",
    "irrelevant": "feedback",
}
_log = logger(__name__)


class Console:
    """Everything that a request needs beside itself."""

    def __init__(self, settings: Settings, rooms: Rooms) -> None:
        self.settings, self.rooms = settings, rooms
        self.desk = Desk(settings.console.alerts)
        self.rules = Rules(load_rules(settings.rules).rules)
        self.trail = Trail()
        self.keys = Keys(settings.data_dir / "console", settings.console.session_hours)
        self.users = Users(settings.console.users) if settings.console.users else None
        self.limiter = Limiter()
        self.gate = Gate(self.users, self.limiter) if self.users else None
        self.provider = provider(settings.console)
        self.writer = Writer(rooms)
        self.rates = Rates(rooms)
        self.health = Health(settings, rooms, self._health_changed)
        self._follower = Follower(rooms, settings.console.alerts, self._from_thread, self.health.follower)
        self._seen: dict[str, int] = {}
        self._more = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    @contextlib.asynccontextmanager
    async def running(self, _: object = None) -> AsyncIterator[None]:
        """Follow the topics while the web server serves."""
        self._loop = asyncio.get_running_loop()
        self._follower.start()
        self.health.start()
        ticking = asyncio.create_task(self._tick())
        try:
            yield
        finally:
            ticking.cancel()
            await run_in_threadpool(self._stop)

    @property
    def guarded(self) -> bool:
        """Whether people have to log in."""
        return self.users is not None or self.provider is not None

    def user(self, session: Session) -> User | None:
        """Who a session is of; None where they have to log in.

        Raises:
            ConfigError: when the users file cannot be read.
        """
        if not self.guarded:
            return LOCAL
        if session.user is None:
            return None
        if session.role is not None:
            known = self.provider is not None and session.seal == self.provider.seal
            return User(session.user, session.role) if known else None
        account = self.users.get(session.user) if self.users else None
        return User(account.name, account.role) if account and account.seal == session.seal else None

    async def annotate(
        self,
        subject: str,
        kind: AnnotationKind,
        author: str,
        text: str | None,
        rule: str | None,
        *,
        until: datetime | None = None,
    ) -> None:
        """Say something of an alert or an event; what the same person said of it before is replaced.

        The workers read it too: an event that is muted raises no alert, until its mute ends or is withdrawn.

        Raises:
            ServerError: when Kafka does not take it.
        """
        key = annotation_id(subject, kind, author)
        now = datetime.now(UTC)
        annotation = Annotation(
            id=key, subject=subject, kind=kind, author=author, at=now, text=text, rule=rule, until=until
        )
        await self._write(ANNOTATIONS, key, annotation)
        await self.audit(
            _AUDITED[kind], subject, author, after=text or (until and f"until {until:%Y-%m-%d %H:%M}") or "yes"
        )

    async def withdraw(self, subject: str, kind: AnnotationKind, author: str) -> None:
        """Take back what was said.

        Raises:
            ServerError: when Kafka does not take it.
        """
        await self._write(ANNOTATIONS, annotation_id(subject, kind, author), None)
        await self.audit(_AUDITED[kind], subject, author, before="yes")

    async def put_rule(self, rule_id: str, rule: Rule | None, author: str, action: AuditAction) -> None:
        """Put a rule in force in all workers, or take it away.

        Raises:
            ServerError: when Kafka does not take it.
        """
        before = self.rules.get(rule_id)
        await self._write(RULES, rule_id, rule)
        told = [_told(one) for one in (before, rule)]
        await self.audit(action, rule_id, author, before=told[0], after=told[1])

    async def audit(
        self, action: AuditAction, subject: str, author: str, *, before: str | None = None, after: str | None = None
    ) -> None:
        """Write down who did what.

        Raises:
            ServerError: when Kafka does not take it.
        """
        key, now = uuid.uuid4().hex, datetime.now(UTC)
        entry = AuditEntry(id=key, at=now, author=author, action=action, subject=subject, before=before, after=after)
        await self._write(AUDIT, key, entry)

    async def _write(self, topic: Topic, key: str, record: Any) -> None:
        """Write, and wait until it has come back: a page then shows what everybody sees."""
        if self.health.kafka:
            raise ServerError(f"{self.health.kafka}: nothing was stored", hint="try again in a moment")
        offset = await run_in_threadpool(self.writer.write, topic, key, record)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CATCH_UP_SECONDS):
                while self._seen.get(topic.name, 0) <= offset:
                    await self._more.wait()

    async def _tick(self) -> None:
        """Looks at the clock, rather than sleeping until the next end: clocks are set, and laptops sleep."""
        while True:
            await asyncio.sleep(_TICK_SECONDS)
            self.desk.lapse()

    def _stop(self) -> None:
        self._follower.stop()
        self.health.stop()
        self.writer.close()
        self.rates.close()

    def _from_thread(self, batch: Batch) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._take, batch)

    def _health_changed(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.desk.status_changed)

    def _take(self, batch: Batch) -> None:
        self.desk.begin(batch.starts)
        for record in batch.records:
            try:
                self._take_record(record)
            except ContractError as error:
                _log.warning("a record is passed over", topic=record.topic, offset=record.offset, reason=str(error))
            self._seen[record.topic] = record.offset + 1
        if batch.starts:
            self.desk.begun()
        self._more.set()
        self._more = asyncio.Event()

    def _take_record(self, record: Any) -> None:
        if record.topic == ALERTS.name:
            alert = decode(record.value or b"", Alert)
            self.desk.take_alert(Held(alert, record.partition, record.offset, record.timestamp))
        elif record.topic == ANNOTATIONS.name:
            annotation = decode(record.value, Annotation) if record.value else None
            self.desk.take_annotation(record.key.decode("utf-8", "replace"), annotation, record.offset)
        elif record.topic == RULES.name:
            self.rules.take(record.key or b"", record.value)
        elif record.topic == AUDIT.name:
            self.trail.take(record.value)


def _told(rule: Rule | None) -> str | None:
    return as_yaml(rule) if rule else None
