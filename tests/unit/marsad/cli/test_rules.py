import json

import pytest
from typer.testing import CliRunner

from marsad.cli.rules import app
from marsad.contracts import encode
from marsad.errors import ConfigError
from tests.unit.streams.events.ledger.samples import article, delivery


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def wire(tmp_path):
    path = tmp_path / "wire.jsonl"
    stories = [article("a", events=(delivery(),)), article("b", 0.1, events=(delivery(),))]
    path.write_bytes(b"\n".join(encode(one) for one in stories))
    return path


def test_check_names_the_place_and_fails(tmp_path):
    path = tmp_path / "r.yaml"
    path.write_text("id: r\nname: r\nwhen: {evnt: {}}\n", "utf-8")
    outcome = run("check", path)
    assert outcome.exit_code == 1
    assert f"{path}:3:8: unknown key «evnt» — did you mean «event»?" in outcome.stdout


def test_check_of_the_shipped_rules_is_clean():
    assert run("check").exit_code == 0


def test_list_shows_what_is_on_and_off():
    lines = run("list").stdout.splitlines()
    assert len(lines) == 12
    assert any(line.split()[:3] == ["s400-delivery", "on", "high"] for line in lines)


def test_test_shows_the_alert_and_why(wire):
    outcome = run("test", "s400-delivery", wire)
    assert outcome.stdout.count("HIGH") == 1
    assert "rule: item S-400: weapon:s-400" in outcome.stdout
    assert "2 articles, 2 event mentions, 1 alerts" in outcome.stderr


def test_test_of_an_unknown_rule_names_those_there_are(wire):
    with pytest.raises(ConfigError, match="there is no rule «none»"):
        run("test", "none", wire)


def test_schema_is_json():
    assert json.loads(run("schema").stdout)["title"] == "Marsad rules"
