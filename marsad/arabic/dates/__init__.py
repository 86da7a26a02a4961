"""Dates in Arabic text: absolute and relative, with the article's publication as anchor."""

from marsad.arabic.dates.finder import find
from marsad.arabic.dates.span import DateSpan
from marsad.arabic.dates.timestamp import parse_timestamp

__all__ = ["DateSpan", "find", "parse_timestamp"]
