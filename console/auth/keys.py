"""Signed sessions and the tokens that prove that a form is ours. The key is in the data folder, for its owner alone."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from itsdangerous import BadData, URLSafeTimedSerializer

from console.auth.roles import Role

_KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Session:
    """What a browser carries: a random id, and who logged in with which seal, where somebody did.

    A provider's people are in no file of ours, so their role is here.
    """

    id: str
    user: str | None = None
    seal: str | None = None
    role: Role | None = None


class Keys:
    """Opens and seals sessions.

    Args:
        folder: Where the key is kept.
        hours: How long a session lasts.
    """

    def __init__(self, folder: Path, hours: float) -> None:
        self.seconds = int(hours * 3600)
        self._key = _key(folder)
        self._serializer = URLSafeTimedSerializer(self._key, salt="marsad-session")

    def new(self, user: str | None = None, seal: str | None = None, role: Role | None = None) -> Session:
        """A session that nobody else has: one is made anew at each login."""
        return Session(secrets.token_urlsafe(18), user, seal, role)

    def seal(self, session: Session) -> str:
        """The cookie's value."""
        return str(self._serializer.dumps([session.id, session.user, session.seal, session.role]))

    def open(self, cookie: str) -> Session | None:
        """The session in a cookie; None where it is forged or too old."""
        try:
            value: Any = self._serializer.loads(cookie, max_age=self.seconds)
            return Session(*value)
        except (BadData, TypeError):
            return None

    def token(self, session: Session) -> str:
        """What a form of this session carries."""
        return hmac.new(self._key, f"csrf:{session.id}".encode(), hashlib.sha256).hexdigest()

    def secret(self, purpose: str) -> str:
        """A key for something else that is to be signed."""
        return hmac.new(self._key, f"secret:{purpose}".encode(), hashlib.sha256).hexdigest()

    def is_token(self, session: Session, token: str) -> bool:
        """Whether a form is of this session."""
        return hmac.compare_digest(self.token(session).encode(), token.encode())


def _key(folder: Path) -> bytes:
    path = folder / "key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
    except FileExistsError:
        pass
    return path.read_bytes()
