"""Every path of the server on loopback comes out as its case says."""

from __future__ import annotations

import asyncio
import socket

import pytest
from aiohttp.abc import AbstractResolver

from connectors.sources.fetch import guard
from connectors.sources.fetch.client import Client, Fetched, StatusError, Validators
from connectors.sources.limits import Limits
from connectors.sources.problems import FeedError
from connectors.sources.read import Context, read
from tests.feedworld.http import CASES, HttpCase
from tests.feedworld.server import ETAG, FEED, HANDLERS, Request, World

LIMITS = Limits(host_delay=0, read_timeout=60.0, total_timeout=90.0, connect_timeout=60.0, max_body=1_000_000)
SHORT = Limits(host_delay=0, read_timeout=0.5, total_timeout=2.0, connect_timeout=60.0, max_body=1_000_000)
"""For answers that come too late; a busy machine must not make all others so."""
_public = guard.is_public


@pytest.fixture
def loopback_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.1 stands for the internet; every other address that is not public stays refused."""
    monkeypatch.setattr(guard, "is_public", lambda address: address == "127.0.0.1" or _public(address))


async def _fetch(
    path: str, limits: Limits = LIMITS, resolver: AbstractResolver | None = None, **more: object
) -> Fetched:
    async with World() as world, Client(limits, resolver) as client:
        url = path if "://" in path else world.base + path
        return await client.fetch(url.replace("PORT", str(world.port)), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.strip("/"))
def test_a_server_comes_out_as_its_case_says(case: HttpCase, loopback_is_public: None) -> None:
    try:
        fetched = asyncio.run(_fetch(case.path, SHORT if case.outcome == "timeout" else LIMITS))
        outcome: int | str = len(read(fetched.body, fetched.content_type, Context(url=fetched.url)).articles)
    except FeedError as error:
        outcome = error.code
    assert outcome == case.outcome, case.reason


def test_every_handler_has_a_case() -> None:
    assert HANDLERS.keys() - {case.path for case in CASES} == {"/unasked-304", "/loop-b", "/gzip-cut"}


def test_a_cut_gzip_body_gives_what_came(loopback_is_public: None) -> None:
    fetched = asyncio.run(_fetch("/gzip-cut"))
    assert 1 <= len(read(fetched.body, None, Context(url=fetched.url)).articles) < 200


def test_validators_are_sent_back_and_304_is_understood(loopback_is_public: None) -> None:
    first = asyncio.run(_fetch("/conditional"))
    assert first.validators.etag == ETAG
    assert first.fresh == 600
    second = asyncio.run(_fetch("/conditional", validators=first.validators))
    assert second.not_modified
    assert second.body == b""


def test_304_without_being_asked_is_not_modified(loopback_is_public: None) -> None:
    assert asyncio.run(_fetch("/unasked-304")).not_modified


@pytest.mark.parametrize(
    ("path", "permanent"), [("/moved", True), ("/moved-308", True), ("/found", False), ("/plain", False)]
)
def test_only_a_chain_of_permanent_redirects_moves_a_feed(path: str, permanent: bool, loopback_is_public: None) -> None:
    fetched = asyncio.run(_fetch(path))
    assert (fetched.permanent is not None) is permanent
    assert fetched.url.endswith("/plain")


def test_retry_after_is_read_as_seconds_and_as_a_date(loopback_is_public: None) -> None:
    with pytest.raises(StatusError) as busy:
        asyncio.run(_fetch("/busy"))
    assert busy.value.retry_after == 120
    with pytest.raises(StatusError) as down:
        asyncio.run(_fetch("/down"))
    assert down.value.retry_after == 7 * 24 * 3600


def test_secrets_go_to_the_feeds_own_host_only(loopback_is_public: None) -> None:
    seen: list[tuple[str, str | None]] = []

    async def away(request: Request) -> None:
        seen.append(("home", request.headers.get("authorization")))
        await request.answer(status="302 Found", Location=request.base.replace("127.0.0.1", "127.0.0.1.") + "/plain")

    async def run() -> None:
        async with World({"/away": away}) as home, Client(LIMITS) as client:
            await client.fetch(home.base + "/away", extra={"Authorization": "Bearer x"})

    with pytest.raises(FeedError):
        asyncio.run(run())
    assert seen == [("home", "Bearer x")]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "[fe80::1]",
        "[fd00::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "255.255.255.255",
        "[ff02::1]",
        "192.0.2.1",
        "198.18.0.1",
    ],
)
def test_no_address_inside_is_ever_asked(host: str) -> None:
    with pytest.raises(FeedError) as caught:
        asyncio.run(_fetch(f"http://{host}:PORT/plain"))
    assert caught.value.code == "private_address"


def test_loopback_is_let_through_on_request() -> None:
    limits = Limits(host_delay=0, allow_private=True)
    assert asyncio.run(_fetch("/plain", limits)).status == 200
    assert asyncio.run(_fetch("http://localhost:PORT/plain", limits)).status == 200
    assert asyncio.run(_fetch("http://2130706433:PORT/plain", limits)).status == 200


class _Rebinding(AbstractResolver):
    """Answers with a public address first and with loopback afterwards."""

    def __init__(self) -> None:
        self.asked = 0

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[dict[str, object]]:  # type: ignore[override]
        self.asked += 1
        address = "8.8.8.8" if self.asked == 1 else "127.0.0.1"
        return [{"hostname": host, "host": address, "port": port, "family": socket.AF_INET, "proto": 0, "flags": 0}]

    async def close(self) -> None:
        return


def test_a_name_that_changes_its_address_is_checked_each_time() -> None:
    resolver = guard.GuardedResolver(_Rebinding())

    async def twice() -> None:
        assert [entry["host"] for entry in await resolver.resolve("evil.example", 80)] == ["8.8.8.8"]
        with pytest.raises(guard.RefusedAddressError):
            await resolver.resolve("evil.example", 80)

    asyncio.run(twice())


def test_a_name_with_one_private_address_among_public_ones_is_refused() -> None:
    class Mixed(_Rebinding):
        async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[dict[str, object]]:  # type: ignore[override]
            return [
                {"hostname": host, "host": a, "port": port, "family": 2, "proto": 0, "flags": 0}
                for a in ("8.8.8.8", "10.0.0.1")
            ]

    with pytest.raises(FeedError) as caught:
        asyncio.run(_fetch("http://mixed.example:PORT/", resolver=Mixed()))
    assert caught.value.code == "private_address"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://wire.example/x", "unsupported_scheme"),
        ("file:///etc/passwd", "unsupported_scheme"),
        ("http://", "bad_url"),
        ("http://[::bad/", "bad_url"),
        ("http://nosuch.invalid/", "dns"),
        ("gopher://127.0.0.1/", "unsupported_scheme"),
        ("http://wire.example:99999/", "bad_url"),
    ],
)
def test_what_is_no_address_is_named(url: str, code: str) -> None:
    with pytest.raises(FeedError) as caught:
        asyncio.run(_fetch(url))
    assert caught.value.code == code


def test_we_say_who_we_are(loopback_is_public: None) -> None:
    async def run() -> Request:
        async with World() as world, Client(LIMITS) as client:
            await client.fetch(world.base + "/plain", Validators('"a"', "yesterday"))
            return world.requests[0]

    request = asyncio.run(run())
    assert request.headers["user-agent"].startswith("Marsad/")
    assert request.headers["if-none-match"] == '"a"'
    assert "zstd" in request.headers["accept-encoding"]


def test_waiting_for_a_turn_at_a_host_is_no_slowness_of_its_own() -> None:
    async def run() -> Fetched:
        async with Client(Limits(total_timeout=0.01)) as client:

            async def wait(seconds: float) -> None:
                del seconds
                await asyncio.sleep(0.05)

            async def answer(*_: object) -> Fetched:
                return Fetched("http://wire.example/rss", 200, FEED)

            client.manners.sleep = wait
            client._ask = answer  # type: ignore[method-assign]
            await client.fetch("http://wire.example/one")
            return await client.fetch("http://wire.example/two")

    assert asyncio.run(run()).body == FEED


def test_a_feed_goes_through_its_proxy_which_may_be_inside_and_which_no_feed_may_name() -> None:
    async def feed(request: Request) -> None:
        await request.answer(FEED)

    async def run() -> list[str]:
        async with World({"http://wire.example/rss": feed}) as world, Client(LIMITS) as client:
            proxy = f"http://user:sekret@localhost:{world.port}"
            fetched = await client.fetch("http://wire.example/rss", proxy=proxy)
            assert (fetched.url, fetched.body) == ("http://wire.example/rss", FEED)
            with pytest.raises(FeedError) as caught:
                await client.fetch(f"http://localhost:{world.port}/plain")
            assert (caught.value.code, "sekret" in str(caught.value)) == ("private_address", False)
            return [request.path for request in world.requests]

    assert asyncio.run(run()) == ["http://wire.example/rss"]
