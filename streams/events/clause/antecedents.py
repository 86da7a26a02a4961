"""Relative clauses: which arms they hang on, and where they end."""

from __future__ import annotations

from streams.events.lexicon import lexicon
from streams.events.scene.nodes import Item, Node, Scene, is_verb

BEFORE_MAIN = frozenset(["،", ":", "-", "ان", "قد", "لم", "لن", "لا"])
"""What stands before a main verb."""
_MODEL, _CLASS = 7, 4
"""Nodes before a verb among which the arms stand that it describes: with a model behind them, and without."""
_CLOSES = frozenset({'"', ")"})
_PHRASE = 12
"""Nodes between arms and a clause that hangs on them: adjectives, their name in Latin, what they are against."""
_FEMININE = "ه"
"""The end of an adjective of arms (`مضادة`, `متطورة`), folded."""
_MARKS = frozenset({'"', "(", ")", "،", "-", "'", "«", "»"})
_KINDS = frozenset(
    {"من", "طراز", "نوع", "فيه", "عيار", "ملم", "مم", "المدي", "الدفع", "الحركه", "الصنع", "التصميم", "طويله"}
)
_SHORTEST = 4
"""Letters of a verb in the past that only its ending shows (`غيرت`)."""
_NO_VERBS = frozenset({"تحت", "وقت", "الوقت", "بيت", "صوت", "ثابت", "موقت", "سبت", "توقيت", "انترنت", "زيت", "موت"})
_FUTURE = ("ست", "سي")
_FUTURE_LENGTH = 5
_NOUNS = ("ه", "ات", "ي", "يا")
"""Endings of nouns that begin as a verb in the future does (`سيارة`)."""


def hung_on(scene: Scene, at: int) -> list[Item]:
    """The arms whose phrase ends right before node `at`, where a clause or participle about them begins.

    `صواريخ "ستارستريك" (Starstreak) التي …`, `صواريخ ستينغر المضادة للطائرات المقدمة من …`: only what describes the
    arms stands between. Of a class and the name of its model it is the name; names joined by `و` are meant together.
    """
    nearest: Item | None = None
    for node in reversed(scene.nodes[max(0, at - _PHRASE) : at]):
        if node.item is not None and (nearest is None or not node.item.generic):
            nearest = node.item
            if not nearest.generic:
                break
        elif node.item is None and not of_phrase(node):
            break
    return _joined(scene, nearest) if nearest is not None else []


def of_phrase(node: Node) -> bool:
    """Whether a word behind arms belongs to their phrase."""
    if node.actor is not None or node.relative or node.clause or node.governor or is_verb(node):
        return False
    if node.mention is not None:
        return node.mention.kind == "demonym" or node.mention.type not in ("LOC", "PER", "ORG")
    if node.norm in _MARKS or node.norm in _KINDS or not node.norm[0].isalpha() or node.norm.isascii():
        return True
    return node.prep is None and (node.norm.startswith(("ال", "لل", "وال")) or node.norm.endswith(_FEMININE))


def _joined(scene: Scene, nearest: Item) -> list[Item]:
    """Arms with those before them that are joined to them by `و`."""
    named = [item for item in scene.items if item.generic == nearest.generic and item.node <= nearest.node]
    found = [named[-1]]
    for item in reversed(named[:-1]):
        between = scene.nodes[item.node + 1 : found[-1].node + 1]
        apart = [node for node in between[:-1] if node.item is None and not of_phrase(node)]
        if apart or not any(node.lead.startswith("و") or node.norm == "و" for node in between):
            break
        found.append(item)
    return found[::-1]


def main_verb(node: Node) -> bool:
    """Whether a word can only be a verb by its form: behind the verb of a relative clause the main clause goes on."""
    if node.mention is not None or node.prep or node.governor or node.norm in _NO_VERBS or node.norm.startswith("ال"):
        return False
    past = len(node.norm) >= _SHORTEST and node.norm.endswith("ت") and not node.norm.endswith("ات")
    future = len(node.norm) >= _FUTURE_LENGTH and node.norm.startswith(_FUTURE) and not node.norm.endswith(_NOUNS)
    return past or (future and lexicon().number(node.norm) is None)


def describes(nodes: list[Node], index: int) -> bool:
    """Whether a verb right behind arms describes them: `مروحيات قدمتها روسيا`, `مسيرات حصل عليها من تركيا`."""
    node = nodes[index]
    if not hangs_on_arms(nodes, index):
        return False
    past = [reading for reading in node.readings if reading.trigger and reading.form.tense == "past"]
    with_them = index + 1 < len(nodes) and nodes[index + 1].norm in ("عليها", "عليه", "بها", "به")
    return any(reading.form.pronoun in ("ها", "ه", "هما") and not reading.lead for reading in past) or (
        bool(past) and with_them
    )


def _is_joined(node: Node) -> bool:
    """Whether a word has a conjunction or preposition written to it, which the `و` of `وهبتها` is not."""
    return bool(node.lead) and all(one.lead or one.trigger is None for one in node.readings)


def hangs_on_arms(nodes: list[Node], index: int) -> bool:
    """Whether a word stands right behind indefinite arms, their model and its name in brackets between."""
    last = nodes[index - 1]
    reach = _MODEL if last.norm in _CLOSES else _CLASS
    if (
        _is_joined(nodes[index])
        or not index
        or not any(each.item is not None for each in nodes[max(0, index - reach) : index])
    ):
        return False
    made = last.norm in _KINDS and not nodes[index - 2].norm.startswith("ال")
    definite = last.mention is None and last.norm.startswith("ال") and not made
    opened = last.clause or last.relative
    return not (definite or opened or last.norm in BEFORE_MAIN or last.prep or last.governor or last.actor is not None)
