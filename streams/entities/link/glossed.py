"""Systems that the gazetteer does not know, named as wires do: `مسيّرات من طراز "فلاي آي" (FlyEye)`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from marsad.arabic.document import Document
from streams.entities.link.cover import Cover
from streams.entities.mention import Mention

_GLOSS = re.compile(r"""["«“]([^"«»“”()،.]{2,40})["»”]\s?\(["“]?([A-Z][\w.\- ]{1,30}?)["”]?\)""")
_OF_MAKE = re.compile(r"\s+(?:\w+(?:ية|ة|ي|ا)\s+){0,2}(?:من\s+)?(?:طراز|نوع|فئة|صنف|ماركة)\s+|\s+")
"""What stands between a class of weapons and the name of its make."""
_FAR = 60
"""Letters between them at most."""
_TATWEEL = "ـ"


def glossed(document: Document, named: Sequence[Mention]) -> list[Mention]:
    """A name in quotes and its Latin form in brackets behind it, right behind a class of weapons.

    Args:
        document: The text.
        named: The names found so far; where one lies in the quotes or brackets nothing is added.

    Returns:
        Mentions of weapon systems by their Latin form; none knows a maker.
    """
    classes = [one.end for one in named if one.kind == "weapon_class"]
    if not classes or "(" not in document.text:
        return []
    known = Cover(named)
    found = []
    for match in _GLOSS.finditer(document.text):
        between = (document.text[end : match.start()] for end in classes if 0 < match.start() - end <= _FAR)
        behind = any(_OF_MAKE.fullmatch(words.replace(_TATWEEL, "")) for words in between)
        if not behind or known.touching(match.start(), match.end()):
            continue
        latin = match[2].strip()
        slug = "-".join(re.findall(r"[a-z\d]+", latin.lower()))
        found.append(
            Mention(
                text=match[1],
                start=match.start(1),
                end=match.end(1),
                type="WEAPON",
                id="weapon:" + slug,
                name_en=latin,
                name_ar=match[1],
                kind="weapon_system",
            )
        )
    return found
