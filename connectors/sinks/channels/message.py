"""An alert as a message for people: subject, text and HTML, from templates that whoever runs the channel may replace.

For each part the first of `CHANNEL.LANGUAGE.PART`, `CHANNEL.PART`, `alert.LANGUAGE.PART`, `alert.PART` counts, in the
folder of MARSAD_CHANNEL_TEMPLATES, then among ours. PART is `subject`, `txt` or `html`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import jinja2

from connectors.sinks.channels.render import clean, marked
from connectors.sinks.channels.words import WORDS
from marsad.contracts import Alert
from marsad.errors import ConfigError
from marsad.settings import ChannelSettings

_PARTS: Final = ("subject", "txt", "html")
_LTR: Final = ("\u2066", "\u2069")


@dataclass(frozen=True, slots=True)
class Message:
    """One alert, or a digest of several, as people read it."""

    subject: str
    text: str
    html: str


class Writer:
    """Writes messages of one channel in its language.

    Raises:
        ConfigError: when a template is wrong; names its file and line.
    """

    def __init__(self, channel: str, settings: ChannelSettings) -> None:
        self._channel, self._settings = channel, settings
        self._words = WORDS[settings.language]
        self._templates = {part: self._find(part) for part in _PARTS}

    def write(self, alert: Alert) -> Message:
        """The message of an alert.

        Raises:
            ConfigError: when a template asks for what is not there.
        """
        given = {"alert": alert, "words": self._words, "language": self._settings.language, "marked": marked}
        try:
            subject, text, html = (self._templates[part].render(given) for part in _PARTS)
        except jinja2.TemplateError as error:
            raise ConfigError(f"a template of {self._channel} fails: {error}", resource=self._variable) from error
        return Message(clean(subject), text.strip() + "\n", html.strip() + "\n")

    @property
    def _variable(self) -> str:
        return f"MARSAD_{self._channel.upper()}_TEMPLATES"

    def _find(self, part: str) -> jinja2.Template:
        language = self._settings.language
        names = [f"{start}.{rest}" for start in (self._channel, "alert") for rest in (f"{language}.{part}", part)]
        folder = self._settings.templates
        loaders: list[jinja2.BaseLoader] = [jinja2.PackageLoader("connectors.sinks.channels")]
        if folder is not None:
            if not folder.is_dir():
                raise ConfigError(f"{folder} is not a folder", resource=self._variable)
            loaders.insert(0, jinja2.FileSystemLoader(folder))
        try:
            return next(found for loader in loaders if (found := _first(_environment(loader), names)))
        except jinja2.TemplateSyntaxError as error:
            raise ConfigError(f"{error.filename}, line {error.lineno}: {error}", resource=self._variable) from error


def _first(environment: jinja2.Environment, names: list[str]) -> jinja2.Template | None:
    try:
        return environment.select_template(names)
    except jinja2.TemplatesNotFound:
        return None


def _environment(loader: jinja2.BaseLoader) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=loader,
        autoescape=jinja2.select_autoescape(["html"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"clean": clean, "moment": _moment, "link": _link}
    return environment


def _moment(at: datetime) -> str:
    """A time in UTC, held together in right-to-left text."""
    return f"{_LTR[0]}{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC{_LTR[1]}"


def _link(url: Any) -> str:
    """An address to click on: http and https alone, whatever a feed says."""
    return str(url) if str(url or "").startswith(("http://", "https://")) else ""
