"""Circumstances put into a sentence (`سلمت روسيا، رغم التحذيرات، سوريا …`): read as if they were not there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from streams.events.lexicon import ARMS, lexicon
from streams.events.scene.nodes import MEDIA, Node, is_any

Span = tuple[int, int]
"""First word of what is left out, and the word behind the last."""
_COMMA = "،"
_LONGEST = 14
"""Words of a circumstance between two commas, at most."""
_ADJECTIVES = 3
_IN_PHRASE = frozenset({"من", "علي", "في", "بين", "حول", "بشان", "عن"})
_OF_TIME = frozenset({"في", "قبل", "منذ", "بين"})
"""What a circumstance does not end with."""
_LEADS = {"علي": "behind_on", "في": "behind_in"}
_NO_ARTICLE = frozenset({"الي", "الا", "الان", "التي", "الذي", "الذين"})
_LED = (["من"], ["علي"], ["الي"], ["مع"])
"""What leads the noun behind an opener (`على الرغم من`)."""
_CLAUSE = frozenset({"ان", "انه", "انها", "انهم", "ما", "لما", "بما"})
_SIGNED = 10
"""Words that tell when and by whom a contract was signed, at most."""


def inserted(nodes: list[Node], words: list[str], found: set[str]) -> Iterator[Span]:
    """What tells how or in spite of what something is done, in the middle of it: between two commas, or before arms."""
    for opening, closing in _between_commas(words):
        if _beside(nodes, words, opening + 1, closing):
            yield opening + 1, closing
    openers = lexicon().set("inserted", "openers")
    if openers.isdisjoint(found):
        return
    for at, word in enumerate(words):
        start = _start(words, at) if word in openers and nodes[at].mention is None else 0
        if start and words[start - 1] != _COMMA and _parts_arms(nodes, start) and not _feared(nodes, at + 1):
            end = _phrase(nodes, words, at + 1 + (words[at + 1 : at + 2] in _LED))
            if _goes_on(nodes[end : end + 1]):
                yield start, end


def _feared(nodes: list[Node], at: int) -> bool:
    """`وسط مخاوف من صواريخ …`: arms that belong to the circumstance itself."""
    fear = any(is_any(node, lexicon().set("fears")) for node in nodes[at : at + 1])
    return fear and any(map(_is_weapon, nodes[at + 2 : at + 3]))


def _between_commas(words: list[str]) -> Iterator[Span]:
    """Each two commas with few words between them."""
    commas = [at for at, word in enumerate(words) if word == _COMMA]
    return (pair for pair in pairwise(commas) if 1 < pair[1] - pair[0] <= _LONGEST)


def _beside(nodes: list[Node], words: list[str], start: int, end: int) -> bool:
    """Whether what stands between two commas is a circumstance, with neither arms nor anybody in it.

    Its first words show it, or it begins with any preposition and stands between a verb and its arms. Who is named in
    what the news is set against has no part in it.
    """
    first = next(
        (at for at in range(start, min(start + 2, end)) if words[at] in lexicon().set("inserted", "openers")), end
    )
    opened = first < end and _start(words, first) == start
    if not opened and not (_preposition(nodes[start]) and _parts_arms(nodes, start)):
        return False
    inside = nodes[start:end]
    against = opened and words[first] in lexicon().set("inserted", "against")
    return not any(map(_is_arms, inside)) and (against or all(map(unnamed, inside)))


def _start(words: list[str], at: int) -> int:
    """Where a circumstance begins whose last opening word is at `at` (`على الرغم`, `في إطار`), 0 where none does."""
    for lead, kind in _LEADS.items():
        if words[at] in lexicon().set("inserted", kind):
            return at - 1 if words[at - 1] == lead else 0
    return at


def _parts_arms(nodes: list[Node], start: int) -> bool:
    """Whether the circumstance stands between a verb of delivering, or what stands over it, and the arms."""
    if not any(map(_is_weapon, nodes[start:])):
        return False
    before = next((node.index for node in reversed(nodes[:start]) if _says(node)), -1)
    return before >= 0 and not any(map(_is_weapon, nodes[before:start]))


def _goes_on(following: list[Node]) -> bool:
    """Whether what stands behind a phrase is another: a name, a preposition, arms, a word of delivering."""
    return any(node.mention is not None or of_arms(node) or _preposition(node) or _body(node) for node in following)


def _phrase(nodes: list[Node], words: list[str], at: int, *, inner: bool = False) -> int:
    """Where the noun phrase that begins at `at` ends, 0 where it cannot be told."""
    if at >= len(nodes) or not _plain(nodes[at]) or words[at] in _CLAUSE:
        return 0
    if is_any(nodes[at], lexicon().set("contracts", "nouns")):
        return _signed(nodes, words, at)
    end = at + 1
    if not _definite(nodes[at]) and any(map(of_arms, nodes[end : end + 1])):
        return 0
    if not _definite(nodes[at]) and end < len(nodes) and nodes[end].mention is not None and not nodes[end].lead:
        end += 1
    elif _definite(nodes[at]) or (end < len(nodes) and _definite(nodes[end])):
        while end < min(len(nodes), at + 1 + _ADJECTIVES) and _definite(nodes[end]) and _adjective(nodes[end]):
            end += 1
    elif _many(nodes[at]):
        while end < min(len(nodes), at + _ADJECTIVES) and nodes[end].norm.endswith("ه") and _plain(nodes[end]):
            end += 1
    behind = nodes[end : end + 2]
    if not inner and len(behind) == 2 and behind[0].norm in _IN_PHRASE and not _is_weapon(behind[1]):
        return 0 if behind[1].mention is not None else _phrase(nodes, words, end + 1, inner=True)
    if not inner and behind and behind[0].lead in ("ب", "ل") and _plain(behind[0]) and not _body(behind[0]):
        return _phrase(nodes, words, end, inner=True)
    return end


def _signed(nodes: list[Node], words: list[str], at: int) -> int:
    """`اتفاق التعاون العسكري`, `عقد أبرم بين البلدين العام الماضي`: a contract with who signed it and when."""
    told = lexicon().joint("signed", "dates") | lexicon().set("inserted", "signing")
    end = at + 1
    while end < min(len(nodes), at + _SIGNED) and nodes[end].mention is None:
        if not (words[end] in told or words[end].isdigit() or (_definite(nodes[end]) and _plain(nodes[end]))):
            break
        end += 1
    while words[end - 1] in _OF_TIME:
        end -= 1
    return 0 if words[end : end + 1] in (["مع"], ["بين"]) else end


def _many(node: Node) -> bool:
    """Whether a feminine adjective may follow a word (`ضغوط كبيرة`, not `تحطم مقاتلة`)."""
    aside = lexicon().set("time_units") | lexicon().set("leads", "bare", "aside")
    return node.norm.endswith(("ات", "ه")) or is_any(node, aside)


def _plain(node: Node) -> bool:
    """Whether a word is no name and no arms."""
    moves = "arms_delivery" in lexicon().marks(node.norm).frames
    return node.mention is None and not moves and not _is_arms(node) and node.norm[0].isalpha()


def _is_arms(node: Node) -> bool:
    """Whether a word is arms or hands them over; a contract does neither."""
    return of_arms(node) and not is_any(node, lexicon().set("contracts", "nouns"))


def _preposition(node: Node) -> bool:
    return any(phrase[1] == "preposition" for phrase in lexicon().marks(node.norm).phrases)


def _adjective(node: Node) -> bool:
    demonym = node.mention is not None and node.mention.kind == "demonym"
    return demonym or (_plain(node) and not _body(node))


def _body(node: Node) -> bool:
    return is_any(node, lexicon().joint("bodies", "persons"))


def _definite(node: Node) -> bool:
    if node.mention is not None:
        return node.mention.text.startswith("ال") and not node.lead
    if not node.norm.startswith("ال") or node.norm in _NO_ARTICLE:
        return False
    return not any(
        reading.form.tense == "masdar" and not reading.lead for reading in lexicon().marks(node.norm).readings
    )


def _is_weapon(node: Node) -> bool:
    return node.mention is not None and node.mention.type == "WEAPON"


def _says(node: Node) -> bool:
    """Whether a word hands arms over, or says how real it is that somebody does."""
    marks = lexicon().marks(node.norm)
    return node.mention is None and (marks.governed or "arms_delivery" in marks.frames)


def unnamed(node: Node) -> bool:
    """Whether a word names nobody but who tells the news."""
    return node.mention is None or node.mention.kind in MEDIA


def of_arms(node: Node) -> bool:
    """Whether a word of a clause is arms, or hands them over."""
    if node.mention is not None:
        return node.mention.type == "WEAPON"
    marks = lexicon().marks(node.norm)
    triggers = (reading.trigger for reading in marks.readings)
    hands = any(one is not None and one.frame in ARMS and one.pattern != "arrive" for one in triggers)
    return hands or marks.weak_item is not None or any(phrase[1] == "item" for phrase in marks.phrases)
