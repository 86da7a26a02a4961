"""The stream: in order, once, from where a page stopped; a page that cannot keep up is told so."""

import asyncio

from console.live.cards import Wanted
from console.live.desk import Desk, Held
from console.live.stream import events
from tests.unit.console.samples import alert


def render(notice):
    return f"{notice.subject};".encode()


def told(steps, position=None, size=50):
    """What one reader gets while `steps` happen."""

    async def run():
        desk = Desk(size)
        desk.begin([0])
        desk.begun()
        got = []

        async def read():
            async for piece in events(desk, position, Wanted(), "plain", render):
                got.append(piece)

        reader = asyncio.create_task(read())
        await asyncio.sleep(0)
        await steps(desk)
        await asyncio.sleep(0.2)
        reader.cancel()
        return b"".join(got).decode()

    return asyncio.run(run())


def take(desk, *numbers):
    for number in numbers:
        desk.take_alert(Held(alert(f"a{number}"), 0, number, 0))


def test_alerts_come_in_order_each_once():
    async def steps(desk):
        take(desk, *range(5))
        await asyncio.sleep(0.1)
        take(desk, *range(5, 12))

    assert told(steps).partition("\n\n")[2] == "".join(f"a{number};" for number in range(12))


def test_a_reader_that_falls_behind_is_told_to_begin_anew():
    async def steps(desk):
        take(desk, *range(200))

    assert "event: reset" in told(steps, size=10)


def test_a_position_of_another_cluster_begins_anew():
    async def steps(desk):
        take(desk, 0)

    assert "event: reset" in told(steps, position="1.2.3.4.5.6.7.8.9")


def test_a_reader_that_comes_before_what_kafka_has_is_told_nothing_twice():
    async def run():
        desk, got = Desk(10), []

        async def read():
            async for piece in events(desk, "1.0", Wanted(), "plain", render):
                got.append(piece)

        reader = asyncio.create_task(read())
        await asyncio.sleep(0)
        desk.begin([0])
        take(desk, 0, 1)
        desk.begun()
        await asyncio.sleep(0.1)
        reader.cancel()
        return b"".join(got).decode()

    assert asyncio.run(run()).startswith("a1;event: hello")
