"""The contracts as a page for people: topics, records, fields. Generated: `marsad contracts --markdown`."""

from __future__ import annotations

from typing import Any

from marsad.contracts import schema, topics
from marsad.contracts.record import Record

_HEAD = """# The contracts

What any program may rely on, from the same records as `marsad/contracts/schemas/asyncapi.yaml` (AsyncAPI 3.0) and the
JSON Schemas beside it. Generated: `marsad contracts --markdown`. How to consume: [consumers.md](consumers.md).
"""


def page() -> str:
    """The page, in Markdown."""
    parts = [_HEAD, "## Topics\n", _topics()]
    parts += [_record(record) for record in schema.records()]
    return "\n".join(parts)


def _topics() -> str:
    rows = [
        f"| `{topic.name}` | {topic.key} | {_link(topic.value)} | {topic.partitions} | {_kept(topic)} "
        f"| {topic.purpose} |"
        for topic in topics.ALL
    ]
    return "\n".join(["| topic | key | value | partitions | kept | what |", "|---|---|---|---|---|---|", *rows, ""])


def _link(record: type[Record]) -> str:
    return f"[{record.__name__}](#{record.__name__.lower()})"


def _kept(topic: topics.Topic) -> str:
    return "compacted" if topic.compacted else f"{topic.retention_ms // 86_400_000} days"


def _record(record: type[Record]) -> str:
    document = schema.json_schema(record)
    parts = [f"## {record.__name__}\n", _sentence(document), _fields(document)]
    for name, definition in document.get("$defs", {}).items():
        if definition.get("properties"):
            parts += [f"### {name} in {record.__name__}\n", _sentence(definition), _fields(definition)]
    return "\n".join(parts)


def _sentence(definition: dict[str, Any]) -> str:
    return str(definition.get("description", "")).strip().split("\n\n")[0].replace("\n", " ") + "\n"


def _fields(definition: dict[str, Any]) -> str:
    always = set(definition.get("required", ()))
    rows = [
        f"| `{name}` | {_type(field)} | {'yes' if name in always else 'no'} |"
        for name, field in definition["properties"].items()
    ]
    return "\n".join(["| field | type | always there |", "|---|---|---|", *rows, ""])


def _type(field: dict[str, Any]) -> str:
    """A type in words: `text`, `list of Entity`, `one of planned, completed`."""
    if "$ref" in field:
        return str(field["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in field:
        return " or ".join(_type(option) for option in field["anyOf"])
    if "enum" in field:
        return "one of " + ", ".join(str(value) for value in field["enum"])
    if field.get("type") == "array":
        return f"list of {_type(field.get('items', {}))}"
    if field.get("type") == "object":
        inner = field.get("additionalProperties")
        return f"object of {_type(inner)}" if isinstance(inner, dict) else "object"
    words = {"string": "text", "integer": "whole number", "boolean": "yes or no", None: "anything"}
    kind = words.get(field.get("type"), str(field.get("type")))
    return f"{kind} ({field['format']})" if "format" in field else kind
