"""JSON Schemas of every record and the AsyncAPI 3 document, generated from the records and the topics.

The schemas say what we *produce*: a field that is always written is `required`, though our own readers do without it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import msgspec
import yaml

from marsad.contracts import topics
from marsad.contracts.record import Record

FOLDER: Final = Path(__file__).parent / "schemas"
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def records() -> list[type[Record]]:
    """The records that travel on a topic, each once, in the order of the topics."""
    return list(dict.fromkeys(topic.value for topic in topics.ALL))


def json_schema(record: type[Record]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of what we produce of this record; local `$defs`, times as `date-time`."""
    _, definitions = msgspec.json.schema_components((record,), ref_template="#/$defs/{name}")
    for kind in _structs(record):
        if kind.__name__ in definitions:
            _require_written(definitions[kind.__name__], kind)
    own = definitions.pop(record.__name__)
    schema: dict[str, Any] = {"$schema": _DIALECT, "$id": f"marsad/{record.__name__}/1", **own}
    if definitions:
        schema["$defs"] = dict(sorted(definitions.items()))
    return schema


def asyncapi() -> dict[str, Any]:
    """The AsyncAPI 3.0 document: a channel a topic, a message a record."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Marsad",
            "version": "1",
            "description": "Streaming intelligence on Arabic news: what any program can consume from Kafka.",
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in topics.ALL},
        "operations": {
            f"read.{topic.name}": {
                "action": "receive",
                "summary": f"Consume {topic.name}",
                "channel": {"$ref": f"#/channels/{topic.name}"},
            }
            for topic in topics.ALL
        },
        "components": {"messages": {record.__name__: _message(record) for record in records()}},
    }


def files() -> dict[Path, str]:
    """Every generated file with its content."""
    rendered = {
        FOLDER / f"{record.__name__}.v1.json": json.dumps(json_schema(record), ensure_ascii=False, indent=2) + "\n"
        for record in records()
    }
    rendered[FOLDER / "asyncapi.yaml"] = yaml.safe_dump(asyncapi(), allow_unicode=True, sort_keys=False, width=120)
    return rendered


def write() -> list[Path]:
    """Write the files that differ from what is generated; returns those that changed."""
    FOLDER.mkdir(exist_ok=True)
    changed = []
    for path, content in files().items():
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            path.write_text(content, encoding="utf-8")
            changed.append(path)
    return changed


def _channel(topic: topics.Topic) -> dict[str, Any]:
    return {
        "address": topic.name,
        "description": f"{topic.purpose} Key: {topic.key}. Written by {topic.writer}.",
        "messages": {topic.value.__name__: {"$ref": f"#/components/messages/{topic.value.__name__}"}},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": {
                    "cleanup.policy": ["compact" if topic.compacted else "delete"],
                    **({} if topic.compacted else {"retention.ms": topic.retention_ms}),
                },
                "bindingVersion": "0.5.0",
            }
        },
    }


def _message(record: type[Record]) -> dict[str, Any]:
    return {
        "name": record.__name__,
        "summary": (record.__doc__ or "").strip().splitlines()[0],
        "contentType": "application/json",
        "payload": {"$ref": f"{record.__name__}.v1.json"},
        "bindings": {"kafka": {"key": {"type": "string"}, "bindingVersion": "0.5.0"}},
    }


def _structs(root: type[Record]) -> list[type[Record]]:
    """Every record type; `root` names where to begin, its definitions pick from them."""
    found: dict[str, type[Record]] = {root.__name__: root}
    queue: list[type[Record]] = [Record]
    while queue:
        kind = queue.pop()
        found.setdefault(kind.__name__, kind)
        queue.extend(kind.__subclasses__())
    return list(found.values())


def _require_written(definition: dict[str, Any], kind: type[Record]) -> None:
    written = [field.encode_name for field in msgspec.structs.fields(kind) if field.default is not msgspec.UNSET]
    definition["required"] = written
