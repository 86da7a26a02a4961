"""What hubs have promised us, kept in a file of its own: a restart goes on with the leases that still run."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Final, Literal

from connectors import database

Stage = Literal["wanted", "asked", "active", "denied", "leaving"]
RENEW_AFTER: Final = 2 / 3
"""Of a lease; a hub that does not answer then leaves a third of it to try again."""
_FIRST_RETRY: Final = 60.0
_LONGEST_RETRY: Final = 86_400.0
_UNANSWERED: Final = 300.0


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed at one hub. `token` ends the callback's address, known to that hub alone. Times since the epoch."""

    feed: str
    topic: str
    hub: str
    token: str
    secret: str
    stage: Stage = "wanted"
    lease_until: float = 0.0
    next_try: float = 0.0
    failures: int = 0
    trusted: bool = True
    """False after a poll found what the hub had not told."""

    @classmethod
    def begun(cls, feed: str, topic: str, hub: str) -> Subscription:
        """A new one, with a token and a secret nobody can guess."""
        return cls(feed, topic, hub, secrets.token_urlsafe(24), secrets.token_hex(32))

    def is_working(self, now: float) -> bool:
        """Whether the hub tells us of this feed's articles."""
        return self.trusted and self.stage != "leaving" and self.lease_until > now

    def asked(self, now: float) -> Subscription:
        """After the hub has taken our request; when it does not come back to verify it, we ask again."""
        stage: Stage = "leaving" if self.stage == "leaving" else "asked"
        return replace(self, stage=stage, next_try=now + _UNANSWERED)

    def failed(self, now: float) -> Subscription:
        """After a request that the hub refused, or a denial: later and later."""
        wait = min(_FIRST_RETRY * 2 ** min(self.failures, 12), _LONGEST_RETRY)
        return replace(self, failures=self.failures + 1, next_try=now + wait)

    def verified(self, lease: float, now: float) -> Subscription:
        """After the hub has verified that it was we who asked."""
        return replace(self, stage="active", lease_until=now + lease, next_try=now + lease * RENEW_AFTER, failures=0)


class Subscriptions:
    """The file.

    Args:
        path: SQLite; its folder is made.
    """

    def __init__(self, path: Path) -> None:
        columns = ", ".join(f"{name}{' PRIMARY KEY' if name == 'feed' else ''}" for name in _NAMES)
        self.db = database.connect(path, [f"CREATE TABLE IF NOT EXISTS subscriptions ({columns}) WITHOUT ROWID"])
        rows = self.db.execute(f"SELECT {', '.join(_NAMES)} FROM subscriptions")  # noqa: S608
        self.by_feed = {row[0]: _subscription(row) for row in rows}

    def put(self, subscription: Subscription) -> None:
        """Keep one, in place of the feed's earlier one."""
        self.by_feed[subscription.feed] = subscription
        values = asdict(subscription)
        marks = ", ".join(f":{name}" for name in _NAMES)
        self.db.execute(f"INSERT OR REPLACE INTO subscriptions VALUES ({marks})", values)  # noqa: S608

    def remove(self, feed: str) -> None:
        """Forget one."""
        self.by_feed.pop(feed, None)
        self.db.execute("DELETE FROM subscriptions WHERE feed = ?", (feed,))

    def by_token(self, token: str) -> Subscription | None:
        """The one whose callback ends in this token."""
        return next((found for found in self.by_feed.values() if secrets.compare_digest(found.token, token)), None)

    def close(self) -> None:
        """Close the file."""
        self.db.close()


def _subscription(row: tuple[object, ...]) -> Subscription:
    values = dict(zip(_NAMES, row, strict=True))
    values["trusted"] = bool(values["trusted"])
    return Subscription(**values)  # type: ignore[arg-type]


_NAMES: Final = tuple(column.name for column in fields(Subscription))
