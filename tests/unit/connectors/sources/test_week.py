"""Days of feed time on a clock of our own: intervals adapt as documented; no host is asked faster than it may be."""

from __future__ import annotations

from itertools import pairwise
from statistics import fmean

import pytest

from connectors.sources.feedfile import Feed
from connectors.sources.service import Source
from marsad.settings import Settings
from tests.feedworld.week import DAY, HOUR, START, Publisher, Wire, live

DAYS = 1.5 * DAY
MORNING, LEARNED, BACK = 8 * HOUR, 16 * HOUR, 22 * HOUR
NIGHT = (22, 23, 0, 1, 2, 3)


def _publishers() -> dict[str, Publisher]:
    def feed(name: str, host: str | None = None, **more: float) -> Feed:
        return Feed(f"https://{host or name}.example/{name}", **more)  # type: ignore[arg-type]

    found = {
        "busy": Publisher(feed("busy"), every=220.0),
        "hourly": Publisher(feed("hourly"), every=HOUR),
        "slow": Publisher(feed("slow"), every=8 * HOUR),
        "still": Publisher(feed("still")),
        "daytime": Publisher(feed("daytime"), every=600.0, daytime=True, shown=40),
        "fixed": Publisher(feed("fixed", interval=900.0), every=HOUR),
        "broken": Publisher(feed("broken"), every=4 * HOUR, fails=(MORNING, BACK)),
        "gone": Publisher(feed("gone"), every=HOUR, gone_at=MORNING),
        "patient": Publisher(feed("patient"), every=1000.0, ttl=60),
        "night": Publisher(feed("night"), every=HOUR, skip_hours=NIGHT),
    }
    for number in range(6):
        busy = (MORNING, MORNING + HOUR) if number == 0 else None
        found[f"many{number}"] = Publisher(feed(f"many{number}", "many"), every=1800.0 * (1 + number % 4), busy=busy)
    return found


@pytest.fixture(scope="module")
def lived() -> tuple[dict[str, Publisher], Source, Wire, Settings]:
    publishers, settings = _publishers(), Settings()
    settings.sources = settings.sources.model_copy(update={"min_interval": 180.0, "max_interval": 2 * HOUR})
    source, wire = live([*publishers.values()], settings, DAYS)
    return publishers, source, wire, settings


Lived = tuple[dict[str, Publisher], Source, Wire, Settings]


def _gaps(publisher: Publisher, after: float = LEARNED) -> list[float]:
    times = [at for at in publisher.asked if at >= after]
    return [later - earlier for earlier, later in pairwise(times)]


def test_a_learned_interval_follows_the_feeds_rhythm_between_the_bounds(lived: Lived) -> None:
    publishers, _, _, settings = lived
    mean = {name: fmean(_gaps(publishers[name])) for name in ("busy", "hourly", "slow", "still")}
    assert mean["busy"] == pytest.approx(settings.sources.min_interval, rel=0.1)
    assert HOUR / 5 < mean["hourly"] < HOUR
    assert mean["hourly"] < mean["slow"] <= mean["still"]
    assert mean["still"] == pytest.approx(settings.sources.max_interval, rel=0.11)
    assert max(_gaps(publishers["daytime"])) > 3 * fmean(_gaps(publishers["daytime"]))


def test_a_fixed_interval_a_ttl_and_hours_to_stay_away_are_kept_to(lived: Lived) -> None:
    publishers, *_ = lived
    assert _gaps(publishers["fixed"]) == pytest.approx([900.0] * len(_gaps(publishers["fixed"])), abs=5.0)
    assert min(_gaps(publishers["patient"])) >= 0.9 * HOUR
    assert {int((START + at) // HOUR) % 24 for at in publishers["night"].asked[1:]}.isdisjoint(NIGHT)


def test_a_feed_that_fails_is_asked_ever_later_and_comes_back(lived: Lived) -> None:
    publishers, source, *_ = lived
    broken = publishers["broken"]
    failing = [at for at in broken.asked if MORNING <= at < BACK]
    gaps = [later - earlier for earlier, later in pairwise(failing)]
    assert all(later > earlier for earlier, later in pairwise(gaps[:5]))
    assert len(failing) < 15
    state = source.states[broken.feed.url]
    assert (state.errors, state.status) == (0, "ok")
    assert state.items == broken.published(broken.asked[-1])


def test_a_feed_that_is_gone_is_asked_no_more(lived: Lived) -> None:
    publishers, source, *_ = lived
    gone = publishers["gone"]
    assert sum(at >= MORNING for at in gone.asked) == 1
    assert source.states[gone.feed.url].status == "retired"


def test_every_article_is_seen(lived: Lived) -> None:
    publishers, source, *_ = lived
    for publisher in publishers.values():
        last = max(at for at in publisher.asked if publisher.gone_at is None or at < publisher.gone_at)
        assert source.states[publisher.feed.url].items == publisher.published(last), publisher.feed.url


def test_no_host_is_asked_faster_than_its_limits_nor_while_it_wants_to_be_left_alone(lived: Lived) -> None:
    _, _, wire, settings = lived
    for asked in wire.asked.values():
        assert all(two[0] - one[0] >= settings.sources.host_delay - 1e-6 for one, two in pairwise(sorted(asked)))
        for begun, *_ in asked:
            assert sum(start <= begun < end for start, end, _ in asked) <= settings.sources.per_host
    refused = [end for _, end, status in wire.asked["many.example"] if status == 503]
    assert refused
    for end in refused:
        assert not [at for at, *_ in wire.asked["many.example"] if end < at < end + 600.0]
