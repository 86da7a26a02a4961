"""The OpenAPI 3.1 document, made from the same table as the routes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from console.api.endpoint import PREFIX, Endpoint, Nothing, Problem

_PROBLEMS = {
    "400": "Something in the request is wrong",
    "401": "Nobody is logged in",
    "403": "The role does not allow it",
    "404": "There is no such thing",
    "503": "A server is away",
}


def document(endpoints: Iterable[Endpoint]) -> dict[str, Any]:
    """The document of these endpoints."""
    listed = list(endpoints)
    records = {kind for one in listed for kind in (one.query, one.body, one.answer)} - {Nothing} | {Problem}
    ordered = sorted(records, key=lambda kind: kind.__name__)
    _, schemas = msgspec.json.schema_components(ordered, ref_template="#/components/schemas/{name}")
    paths: dict[str, dict[str, Any]] = {}
    for one in listed:
        paths.setdefault(PREFIX + one.path, {})[one.method.lower()] = _operation(one, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Marsad", "version": "1", "description": "What the console shows and does, for programs."},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "basic": {"type": "http", "scheme": "basic"},
                "session": {"type": "apiKey", "in": "cookie", "name": "marsad_session"},
            },
        },
        "security": [{"basic": []}, {"session": []}],
    }


def _operation(one: Endpoint, schemas: dict[str, Any]) -> dict[str, Any]:
    query = schemas.get(one.query.__name__, {}).get("properties", {})
    names = re.findall(r"{(\w+)}", one.path)
    operation: dict[str, Any] = {
        "operationId": f"{one.method.lower()}{re.sub(r'[^a-z]+', '_', one.path)}".rstrip("_"),
        "summary": one.summary,
        "description": f"Role: {one.role}.",
        "parameters": [_path(name) for name in names] + [_asked(name, schema) for name, schema in query.items()],
        "responses": {"200": {"description": "As asked", "content": {one.media: _answer(one)}}}
        | {
            code: {"description": told, "content": {"application/json": _ref(Problem)}}
            for code, told in _PROBLEMS.items()
        },
    }
    if one.body is not Nothing:
        operation["requestBody"] = {"required": True, "content": {"application/json": _ref(one.body)}}
    return operation


def _path(name: str) -> dict[str, Any]:
    kinds = ["acknowledged", "note", "muted", "irrelevant"]
    schema: dict[str, Any] = {"type": "string", "enum": kinds} if name == "kind" else {"type": "string", "minLength": 1}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _asked(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


def _ref(kind: type[msgspec.Struct]) -> dict[str, Any]:
    return {"schema": {"$ref": f"#/components/schemas/{kind.__name__}"}}


def _answer(one: Endpoint) -> dict[str, Any]:
    return _ref(one.answer) if one.media == "application/json" else {"schema": {"type": "string"}}
