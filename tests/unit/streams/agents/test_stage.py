"""No exception leaves a stage; what it cannot process is a dead letter with its original bytes."""

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import ClassVar

import pytest

from marsad.contracts import Article, encode, topics
from marsad.errors import SourceError
from streams.agents.stage import Stage


@dataclass
class Recorder:
    """Takes what a stage sends, in memory: the real topics are in the integration tests."""

    sent: list = field(default_factory=list)
    failures: int = 0

    async def send(self, key, record):
        if self.failures:
            self.failures -= 1
            raise ConnectionError("broker away")
        self.sent.append((key, record))


@dataclass
class Step:
    error: BaseException | None = None
    seen: list = field(default_factory=list)
    name: ClassVar[str] = "enrich"
    source: ClassVar[topics.Topic] = topics.ARTICLES_RAW

    async def process(self, record):
        if self.error:
            raise self.error
        self.seen.append(record)


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr("streams.agents.stage._RETRY_SECONDS", 0)


def message(value, key=b"k"):
    return SimpleNamespace(key=key, value=value, partition=3, offset=14)


def handle(step, value, letters=None):
    letters = letters or Recorder()
    asyncio.run(Stage(step, letters).handle(message(value)))
    return letters.sent


def test_a_good_record_reaches_the_step():
    step = Step()
    assert handle(step, encode(Article(id="a", text="نص"))) == []
    assert [record.id for record in step.seen] == ["a"]


@pytest.mark.parametrize("value", [None, b"", b"{", b"\xff", b'{"id": 5}', b'{"id": "a"}'])
def test_what_is_no_record_is_a_dead_letter(value):
    ((_, letter),) = handle(Step(), value)
    assert (letter.error, letter.original, letter.topic) == ("contract", value or b"", "articles.raw")
    assert (letter.partition, letter.offset, letter.key) == (3, 14, "k")


def test_a_failing_step_leaves_a_dead_letter_with_the_articles_id():
    data = encode(Article(id="a7", text="نص"))
    ((key, letter),) = handle(Step(SourceError("text_too_long", "too long")), data)
    assert (key, letter.id, letter.error, letter.original) == ("a7", "a7", "text_too_long", data)


def test_an_unforeseen_error_is_named_by_its_class():
    ((_, letter),) = handle(Step(ZeroDivisionError("x")), encode(Article(id="a", text="t")))
    assert letter.error == "ZeroDivisionError"


def test_what_passes_by_itself_is_tried_again():
    class Passing(Step):
        async def process(self, record):
            self.seen.append(record)
            if len(self.seen) < 3:
                raise ConnectionError("no leader yet")

    step = Passing()
    assert handle(step, encode(Article(id="a", text="t"))) == []
    assert len(step.seen) == 3


def test_what_we_raise_on_purpose_is_final():
    class Refusing(Step):
        async def process(self, record):
            self.seen.append(record)
            raise SourceError("text_too_long", "too long")

    step = Refusing()
    ((_, letter),) = handle(step, encode(Article(id="a", text="t")))
    assert (len(step.seen), letter.attempts) == (1, 1)


def test_a_dead_letter_that_cannot_be_written_is_tried_until_it_is():
    assert len(handle(Step(ValueError()), b"{}", Recorder(failures=3))) == 1


def test_cancellation_is_no_dead_letter():
    letters = Recorder()
    with pytest.raises(asyncio.CancelledError):
        handle(Step(asyncio.CancelledError()), encode(Article(id="a", text="t")), letters)
    assert letters.sent == []
