"""Pure: the rule language, matching and novelty."""

from streams.rules.book import RuleBook
from streams.rules.gate import GateEntry, GateOutcome, Held, Shelf, flush, gate, shelf_of
from streams.rules.load import load
from streams.rules.mutes import Mutes

__all__ = ["GateEntry", "GateOutcome", "Held", "Mutes", "RuleBook", "Shelf", "flush", "gate", "load", "shelf_of"]
