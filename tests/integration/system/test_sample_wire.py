"""`marsad up --sample`: the alerts that the sample wire says and no other, once each; the same feeds again: nothing."""

import re
import signal

import psutil

from deploy.sample import wire
from deploy.sample.server import SampleWire
from marsad.contracts import topics
from tests.waiting import until

EXPECTED = sorted(raised for item in wire.items() for raised in item.raises)


def told(alerts):
    """What was raised; a rebalance may send an alert twice under its id."""
    once = {alert.id: alert for alert in alerts}.values()
    return sorted(f"{a.rule.id} {a.change.kind} {a.event.status}" for a in once)


def shown(process):
    return re.findall(r"S-400|إس-400|أس-400", process.log.read_text())


def test_the_sample_wire_raises_what_it_says_and_repeats_nothing(marsad, read, settings, request):
    del marsad.environment["MARSAD_RULES"], marsad.environment["MARSAD_NER"]
    first = marsad.start("up", "--sample", "--pace", "4")
    articles = len({(item.feed, item.slug) for item in wire.items()})
    until(lambda: len({a.id for a in read(topics.ARTICLES_ENRICHED)}) == articles, what="the whole wire enriched")
    until(lambda: told(read(topics.ALERTS)) == EXPECTED, what=f"the alerts {EXPECTED}")
    until(lambda: len(shown(first)) >= len(EXPECTED), what="the alerts in the terminal")
    until(lambda: f"searchable {articles}" in first.log.read_text(), what="all searchable")
    children = psutil.Process(first.pid).children(recursive=True)
    assert marsad.end(first, signal.SIGINT) == 0, first.log.read_text()
    assert not [child for child in children if child.is_running()]

    served = SampleWire(settings.data_dir / "sample")
    served.start()
    request.addfinalizer(served.stop)
    private = {"MARSAD_SOURCES_ALLOW_PRIVATE": "true", "MARSAD_SOURCES_HOST_DELAY": "0"}
    second = marsad.start("up", "--feeds", str(served.feeds_file), **private)
    until(lambda: "raised before" in second.log.read_text(), what="earlier alerts shown")
    until(lambda: "reading" in second.log.read_text(), what="running again")
    until(lambda: "searchable" in second.log.read_text(), what="counting again")
    assert told(read(topics.ALERTS)) == EXPECTED
    assert len({a.id for a in read(topics.ARTICLES_ENRICHED)}) == articles
    assert marsad.end(second, signal.SIGINT) == 0
