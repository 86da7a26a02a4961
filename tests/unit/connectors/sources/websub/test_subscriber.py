"""Hub, subscriber and feed on loopback, and a clock of our own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from connectors.sources.fetch.client import Client
from connectors.sources.limits import Limits
from connectors.sources.websub.server import serving
from connectors.sources.websub.signature import METHODS, is_signed
from connectors.sources.websub.subscriber import Subscriber
from marsad.settings import Settings
from tests.feedworld.hub import Hub

FEED = "https://wire.example/rss"
LIMITS = Limits(host_delay=0, allow_private=True)


class Scene:
    """A hub, a subscriber and what it has taken."""

    def __init__(self, folder: Path, hub: Hub) -> None:
        self.now = 1000.0
        self.taken: list[tuple[str, bytes, str | None]] = []
        self.hub = hub
        settings = Settings(data_dir=folder)
        settings.websub.port = 0
        settings.websub.lease = 900
        self.subscriber = Subscriber(settings, folder / "websub.sqlite", self._take, lambda: self.now)

    async def _take(self, feed: str, body: bytes, kind: str | None) -> None:
        self.taken.append((feed, body, kind))

    async def ask(self) -> None:
        """Send what is due, and wait until the hub has verified it."""
        async with Client(LIMITS) as client:
            await self.subscriber.ask_due(client)
        await asyncio.gather(*self.hub.tasks)


def _play(folder: Path, script: Callable[[Scene], Awaitable[None]], **hub: object) -> Scene:
    async def run() -> Scene:
        async with Hub(**hub) as there:  # type: ignore[arg-type]
            scene = Scene(folder, there)
            async with serving(scene.subscriber) as port:
                scene.subscriber.settings.url = f"http://127.0.0.1:{port}/websub"
                await script(scene)
            scene.subscriber.store.close()
            return scene

    return asyncio.run(run())


async def _subscribed(scene: Scene) -> None:
    scene.subscriber.noticed(FEED, scene.hub.url, None)
    await scene.ask()


@pytest.mark.parametrize("method", sorted(METHODS))
def test_a_push_arrives_with_every_signature(tmp_path: Path, method: str) -> None:
    async def script(scene: Scene) -> None:
        await _subscribed(scene)
        assert scene.subscriber.is_pushed(FEED)
        assert await scene.hub.publish(FEED, b"<rss/>") == 202

    scene = _play(tmp_path, script, method=method)
    assert scene.taken == [(FEED, b"<rss/>", "application/rss+xml")]
    assert scene.hub.asked[0]["hub.lease_seconds"] == "900"


@pytest.mark.parametrize("signature", ["sha256=00", "md5=00", "nonsense", "sha1=" + "0" * 40])
def test_a_push_with_a_wrong_signature_is_acknowledged_and_ignored(tmp_path: Path, signature: str) -> None:
    async def script(scene: Scene) -> None:
        await _subscribed(scene)
        assert await scene.hub.publish(FEED, b"<rss/>", signature) == 202

    assert _play(tmp_path, script).taken == []


def test_no_signature_and_another_body_are_wrong() -> None:
    assert not is_signed(b"x", None, "s")
    assert not is_signed(b"x", "sha256=", "s")
    assert not is_signed(b"x", "sha256=é", "s")


def test_a_subscription_that_we_did_not_ask_for_is_refused(tmp_path: Path) -> None:
    async def script(scene: Scene) -> None:
        await _subscribed(scene)
        form = scene.hub.asked[0]
        assert await scene.hub.verify(form | {"hub.topic": "https://evil.example/"}) == 404
        assert await scene.hub.verify(form | {"hub.callback": form["hub.callback"] + "x"}) == 404
        assert await scene.hub.verify(form | {"hub.mode": "unsubscribe"}) == 404
        assert scene.subscriber.is_pushed(FEED)

    _play(tmp_path, script)


def test_a_lease_is_renewed_before_it_ends(tmp_path: Path) -> None:
    async def script(scene: Scene) -> None:
        await _subscribed(scene)
        scene.now += 150
        await scene.ask()
        assert len(scene.hub.asked) == 1
        scene.now += 60
        await scene.ask()
        assert len(scene.hub.asked) == 2
        scene.now += 250
        assert scene.subscriber.is_pushed(FEED)

    _play(tmp_path, script, lease=300)


def test_a_hub_that_refuses_is_asked_later_and_later_and_the_feed_is_polled(tmp_path: Path) -> None:
    async def script(scene: Scene) -> None:
        await _subscribed(scene)
        scene.now += 59
        await scene.ask()
        assert len(scene.hub.asked) == 1
        scene.now += 2
        await scene.ask()
        scene.now += 61
        await scene.ask()
        assert len(scene.hub.asked) == 2
        assert not scene.subscriber.is_pushed(FEED)

    _play(tmp_path, script, refusing=True)


def test_a_hub_that_kept_silent_is_trusted_again_after_a_push(tmp_path: Path) -> None:
    async def script(scene: Scene) -> None:
        await _subscribed(scene)
        scene.subscriber.polled(FEED, 0)
        assert scene.subscriber.is_pushed(FEED)
        scene.subscriber.polled(FEED, 2)
        assert not scene.subscriber.is_pushed(FEED)
        await scene.hub.publish(FEED, b"<rss/>")
        assert scene.subscriber.is_pushed(FEED)

    _play(tmp_path, script)


def test_the_hub_of_a_feed_that_left_the_list_is_left(tmp_path: Path) -> None:
    async def script(scene: Scene) -> None:
        await _subscribed(scene)
        callback = scene.hub.subscribers[FEED]
        scene.subscriber.keep_only(())
        await scene.ask()
        assert scene.hub.subscribers == {}
        assert scene.subscriber.store.by_feed == {}
        scene.hub.subscribers[FEED] = callback
        assert await scene.hub.publish(FEED, b"<rss/>") == 410

    _play(tmp_path, script)


def test_a_subscription_survives_a_restart(tmp_path: Path) -> None:
    async def first(scene: Scene) -> None:
        await _subscribed(scene)

    async def second(scene: Scene) -> None:
        assert scene.subscriber.is_pushed(FEED)
        await scene.ask()
        assert scene.hub.asked == []

    _play(tmp_path, first)
    _play(tmp_path, second)


def test_a_denial_ends_the_lease(tmp_path: Path) -> None:
    async def script(scene: Scene) -> None:
        await _subscribed(scene)
        token = scene.hub.asked[0]["hub.callback"].rpartition("/")[2]
        assert scene.subscriber.verify(token, {"hub.mode": "denied", "hub.topic": FEED}) == ""
        assert not scene.subscriber.is_pushed(FEED)

    _play(tmp_path, script)


def test_a_hub_inside_the_house_is_never_asked(tmp_path: Path) -> None:
    async def script(scene: Scene) -> None:
        scene.subscriber.noticed(FEED, scene.hub.url, None)
        async with Client(Limits(host_delay=0)) as client:
            await scene.subscriber.ask_due(client)
        assert scene.hub.asked == []

    _play(tmp_path, script)
