"""One engine for all frames: sentences to scenes, triggers to drafts, drafts to events."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import chain

import msgspec

from marsad.arabic.dates import find as find_dates
from marsad.arabic.document import Document, Sentence
from marsad.contracts import DateMention, Event
from streams.entities.mention import Mention
from streams.events.clause.headlines import HEADLINE
from streams.events.clause.triggers import finds
from streams.events.context import BACK, from_before, open_sides, who_goes_on
from streams.events.discourse import reconcile, settle
from streams.events.draft import Draft
from streams.events.lexicon import ARMS, lexicon
from streams.events.reading import read
from streams.events.scene.nodes import Actor, Item, Scene
from streams.events.scene.stage import named_item, stage
from streams.events.sequels import follow, points_back

_ARMING = "تسليح"
"""The one trigger that speaks of arms by itself."""
_TATWEEL = "ـ"
_LONGEST = 150
"""Tokens of the longest stretch that is read at once."""
_BEFORE = -_LONGEST
"""The node of arms named before the sentence: farther from any word of it than any other."""
Staged = tuple[Sentence, list[Mention], Actor | None]
"""A sentence without triggers, as it waits to be set up."""
_OLD = timedelta(days=180)


def extract(
    article_text: Document,
    mentions: Sequence[Mention],
    *,
    title: Document | None = None,
    title_mentions: Sequence[Mention] = (),
    published: datetime | None = None,
) -> tuple[Event, ...]:
    """The events that an article speaks of, those that are news first.

    Args:
        article_text: The article's text, read.
        mentions: Names found in it, by `streams.entities`.
        title: The headline, read; an event that only it speaks of has its evidence in the field `title`.
        title_mentions: Names found in the headline.
        published: When the article came out; anchors relative dates.
    """
    named = [item for item in map(_named_before, title_mentions) if item is not None and not item.generic]
    body = settle(_dated(_drafts(article_text, mentions, published, named), published))
    if title is not None and title.sentences:
        head = settle(_dated(_drafts(title, title_mentions, published, []), published))
        for draft in head:
            draft.evidence = msgspec.structs.replace(draft.evidence, field="title")
        body = reconcile(body, head)
    return tuple(draft.event() for draft in body)


def _dated(drafts: list[Draft], published: datetime | None) -> list[Draft]:
    """What was done half a year and more before publication is background."""
    limit = (published - _OLD).date().isoformat() if published else ""
    for draft in drafts:
        until = draft.date.to if draft.date else None
        if until and until < limit and draft.status == "completed":
            draft.background = True
            draft.derivation.append(f"background: done by {until}")
    return drafts


def _drafts(
    document: Document, mentions: Sequence[Mention], published: datetime | None, titled: list[Item]
) -> list[Draft]:
    """What every trigger of a document says, in order; arms that its title names are known."""
    drafts: list[Draft] = []
    memory = [replace(item, role=msgspec.structs.replace(item.role, start=None, end=None)) for item in titled]
    speaker: Actor | None = None
    past: deque[Scene | Staged] = deque(maxlen=BACK)
    arms = bool(titled) or any(mention.type == "WEAPON" for mention in mentions)
    arms = arms or _ARMING in document.text.replace(_TATWEEL, "")
    for sentence, inside in _by_sentence(document, mentions):
        after = bool(drafts) and points_back(sentence)
        if not after and not _speaks(sentence, arms=arms, names=bool(inside)):
            memory.extend(item for item in map(_named_before, inside) if item is not None and not item.generic)
            past.appendleft((sentence, inside, speaker))
            continue
        scene = stage(document, sentence, inside, speaker)
        dates = cache(lambda scene=scene: _dates(scene, published))
        found = sorted(finds(scene), key=lambda find: find.trigger.contents)
        first = len(drafts)
        for find in found:
            told = (
                [one for one in drafts[first:] if one.type in ARMS and not one.goes_on] if find.trigger.contents else []
            )
            if not all(draft.generic for draft in told):
                continue
            before = [item for item in scene.items if item.node < find.node.index and not item.generic]
            new = read(find, memory + before, dates)
            drafts.extend(draft for draft in new if not told or _named_behind(draft, find.node.start))
        from_before(open_sides(drafts[first:]), scene, itself=True)
        _look_back(document, drafts[first:], past)
        drafts += follow(scene, drafts, first)
        memory.extend(replace(item, node=_BEFORE) for item in scene.items if not item.generic)
        past.appendleft(scene)
        speaker = who_goes_on(scene) or speaker
    return drafts


def _named_behind(draft: Draft, start: int) -> bool:
    """Whether a consignment names a system as its contents."""
    return not draft.generic and (draft.roles["item"].start or 0) > start


def _named_before(mention: Mention) -> Item | None:
    """The arms that a name outside the sentence is, or None."""
    return named_item(mention, _BEFORE)


def _look_back(document: Document, drafts: list[Draft], past: deque[Scene | Staged]) -> None:
    """Fill the sides that a sentence leaves open from those before it, set up only now where nothing was read."""
    for place, before in enumerate(past):
        waiting = open_sides(drafts)
        if not waiting:
            return
        scene = before if isinstance(before, Scene) else stage(document, *before)
        past[place] = scene
        from_before(waiting, scene)


def _by_sentence(document: Document, mentions: Sequence[Mention]) -> Iterator[tuple[Sentence, list[Mention]]]:
    """Each sentence with its mentions; of two that overlap the earlier and longer stays."""
    ordered = sorted(mentions, key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in ordered:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    position = 0
    for sentence in chain.from_iterable(map(_parts, document.sentences)):
        start = position
        while position < len(kept) and kept[position].start < sentence.end:
            position += 1
        yield sentence, kept[start:position]


def _parts(sentence: Sentence) -> Iterator[Sentence]:
    """A sentence that runs on without an end, in parts: the clauses of one are compared with each other."""
    tokens = sentence.tokens
    while len(tokens) > _LONGEST:
        commas = [index for index in range(_LONGEST // 2, _LONGEST) if tokens[index].norm == "،"]
        cut = commas[-1] + 1 if commas else _LONGEST
        yield Sentence(tokens[0].start, tokens[cut - 1].end, tokens[:cut])
        tokens = tokens[cut:]
    yield sentence if tokens is sentence.tokens else Sentence(tokens[0].start, sentence.end, tokens)


def _speaks(sentence: Sentence, *, arms: bool, names: bool) -> bool:
    """Whether any word may be a trigger: of an arms frame in a text that names arms, of another beside a name."""
    book = lexicon()
    for token in sentence.tokens:
        frames = book.marks(token.norm).frames
        if (arms and not frames.isdisjoint(ARMS)) or (names and not frames <= ARMS):
            return True
    return arms and names and len(sentence.tokens) <= HEADLINE


def _dates(scene: Scene, published: datetime | None) -> list[DateMention]:
    """Dates of a sentence, as contract records with offsets into the document."""
    shift, end = scene.sentence.start, scene.sentence.end
    return [
        DateMention(
            text=span.text,
            start=span.start + shift,
            end=span.end + shift,
            from_=span.from_.isoformat() if span.from_ else None,
            to=span.to.isoformat() if span.to else None,
        )
        for span in find_dates(scene.document.text[shift:end], published)
    ]
