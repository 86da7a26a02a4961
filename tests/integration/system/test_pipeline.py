"""The pipeline on real servers: once per article, whatever is killed, stopped or poisoned."""

import signal
import time

from marsad.contracts import topics
from tests.integration.searchable import documents
from tests.integration.system.articles import article, delivery, noise
from tests.waiting import until

LAST = 2000


def ids(records):
    """A rebalance may send a record twice under its id; it is one all the same."""
    return {record.id for record in records}


def test_an_article_redelivered_ten_times_is_one_document_and_one_alert(marsad, publish, read, es, settings):
    marsad.start("worker")
    marsad.start("sink", "elasticsearch")
    publish(*[delivery(1)] * 10, noise(2))
    until(lambda: len(read(topics.ARTICLES_ENRICHED)) >= 11, what="eleven enriched records")
    until(lambda: documents(es, settings) == 2, what="two documents")
    until(lambda: read(topics.ALERTS), what="an alert")
    time.sleep(2)
    assert len(ids(read(topics.ALERTS))) == 1
    assert documents(es, settings) == 2


def test_a_worker_killed_three_times_loses_and_repeats_nothing(marsad, publish, read, es, settings):
    workers = [marsad.start("worker"), marsad.start("worker")]
    marsad.start("sink", "elasticsearch")
    due = {number for number in range(LAST) if number % 20 == 0}
    publish(*(delivery(number // 20) if number in due else noise(number + LAST) for number in range(LAST)))
    distinct = LAST - len(due) + len({number // 20 for number in due})
    for kill in range(1, 4):
        until(lambda k=kill: len(read(topics.ARTICLES_ENRICHED)) > k * LAST // 5, what=f"progress before kill {kill}")
        marsad.end(workers[kill % 2], signal.SIGKILL)
        workers[kill % 2] = marsad.start("worker")
    until(lambda: len({a.id for a in read(topics.ARTICLES_ENRICHED)}) == distinct, 600, "every article enriched")
    until(lambda: documents(es, settings) == distinct, what="every article a document, none twice")
    until(lambda: len({a.event.item.id + a.event.recipient.id for a in read(topics.ALERTS)}) == 100, what="100 alerts")
    assert len(ids(read(topics.ALERTS))) == 100
    assert read(topics.ARTICLES_DLQ) == []


def test_elasticsearch_stopped_for_30_seconds_loses_nothing(marsad, publish, read, es, settings, stack):
    marsad.start("worker")
    sink = marsad.start("sink", "elasticsearch")
    publish(*map(noise, range(50)))
    until(lambda: documents(es, settings) == 50, what="the first fifty")
    stack.stop_elasticsearch()
    end = time.monotonic() + 30
    for number in range(50, 350, 10):
        publish(*map(noise, range(number, number + 10)))
        time.sleep(max(0.0, min(1.0, end - time.monotonic())))
    stack.start_elasticsearch()
    until(lambda: documents(es, settings) == 350, what="all documents after the outage")
    assert sink.poll() is None, sink.log.read_text()
    assert read(topics.ARTICLES_DLQ) == []


def test_a_poison_record_comes_back_by_replay_once_it_can_be_read(marsad, publish, read, es, settings):
    worker = marsad.start("worker", MARSAD_STREAMS_MAX_TEXT=200)
    marsad.start("sink", "elasticsearch")
    long = article(7, "خبر طويل عن أحوال الطقس في البلاد. " * 20)
    publish(noise(1), long, b'{"id": "broken"', noise(2))
    until(lambda: len(ids(read(topics.ARTICLES_DLQ))) == 2, what="two dead letters")
    until(lambda: documents(es, settings) == 2, what="the good ones")
    assert {letter.error for letter in read(topics.ARTICLES_DLQ)} == {"text_too_long", "contract"}
    assert "article-7" in marsad.command("dlq", "list")
    marsad.end(worker)
    marsad.start("worker")
    assert "1 replayed" in marsad.command("dlq", "replay", "article-7")
    until(lambda: documents(es, settings) == 3, what="the long one")
    assert len(ids(read(topics.ARTICLES_DLQ))) == 2
