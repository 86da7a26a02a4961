import json

import pytest

from marsad.contracts import encode
from marsad.errors import ConfigError, ContractError
from streams.rules import load
from streams.rules.archive import articles, chosen
from streams.rules.backtest import Backtest
from tests.unit.streams.events.ledger.samples import article, delivery

WIRE = [
    article("a", 0, events=(delivery(),)),
    article("b", 0.1, events=(delivery(),)),
    article("c", 1, events=(delivery("denied"),)),
    article("d", 20, events=(delivery("completed"),)),
    article("e", 21),
]


def test_a_backtest_raises_what_the_stream_would():
    run = Backtest(load())
    alerts = list(run.run(WIRE))
    assert [(alert.article.id, alert.change.after) for alert in alerts] == [
        ("a", "planned"),
        ("c", "denied"),
        ("d", "completed"),
    ]
    assert (run.articles, run.mentions) == (5, 4)


def test_it_tells_at_the_end_what_would_wait(tmp_path):
    path = tmp_path / "r.yaml"
    path.write_text("{id: r, name: r, when: {event: {type: arms_delivery}}, digest: {every: 4w}}", "utf-8")
    (alert,) = Backtest(load(path)).run(WIRE)
    assert len(alert.digest) == 3


def test_articles_are_enriched_only_where_they_are_not(tmp_path):
    path = tmp_path / "a.jsonl"
    bare = {"id": "x", "text": "نص"}
    path.write_bytes(encode(WIRE[0]) + b"\n\n" + json.dumps(bare).encode() + b"\n")
    asked = []

    def enrich(found):
        asked.append(found.id)
        return article(found.id)

    assert [one.id for one in articles([path], lambda: enrich)] == ["a", "x"]
    assert asked == ["x"]


def test_a_line_that_is_no_article_is_named(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "x"}\n', "utf-8")
    with pytest.raises(ContractError, match=r"a\.jsonl:1: "):
        list(articles([path], lambda: lambda _: WIRE[0]))


def test_a_rule_is_chosen_by_id_or_file_and_enabled_for_the_test():
    (rule,) = chosen("ceasefire-middle-east", None).rules
    assert rule.enabled
    with pytest.raises(ConfigError, match="there is no rule «none»"):
        chosen("none", None)
