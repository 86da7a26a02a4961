"""Every command in the docs exists, with its options; every file that they link to is there."""

import importlib
import re
import shlex
from pathlib import Path

import pytest
import typer

from marsad.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SPAN = re.compile(r"`([^`\n]+)`|^\s*((?:\.venv/bin/)?marsad .+)$", re.MULTILINE)


def commands():
    for page in PAGES:
        for found in SPAN.finditer(page.read_text(encoding="utf-8")):
            text = (found[1] or found[2]).split(" #")[0].split(" | ")[0].strip()
            words = text.removeprefix(".venv/bin/").split()
            if words[:1] == ["marsad"] and len(words) > 1 and words[1] != "…":
                yield pytest.param(text.removeprefix(".venv/bin/"), id=f"{page.name}: {text[:60]}")


def options(command):
    return {flag for parameter in command.params for flag in (*parameter.opts, *parameter.secondary_opts)}


@pytest.mark.parametrize("text", dict.fromkeys(p.values[0] for p in commands()))
def test_a_command_in_the_docs_exists(text):
    words = shlex.split(text)[1:]
    if words[0].startswith("-"):
        return
    assert words[0] in COMMANDS, f"there is no `marsad {words[0]}`"
    command = typer.main.get_command(importlib.import_module(f"marsad.cli.{words[0]}").app)
    rest = words[1:]
    while hasattr(command, "commands") and rest and not rest[0].startswith("-"):
        names = rest[0].split("|")
        assert set(names) <= set(command.commands), f"there is no `{text}`"
        command, rest = command.commands[names[0]], rest[1:]
    unknown = {word.split("=")[0] for word in rest if word.startswith("--")} - options(command) - {"--help"}
    assert not unknown, f"`{text}` has no {unknown}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page):
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing
