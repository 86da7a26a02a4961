"""Search hits as people and as programs read them."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from connectors.sinks.channels.render import clean
from connectors.sinks.elasticsearch.search import Hit

_FOUND: Final = (("<em>", "\x1b[1m"), ("</em>", "\x1b[22m"))
_PLAIN: Final = (("<em>", "*"), ("</em>", "*"))


def as_json(hit: Hit) -> bytes:
    """The document with `_id`, `_index`, `_score` and `_highlight` beside its own fields."""
    beside = {"_id": hit.id, "_index": hit.index, "_score": hit.score, "_highlight": hit.highlight}
    return msgspec.json.encode({**beside, **hit.source})


def as_text(number: int, hit: Hit, *, colour: bool = False) -> str:
    """Number, title, when and where, what was found, link; what was found is marked."""
    title = (hit.highlight.get("title") or [_title(hit.source)])[0]
    lines = [f"{number}. {_shown(title, colour)}"]
    lines.append("   " + " · ".join(part for part in _about(hit.source) if part))
    fragments = [found for name, found in hit.highlight.items() if name != "title"]
    lines += [f"   … {_shown(fragment, colour)} …" for found in fragments for fragment in found]
    link = hit.source.get("url") or hit.source.get("link")
    if link:
        lines.append(f"   {clean(str(link))}")
    return "\n".join(lines)


def _title(source: dict[str, Any]) -> str:
    return str(source.get("title") or source.get("key") or source.get("id") or "")


def _about(source: dict[str, Any]) -> list[str]:
    """When, whose, and what kind: whatever of it this kind of document has."""
    when = source.get("published") or source.get("at") or source.get("last_seen") or source.get("seen")
    feed = source.get("feed") or {}
    rule = source.get("rule") or {}
    kinds = source.get("event_types") or [source.get("type"), source.get("status")]
    return [
        clean(str(when)) if when else "",
        clean(str(feed.get("title") or feed.get("url") or rule.get("name") or "")),
        clean(", ".join(str(kind) for kind in kinds if kind)),
    ]


def _shown(text: str, colour: bool) -> str:
    shown = clean(text)
    for mark, instead in _FOUND if colour else _PLAIN:
        shown = shown.replace(mark, instead)
    return shown
