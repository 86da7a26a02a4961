"""The frames and their words, loaded once from the YAML files beside this module."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

from marsad.arabic.normalize import fold
from marsad.contracts import Status
from streams.events.inflect import PRONOUNS, Form, noun, verb

_PROCLITICS = (
    *("وس", "فس", "وب", "ول", "فل", "لل", "ولل", "بال", "وبال", "فال", "وال", "كال"),
    *("ال", "س", "ب", "ل", "و", "ف"),
)
_SHORT = frozenset(["لم", "لن", "لا", "لو", "من", "عن", "في"])
"""Words of two letters that a conjunction is written to."""
_WORDS = 65_536
_FLAGS = ("strong", "own_forces", "takes_b", "contents", "background", "promise", "close", "awaits", "goes_on")
_WORD_LISTS = ("needs", "not_with", "not_after", "not_far", "not_near", "followed_by")
ARMS = frozenset({"arms_delivery", "arms_deal"})
"""Frames whose events are about arms; in a text that names none there are none."""

Phrase = tuple[tuple[str, ...], str, str]
"""Folded words, kind (preposition, governor, clause, background, trigger, item), label."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A lemma that may speak of an event of a frame."""

    frame: str
    lemma: str
    pattern: str
    strong: bool = False
    """Whether it speaks of the event without a recipient, and of arms named only by a weak word."""
    needs: frozenset[str] = frozenset()
    """Words of which one must stand beside it."""
    status: Status | None = None
    own_forces: bool = False
    """Whether it moves the mover's own forces."""
    not_with: frozenset[str] = frozenset()
    """Words right behind it that show another sense (`ورد في …`)."""
    not_after: frozenset[str] = frozenset()
    """Words right before it that do (`طائرة شحن`)."""
    not_far: frozenset[str] = frozenset()
    """Words farther behind it, before its arms, that do (`نقلت وكالة … عن`)."""
    not_near: frozenset[str] = frozenset()
    """Words anywhere behind it in its clause that do (`وصلت … للمشاركة في …`)."""
    followed_by: frozenset[str] = frozenset()
    """Words of which one must stand right behind it (`باتت في …`)."""
    contents: bool = False
    """Whether it names a consignment: an event only with its contents, where nothing else there is one."""
    background: bool = False
    """Whether it always tells what was known."""
    takes_b: bool = False
    """Whether its arms must stand behind `ب`."""
    held: bool = False
    """Whether it only says in whose hands the arms are."""
    close: bool = False
    """Whether its arms must stand right behind `ب`."""
    promise: bool = False
    """Whether it only promises; its arms must stand so too."""
    awaits: bool = False
    """Whether it speaks of them only where arms and who sends them are what somebody waits for."""
    goes_on: bool = False
    """Whether it speaks of them only behind another delivery of the sentence."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a written word as a trigger or as a governor."""

    form: Form
    lead: str = ""
    """Proclitics, as one string."""
    trigger: Trigger | None = None
    governor: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """One kind of event: its roles and what it takes to speak of it."""

    type: str
    roles: Mapping[str, str]
    required: tuple[str, ...]
    patterns: Mapping[str, Mapping[str, str]]
    """Role by place (subject, object, second, sole, a class of prepositions) by pattern."""
    halts: frozenset[str]
    """Frames whose stopping is an event of this one."""
    refuse_objects: frozenset[str]
    refuse_near: frozenset[str]
    carriers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything that is known of one written word, looked up once."""

    readings: tuple[Reading, ...]
    phrases: tuple[Phrase, ...]
    """Phrases that may start here, longest first."""
    relative: bool
    governed: bool
    """Whether any reading is a governor."""
    weak_item: str | None
    frames: frozenset[str]
    """Frames that the word may be a trigger of."""


def _load(name: str) -> dict[str, Any]:
    """One YAML file of this package."""
    file = resources.files("streams.events").joinpath("frames", name)
    content: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return content


def folded(words: Iterable[object]) -> frozenset[str]:
    """Words in the spelling of normalised tokens."""
    return frozenset(fold(str(word)) for word in words)


def _with_pronouns(openers: Iterable[str]) -> Iterable[str]:
    """`لكن` as `لكنه`, `إلا أن` as `إلا أنها`: openers that a pronoun can be written to."""
    for opener in openers:
        if opener.endswith(("أن", "إن", "لكن", "لأن")):
            yield from (opener + pronoun for pronoun in PRONOUNS)


class Lexicon:
    """All frames, triggers, governors and word lists. Read only."""

    def __init__(self) -> None:
        self.words = _load("lexicon.yaml")
        self.frames: dict[str, Frame] = {}
        self._readings: dict[str, list[Reading]] = defaultdict(list)
        self._phrases: dict[str, list[Phrase]] = defaultdict(list)
        self._add_shared()
        folder = resources.files("streams.events").joinpath("frames")
        for file in sorted(folder.iterdir(), key=lambda each: each.name):
            if file.name.endswith(".yaml") and file.name != "lexicon.yaml":
                self._add_frame(_load(file.name))
        self._relatives = folded(self.words["relatives"])
        self._leaders = {fold(name): code for code, names in self.words["leaders"].items() for name in names}
        self._weak = {fold(word): name for name, group in self.words["items"]["weak"].items() for word in group}
        self._ordinals = {fold(word): int(value) for value, group in self.words["ordinals"].items() for word in group}
        self._numbers = {fold(word): float(value) for value, group in self.words["numbers"].items() for word in group}
        self.effects = {word: form.tense for parts in self.words["effects"] for word, form in verb(parts)}
        self.deeds = frozenset(form for parts in self.words["deeds"] for form, _ in verb(parts))
        self.speech = frozenset(form for parts in self.words["speech"] for form, _ in verb(parts))

    def set(self, *path: str) -> frozenset[str]:
        """A word list of lexicon.yaml, by its path of keys."""
        return _word_set(*path)

    def joint(self, *names: str) -> frozenset[str]:
        """Several word lists of lexicon.yaml as one."""
        return _joint_set(*names)

    def leader(self, word: str) -> str | None:
        """ISO code of the state that a leader's name stands for."""
        return self._leaders.get(word)

    def folded_state(self, governor: str, state: str | None) -> str | None:
        """What a governor makes of the state of what lies under it; None is a noun that nothing has governed yet."""
        after: str | None = self.words["folds"].get(governor, {}).get(state or "bare", state)
        return after

    def ordinal(self, word: str) -> int | None:
        """The number of an ordinal, proclitics or not."""
        return next((self._ordinals[each] for each in stripped(word) if each in self._ordinals), None)

    def number(self, word: str) -> float | None:
        """The value of a number word, proclitics or not."""
        return next((self._numbers[each] for each in stripped(word) if each in self._numbers), None)

    def bare(self, word: str) -> list[Reading]:
        """Readings of a folded word as it stands."""
        return self._readings.get(word, [])

    def marks(self, word: str) -> Marks:
        """What is known of a folded word."""
        return _marks(word)

    def _add_shared(self) -> None:
        for label, members in self.words["prepositions"].items():
            self._add_phrases("preposition", label, members)
        openers = [str(member) for member in self.words["clause_starts"]]
        self._add_phrases("clause", "clause", openers + list(_with_pronouns(openers)))
        self._add_phrases("background", "background", self.words["background"]["phrases"])
        for name, members in self.words["items"]["strong"].items():
            self._add_phrases("item", name, members)
        for name, group in self.words["governors"].items():
            self._add_phrases("governor", name, group.get("phrases", ()))
            for parts in group.get("verbs", ()):
                for word, form in verb(parts):
                    self._readings[word].append(Reading(form, governor=name))

    def _add_phrases(self, kind: str, label: str, members: Iterable[object]) -> None:
        for member in members:
            words = tuple(fold(word) for word in str(member).split())
            self._phrases[words[0]].append((words, kind, label))

    def _add_frame(self, data: Mapping[str, Any]) -> None:
        kind = data["type"]
        self.frames[kind] = Frame(
            type=kind,
            roles=data["roles"],
            required=tuple(data["required"]),
            patterns=data["patterns"],
            halts=frozenset(data.get("halts", ())),
            refuse_objects=folded(data.get("refuse_objects", ())),
            refuse_near=folded(data.get("refuse_near", ())),
            carriers=folded(data.get("carriers", ())),
        )
        for entry in data["triggers"]:
            self._add_trigger(kind, entry)

    def _add_trigger(self, kind: str, entry: Mapping[str, Any]) -> None:
        common: dict[str, Any] = {"frame": kind, "pattern": entry["pattern"]}
        common |= {name: folded(entry.get(name, ())) for name in _WORD_LISTS}
        common |= {name: entry.get(name, False) for name in _FLAGS}
        common["status"] = entry.get("status")
        for parts in entry.get("verbs", ()):
            trigger = Trigger(lemma=parts.split()[-1], **common)
            for word, form in verb(parts):
                self._readings[word].append(Reading(form, trigger=trigger))
        for word in entry.get("nouns", ()):
            trigger = Trigger(lemma=word, **common)
            if " " in word:
                self._add_phrases("trigger", fold(word), [word])
                self._readings[fold(word)].append(Reading(Form("word"), trigger=trigger))
            else:
                for written, form in noun(word):
                    self._readings[written].append(Reading(form, trigger=trigger))

    def mark(self, word: str) -> Marks:
        """Look a folded word up; `marks` remembers the answer."""
        readings = tuple(self._with_proclitics(word))
        phrases = [phrase for each in stripped(word) for phrase in self._phrases.get(each, ())]
        return Marks(
            readings=readings,
            phrases=tuple(sorted(phrases, key=lambda phrase: -len(phrase[0]))),
            relative=not self._relatives.isdisjoint(stripped(word)),
            governed=any(reading.governor for reading in readings),
            weak_item=next((self._weak[each] for each in stripped(word) if each in self._weak), None),
            frames=frozenset(reading.trigger.frame for reading in readings if reading.trigger)
            | {reading.trigger.frame for phrase in phrases for reading in self._of_phrase(phrase) if reading.trigger},
        )

    def _of_phrase(self, phrase: Phrase) -> list[Reading]:
        return self.bare(phrase[2]) if phrase[1] == "trigger" else []

    def _with_proclitics(self, word: str) -> Iterable[Reading]:
        yield from self.bare(word)
        for lead in _PROCLITICS:
            if word.startswith(lead) and len(word) - len(lead) > 1:
                for reading in self.bare(word[len(lead) :]):
                    if _fits(lead, reading.form):
                        yield Reading(reading.form, lead, reading.trigger, reading.governor)


