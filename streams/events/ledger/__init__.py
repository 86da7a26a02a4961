"""The ledger: mentions of one event meet and become its state, and only what is new makes news."""

from streams.events.ledger.cluster import is_statement
from streams.events.ledger.fold import Kept
from streams.events.ledger.mentions import meeting_key, mention, reference
from streams.events.ledger.merge import LedgerEntry, News, Outcome, merge, prune

__all__ = [
    "Kept",
    "LedgerEntry",
    "News",
    "Outcome",
    "is_statement",
    "meeting_key",
    "mention",
    "merge",
    "prune",
    "reference",
]
