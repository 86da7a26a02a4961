"""Records are strict in what they produce and tolerant in what they read."""

import json
from datetime import UTC, datetime

import jsonschema
import pytest

from marsad.contracts import (
    Article,
    DateMention,
    EnrichedArticle,
    Entity,
    Event,
    Evidence,
    Role,
    decode,
    encode,
    roles,
    schema,
)
from marsad.errors import ContractError

EVENT = Event(
    type="arms_delivery",
    item=Role(text="إس-400", id="weapon:s-400", name_en="S-400"),
    supplier=None,
    recipient=Role(text="تركيا", id="TR", name_en="Turkey"),
    status="planned",
    date=DateMention(text="في يوليو", start=20, end=28, from_="2026-07-01", to="2026-07-31"),
    evidence=Evidence(text="تصل", start=0, end=3),
)
ARTICLE = EnrichedArticle(
    id="a1",
    text="تصل صواريخ إس-400 إلى تركيا في يوليو",
    published=datetime(2026, 6, 1, tzinfo=UTC),
    entities=(Entity(text="تركيا", start=22, end=27, type="LOC", id="TR"),),
    events=(EVENT,),
)


def test_a_record_survives_the_wire():
    assert decode(encode(ARTICLE), EnrichedArticle) == ARTICLE


def test_what_we_produce_is_what_the_schema_says():
    jsonschema.validate(json.loads(encode(ARTICLE)), schema.json_schema(EnrichedArticle))


def test_times_are_iso_8601_utc():
    assert json.loads(encode(ARTICLE))["published"] == "2026-06-01T00:00:00Z"


def test_roles_of_other_frames_are_absent_and_unknown_ones_null():
    written = json.loads(encode(EVENT))
    assert written["supplier"] is None
    assert "attacker" not in written
    assert set(roles(EVENT)) == {"item", "supplier", "recipient"}


def test_date_is_written_as_from_and_to():
    assert json.loads(encode(EVENT))["date"]["from"] == "2026-07-01"


def test_unknown_fields_are_ignored():
    assert decode(b'{"id":"x","text":"y","colour":"red"}', Article).id == "x"


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b'{"id":"x"}', b'{"id":1,"text":"y"}', b"[]", b"[" * 9999])
def test_what_is_no_record_is_a_contract_error(data):
    with pytest.raises(ContractError):
        decode(data, Article)
