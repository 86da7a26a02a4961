"""Where sentences end in wire text."""

from __future__ import annotations

import re

_END = re.compile(
    r"""
    \n+                                                   # a line break ends a headline or a paragraph
    | (?<![.])\.(?:["')\]]*[,،])                          # paragraphs that a feed glued with ".,"
    | [!?؟]+(?:["')\]]+(?=\s|$)|(?=\s|$|[ء-ي]))        # questions and exclamations
    | ؛(?=\s|$)
    | (?<![.])\.["')\]]*(?=\s|$)                          # a full stop, with its closing quotes
    | (?<=[^\W\d_][^\W\d_])["')\]]*\.["')\]]*(?=[ء-ي]{2})   # a full stop with no space after it
    | (?<=["')\]])\.(?=["ء-ي])
    | \.{3,}["')\]]*(?=\s*(?:\n|$))
    """,
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"(?:^|[^\w.])(?:[^\W\d_](?:\.[^\W\d_])*|ا\.د|mr|mrs|dr|st|no|vs|gen|col|lt|sgt|jr|prof|هـ|ق\.م)\.$"
)


def boundaries(text: str) -> list[int]:
    """The offsets in a normalised text at which a sentence ends; the last is its length."""
    ends = []
    for match in _END.finditer(text):
        stop = match.group()
        if (
            stop == "."
            and _ABBREVIATION.search(text[max(0, match.start() - 12) : match.end()])
            and text[match.end() :].strip()
        ):
            continue
        ends.append(match.end())
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    return ends
