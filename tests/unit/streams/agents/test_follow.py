"""The follower of compacted topics. A stand-in for aiokafka's consumer hands it records and fails once."""

import asyncio
from types import SimpleNamespace

from streams.agents.follow import Follower


class Consumer:
    """Two records on two topics, and a broker that does not answer the first time."""

    def __init__(self) -> None:
        self.batches = [
            {"rules": [SimpleNamespace(topic="rules", key=b"r", value=b"1")]},
            {"annotations": [SimpleNamespace(topic="annotations", key=b"a", value=None)]},
        ]
        self.read, self.failed = 0, False

    def assignment(self) -> set[str]:
        return {"both"}

    async def end_offsets(self, _) -> dict[str, int]:
        if not self.failed:
            self.failed = True
            raise OSError("no broker")
        return {"both": 2}

    async def position(self, _) -> int:
        return self.read

    async def getmany(self, timeout_ms: int) -> dict:
        await asyncio.sleep(0)
        if self.read == 2:
            return {}
        self.read += 1
        return self.batches[self.read - 1]


def test_it_hands_on_every_record_and_then_has_caught_up(monkeypatch):
    monkeypatch.setattr("streams.agents.follow._RETRY_SECONDS", 0)
    taken = []
    follower = Follower(
        {
            "rules": lambda key, value: taken.append((key, value, follower.caught_up.is_set())),
            "annotations": lambda key, value: taken.append((key, value, follower.caught_up.is_set())),
        }
    )

    async def run() -> None:
        task = asyncio.create_task(follower.follow(Consumer()))
        await follower.caught_up.wait()
        task.cancel()

    asyncio.run(run())
    assert taken == [(b"r", b"1", False), (b"a", None, False)]
