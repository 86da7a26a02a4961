from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
import pytest

from connectors.sinks.elasticsearch.documents import document, month
from marsad.contracts import (
    Alert,
    Article,
    ArticleRef,
    Change,
    EnrichedArticle,
    Entity,
    Event,
    EventState,
    Evidence,
    Role,
    RuleRef,
    encode,
)
from marsad.errors import ContractError

SEEN = datetime(2026, 9, 30, 23, 59, tzinfo=UTC)
PUBLISHED = datetime(2026, 8, 1, tzinfo=UTC)
TEXT = "تسلمت أنقرة بطارية إس-400"
S400 = Entity(text="إس-400", start=18, end=24, type="WEAPON", id="Q219616", name_en="S-400", name_ar="إس-400")
ANKARA = Entity(
    text="أنقرة", start=6, end=11, type="LOC", id="Q3640", name_en="Ankara", name_ar="أنقرة", metonym_of="Q43"
)
EVENT = Event(
    type="arms_delivery",
    item=Role(text="إس-400", id="Q219616", name_en="S-400"),
    supplier=None,
    recipient=Role(text="أنقرة", id="Q43"),
    status="completed",
    evidence=Evidence(text=TEXT, start=0, end=len(TEXT)),
)


@dataclass
class Consumed:
    topic: str
    value: bytes | None
    key: bytes = b"k"
    timestamp: int = 1000
    offset: int = 0


def article(**fields: object) -> bytes:
    return encode(EnrichedArticle(**{"id": "a1", "text": TEXT, "entities": (S400, ANKARA, S400), **fields}))


@pytest.mark.parametrize(
    ("fields", "index"),
    [
        ({"seen": SEEN, "published": PUBLISHED}, "p-articles-2026.09"),
        ({"published": PUBLISHED}, "p-articles-2026.08"),
        ({}, "p-articles-1970.01"),
    ],
)
def test_the_index_follows_from_the_article(fields, index):
    assert document(Consumed("articles.enriched", article(**fields)), "p").index == index


def test_the_month_is_that_of_utc():
    assert month(None, datetime.fromisoformat("2026-10-01T01:00+03:00")) == "2026.09"


def test_flat_fields_are_distinct_and_canonical():
    found = document(Consumed("articles.enriched", article(events=(EVENT,), title="خبر")), "p")
    body = msgspec.json.decode(found.body)
    assert (found.id, body["entity_ids"]) == ("a1", ["Q219616", "Q3640", "Q43"])
    assert body["names"] == ["S-400", "إس-400", "Ankara", "أنقرة"]
    assert (body["weapons"], body["places"]) == (["S-400"], ["Ankara"])
    assert (body["event_types"], body["event_statuses"]) == (["arms_delivery"], ["completed"])
    assert msgspec.convert(body, EnrichedArticle).entities[0] == S400


def test_a_newer_record_has_a_higher_version_and_a_redelivered_one_the_same():
    def version(timestamp: int, offset: int) -> int:
        return document(Consumed("articles.enriched", article(), timestamp=timestamp, offset=offset), "p").version

    assert version(1000, 5) == version(1000, 5)
    assert version(1000, 5) < version(1000, 6) < version(1001, 0)
    assert version(4_102_444_800_000, 1 << 40) < 2**63


def test_an_alert_lives_in_the_month_of_its_article():
    alert = Alert(
        id="x",
        rule=RuleRef(id="r", name="r"),
        change=Change(kind="first_mention"),
        title="t",
        evidence=EVENT.evidence,
        article=ArticleRef(id="a1", seen=SEEN),
        at=datetime(2026, 10, 1, tzinfo=UTC),
        event=EVENT,
    )
    found = document(Consumed("alerts", encode(alert)), "p")
    assert found.index == "p-alerts-2026.09"
    assert msgspec.json.decode(found.body)["entity_ids"] == ["Q219616", "Q43"]


def test_an_event_state_is_overwritten_in_one_index_and_removed_by_a_tombstone():
    state = EventState(
        id="e", key="k", type="arms_delivery", status="planned", first_seen=SEEN, last_seen=SEEN, item=EVENT.item
    )
    written = document(Consumed("events.ledger", encode(state)), "p")
    removed = document(Consumed("events.ledger", None, key=b"e", timestamp=2000), "p")
    assert (written.index, written.id) == (removed.index, removed.id) == ("p-events-all", "e")
    assert removed.body is None
    assert removed.version > written.version


def test_bytes_that_are_no_record_are_a_contract_error():
    with pytest.raises(ContractError, match="EnrichedArticle"):
        document(Consumed("articles.enriched", b"\x00"), "p")


def test_an_article_that_was_never_enriched_is_indexed_too():
    assert document(Consumed("articles.enriched", encode(Article(id="b", text="نص"))), "p").id == "b"
