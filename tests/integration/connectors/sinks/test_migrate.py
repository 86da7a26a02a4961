import threading

from typer.testing import CliRunner

from connectors.sinks.elasticsearch import migrate
from connectors.sinks.elasticsearch.search import search
from marsad.cli.index import app
from marsad.settings import load
from tests.integration.connectors.sinks.conftest import article
from tests.integration.searchable import documents
from tests.waiting import until


def test_an_index_moves_to_changed_templates_while_the_sink_writes(send, indexing, es, settings):
    base = f"{settings.elasticsearch.prefix}-articles-2026.11"
    with indexing() as sink:
        send("articles.enriched", *[article(f"a{n}") for n in range(400)])
        until(lambda: sink.counts.written == 400)
        es.indices.put_mapping(index=base, meta={"fingerprint": "of an older version"})
        assert [(index.name, index.documents, index.current) for index in migrate.status(settings, es)] == [
            (base, 400, False)
        ]
        writing = threading.Thread(
            target=lambda: [
                send("articles.enriched", article(f"b{n}"), article(f"a{n}", title="منقح")) for n in range(50)
            ]
        )
        writing.start()
        assert migrate.migrate(settings, es) == [f"{base}-g2"]
        writing.join()
        until(lambda: sink.counts.written == 500)
    assert list(es.indices.get(index=f"{settings.elasticsearch.prefix}-articles-*")) == [f"{base}-g2"]
    assert documents(es, settings) == 450
    assert search(settings, "منقح", size=1)[0] == 50
    assert migrate.migrate(settings, es) == []


def test_the_next_generation_takes_the_name_again(send, indexing, es, settings, environment, monkeypatch):
    base = f"{settings.elasticsearch.prefix}-articles-2026.11"
    send("articles.enriched", article("a1"))
    with indexing() as sink:
        until(lambda: sink.counts.written == 1)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    load.cache_clear()
    try:
        runner = CliRunner()
        assert "1 migrated" in runner.invoke(app, ["migrate", "--all"]).output
        assert f"{base}-g3" in runner.invoke(app, ["migrate", "--all"]).output
        assert "current" in runner.invoke(app, ["list"]).output
        assert "0 migrated" in runner.invoke(app, ["migrate"]).output
    finally:
        load.cache_clear()
    assert list(es.indices.get_alias(name=base)) == [f"{base}-g3"]
    assert documents(es, settings) == 1
