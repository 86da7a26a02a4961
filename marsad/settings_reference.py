"""Every setting with its variable, default and meaning: what `marsad settings` shows and docs/settings.md holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, SecretStr

from marsad.settings import Settings


@dataclass(frozen=True, slots=True)
class Variable:
    """One setting. `default` and `value` are as they would be written in the environment; secrets are not shown."""

    name: str
    default: str
    value: str
    meaning: str


def variables(settings: Settings) -> list[Variable]:
    """All settings in the order of the tree."""
    return list(_walk("MARSAD", settings))


def markdown(settings: Settings) -> str:
    """The table of docs/settings.md."""
    rows = "".join(
        f"| `{v.name}` | {f'`{v.default}`' if v.default else ''} | {v.meaning} |\n" for v in variables(settings)
    )
    return f"| variable | default | meaning |\n|---|---|---|\n{rows}"


def _walk(prefix: str, model: BaseModel) -> Iterator[Variable]:
    for name, field in type(model).model_fields.items():
        path, value = f"{prefix}_{name.upper()}", getattr(model, name)
        if isinstance(value, BaseModel):
            yield from _walk(path, value)
        else:
            meaning = " ".join((field.description or "").split())
            yield Variable(path, _written(field.default), _written(value), meaning)


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, SecretStr):
        return "(secret)"
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)
