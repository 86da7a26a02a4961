"""What a clause adds to an event: how many, which batch, when, and who says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from marsad.contracts import DateMention, Evidence, Quantity, Role, Span
from streams.events.clause.ends import AND_THAT
from streams.events.clause.find import Find
from streams.events.lexicon import lexicon, stripped
from streams.events.scene.nodes import Item, Node, Scene, is_any, role_of

Dates = Callable[[], list[DateMention]]
"""The dates of a sentence, found when first asked for."""

_DIGITS = re.compile(r"\d[\d.,]*")
_REACH = 7
_LONG = 600
"""What begins another statement, with dates of its own."""


def evidence(find: Find) -> Evidence:
    """The sentence that says so; of a very long one, the clause."""
    scene = find.scene
    start, end = scene.sentence.start, scene.sentence.end
    if end - start > _LONG:
        start, end = scene.nodes[find.left].start, scene.nodes[find.right - 1].end
    return Evidence(text=scene.document.text[start:end], start=start, end=end)


def _number(word: str) -> float | None:
    """The number that a word is, or None."""
    digits = next((part for part in stripped(word) if _DIGITS.fullmatch(part)), None)
    return float(digits.replace(",", "").rstrip(".")) if digits else lexicon().number(word)


def quantity(scene: Scene, item: Item, after: int) -> Quantity | None:
    """The number right before an item, behind the trigger."""
    first = last = None
    value: float | None = None
    vague = lexicon().set("vague_numbers")
    for node in scene.nodes[max(after + 1, item.node - _REACH) : item.node]:
        listed = scene.nodes[min(node.index + 1, len(scene.nodes) - 1)].norm == "-"
        number = None if node.mention or listed else _number(node.norm)
        if number is None and (node.mention is not None or node.norm not in vague):
            continue
        if first is None:
            first, value = node, number
        elif number is not None:
            value = value * number if value is not None and number >= 100 else value
        last = node
    if first is None or last is None:
        return None
    return Quantity(text=scene.document.text[first.start : last.end], value=value)


def batch(find: Find) -> int | None:
    """Ordinal of the batch or shipment that the clause names."""
    nodes, batches = find.scene.nodes, lexicon().set("batches")
    if batches.isdisjoint(find.scene.stems):
        return None
    for node in nodes[find.left : find.right]:
        if is_any(node, batches):
            beside = [nodes[index] for index in (node.index - 1, node.index + 1) if 0 <= index < len(nodes)]
            return next((number for each in beside if (number := lexicon().ordinal(each.norm))), None)
    return None


def date(find: Find, dates: list[DateMention]) -> DateMention | None:
    """The date that the clause gives the event; one that stands beside a verb of saying dates the statement."""
    scene = find.scene
    start = scene.nodes[find.left - 1].end if find.left else scene.sentence.start
    inside = [each for each in dates if start <= each.start < find.end]
    another = (node.start for node in scene.nodes[find.node.index + 1 : find.right] if node.norm in AND_THAT)
    apart = next(another, find.end)
    behind = [each for each in inside if find.node.end < each.start < apart]
    if behind:
        return behind[0]
    before = [each for each in inside if each.start < apart and not _dates_statement(scene, each)]
    return before[-1] if before else None


def _dates_statement(scene: Scene, when: DateMention) -> bool:
    """Whether a verb of saying stands within a few words before a date."""
    position = next((node.index for node in scene.nodes if node.end > when.start), 0)
    near = scene.nodes[max(0, position - 8) : position]
    return any(node.mention is None and is_any(node, lexicon().speech) for node in near)


def speaker(find: Find) -> Role | None:
    """Who says so: behind a verb of saying, before a colon, or behind `وفق`, `بحسب`."""
    nodes, index = find.scene.nodes, find.node.index
    speech = lexicon().speech
    told = False
    for place in range(index - 1, -1, -1):
        if nodes[place].mention is not None or not is_any(nodes[place], speech):
            continue
        told = True
        who = _named_from(nodes[place + 1 : min(place + 12, index)])
        if who is not None:
            return who
    colon = next((node.index for node in nodes[:index] if node.norm == ":"), 0)
    if colon and not told:
        return _named_from(nodes[:colon])
    words = lexicon().set("sources")
    sources = [] if words.isdisjoint(find.scene.stems) else [node.index for node in nodes if is_any(node, words)]
    behind = [node.index for node in nodes[index + 1 :] if node.mention is None and is_any(node, speech)]
    found = (_named_from(nodes[place + 1 : place + 8]) for place in sources + behind)
    return next((who for who in found if who is not None), None)


def _named_from(nodes: Sequence[Node]) -> Role | None:
    """The first person or body of some nodes; the name of a person rather than the office before it."""
    for node in nodes:
        if node.lead.lstrip("وف")[:1] == "ل":
            continue
        if node.actor is not None and node.actor.how == "demonym":
            person = [each for each in nodes if 0 < each.index - node.index <= 2 and _is_person(each)]
            return role_of(person[0].mention) if person and person[0].mention else node.actor.role
        if node.mention is not None and node.mention.type in ("PER", "ORG") and node.mention.entity:
            return role_of(node.mention)
        if node.actor is not None:
            return node.actor.role
    return None


def _is_person(node: Node) -> bool:
    return node.mention is not None and node.mention.type == "PER"


def quote(find: Find) -> Span | None:
    """The quoted words that the trigger stands in."""
    marks = [node for node in find.scene.nodes if node.norm == '"']
    for opening, closing in zip(marks[::2], marks[1::2], strict=False):
        if opening.index < find.node.index < closing.index:
            start, end = opening.end, closing.start
            return Span(text=find.scene.document.text[start:end], start=start, end=end)
    return None
