"""The words of the interface: one catalogue a language, with the same keys."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Final, Literal

import msgspec
from markupsafe import Markup

Language = Literal["ar", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("ar", "en")
DIRECTIONS: Final = {"ar": "rtl", "en": "ltr"}
_APART: Final = Markup("<bdi>{}</bdi>")


class Words:
    """The catalogue of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.direction = DIRECTIONS[language]
        data = resources.files("console").joinpath("words", f"{language}.yaml").read_bytes()
        self.texts: dict[str, str] = msgspec.yaml.decode(data, type=dict[str, str])

    def say(self, key: str, **values: object) -> str:
        """The text of a key, with its `{gaps}` filled."""
        text = self.texts[key]
        return text.format(**values) if values else text

    def tell(self, key: str, **values: object) -> Markup:
        """The same for a page: a value is escaped, and its direction does not reach what stands around it."""
        return Markup(self.texts[key]).format(**{name: _APART.format(value) for name, value in values.items()})  # noqa: S704

    def name(self, group: str, value: str | None) -> str:
        """The name of one of a group's values; a value that has none is shown as it is, in words."""
        if not value:
            return ""
        return self.texts.get(f"{group}.{value}", value.replace("_", " "))

    def of(self, thing: object) -> str:
        """The name of a role or an entity in this language, else in the other, else as written."""
        first, second = ("name_ar", "name_en") if self.language == "ar" else ("name_en", "name_ar")
        found = (getattr(thing, first, None), getattr(thing, second, None), getattr(thing, "text", None))
        return next((str(text) for text in found if text), str(getattr(thing, "id", "") or ""))


@functools.cache
def words(language: Language) -> Words:
    """The catalogue, read once a process."""
    return Words(language)


def chosen(asked: str | None) -> Language | None:
    """A language that we have."""
    return next((language for language in LANGUAGES if language == asked), None)
