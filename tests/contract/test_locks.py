"""The locks: no addresses in them, and the image's has every extra that a setting asks for."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BROUGHT_BY_HAND = {"camel"}
"""Extras that no image has: this one brings torch (docs/decisions/003)."""


def names(requirements):
    return {re.match(r"[\w.-]+", one)[0].lower().replace("_", "-").replace(".", "-") for one in requirements}


def test_the_image_has_the_extras_that_settings_ask_for():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    locked = names(re.findall(r"^[\w.-]+(?===)", (ROOT / "requirements/base.lock").read_text("utf-8"), re.MULTILINE))
    wanted = set().union(*(names(extras[extra]) for extra in extras.keys() - BROUGHT_BY_HAND))
    assert wanted <= locked


@pytest.mark.parametrize("lock", sorted((ROOT / "requirements").glob("*.lock")), ids=lambda path: path.name)
def test_a_lock_names_no_address(lock):
    assert "://" not in lock.read_text("utf-8")
