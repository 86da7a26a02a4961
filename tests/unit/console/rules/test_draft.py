"""Drafts: a rule comes back from YAML as it was, and what is wrong is said with its place."""

import pytest

from console.pages.rules import first_draft
from console.rules.draft import as_yaml, help_rows, read
from console.web.words import words
from streams.rules.load import load


@pytest.mark.parametrize("rule", load(None).rules, ids=lambda rule: rule.id)
def test_every_rule_that_ships_survives_the_editor(rule):
    assert read(as_yaml(rule)).rule == rule


@pytest.mark.parametrize(
    "text", ["", "a: [", "id: x", "- id: a\n- id: b", "id: x\nname: y\nwhen: {event: {type: war}}", "&a [*a]"]
)
def test_what_is_no_rule_is_said_and_never_put_in_force(text):
    found = read(text)
    assert found.rule is None
    assert found.findings


@pytest.mark.parametrize("text", ["", "إس-400 تركيا", '"صفقة منظومة" S-400', 'a"b: {', "*", "'; DROP"])
def test_a_search_becomes_a_rule_that_is_right(text):
    found = read(first_draft(text))
    assert found.rule is not None, found.findings


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_help_explains_every_key_once(language):
    names = [name for name, _ in help_rows()]
    assert {"when", "alert_on"} < set(names)
    assert len(names) == len(set(names))
    assert {f"rules.key.{name}" for name in names} <= words(language).texts.keys()
