import time
from dataclasses import replace

from kafka.admin import ConfigResource, ConfigResourceType

from connectors.kafka import admin, consumer, ensure_topics, producer, wait_ready
from marsad.contracts.article import Article
from marsad.contracts.topics import Topic
from tests.waiting import until


def test_topics_are_made_once_and_their_settings_follow_the_contract(settings, unique):
    topic = Topic(unique("topic"), Article, "id", "tests", "A topic of this test.", partitions=3, retention_ms=1000)
    wait_ready(settings, 30)
    assert ensure_topics(settings, [topic]) == [topic.name]
    assert ensure_topics(settings, [topic]) == []
    assert ensure_topics(settings, [replace(topic, retention_ms=2000, partitions=5)]) == []
    client = admin(settings)
    try:
        resource = ConfigResource(ConfigResourceType.TOPIC, topic.name)
        until(
            lambda: client.describe_configs([resource])["topic"][topic.name]["retention.ms"]["value"] == "2000",
            what="the topic's changed setting",
        )
        (about,) = client.describe_topics([topic.name])
    finally:
        client.delete_topics([topic.name])
        client.close()
    assert len(about["partitions"]) == 3


def test_a_large_record_comes_back_as_it_went(settings, unique):
    topic = Topic(unique("topic"), Article, "id", "tests", "A topic of this test.", partitions=1)
    ensure_topics(settings, [topic])
    value = "منظومة ".encode() * 300_000
    sender = producer(settings)
    sender.send(topic.name, value, key=b"k").get(60)
    sender.close()
    reader = consumer(settings, group=unique("group"), topics=[topic])
    try:
        end, records = time.monotonic() + 60, []
        while not records and time.monotonic() < end:
            records = [record for found in reader.poll(1000).values() for record in found]
        assert [record.value for record in records] == [value]
    finally:
        reader.close()
