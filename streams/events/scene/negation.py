"""Words that belong to a negation, wherever they stand."""

from __future__ import annotations

from streams.events.lexicon import ARMS, lexicon, particle
from streams.events.scene.nodes import Scene

_NOT_YET = 8
"""Words between a negation and `بعد`, the verb and its subject between them."""
_NOT = frozenset({"لم", "لن"})
_GIVEN = 10
"""Words from a negation up to what is not given."""


def not_yet(scene: Scene, index: int) -> bool:
    """`لم تبدأ بعد بتوريد …`, `لم تحسم برلين أمرها بعد بشأن …`: `بعد` belongs to the negation before it."""
    words, near = scene.words, scene.words[max(0, index - 3) : index]
    if any(particle(word) in ("لم", "لما") for word in near) or near[-2:-1] in (["لا"], ["ليس"]):
        return True
    start = next((at for at in range(index - 4, max(-1, index - _NOT_YET), -1) if particle(words[at]) == "لم"), None)
    if start is None or "،" in words[start:index]:
        return False
    if not (scene.nodes[start].governor == "possible" or lexicon().marks(words[start + 1]).governed):
        return False
    inside = scene.nodes[start + 2 : index]
    return not any(node.item or lexicon().marks(node.norm).frames & ARMS for node in inside)


def gives_no_arms(scene: Scene, index: int) -> bool:
    """`لن تمنح كييف صواريخ` (but `لن تمنح برلين موافقتها على تسليم …`): arms themselves are not given."""
    if particle(scene.words[index]) not in _NOT:
        return False
    verb, *behind = scene.nodes[index + 1 : index + _GIVEN]
    if not any(one.trigger and one.trigger.pattern == "offer" for one in lexicon().marks(verb.norm).readings):
        return False
    for node in behind:
        if node.item is not None:
            return True
        if any(one.trigger and one.form.tense == "masdar" for one in lexicon().marks(node.norm).readings):
            return False
    return False
