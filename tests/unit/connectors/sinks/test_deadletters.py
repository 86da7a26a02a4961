from dataclasses import dataclass, field

from connectors.sinks.deadletters import dead_letter, record_id
from connectors.sinks.dlq import Handled
from marsad.contracts import DeadLetter, decode, encode
from marsad.settings import Settings


@dataclass
class Consumed:
    value: bytes | None
    topic: str = "articles.enriched"
    partition: int = 3
    offset: int = 14
    key: bytes | None = b"a1"
    headers: list[tuple[str, bytes]] = field(default_factory=list)


def letter(value: bytes | None) -> DeadLetter:
    return dead_letter(Consumed(value), stage="elasticsearch", code="contract", message="unreadable")


def test_a_letter_keeps_the_bytes_and_where_they_came_from():
    found = decode(encode(letter(b"\xff\x00")), DeadLetter)
    assert (found.original, found.key) == (b"\xff\x00", "a1")
    assert (found.topic, found.partition, found.offset) == ("articles.enriched", 3, 14)


def test_its_id_is_the_record_s_own_where_it_can_be_read():
    assert record_id(b'{"id": "a1", "text": 5}') == "a1"
    assert record_id(b"{") == record_id(b"{") != record_id(b"[")
    assert letter(None).original == b""


def test_what_was_dealt_with_is_off_the_list(tmp_path):
    first, second = letter(b"{"), letter(b"[")
    with Handled(Settings(data_dir=tmp_path)) as ledger:
        ledger.mark([first], "replayed")
    with Handled(Settings(data_dir=tmp_path)) as ledger:
        assert ledger.open([first, second]) == [second]
