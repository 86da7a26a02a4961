"""Contracts that a delivery noun only names: `عقد توريد`."""

from __future__ import annotations

from streams.events.clause.find import Find
from streams.events.lexicon import lexicon
from streams.events.scene.nodes import Node, is_any

_NEAR_NOUN = 3
"""Words between a contract and what it is for, sums and names not counted."""
_TERMS = 7
"""Words before a trigger among which a word of fulfilling shows that the contract is carried out."""


def only_named_contract(find: Find) -> bool:
    """`عقد توريد`, `العقد الخاص بتزويد`: the delivery noun only says what the contract is about."""
    if not find.nominal:
        return False
    contracts = lexicon().set("contracts", "nouns")
    binding = lexicon().set("contracts", "binding")
    before = find.scene.nodes[find.left : find.node.index]
    if any(is_any(node, binding) or node.governor == "fulfil" for node in before[-_TERMS:]):
        return False
    apart = 0
    for node in reversed(before):
        if is_any(node, contracts) and not node.skip and node.governor is None:
            return not _beside_contract(find, node)
        if node.governor not in (None, "negate") and not node.prep:
            return False
        apart += not _terms(node)
        if apart > _NEAR_NOUN:
            return False
    return False


def _terms(node: Node) -> bool:
    """`عقدا قيمته 367 مليون دولار مع …`: sums and partners between a contract and what it is for."""
    sums = lexicon().joint("amounts", "sums")
    return node.aside or node.norm[0].isdigit() or node.actor is not None or bool(node.prep) or is_any(node, sums)


def _beside_contract(find: Find, contract: Node) -> bool:
    """`نفت توقيع العقد أو تسليم …`: a delivery noun beside a contract, not of what it is (`عقد بيع أو تسليم`)."""
    between = find.scene.nodes[contract.index + 1 : find.node.index]
    of_it = any(one.form.tense == "masdar" for node in between for one in node.readings)
    return bool(between) and between[-1].norm == "او" and not of_it
