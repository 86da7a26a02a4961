"""Find the date expressions of a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from itertools import pairwise

from marsad.arabic import clitics
from marsad.arabic.dates import absolute, hijri, names, ranges, relative
from marsad.arabic.dates import patterns as p
from marsad.arabic.dates.absolute import Context, Resolve
from marsad.arabic.dates.span import Bound, DateSpan, Kind, Period, shift_days, shift_months, third
from marsad.arabic.document import Document
from marsad.arabic.normalize import normalize

_RULES = (*ranges.RULES, *absolute.RULES, *hijri.RULES, *relative.RULES)
_FUTURE = re.compile(
    r"(?<![^\W_])[وف]?(?:(?P<verb>س[ايتن]\w{2,})|سوف|المقرر|المتوقع|المرتقب|المنتظر|بحلول|يتوقع|نتوقع|تتوقع|يعتزم|تعتزم"
    r"|ينوي|يزمع|غضون)(?![^\W_])"
)
_BOUNDS: dict[str, Bound] = {
    "بحلول": "by", "في موعد اقصاه": "by", "منذ": "since", "اعتبارا من": "since", "ابتداء من": "since",
    "بدءا من": "since", "حتي": "until", "لغايه": "until", "قبل": "before", "قبيل": "before", "بعد": "after",
    "عقب": "after", "خلال": "within", "في غضون": "within",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_SEED = re.compile(r"(?:1[3-9]|20)\d\d(?!\d)")
_REACH = 60
"""Characters around a seed in which its date lies."""
_DURATION_BOUNDS: dict[str, Bound] = {"منذ": "since", "خلا": "within", "في ": "within", "غضو": "within"}
_PART = re.compile(rf"{p.START}(?P<part>{p.any_of(names.PART)})\s+(?:من\s+)?$")
_BOUND = re.compile(rf"{p.START}(?P<bound>{p.any_of(_BOUNDS)})\s+$")
_OF_END = re.compile(rf"(?:نهايه|ختام|اخر){p.END}")
_BETWEEN = re.compile(r"(?<![^\W_])[وف]?(?P<word>بين|من|منذ)\s+$")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_AND = re.compile(r"\s+(?:و|الي\s+|وحتي\s+|حتي\s+)|\s*[-/]\s*")


@dataclass(frozen=True, slots=True)
class _Found:
    """A date in normalised offsets."""

    start: int
    end: int
    period: Period
    kind: Kind
    bound: Bound = "in"


def _resolved(resolve: Resolve, match: re.Match[str], context: Context) -> tuple[Period, Kind] | None:
    """What a rule makes of a match, nothing for a date that the calendar does not have."""
    try:
        return resolve(match, context)
    except (ValueError, OverflowError):
        return None


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """The stretches around words that dates are made of; a text has few, and the rules need look nowhere else."""
    begin = end = -1
    for match in _WORD.finditer(text):
        if match.group() not in names.SEEDS and not _SEED.match(text, match.start()):
            continue
        first, last = max(match.start() - _REACH, 0), match.end() + _REACH
        if first > end:
            if end > 0:
                yield begin, end
            begin = text.find(" ", first, match.start()) if first else 0
            begin = begin if begin >= 0 else match.start()
        end = text.find(" ", last) if last < len(text) else len(text)
        end = end if 0 <= end <= last + _REACH else last
    if end > 0:
        yield begin, end


def _future(before: str) -> bool:
    """Whether words speak of what is to come; `سياسة` begins like a future verb and is none."""
    return any(
        not match["verb"] or "س" in clitics.parts(match["verb"]).proclitics for match in _FUTURE.finditer(before)
    )


def _candidates(text: str, anchor: date | None) -> Iterator[tuple[int, int, int, _Found]]:
    """Everything that any rule reads, with what it is ranked by: longest, earliest rule, place."""
    for begin, end in _windows(text):
        for order, (pattern, resolve) in enumerate(_RULES):
            for match in pattern.finditer(text, begin, end):
                start, stop = match.span("all")
                before = text[max(text.rfind("\n", 0, start) + 1, text.rfind(". ", 0, start) + 1, start - 90) : start]
                if read := _resolved(resolve, match, Context(anchor, before, _future(before))):
                    yield start - stop, order, start, _Found(start, stop, *read)


def _primitives(text: str, anchor: date | None) -> list[_Found]:
    """The dates without their prepositions, in order; where two overlap the longer, then the earlier rule."""
    taken: list[_Found] = []
    for *_, one in sorted(_candidates(text, anchor), key=lambda item: item[:3]):
        place = bisect_left(taken, one.start, key=lambda other: other.start)
        clear_before = place == 0 or taken[place - 1].end <= one.start
        if clear_before and (place == len(taken) or one.end <= taken[place].start):
            taken.insert(place, one)
    return taken


def _with_part(text: str, one: _Found) -> _Found:
    """`أواخر`, `مطلع` before a period."""
    match = _PART.search(text, max(0, one.start - 14), one.start)
    if not match or one.period.grain == "day":
        return one
    return replace(one, start=match.start("part"), period=third(one.period, names.PART[match["part"]]))


def _with_bound(text: str, one: _Found, anchor: date | None) -> _Found:
    """`بحلول`, `منذ`, `حتى` before a period, and what they make of it."""
    match = _BOUND.search(text, max(0, one.start - 24), one.start)
    if one.kind == "duration":
        return replace(one, bound=_DURATION_BOUNDS.get(text[one.start : one.start + 3], "in"))
    if not match:
        return one
    bound = _BOUNDS[re.sub(r"\s+", " ", match["bound"])]
    # What comes before the end of a year may still come in its last months.
    of_end = bound == "before" and _OF_END.match(text, one.start)
    period = replace(one.period, first=None) if of_end else _bounded(one.period, bound, anchor)
    return replace(one, start=match.start("bound"), bound=bound, period=period)


def _bounded(period: Period, bound: Bound, anchor: date | None) -> Period:
    """The days a bound leaves of a period."""
    first, last = period.first, period.last
    if bound in ("by", "until"):
        start = anchor if anchor and last and anchor <= last else None
        return replace(period, first=start)
    if bound == "since":
        return replace(period, last=anchor if anchor and first and first <= anchor else None)
    if bound == "before":
        return replace(period, first=None, last=shift_days(first, -1) if first else None)
    if bound == "after":
        return replace(period, first=shift_days(last, 1) if last else None, last=None)
    return period


def _ranges(text: str, found: list[_Found]) -> list[_Found]:
    """Join `بين … و…`, `من … إلى …` and `2018-2019`."""
    joined: list[_Found] = []
    for one in found:
        last = joined[-1] if joined else None
        between = text[last.end : one.start] if last else ""
        if last and last.kind != "range" and _AND.fullmatch(between):
            word = _BETWEEN.search(text, max(0, last.start - 8), last.start)
            if word or (not between.isspace() and between.strip() in ("-", "/")):
                start = word.start("word") if word else last.start
                period = _joined(last, one, text)
                joined[-1] = _Found(start, one.end, period, "range")
                continue
        joined.append(one)
    return joined


def _joined(left: _Found, right: _Found, text: str) -> Period:
    """The period from one to another; a year that only the second names holds for the first too."""
    first, last = left.period.first, right.period.last
    if first and last and _YEAR.search(text, right.start, right.end) and not _YEAR.search(text, left.start, left.end):
        months = (last.year - first.year) * 12
        first = shift_months(first, months)
        first = shift_months(first, -12) if first > last else first
    elif first and last and last < first:
        last = shift_months(last, 12)
    return Period(first, last, right.period.grain)


def find(document: Document | str, anchor: datetime | None = None, zone: tzinfo = UTC) -> list[DateSpan]:
    """Find the dates of a text, in order, none overlapping.

    Args:
        document: A text, or one that was read.
        anchor: When it was published. Without it only absolute dates get days; the others are found with None.
        zone: Where `اليوم` is reckoned; an anchor without a zone is taken to be in it.
    """
    text = document if isinstance(document, str) else document.text
    source = normalize(text)
    today = (anchor.astimezone(zone) if anchor.tzinfo else anchor).date() if anchor else None
    found = [_with_part(source.text, one) for one in _ranges(source.text, _primitives(source.text, today))]
    spans = []
    for one in found:
        whole = _with_bound(source.text, one, today)
        start, end = source.span(whole.start, whole.end)
        period = whole.period
        spans.append(
            DateSpan(text[start:end], start, end, period.first, period.last, whole.kind, period.grain, whole.bound)
        )
    return [one for one, after in pairwise([*spans, None]) if one and (after is None or one.end <= after.start)]
