"""Pure: the events that an article speaks of, by frames that are data files and one engine."""

from streams.events.engine import extract

__all__ = ["extract"]
