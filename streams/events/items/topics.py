"""What something handed over is only about or does with arms: `ردها بشأن صواريخ`, `خبراء لتشغيل …`."""

from __future__ import annotations

from streams.events.clause.find import Find
from streams.events.lexicon import lexicon
from streams.events.scene.nodes import is_any

_ABOUT = 3
"""Nodes between arms and the word that shows what they are dealt with for."""
_BESIDE = 2
_QUOTES = frozenset({'"', "(", ")"})


def dealt_with(find: Find, at: int) -> bool:
    """`أرسلت خبراء لتشغيل …`, `سلمت ردها بشأن …`: arms that something else handed over is about."""
    about = lexicon().joint("dealings", "topics", "carries")
    between = find.scene.nodes[find.node.index + 1 : at]
    before = [node for node in between if node.item is None or not node.item.generic]
    before = [node for node in before if node.norm not in _QUOTES][-_ABOUT:]
    for node in reversed(before):
        if node.norm == "،" or node.actor is not None or node.item is not None:
            return False
        if is_any(node, about):
            own = any(each.item is not None for each in find.scene.nodes[node.index - _BESIDE : node.index])
            return not own and node.index > find.node.index + 1
    return False
