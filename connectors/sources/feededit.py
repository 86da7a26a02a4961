"""Changes to a feed list in place: comments, order and everything else in the file stay as they were."""

from __future__ import annotations

import os
from pathlib import Path
from xml.sax.saxutils import quoteattr

import yaml

from connectors.sources import feedfile
from connectors.sources.feedfile import Feed
from marsad.errors import ConfigError


def add(path: Path, feed: Feed) -> bool:
    """Append a feed to a YAML list, making the file where there is none; False where the list has it already.

    Raises:
        ConfigError: when the file is no YAML list.
    """
    if not path.exists():
        _write(path, "feeds:\n")
    if any(entry.url == feed.url for entry in feedfile.load(path)):
        return False
    text = path.read_text(encoding="utf-8")
    indent = " " * (_entries(path, text)[0].start_mark.column - 2) if _entries(path, text) else "  "
    lines = [f"{indent}- url: {_quoted(feed.url)}"]
    fields = {"title": feed.title, "country": feed.country, "language": feed.language}
    lines += [f"{indent}  {key}: {_quoted(value)}" for key, value in fields.items() if value]
    if feed.tags:
        lines.append(f"{indent}  tags: [{', '.join(map(_quoted, feed.tags))}]")
    _write(path, text.rstrip("\n") + "\n" + "\n".join(lines) + "\n")
    return True


def remove(path: Path, url: str) -> None:
    """Take a feed out of a YAML list.

    Raises:
        ConfigError: when the list does not have it.
    """
    text = path.read_text(encoding="utf-8")
    node = _find(path, text, url)
    lines = text.splitlines(keepends=True)
    del lines[node.start_mark.line : _end(node)]
    _write(path, "".join(lines))


def pause(path: Path, url: str, *, paused: bool = True) -> None:
    """Mark a feed as paused, or no longer so.

    Raises:
        ConfigError: when the list does not have it.
    """
    text = path.read_text(encoding="utf-8")
    node = _find(path, text, url)
    lines = text.splitlines(keepends=True)
    start, end = node.start_mark.line, _end(node)
    block = [line for line in lines[start:end] if not line.strip().startswith("paused:")]
    if isinstance(node, yaml.ScalarNode):
        block = [f"{' ' * (node.start_mark.column - 2)}- url: {_quoted(url)}\n"]
    block += [f"{' ' * node.start_mark.column}paused: true\n"] if paused else []
    lines[start:end] = block
    _write(path, "".join(lines))


def to_opml(feeds: list[Feed]) -> str:
    """A feed list as OPML 2.0, feeds in folders by their first tag."""
    folders: dict[str, list[Feed]] = {}
    for feed in feeds:
        folders.setdefault(feed.tags[0] if feed.tags else "", []).append(feed)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<opml version="2.0">',
        "<head><title>Marsad</title></head>",
        "<body>",
    ]
    for folder, entries in folders.items():
        lines += [f"<outline text={quoteattr(folder)}>"] if folder else []
        lines += [
            f'<outline type="rss" text={quoteattr(feed.title or feed.url)} xmlUrl={quoteattr(feed.url)}'
            + (f" language={quoteattr(feed.language)}" if feed.language else "")
            + "/>"
            for feed in entries
        ]
        lines += ["</outline>"] if folder else []
    return "\n".join([*lines, "</body>", "</opml>", ""])


def _entries(path: Path, text: str) -> list[yaml.Node]:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if isinstance(root, yaml.MappingNode):
        root = next((value for key, value in root.value if key.value == "feeds"), None)
    if isinstance(root, yaml.SequenceNode) and root.flow_style:
        raise ConfigError(f"{path} is written on one line; a feed a line can be edited", resource=str(path))
    return list(root.value) if isinstance(root, yaml.SequenceNode) else []


def _find(path: Path, text: str, url: str) -> yaml.Node:
    for node in _entries(path, text):
        found = node.value if isinstance(node, yaml.ScalarNode) else _url(node)
        if found == url:
            return node
    raise ConfigError(f"{path} has no feed {url}", resource=str(path), hint="`marsad feeds list` shows what it has")


def _url(node: yaml.Node) -> str | None:
    return next((value.value for key, value in node.value if key.value == "url"), None)


def _end(node: yaml.Node) -> int:
    """The line behind a node: its own end mark lies behind blank lines and comments that belong to the next."""
    last = node if isinstance(node, yaml.ScalarNode) else node.value[-1][1]
    while isinstance(last, (yaml.SequenceNode, yaml.MappingNode)) and not last.flow_style and last.value:
        last = last.value[-1] if isinstance(last, yaml.SequenceNode) else last.value[-1][1]
    return int(last.end_mark.line) + 1


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _write(path: Path, text: str) -> None:
    """Replace the file in one step: a crash leaves the old list or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".new")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)  # noqa: PTH105 (atomic, and says so)
