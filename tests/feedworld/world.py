"""The whole feed world: every body that a publisher has been seen to send, or could."""

from __future__ import annotations

from tests.feedworld import broken, dates, encodings, formats, identity, links, odd, others, words
from tests.feedworld.case import Case

CASES: list[Case] = [
    *formats.CASES,
    *encodings.CASES,
    *broken.CASES,
    *words.CASES,
    *links.CASES,
    *dates.CASES,
    *identity.CASES,
    *others.CASES,
    *odd.CASES,
]
