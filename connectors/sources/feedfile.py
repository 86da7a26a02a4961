"""The feed list: YAML or OPML. Every mistake is named with its file and line, and what to do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import yaml
from lxml import etree

from marsad.errors import ConfigError

FullText = Literal["no", "yes", "auto"]
_KEYS: Final = frozenset(
    [
        "url",
        "title",
        "country",
        "language",
        "reliability",
        "tags",
        "category",
        "interval",
        "full_text",
        "paused",
        "authorization_env",
        "proxy_env",
        "verified",
        "found_in",
    ]
)
_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_MIN_INTERVAL: Final = 1.0
_MAX_FILE: Final = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed of the list.

    `interval` in seconds is kept to exactly; where it is None the interval adapts to the feed's rhythm.
    """

    url: str
    title: str | None = None
    country: str | None = None
    language: str | None = None
    reliability: float | None = None
    tags: tuple[str, ...] = ()
    interval: float | None = None
    full_text: FullText = "no"
    paused: bool = False
    authorization_env: str | None = None
    """Environment variable with the value of the Authorization header; the value itself is in no file and no log."""
    proxy_env: str | None = None
    """Environment variable with the address of the proxy that this feed and its pages are fetched through."""


def load(path: Path) -> list[Feed]:
    """Read a feed list, each feed once.

    Raises:
        ConfigError: naming file and line.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"the feed list {path} cannot be read: {error.strerror}", resource=str(path)) from error
    if len(data) > _MAX_FILE:
        raise ConfigError(f"{path} is larger than {_MAX_FILE} bytes", resource=str(path))
    feeds = _opml(data, path) if _is_opml(data, path) else _yaml(data, path)
    return list({feed.url: feed for feed in reversed(feeds)}.values())[::-1]


def _is_opml(data: bytes, path: Path) -> bool:
    return path.suffix.lower() in {".opml", ".xml"} or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _wrong(path: Path, line: int, message: str, hint: str | None = None) -> ConfigError:
    return ConfigError(f"{path}:{line}: {message}", resource=str(path), hint=hint)


def _opml(data: bytes, path: Path) -> list[Feed]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise _wrong(
            path, line, f"not an OPML file: {error.msg}", "export it again, or write the list as YAML"
        ) from error
    feeds: list[Feed] = []
    for outline in root.iter("outline"):
        attributes = {str(key).lower(): str(value).strip() for key, value in outline.attrib.items()}
        url = attributes.get("xmlurl")
        if not url:
            continue
        above = [parent.get("text") or parent.get("title") for parent in outline.iterancestors("outline")]
        tags = [*(tag for tag in reversed(above) if tag), *attributes.get("category", "").split(",")]
        fields = {
            "url": url,
            "title": attributes.get("title") or attributes.get("text"),
            "language": attributes.get("language") or None,
            "tags": [tag.strip(" /") for tag in tags if tag.strip(" /")],
        }
        feeds.append(_feed(fields, path, _line(outline), {}))
    return feeds


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 1


def _yaml(data: bytes, path: Path) -> list[Feed]:
    try:
        root = yaml.compose(data, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _wrong(path, line, f"not YAML: {error.problem or error.context}") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise _wrong(path, 1, f"not YAML: {error}", "save it as UTF-8") from error
    return [_yaml_feed(node, path) for node in _entries(root, path)]


def _entries(root: yaml.Node | None, path: Path) -> list[yaml.Node]:
    """The nodes of the list: under `feeds:`, or the document itself where it is a list."""
    if root is None:
        return []
    if isinstance(root, yaml.SequenceNode):
        return list(root.value)
    hint = "begin it with `feeds:` and write `- url: https://…` under it"
    if not isinstance(root, yaml.MappingNode):
        raise _wrong(path, root.start_mark.line + 1, "no feed list", hint)
    for key, value in root.value:
        if key.value == "feeds" and isinstance(value, yaml.SequenceNode):
            return list(value.value)
        if key.value == "feeds" and value.tag.endswith(":null"):
            return []
    raise _wrong(path, root.start_mark.line + 1, "there is no `feeds:` list", hint)


def _yaml_feed(node: yaml.Node, path: Path) -> Feed:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return _feed({"url": node.value}, path, line, {})
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(path, line, "a feed is an address, or a mapping with `url`")
    lines = {key.value: key.start_mark.line + 1 for key, _ in node.value}
    loader = yaml.SafeLoader("")
    try:
        fields = {str(key): value for key, value in loader.construct_mapping(node, deep=True).items()}
    except (yaml.YAMLError, ValueError) as error:
        raise _wrong(path, line, f"not a feed: {error}") from error
    return _feed(fields, path, line, lines)


def _feed(fields: dict[str, Any], path: Path, line: int, lines: dict[str, int]) -> Feed:
    unknown = sorted(str(key) for key in fields.keys() - _KEYS)
    if unknown:
        at = lines.get(unknown[0], line)
        raise _wrong(path, at, f"a feed has no setting {unknown[0]!r}", "known are " + ", ".join(sorted(_KEYS)))
    reader = _Reader(fields, path, line, lines)
    return Feed(
        url=reader.url(),
        title=reader.text("title"),
        country=(reader.text("country") or "").upper() or None,
        language=reader.text("language"),
        reliability=reader.share("reliability"),
        tags=reader.tags(),
        interval=reader.interval(),
        full_text=reader.full_text(),
        paused=reader.flag("paused"),
        authorization_env=reader.text("authorization_env"),
        proxy_env=reader.text("proxy_env"),
    )


class _Reader:
    """The settings of one feed, each checked, each mistake with its line."""

    def __init__(self, fields: dict[str, Any], path: Path, line: int, lines: dict[str, int]) -> None:
        self.fields = fields
        self.path = path
        self.line = line
        self.lines = lines

    def wrong(self, key: str, message: str, hint: str | None = None) -> ConfigError:
        return _wrong(self.path, self.lines.get(key, self.line), f"{key}: {message}", hint)

    def url(self) -> str:
        url = str(self.fields.get("url") or "").strip()
        hint = "write the feed's full address, such as https://example.org/rss.xml"
        if not url:
            raise self.wrong("url", "a feed needs an address", hint)
        try:
            parts = urlsplit(url if "://" in url else f"https://{url}")
            host = parts.hostname
        except ValueError as error:
            raise self.wrong("url", f"{url!r} is no address", hint) from error
        if parts.scheme not in {"http", "https"} or not host or " " in url:
            raise self.wrong("url", f"{url!r} is no http address", hint)
        if parts.password:
            raise self.wrong(
                "url", "there is a password in it", "put it in a variable and name that in authorization_env"
            )
        return parts.geturl()

    def text(self, key: str) -> str | None:
        value = self.fields.get(key)
        if value is None:
            return None
        if isinstance(value, bool) and key == "country":
            return "NO" if value is False else None
        if not isinstance(value, (str, int, float)):
            raise self.wrong(key, f"is text, not {value!r}")
        return str(value).strip() or None

    def share(self, key: str) -> float | None:
        value = self.fields.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
            raise self.wrong(key, f"{value!r} is not a number from 0 to 1")
        return float(value)

    def tags(self) -> tuple[str, ...]:
        value = self.fields.get("tags") or []
        value = value.split(",") if isinstance(value, str) else value
        category = self.text("category")
        if not isinstance(value, list) or not all(isinstance(tag, (str, int)) for tag in value):
            raise self.wrong("tags", f"{value!r} is not a list of words", "write [politics, defence]")
        names = [str(tag).strip() for tag in value] + ([category] if category else [])
        return tuple(dict.fromkeys(name for name in names if name))

    def interval(self) -> float | None:
        value = self.fields.get("interval")
        if value is None or value == "auto":
            return None
        match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd]?)", str(value).strip().lower())
        seconds = float(match.group(1)) * _UNITS[match.group(2) or "s"] if match else 0.0
        if isinstance(value, bool) or seconds < _MIN_INTERVAL:
            raise self.wrong(
                "interval", f"{value!r} is no time of a second or more", "write seconds, or 5m, 1h, 1d, or auto"
            )
        return seconds

    def full_text(self) -> FullText:
        value = self.fields.get("full_text")
        choices: dict[Any, FullText] = {None: "no", False: "no", "no": "no", True: "yes", "yes": "yes", "auto": "auto"}
        if value not in choices:
            raise self.wrong("full_text", f"{value!r} is neither true, false nor auto")
        return choices[value]

    def flag(self, key: str) -> bool:
        value = self.fields.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, f"{value!r} is neither true nor false")
        return value
