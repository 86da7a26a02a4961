"""People within one text: titles stripped, and the short form after the full name (`غولر` after `يشار غولر`)."""

from __future__ import annotations

from dataclasses import replace

from marsad.arabic.document import Document, Token
from marsad.arabic.normalize import fold, normalize
from streams.entities.gazetteer.key import key
from streams.entities.link.words import HONORIFICS, NOT_NAMES, NOT_SURNAMES
from streams.entities.mention import Mention

_SHORTEST = 4
"""Letters of the shortest surname that is taken for its bearer; shorter ones are too often other words."""


def untitled(text: str, mention: Mention) -> Mention:
    """The mention without the title words before the name: `المشير خليفة حفتر` gives `خليفة حفتر`."""
    words = mention.text.split()
    start = mention.start
    while len(words) > 1 and fold(words[0]) in HONORIFICS:
        start = text.index(words[1], start + len(words[0]))
        words = words[1:]
    return replace(mention, text=text[start : mention.end], start=start)


def _surnames(mention: Mention) -> list[str]:
    """Keys of the last word and the last two words of a full name, where they can stand for it."""
    words = key(mention.text).split()
    if len(words) < 2 or words[-1] in NOT_SURNAMES:
        return []
    compound = len(words) > 2 and words[-1] in ("اوغلو", "زاده", "نجاد")
    return [" ".join(words[-2:]), words[-1]] if compound else [words[-1]]


def short_forms(document: Document, mentions: list[Mention]) -> list[Mention]:
    """Mentions of people by surname, for each full name among `mentions` and only behind it."""
    bearers: dict[str, Mention] = {}
    for mention in mentions:
        if mention.type == "PER":
            for name in _surnames(mention):
                if len(name) >= _SHORTEST:
                    bearers.setdefault(name, mention)
    if not bearers:
        return []
    covered = {place for mention in mentions if mention.entity for place in range(mention.start, mention.end)}
    found = []
    for token in document.tokens:
        bearer = _bearer(token, bearers)
        if bearer and token.start > bearer.end and covered.isdisjoint(range(token.stem_start, token.end)):
            found.append(_short(document.text, token, bearer))
    return found


def _bearer(token: Token, bearers: dict[str, Mention]) -> Mention | None:
    if bearer := bearers.get(token.norm):
        return bearer
    if "لل" in token.proclitics or "ال" in token.proclitics:
        return bearers.get("ال" + token.stem)
    return bearers.get(token.stem) if token.proclitics and token.norm not in NOT_NAMES else None


def _short(text: str, token: Token, bearer: Mention) -> Mention:
    start = name_start(token) if key(token.text) != key(bearer.text).split()[-1] else token.start
    return replace(bearer, text=text[start : token.end], start=start, end=token.end)


def name_start(token: Token) -> int:
    """Where a name begins in a token: behind its prepositions and conjunctions, the article kept.

    Where `لل` has swallowed the article's alef, the name begins with the preposition (`للأسد`).
    """
    length = 0
    for clitic in token.proclitics:
        if clitic in ("ال", "لل"):
            break
        length += len(clitic)
    return token.start + normalize(token.text).span(length, length + 1)[0] if length else token.start
