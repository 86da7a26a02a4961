"""Load everything once at a process's start, out of the garbage collector's way."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from marsad.arabic import read
from streams.entities.extract import Extractor
from streams.entities.gazetteer.table import people
from streams.entities.tagger import load_tagger

_SAMPLE = "تركياوروسيا: قال وزير الخارجية خالد الحلبي أمس إن بلاده تسلمت منظومة إس-400 في مدينة تونس."
"""Touches every table: a fused word, a person, a place, a weapon."""


@contextmanager
def settled() -> Iterator[None]:
    """Take all that is alive when the block ends for permanent.

    The tables are some two million objects. Each full collection walks through all of them, in loading and in every
    article: measured, it doubles the time to load and triples that of reading.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


def warm(tier: str = "default") -> None:
    """Load the tagger's tier and all tables: what is made afterwards of them is ready at once.

    Call it once at the start of a worker or a command, before anything else is loaded.

    Raises:
        ConfigError: there is no such tier, or it cannot be loaded.
    """
    with settled():
        people()
        Extractor(None if tier.startswith("camel:") else load_tagger(tier)).extract(read(_SAMPLE))