@cache
def lexicon() -> Lexicon:
    """The one lexicon of this process."""
    return Lexicon()


@cache
def _word_set(*path: str) -> frozenset[str]:
    words: Any = lexicon().words
    for name in path:
        words = words[name]
    return folded(words)


def _fits(lead: str, form: Form) -> bool:
    """Whether a form may carry these proclitics: `س` only a present, the article and prepositions only nouns."""
    rest = lead.lstrip("وف")
    if not rest:
        return True
    if "س" in rest:
        return form.tense == "present"
    if form.tense in ("masdar", "word"):
        return not (form.pronoun and "ال" in rest)
    return rest == "ل" and form.tense == "present"


def particle(word: str) -> str:
    """A particle without the conjunction written to it: `ولم` is `لم`; any other word as it stands."""
    return word[1:] if word[:1] in ("و", "ف") and word[1:] in _SHORT else word


@lru_cache(maxsize=_WORDS)
def _marks(word: str) -> Marks:
    return lexicon().mark(word)


@cache
def _joint_set(*names: str) -> frozenset[str]:
    return frozenset().union(*map(_word_set, names))


@lru_cache(maxsize=_WORDS)
def stripped(word: str) -> tuple[str, ...]:
    """The word as it stands, and without the proclitics it may carry."""
    found = [word]
    for lead in _PROCLITICS:
        if word.startswith(lead) and (len(word) - len(lead) > 2 or (lead in ("و", "ف") and particle(word) != word)):
            found.append(word[len(lead) :])
    return tuple(found)
