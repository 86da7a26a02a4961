"""Dead letters: list them, and send what they carry back to where it came from."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from types import TracebackType
from typing import Final, Literal

from connectors import database, kafka
from connectors.sinks.reading import Start, read
from marsad import tracing
from marsad.contracts import DeadLetter, decode
from marsad.contracts.ids import digest
from marsad.contracts.topics import ARTICLES_DLQ
from marsad.errors import ContractError, ServerError
from marsad.settings import Settings

REPLAY_HEADER: Final = "marsad-replay"
"""On a record that was there before: the archive's own replay passes it over."""
_SCHEMA: Final = "CREATE TABLE IF NOT EXISTS handled (letter TEXT PRIMARY KEY, action TEXT, at REAL)"


class Handled:
    """Which letters were replayed or dropped: noted in the data folder, since Kafka keeps the letters themselves."""

    def __init__(self, settings: Settings) -> None:
        self._database = database.connect(settings.data_dir / "deadletters.sqlite", [_SCHEMA], durable=True)

    def __enter__(self) -> Handled:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def mark(self, letters: Iterable[DeadLetter], action: Literal["replayed", "dropped"]) -> None:
        """Write down what was done with them."""
        rows = [(_identity(letter), action, time.time()) for letter in letters]
        self._database.executemany("INSERT OR REPLACE INTO handled VALUES (?, ?, ?)", rows)

    def open(self, letters: Iterable[DeadLetter]) -> list[DeadLetter]:
        """Those of them that nobody has dealt with."""
        done = {row[0] for row in self._database.execute("SELECT letter FROM handled")}
        return [letter for letter in letters if _identity(letter) not in done]


def letters(settings: Settings, *, stage: str | None = None, since: datetime | None = None) -> list[DeadLetter]:
    """The dead letters that Kafka keeps, oldest first; a record of the topic that is none is passed over.

    Raises:
        ServerError: when Kafka cannot be reached or refuses.
    """
    start = Start(since=since, from_beginning=since is None)
    found: list[DeadLetter] = []
    for record in read(settings, ARTICLES_DLQ, start, follow=False, stop=threading.Event()):
        try:
            letter = decode(record.value or b"", DeadLetter)
        except ContractError:
            continue
        if stage is None or letter.stage == stage:
            found.append(letter)
    return sorted(found, key=lambda letter: letter.at)


def replay(settings: Settings, chosen: Sequence[DeadLetter]) -> int:
    """Send the originals back to their topics, with their keys; returns how many, each confirmed by Kafka.

    Letters of one record (it failed more than once) send it once.

    Raises:
        ServerError: when Kafka cannot be reached or refuses one.
    """
    records = {(letter.topic, letter.key, letter.original): letter for letter in chosen}.values()
    producer = kafka.producer(settings)
    try:
        with kafka.translated(settings):
            futures = [
                producer.send(
                    letter.topic,
                    letter.original,
                    key=letter.key.encode() if letter.key is not None else None,
                    headers=[
                        *([] if letter.stage == "source" else [(REPLAY_HEADER, b"dlq")]),
                        *tracing.born(letter.original),
                    ],
                )
                for letter in records
            ]
            producer.flush()
            for future in futures:
                future.get(timeout=60)
    except AssertionError as error:
        raise ServerError(f"a dead letter names no topic that Kafka accepts: {error}") from error
    finally:
        producer.close()
    return len(records)


def _identity(letter: DeadLetter) -> str:
    return digest(letter.id, letter.stage, letter.at.isoformat())
