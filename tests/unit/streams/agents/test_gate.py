"""The gate's table: where its keys lie, and what a candidate writes. A dict stands for the Faust table."""

import asyncio
from datetime import UTC, datetime

import msgspec
import pytest
from aiokafka.partitioner import murmur2

from marsad.contracts import Alert, Annotation, ArticleRef, Change, Evidence, Rule, RuleRef, encode
from marsad.contracts.ids import annotation_id
from streams.agents.gate import Gate, place
from streams.agents.muted import Muted
from streams.agents.rules import Rules
from streams.rules import RuleBook

NOW = datetime(2030, 3, 4, 12, tzinfo=UTC)


class Sent:
    def __init__(self) -> None:
        self.ids: list[str] = []

    async def send(self, key: str, value: Alert) -> None:
        self.ids.append(key)


def candidate(number: int) -> Alert:
    return Alert(
        id=f"{number:02x}".ljust(40, "0"),
        rule=RuleRef(id="r", name="الرصد", severity="medium"),
        change=Change(kind="mention"),
        title="خبر",
        evidence=Evidence(text="نص", start=0, end=2),
        article=ArticleRef(id=str(number), published=NOW),
        at=NOW,
    )


@pytest.mark.parametrize("partitions", [1, 6, 12])
@pytest.mark.parametrize("rule_id", ["r", "s400-delivery", "تسليم"])
def test_shelves_lie_in_the_partition_of_their_rule(rule_id, partitions):
    def home(key: bytes) -> int:
        return (murmur2(key) & 0x7FFFFFFF) % partitions

    keys = [place(rule_id, shelf, partitions) for shelf in range(32)]
    assert {home(key) for key in keys} == {home(rule_id.encode())}
    assert len(set(keys)) == 32


def test_a_mute_reaches_the_gate_and_an_unreadable_one_changes_nothing():
    muted, sent = Muted(), Sent()
    stage = Gate({}, Rules(RuleBook.compile([])), muted, sent)
    key = annotation_id("event", "muted", "desk")
    mute = Annotation(id=key, subject="event", kind="muted", author="desk", at=NOW)

    async def run() -> None:
        for number, value in enumerate((encode(mute), b"{", None)):
            muted.apply(key.encode(), value)
            await stage.process(msgspec.structs.replace(candidate(number), event_id="event"))

    asyncio.run(run())
    assert sent.ids == [candidate(2).id]


def test_a_candidate_writes_its_shelf_alone():
    table: dict[bytes, bytes] = {}
    sent = Sent()
    stage = Gate(table, Rules(RuleBook.compile([Rule(id="r", name="الرصد", when={"text": "نص"})])), Muted(), sent)

    async def run() -> None:
        for number in (1, 2, 1, 2):
            await stage.process(candidate(number))
            written.append(dict(table))
        await stage.flush(lambda key: True)

    written: list[dict[bytes, bytes]] = []
    asyncio.run(run())
    assert sent.ids == [candidate(1).id, candidate(2).id]
    changed = {key for key in written[1] if written[1][key] != written[0].get(key)}
    assert changed == {place("r", 2, stage.source.partitions)}
    assert written[1] == written[2] == written[3] == table
