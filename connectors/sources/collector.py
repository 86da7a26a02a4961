"""Python's collector of cycles, set for a process that makes many objects and hardly a cycle."""

from __future__ import annotations

import gc
from typing import Final

_YOUNG: Final = 50_000
"""Containers made before the youngest are looked at: those of some twenty feeds, not of a part of one."""


def collect_rarely() -> None:
    """Look for cycles rarely, and never among what is there already; call it once, before the first poll."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 20)
