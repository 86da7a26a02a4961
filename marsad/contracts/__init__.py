"""Records on the wire, topic names and settings, and ids. Programs that consume our topics import from here."""

from marsad.contracts.alerts import Alert, RuleRef, Severity
from marsad.contracts.annotations import Annotation, AuditEntry
from marsad.contracts.article import Article, Enclosure, FeedRef
from marsad.contracts.deadletter import DeadLetter
from marsad.contracts.enriched import (
    DateMention,
    EnrichedArticle,
    Entity,
    EntityType,
    Event,
    Evidence,
    Quantity,
    Role,
    Status,
    roles,
)
from marsad.contracts.events import ArticleRef, Change, EventMention, EventState, HistoryEntry
from marsad.contracts.health import FeedHealth
from marsad.contracts.record import Record, Span, decode, encode
from marsad.contracts.rules import Rule

__all__ = [
    "Alert",
    "Annotation",
    "Article",
    "ArticleRef",
    "AuditEntry",
    "Change",
    "DateMention",
    "DeadLetter",
    "Enclosure",
    "EnrichedArticle",
    "Entity",
    "EntityType",
    "Event",
    "EventMention",
    "EventState",
    "Evidence",
    "FeedHealth",
    "FeedRef",
    "HistoryEntry",
    "Quantity",
    "Record",
    "Role",
    "Rule",
    "RuleRef",
    "Severity",
    "Span",
    "Status",
    "decode",
    "encode",
    "roles",
]
