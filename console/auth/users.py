"""The users file: one `name:role:argon2` a line, made with `marsad console user add`.

Hashes are Argon2id with the parameters of RFC 9106's second choice, the defaults of argon2-cffi.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from console.auth.roles import ROLES, Role, User
from marsad.contracts.ids import digest
from marsad.errors import ConfigError

MIN_PASSWORD: Final = 12
MAX_PASSWORD: Final = 1024
_NAME: Final = re.compile(r"[\w.@-]{1,64}")
_hasher = PasswordHasher()
_NOBODY: Final = _hasher.hash("nobody has this password")


@dataclass(frozen=True, slots=True)
class Account:
    """A line of the file."""

    name: str
    role: Role
    hash: str

    @property
    def seal(self) -> str:
        """Changes with the password: sessions that were opened with another one end."""
        return digest("seal", self.hash)[:16]


class Users:
    """The users of a file; a change of it counts from the next request on.

    Args:
        path: Of the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp: tuple[int, int] | None = None
        self._accounts: dict[str, Account] = {}

    def get(self, name: str) -> Account | None:
        """An account by its name.

        Raises:
            ConfigError: when the file cannot be read, or a line is none.
        """
        self._refresh()
        return self._accounts.get(name)

    def count(self) -> int:
        """How many there are.

        Raises:
            ConfigError: when the file cannot be read, or a line is none.
        """
        self._refresh()
        return len(self._accounts)

    def verify(self, name: str, password: str) -> Account | None:
        """The account, where the password is its own; takes as long where there is no such account."""
        account = self.get(name)
        try:
            _hasher.verify(account.hash if account else _NOBODY, password[:MAX_PASSWORD])
        except (VerificationError, InvalidHashError):
            return None
        return account

    def user(self, account: Account) -> User:
        """As the pages know them."""
        return User(account.name, account.role)

    def add(self, name: str, role: str, password: str) -> bool:
        """Write a user down, or change their role and password; False where they were there already.

        Raises:
            ConfigError: when name, role or password will not do.
        """
        if not _NAME.fullmatch(name):
            raise ConfigError(f"{name!r} is no user name", hint="letters, digits, and . _ - @; 64 at most")
        if role not in ROLES:
            raise ConfigError(f"{role!r} is no role", hint=f"one of: {', '.join(ROLES)}")
        if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
            raise ConfigError("the password is too short", hint=f"{MIN_PASSWORD} characters at least")
        if self.path.exists():
            self._refresh()
        new = name not in self._accounts
        self._accounts[name] = Account(name, role, _hasher.hash(password))
        self._save()
        return new

    def remove(self, name: str) -> None:
        """Take a user out; their sessions end.

        Raises:
            ConfigError: when there is no such user.
        """
        self._refresh()
        if self._accounts.pop(name, None) is None:
            raise ConfigError(f"{self.path} has no user {name}", resource=str(self.path))
        self._save()

    def all(self) -> list[Account]:
        """Every account."""
        self._refresh()
        return list(self._accounts.values())

    def _refresh(self) -> None:
        try:
            status = self.path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            if stamp != self._stamp:
                lines = self.path.read_text(encoding="utf-8").splitlines()
                self._accounts = {a.name: a for n, line in enumerate(lines, 1) if (a := self._account(n, line))}
                self._stamp = stamp
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(
                f"the users file {self.path} cannot be read: {error}",
                resource="MARSAD_CONSOLE_USERS",
                hint="make it with `marsad console user add NAME --role admin`",
            ) from error

    def _account(self, number: int, line: str) -> Account | None:
        if not line.strip() or line.startswith("#"):
            return None
        name, _, rest = line.partition(":")
        role, _, hashed = rest.partition(":")
        if role not in ROLES or not hashed.startswith("$argon2"):
            raise ConfigError(f"{self.path}:{number}: not a user: name:role:hash", resource=str(self.path))
        return Account(name, role, hashed.strip())

    def _save(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_name(self.path.name + ".new")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.writelines(f"{a.name}:{a.role}:{a.hash}\n" for a in self._accounts.values())
        draft.replace(self.path)
