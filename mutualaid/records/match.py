"""A match: a need with the people, the slot and the lots that meet it, once the coordinator kept the proposal."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field as Limit
from sqlmodel import Field

from mutualaid.records.base import Code, Note, Part, Record
from mutualaid.records.columns import EnumOf, JsonOf
from mutualaid.records.kinds import Daypart, MatchState, RejectReason


class LotUse(Part):
    """So many units of a lot."""

    lot: Code
    units: int = Limit(ge=1)


class Ask(Part):
    """That a volunteer was asked (or answered unasked), when last, and whether she said yes. A no ends the match."""

    volunteer: Code
    on: date
    yes: bool = False


class Match(Record):
    """A kept proposal. `day` and `part` are none for a pick-up. References are uids. `reasons` are codes with facts.

    `asked_on` is when its volunteers were last asked (none: not yet), `asks` who was, and who said yes: it is arranged
    when all have. `interpreter` is the volunteer who interprets for the others, if one does, present or `by_telephone`.
    """

    need: Code = Field(index=True)
    volunteers: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    day: date | None = Field(default=None, index=True)
    part: Daypart | None = Field(default=None, sa_type=EnumOf(Daypart))
    lots: list[LotUse] = Field(default_factory=list, sa_type=JsonOf(list[LotUse]))
    interpreter: Code | None = None
    by_telephone: bool = False
    state: MatchState = Field(default=MatchState.ACCEPTED, index=True, sa_type=EnumOf(MatchState))
    reasons: list[dict[str, Any]] = Field(default_factory=list, sa_type=JsonOf(list[dict[str, Any]]))
    decided_on: date
    asked_on: date | None = None
    asks: list[Ask] = Field(default_factory=list, sa_type=JsonOf(list[Ask]))

    @property
    def people(self) -> list[str]:
        """Everyone whose time it takes: its volunteers, then who interprets."""
        return [*self.volunteers, *([self.interpreter] if self.interpreter is not None else [])]


class Rejection(Record):
    """A proposal turned down, as the rule that it becomes: this need never with that volunteer, slot or item."""

    need: Code = Field(index=True)
    reason: RejectReason = Field(sa_type=EnumOf(RejectReason))
    volunteer: Code | None = None
    day: date | None = None
    part: Daypart | None = Field(default=None, sa_type=EnumOf(Daypart))
    item: Code | None = None
    note: Note = ""
    on: date


class KeptPlan(Record):
    """The last plan as solved, with the ids of its problem, so that why and why not outlive a restart."""

    made_on: date
    problem: str
    plan: str
    ids: dict[str, str] = Field(default_factory=dict, sa_type=JsonOf(dict[str, str]))
