"""An event on its way: what one trigger says, before the mentions of one document are put together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from marsad.contracts import DateMention, Event, Evidence, Quantity, Role, Span, Status
from streams.events.lexicon import lexicon


@dataclass(slots=True)
class Draft:
    """One mention of an event, still open for what the rest of the document knows."""

    type: str
    roles: dict[str, Role]
    status: Status
    evidence: Evidence
    position: int
    asserted: bool = True
    background: bool = False
    said: bool = True
    weak: set[str] = field(default_factory=set)
    """Roles that were guessed."""
    left: dict[str, Role] = field(default_factory=dict)
    """Who alone is left in the sentence for a role; taken where the whole document says nothing else."""
    origin: Role | None = None
    """The state whose adjective stands at the item."""
    made: Role | None = None
    """The state that the item is said to be made in."""
    maker: str | None = None
    """The state that builds the item."""
    date: DateMention | None = None
    quantity: Quantity | None = None
    batch: int | None = None
    speaker: Role | None = None
    quote: Span | None = None
    relative: bool = False
    """Whether a relative clause says it."""
    granted: bool = False
    """Whether it only tells who grants the arms, which may not have come (`التي وهبتها موسكو`)."""
    recalled: bool = False
    """Whether its clause begins with `وكانت … قد`: what was said or done before the news."""
    asked: bool = False
    """Whether somebody only asks whether it is so."""
    again: bool = False
    """Whether it speaks of arms that were named before its clause (`تسليمها`, `الصواريخ`)."""
    generic: bool = False
    tentative: bool = False
    """Only an event where the document says who receives."""
    elsewhere: bool = False
    """Whether the arms go to a place that is nobody's (`نقلت … إلى كالينينغراد`)."""
    goes_on: bool = False
    """Whether it only goes on from another delivery (`على أن تلحق بها …`)."""
    to_them: bool = False
    """Whether they go to somebody whom only a pronoun names (`أرسلت إليها`)."""
    derivation: list[str] = field(default_factory=list)

    def copy(self, kind: str) -> Draft:
        """The same mention as an event of another frame."""
        roles, weak, notes = dict(self.roles), set(self.weak), list(self.derivation)
        return replace(self, type=kind, roles=roles, weak=weak, derivation=notes)

    def key(self, role: str) -> str | None:
        """What makes two fillers of a role the same."""
        filler = self.roles.get(role)
        return (filler.id or filler.name_en or filler.text) if filler else None

    def event(self) -> Event:
        """The contract record; a role that nothing fills is null, one that the frame lacks is absent."""
        frame = lexicon().frames[self.type]
        return Event(
            type=self.type,
            status=self.status,
            date=self.date,
            salience="background" if self.background else "main",
            asserted=self.asserted,
            evidence=self.evidence,
            quantity=self.quantity,
            batch=self.batch,
            speaker=self.speaker,
            quote=self.quote,
            derivation=tuple(self.derivation),
            **{role: self.roles.get(role) for role in frame.roles},
        )
