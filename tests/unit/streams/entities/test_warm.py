"""What is loaded at the start stays out of the garbage collector's way."""

import gc

import pytest

from marsad.errors import ConfigError
from streams.entities import warm
from streams.entities.gazetteer.table import people, table


def test_tables_are_loaded_and_permanent() -> None:
    warm("fast")
    assert table.cache_info().currsize == people.cache_info().currsize == 1
    assert gc.isenabled()
    assert gc.get_freeze_count() > len(table().names)


def test_an_unknown_tier_is_named_and_collecting_goes_on() -> None:
    with pytest.raises(ConfigError, match="MARSAD_NER"):
        warm("best")
    assert gc.isenabled()
