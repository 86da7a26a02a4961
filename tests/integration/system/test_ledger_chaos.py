"""Workers killed and restarted amid shuffled articles: the ledger of a calm run, each due alert once.

`make chaos` runs it in full size: 5 000 articles with 300 deliveries.
"""

import os
import signal
from collections import Counter

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from marsad.contracts import topics
from tests.integration.system import story
from tests.waiting import until

ARTICLES = int(os.environ.get("CHAOS_ARTICLES", "1000"))
SECRET = "whsec_c2VjcmV0IG9mIHRoZSBkZXNr"
EVENTS = int(os.environ.get("CHAOS_EVENTS", "60"))


@pytest.fixture
def notified(httpserver: HTTPServer):
    """How often each alert reached the webhook."""
    count: Counter[str] = Counter()

    def answer(request):
        count[request.headers["webhook-id"]] += 1
        return Response(status=204)

    httpserver.expect_request("/hook").respond_with_handler(answer)
    return count


def test_kills_amid_shuffled_articles_come_to_the_ledger_of_a_calm_run(marsad, publish, read, notified, httpserver):
    articles = story.write(ARTICLES, EVENTS)
    publish(*story.shuffled(articles))
    hook = {"MARSAD_WEBHOOK_URL": httpserver.url_for("/hook"), "MARSAD_WEBHOOK_SECRET": SECRET}
    retention = {"MARSAD_STREAMS_RETENTION_DAYS": story.RETENTION_DAYS}
    killed, restarted = marsad.start("worker", **retention), marsad.start("worker", **retention)
    marsad.start("sink", "webhook", **hook)

    def enriched(share):
        return lambda: len({article.id for article in read(topics.ARTICLES_ENRICHED)}) >= share * ARTICLES

    for kill, share in enumerate((0.2, 0.6)):
        until(enriched(share), 600, f"progress before kill {kill}")
        marsad.end(killed, signal.SIGKILL)
        killed = marsad.start("worker", **retention)
    until(enriched(0.8), 600, "progress before the restart")
    marsad.end(restarted)
    marsad.start("worker", **retention)
    until(enriched(1), 600, "every article enriched")

    calm = story.calm(articles)
    expected = {event: told(state) for event, state in calm.items() if state.superseded_by is None}
    assert len(expected) == EVENTS
    until(lambda: ledger(read) == expected, what="the ledger of the calm run")
    until(lambda: len(alerted(read)) == EVENTS, what="an alert for each event")
    assert len({alert.id for alert in read(topics.ALERTS)}) == EVENTS
    until(lambda: len(notified) == EVENTS, what="a notification for each alert")
    assert sum(notified.values()) <= EVENTS + 2
    assert read(topics.ARTICLES_DLQ) == []


def told(state):
    """What must not depend on the order in which articles came."""
    return (
        state.status,
        state.recipient and state.recipient.id,
        state.item and state.item.id,
        state.mentions,
        tuple(sorted(article.id for article in state.sources)),
        tuple((entry.status, entry.article.id) for entry in state.history),
    )


def alerted(read):
    return {(alert.event.item.id, alert.event.recipient.id) for alert in read(topics.ALERTS)}


def ledger(read):
    states = {state.id: state for state in read(topics.EVENTS_LEDGER)}
    return {event: told(state) for event, state in states.items() if state.superseded_by is None}
