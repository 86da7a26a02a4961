"""How mentions of each type of event meet: the table in `types.yaml`."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Final

import msgspec

DEFAULT: Final = "default"


class TypeSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of the table; the file says what each column means. `open` and `closed` are days."""

    key: tuple[str | tuple[str, ...], ...]
    compare: tuple[str, ...]
    open: int
    closed: int
    symmetric: tuple[str, ...] = ()


@functools.cache
def _table() -> dict[str, TypeSpec]:
    data = resources.files(__package__).joinpath("types.yaml").read_bytes()
    return msgspec.yaml.decode(data, type=dict[str, TypeSpec])


def spec(event_type: str) -> TypeSpec:
    """The row of one type of event; the default row for a type that the table does not name."""
    table = _table()
    return table.get(event_type, table[DEFAULT])
