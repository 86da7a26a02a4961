"""What Prometheus is told: routes and not their ids, streams while they are open."""

import asyncio

from prometheus_client import REGISTRY

from console.live.cards import Wanted
from console.live.desk import Desk
from console.live.stream import events


def told(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_an_answer_is_counted_under_its_route(client):
    seen = told("marsad_console_seconds_count", route="/rules/{rule}", status="404")
    for name in ("one", "two"):
        assert client.get(f"/rules/{name}").status_code == 404
    assert told("marsad_console_seconds_count", route="/rules/{rule}", status="404") == seen + 2
    before = told("marsad_console_seconds_count", route="other", status="404")
    client.get("/nothing/of/the/kind")
    assert told("marsad_console_seconds_count", route="other", status="404") == before + 1


def test_a_stream_counts_while_it_is_open():
    async def opened_and_closed():
        desk = Desk(10)
        desk.begin([0])
        desk.begun()
        before = told("marsad_console_streams")
        stream = events(desk, "0.0", Wanted(), "json", lambda notice: b"")
        await anext(stream)
        assert told("marsad_console_streams") == before + 1
        await stream.aclose()
        assert told("marsad_console_streams") == before

    asyncio.run(opened_and_closed())
