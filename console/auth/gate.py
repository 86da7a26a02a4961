"""Names and passwords, checked with patience: failures are counted, and a right one is remembered for a minute."""

from __future__ import annotations

import hashlib
import time
from typing import Final

from starlette.datastructures import Address

from console.auth.limiter import Limiter
from console.auth.roles import User
from console.auth.users import Account, Users

_REMEMBERED_SECONDS: Final = 60.0
_MOST: Final = 1000


class Gate:
    """Blocks for as long as a hash takes.

    Args:
        users: Who there is.
        limiter: Counts failures.
    """

    def __init__(self, users: Users, limiter: Limiter) -> None:
        self._users, self._limiter = users, limiter
        self._known: dict[bytes, tuple[float, str]] = {}

    def wait(self, client: Address | None, name: str) -> int:
        """Seconds until somebody may try again; 0 where they may now."""
        return self._limiter.wait(*_keys(client, name))

    def account(self, client: Address | None, name: str, password: str) -> Account | None:
        """The account of a name and its password; None where they are wrong, or came wrong too often."""
        keys = _keys(client, name)
        if self._limiter.wait(*keys):
            return None
        self._limiter.failed(*keys)
        account = self._users.verify(name, password)
        if account is not None:
            self._limiter.succeeded(*keys)
        return account

    def enter(self, client: Address | None, name: str, password: str) -> User | None:
        """The same for programs, which send both with every request."""
        secret = hashlib.sha256(f"{name}\0{password}".encode()).digest()
        known, account = self._known.get(secret), self._users.get(name)
        if account and known and known[0] > time.monotonic() and known[1] == account.seal:
            return self._users.user(account)
        found = self.account(client, name, password)
        if found is None:
            return None
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[secret] = (time.monotonic() + _REMEMBERED_SECONDS, found.seal)
        return self._users.user(found)


def _keys(client: Address | None, name: str) -> tuple[str, str]:
    host = client.host if client else ""
    return host, f"{host} {name}"
