"""The three roles, each with the rights of those before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Role = Literal["viewer", "analyst", "admin"]
ROLES: Final[tuple[Role, ...]] = ("viewer", "analyst", "admin")


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who is there. Where nobody has to log in, everybody on this machine is `LOCAL`."""

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Whether they have the rights of a role."""
        return ROLES.index(self.role) >= ROLES.index(role)


LOCAL: Final = User("local", "admin")
