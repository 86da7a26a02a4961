import json
from datetime import UTC, datetime
from importlib import resources

import jsonschema
import pytest

from marsad.contracts import Rule
from marsad.errors import ConfigError
from streams.rules import load
from streams.rules.check import check, frame_roles
from streams.rules.language import TYPES
from streams.rules.load import files
from streams.rules.schema import schema

NOW = datetime(2030, 1, 1, tzinfo=UTC)
HEAD = "id: r\nname: قاعدة\n"


def findings(text: str) -> list[str]:
    return [str(finding) for finding in check([("f.yaml", text)], NOW)[1]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (HEAD, "f.yaml:1:1: the rule has no «when» — add when:"),
        ("name: x\nwhen: {text: نص}\n", "f.yaml:1:1: the rule has no «id» — add id:"),
        ("- 5\n", "f.yaml:1:3: expected a rule, which is a mapping — begin with id:, name: and when:"),
        (HEAD + "when:\n  evnt: {}\n", "f.yaml:4:3: unknown key «evnt» — did you mean «event»?"),
        (HEAD + "when:\n  event:\n    type: strke\n", "f.yaml:5:5: unknown value «strke» — did you mean «strike»?"),
        (
            HEAD + "when:\n  event:\n    type: [strike,\n           raid]\n",
            "f.yaml:6:12: unknown value «raid» — one of: arms_delivery",
        ),
        (HEAD + "when:\n  event:\n    itm: S-400\n", "f.yaml:5:5: unknown key «itm» — did you mean «item»?"),
        (
            HEAD + "when:\n  event:\n    item: 400\n",
            "f.yaml:5:5: expected text, found a number (400) — put it in quotes",
        ),
        (HEAD + "when:\n  event:\n    item_class: tank\n", "f.yaml:5:5: unknown class of item «tank»"),
        (HEAD + "when:\n  event:\n    region: golf\n", "f.yaml:5:5: unknown region «golf» — did you mean «gulf»?"),
        (
            HEAD + "when:\n  all:\n    - text: نص\n    - txt: نص\n",
            "f.yaml:6:7: unknown key «txt» — did you mean «text»?",
        ),
        (HEAD + "when:\n  any: []\n", "f.yaml:4:3: expected a list with something in it"),
        (HEAD + "when: نص\n", "f.yaml:3:1: found text ('نص') here: Expected `object`, got `str`"),
        (HEAD + "when: {}\n", "f.yaml:3:1: the condition is empty"),
        (HEAD + "when: {text: {all: [نص, '؟!']}}\n", "f.yaml:3:25: «؟!» holds no word"),
        (HEAD + "when: {text: {}}\n", "f.yaml:3:8: the text condition asks for nothing"),
        (HEAD + "when: {text: {near: {terms: [نص]}}}\n", "f.yaml:3:15: `near` needs two terms at least"),
        (HEAD + "when: {text: {near: {terms: [a, b], within: 0}}}\n", "f.yaml:3:37: expected a whole number from 1"),
        (HEAD + "when: {entity: {}}\n", "f.yaml:3:8: the entity condition asks for nothing"),
        (HEAD + "when: {together: [روسيا]}\n", "f.yaml:3:8: `together` needs two names at least"),
        (HEAD + "when: {not: {text: نص}}\n", "f.yaml:3:1: the condition would hold for nearly every article"),
        (HEAD + "when: {text: نص}\nseverty: high\n", "f.yaml:4:1: unknown key «severty»"),
        (HEAD + "when: {text: نص}\nseverity: loud\n", "f.yaml:4:1: unknown value «loud» — one of: info, low"),
        (
            HEAD + "when: {text: نص}\nalert_on: [first_mention, status_chang]\n",
            "f.yaml:4:27: unknown value «status_chang» — did you mean «status_change»?",
        ),
        (HEAD + "when: {text: نص}\nalert_on: []\n", "f.yaml:4:1: the list is empty"),
        (HEAD + "when: {text: نص}\nthrottle: {rule: often}\n", "f.yaml:4:12: «often» is no rate"),
        (HEAD + "when: {text: نص}\nthrottle: {rules: 1/1h}\n", "f.yaml:4:12: unknown key «rules»"),
        (HEAD + "when: {text: نص}\ndigest: {every: day}\n", "f.yaml:4:10: «day» is no length of time"),
        (HEAD + "when: {text: نص}\nquiet: {from: midnight}\n", "f.yaml:4:9: «midnight» is no time of day"),
        (HEAD + "when: {text: نص}\nactive: {days: [mon, fry]}\n", "f.yaml:4:22: unknown day «fry»"),
        (HEAD + "when: {text: نص}\nactive: {zone: Riyadh}\n", "f.yaml:4:10: unknown time zone «Riyadh»"),
        (HEAD + "when: {text: نص}\nexpires: soon\n", "f.yaml:4:1: «soon» is no date"),
        (HEAD + "when: {text: نص\n", "f.yaml:4:1: not YAML:"),
        (HEAD + "when: {text: نص}\n---\n" + HEAD + "when: {text: نص}\n", "f.yaml:5:1: the id «r» is taken by f.yaml:1"),
    ],
)
def test_errors_name_line_column_and_what_to_do(text, found):
    assert findings(text)[0].startswith(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "when: {event: {type: strike, supplier: Russia}}",
            "f.yaml:3:1: warning: the rule can never fire: «supplier» is no",
        ),
        (
            "when:\n  all:\n    - event: {type: strike}\n    - event: {type: sanction}",
            "f.yaml:3:1: warning: the rule can never fire: no event has more than one event type",
        ),
        (
            "when: {event: {status: planned}, all: [{event: {status: denied}}]}",
            "f.yaml:3:1: warning: the rule can never fire: no event has more than one status",
        ),
        ("when: {text: نص, not: {text: نص}}", "f.yaml:3:1: warning: the rule can never fire: what one part asks"),
        (
            "when: {text: {all: [نص], none: [نص]}}",
            "f.yaml:3:1: warning: the rule can never fire: the text must hold «نص»",
        ),
        ("when: {text: نص}\nexpires: 2029-12-31", "f.yaml:4:1: warning: the rule can never fire: it expired"),
        ('when: {text: نص}\nactive: {from: "06:00", to: "06:00"}', "f.yaml:4:1: warning: «active» begins and ends"),
        ("when: {text: نص}\nalert_on: [every_mention, first_mention]", "f.yaml:4:1: warning: every_mention covers"),
        ("when: {event: {item: Turkey}}", "f.yaml:3:16: warning: «Turkey» is no weapon but a country"),
        ("when: {event: {type: arms_delivery, supplier: S-400}}", "f.yaml:3:37: warning: «S-400» is a weapon"),
        (
            "when: {entity: {name: Turkey, type: WEAPON}}",
            "f.yaml:3:31: warning: the rule can never fire: Turkey is not of type WEAPON",
        ),
        (
            "when: {event: {type: arms_delivery, item: [S-400], item_class: drones}}",
            "f.yaml:3:52: warning: the rule can never fire: S-400 is not of item_class drones",
        ),
        (
            "when: {event: {supplier: Moscow, supplier_region: [gulf, levant]}}",
            "f.yaml:3:34: warning: the rule can never fire: Moscow is not of supplier_region gulf or levant",
        ),
        (
            "when: {text: نص}\nalert_on: [date_change]",
            "f.yaml:4:1: warning: a rule without an event speaks up for each",
        ),
        ("when: {entity: [Turkey, Atlantis-X]}", "f.yaml:3:25: warning: no known entity is called «Atlantis-X»"),
    ],
)
def test_warnings_of_rules_that_never_fire_or_not_as_meant(text, found):
    assert findings(HEAD + text + "\n")[0].startswith(found)


