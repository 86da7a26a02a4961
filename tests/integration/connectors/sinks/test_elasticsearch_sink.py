import subprocess
import sys
import time
from datetime import UTC, datetime

import msgspec

from connectors.kafka import admin
from connectors.sinks.dlq import letters
from connectors.sinks.elasticsearch.search import search
from connectors.sinks.elasticsearch.sink import GROUP, ElasticsearchSink
from marsad.contracts import ArticleRef, EventState, HistoryEntry
from tests.integration.connectors.sinks.conftest import EVENT, EVIDENCE, alert, article
from tests.integration.searchable import documents
from tests.waiting import until


def test_ten_redeliveries_are_one_document(send, indexing, es, settings):
    send("articles.enriched", *[article("a1")] * 10)
    with indexing() as sink:
        until(lambda: sink.counts.written + sink.counts.outdated == 10)
    assert documents(es, settings) == 1
    assert list(es.indices.get(index=f"{settings.elasticsearch.prefix}-articles-*")) == [
        f"{settings.elasticsearch.prefix}-articles-2026.11"
    ]


def test_a_revision_overwrites_and_an_older_one_does_not(send, indexing, es, settings):
    send("articles.enriched", article("a1", title="قديم"), article("a1", title="جديد", revision="2"))
    with indexing() as sink:
        until(lambda: sink.counts.written == 2)
    client = admin(settings)
    client.delete_groups([GROUP])
    client.close()
    with indexing() as sink:
        until(lambda: sink.counts.outdated == 2)
    assert documents(es, settings) == 1
    assert search(settings, "*")[1][0].source["title"] == "جديد"


def test_a_poison_record_is_a_dead_letter(send, indexing, es, settings):
    send("articles.enriched", article("a1"), b"\xff\xfe", article("a2"))
    with indexing() as sink:
        until(lambda: sink.counts.written == 2)
        until(lambda: len(letters(settings, stage="elasticsearch")) == 1)
    assert letters(settings)[0].original == b"\xff\xfe"


def test_kafka_stopped_and_started_again_loses_none(send, indexing, es, settings, stack):
    with indexing() as sink:
        send("articles.enriched", *[article(f"a{n}") for n in range(100)])
        until(lambda: sink.counts.written == 100)
        stack.stop_kafka()
        try:
            time.sleep(3)
        finally:
            stack.start_kafka()
        send("articles.enriched", *[article(f"b{n}") for n in range(100)])
        until(lambda: sink.counts.written == 200, 120)
    assert documents(es, settings) == 200
    assert committed(settings) == 200


def test_every_spelling_finds_the_system_and_its_neighbours_stay_apart(send, indexing, es, settings):
    send(
        "articles.enriched",
        article("hyphen", text="وصلت منظومة إس-400 إلى القاعدة", title="خبر"),
        article("space", text="وصلت منظومة أس ٤٠٠ إلى القاعدة", title="خبر"),
        article("hashtag", text="وصلت منظومة #إس_400 إلى القاعدة", title="خبر"),
        article("latin", text="The S-400 has arrived", title="news"),
        article("elided", text="وصلت منظومات إس 300 و400 إلى القاعدة", title="خبر"),
        article("other", text="وصلت منظومة إس-300 إلى القاعدة", title="خبر", entities=()),
        article("number", text="وصل 400 جندي إلى القاعدة", title="خبر", entities=()),
    )
    with indexing() as sink:
        until(lambda: sink.counts.written == 7)
    es.indices.refresh(index=f"{settings.elasticsearch.prefix}-articles")
    for spelling in ("S-400", "إس 400", "اس-٤٠٠", "s400", "#إس_400", "وإس‑400"):
        _, hits = search(settings, spelling)
        assert {hit.id for hit in hits} == {"hyphen", "space", "hashtag", "latin", "elided"}, spelling
    marked = {hit.id: hit.highlight["text"][0] for hit in search(settings, "S-400")[1]}
    assert "<em>إس-400</em>" in marked["hyphen"]
    assert "<em>أس ٤٠٠</em>" in marked["space"]


def test_an_article_is_found_by_the_name_that_it_does_not_write(send, indexing, es, settings):
    send("articles.enriched", article("a1", text="وصلت إس-400 مع ترايمف", title="خبر"))
    send("alerts", alert("x"))
    at = datetime(2026, 11, 20, tzinfo=UTC)
    step = HistoryEntry(
        at=at, changes=(), status="completed", evidence=EVIDENCE, article=ArticleRef(id="a1", title="وصول")
    )
    state = EventState(
        id="e1",
        key="k",
        type="arms_delivery",
        status="completed",
        item=EVENT.item,
        roles={"item": EVENT.item, "supplier": EVENT.supplier},
        first_seen=at,
        last_seen=at,
        mentions=1,
        history=(step,),
    )
    send("events.ledger", state, msgspec.structs.replace(state, id="e2", superseded_by="e1"))
    with indexing() as sink:
        until(lambda: sink.counts.written == 4)
    es.indices.refresh(index=f"{settings.elasticsearch.prefix}-*")
    assert [hit.id for hit in search(settings, "S-400", kind="articles")[1]] == ["a1"]
    assert [hit.id for hit in search(settings, "Russia", kind="alerts")[1]] == ["x"]
    assert [hit.id for hit in search(settings, "Russia", kind="events")[1]] == ["e1"]
    assert search(settings, "*", since=datetime(2026, 11, 21, tzinfo=UTC))[0] == 0
    assert search(settings, "*", since=datetime(2026, 11, 19, tzinfo=UTC))[0] == 1


def test_the_command_ends_cleanly_on_sigterm(send, es, settings, environment):
    send("articles.enriched", *[article(f"a{n}") for n in range(20)])
    process = subprocess.Popen(
        [sys.executable, "-m", "marsad", "sink", "elasticsearch"], env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        until(lambda: documents(es, settings) == 20)
    finally:
        process.terminate()
        log = process.communicate(timeout=60)[1]
    assert process.returncode == 0, log
    assert committed(settings) == 20


PRODUCT = {"X-Elastic-Product": "Elasticsearch"}
JSON = "application/vnd.elasticsearch+json;compatible-with=8"


def members(settings) -> int:
    client = admin(settings)
    try:
        return len(client.describe_groups([GROUP])[GROUP]["members"])
    finally:
        client.close()


def committed(settings) -> int:
    client = admin(settings)
    try:
        offsets = client.list_group_offsets(GROUP)[GROUP]
        return sum(offset.offset for partition, offset in offsets.items() if partition.topic == "articles.enriched")
    finally:
        client.close()


def generation(sink: ElasticsearchSink) -> int:
    """How often partitions were taken from the sink."""
    return sink._intake._rebalances.count
