"""The sentence of an article for which a rule on articles fired."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from marsad.arabic import normalize
from marsad.arabic.sentences import boundaries
from marsad.contracts import EnrichedArticle, Evidence
from streams.events.ledger import is_statement
from streams.rules.conditions import (
    Condition,
    EntityCondition,
    EventCondition,
    Not,
    TextCondition,
    TogetherCondition,
)
from streams.rules.subject import EventView, Subject

_RAW = re.compile(r"\S+")


def evidence(article: EnrichedArticle, tree: Condition, subject: Subject) -> Evidence:
    """An event's own evidence where the rule asks for one; else the sentence of the first word or entity asked for."""
    for node in _leaves(tree):
        if not node.matches(subject):
            continue
        if isinstance(node, EventCondition):
            return next(e.evidence for e in article.events if is_statement(e) and node.fits(EventView.of_event(e)))
        start = _place(node, article, subject)
        if start is not None:
            return _sentence(article, start)
    return _sentence(article, 0)


def _leaves(node: Condition) -> Iterator[Condition]:
    if isinstance(node, Not):
        return
    if not node.children():
        yield node
    for child in node.children():
        yield from _leaves(child)


def _place(node: Condition, article: EnrichedArticle, subject: Subject) -> int | None:
    """Offset of the first thing asked for in the text; negative in the headline."""
    if isinstance(node, TextCondition):
        terms = (*node.every, *node.some, *node.near)
        first = min((places[0] for term in terms if (places := subject.words.find(term))), default=None)
        return None if first is None else _offset(article, subject, first)
    keys = node.keys if isinstance(node, EntityCondition) else frozenset()
    if isinstance(node, TogetherCondition):
        keys = frozenset().union(*node.of)
    starts = [named.start for named in subject.entities if not keys or not keys.isdisjoint(named.keys)]
    return min(starts, key=lambda start: (start < 0, start), default=None)


def _offset(article: EnrichedArticle, subject: Subject, word: int) -> int:
    """Offset in the text of the word at a position of headline and text together; negative in the headline."""
    headline = len(article.title) + 1 if article.title else 0
    whole = f"{article.title}\n{article.text}" if article.title else article.text
    position = 0
    for match in _RAW.finditer(whole):
        position += len(subject.words.words_of(match.group()))
        if position > word:
            return match.start() - headline
    return 0


def _sentence(article: EnrichedArticle, start: int) -> Evidence:
    if start < 0 and article.title:
        return Evidence(text=article.title, start=0, end=len(article.title), field="title")
    plain = normalize(article.text)
    ends = [plain.origin(end - 1) + 1 if end else 0 for end in boundaries(plain.text)]
    index = min(bisect_right(ends, max(start, 0)), len(ends) - 1)
    first, last = (ends[index - 1] if index > 0 else 0), ends[index]
    while first < last and article.text[first].isspace():
        first += 1
    return Evidence(text=article.text[first:last], start=first, end=last)