def test_a_good_rule_has_no_findings():
    assert findings(HEAD + "when:\n  event: {type: arms_delivery, item: [S-400, إس 300], region: middle_east}\n") == []


def test_names_of_the_kind_that_is_asked_for_are_not_warned_of():
    event = (
        "{type: arms_delivery, item: S-400, item_class: [drones, air_defence], recipient: Cairo, recipient_region: %s}"
    )
    text = HEAD + f"when:\n  event: {event}\n  entity: {{name: S-400, type: WEAPON}}\n"
    assert findings(text % "middle_east") == []


def test_what_is_wrong_with_one_rule_hides_nothing_of_the_next():
    text = "- {id: a, name: a, when: {txt: نص}}\n- {id: b, name: b, when: {}}\n- {id: c, name: c, when: {text: نص}}\n"
    loaded, found = check([("f.yaml", text)], NOW)
    assert [one.compiled.rule.id for one in loaded] == ["c"]
    assert [(finding.line, finding.column) for finding in found] == [(1, 27), (2, 20)]


def test_a_file_may_hold_a_list_of_rules(tmp_path):
    path = tmp_path / "some.yaml"
    path.write_text("- {id: a, name: a, when: {text: نص}}\n- {id: b, name: b, when: {text: نص}}\n", "utf-8")
    assert [rule.id for rule in load(path).rules] == ["a", "b"]


def test_one_wrong_rule_refuses_the_file_with_its_place(tmp_path):
    (tmp_path / "a.yaml").write_text("{id: a, name: a, when: {text: نص}}\n", "utf-8")
    (tmp_path / "b.yaml").write_text("{id: b, name: b, when: {txt: نص}}\n", "utf-8")
    with pytest.raises(ConfigError, match=r"b\.yaml:1:25: unknown key «txt»"):
        load(tmp_path)


def test_a_missing_file_and_an_empty_folder_are_named(tmp_path):
    with pytest.raises(ConfigError, match="neither a file nor a folder"):
        load(tmp_path / "none.yaml")
    with pytest.raises(ConfigError, match="no rules in"):
        load(tmp_path)


def test_the_shipped_rules_have_no_findings():
    assert check(files(None), NOW)[1] == []


def test_the_committed_schema_is_the_generated_one_and_holds_for_the_shipped_rules():
    committed = json.loads(resources.files("rules").joinpath("rule.schema.json").read_text("utf-8"))
    assert committed == schema(), "run `marsad rules schema > rules/rule.schema.json`"
    validator = jsonschema.Draft202012Validator(committed)
    for rule in load().rules:
        fields = {name: getattr(rule, name) for name in Rule.__struct_fields__ if name != "schema_version"}
        given = {name: value for name, value in fields.items() if value is not None}
        validator.validate(json.loads(json.dumps(given)))
    assert list(validator.iter_errors({"id": "r", "name": "r", "when": {"event": {"type": "strke"}}}))
    assert list(validator.iter_errors({"id": "r", "name": "r", "when": {}}))


def test_every_event_type_of_the_language_has_a_frame():
    assert all(frame_roles(kind) for kind in TYPES)
