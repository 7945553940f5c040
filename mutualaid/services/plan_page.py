"""A plan as the matching desk shows it: proposals, what was left out and why, and what would help."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from mutualaid.language.reasons import Rival
from mutualaid.records.kinds import Daypart, MatchState, Mode, Urgency
from mutualaid.services.problem import Conflict


class Given(NamedTuple):
    """So many units of a lot, as a plan shows it."""

    lot: str
    item: str
    units: int
    site: str
    expires_on: date | None


class NeedHead(NamedTuple):
    """What names a need on the matching desk."""

    uid: str
    code: str
    household: str
    category: str
    mode: Mode
    item: str | None
    quantity: int
    unit: str | None
    urgency: Urgency
    zone: str
    languages: tuple[str, ...]


class Proposal(NamedTuple):
    """A need with the people, time and lots of the plan. `kept` is the state of the match once kept; `stale` says that
    it no longer fits what the store holds and cannot be accepted; `km` is how far the need is from where each of the
    volunteers lives, 0 for one who is no longer known; `interpreter` is who interprets, if one does. `asks` are those
    who were asked about a kept match: uid, when, whether they said yes.
    """

    need: NeedHead
    volunteers: tuple[tuple[str, str], ...]
    day: date | None
    part: Daypart | None
    lots: tuple[Given, ...]
    reasons: tuple[dict[str, Any], ...]
    match: str | None
    kept: MatchState | None
    stale: bool
    km: tuple[float, ...] = ()
    interpreter: tuple[str, str] | None = None
    by_telephone: bool = False
    asks: tuple[tuple[str, date, bool], ...] = ()

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """Everyone whose time it takes, by uid and name."""
        return (*self.volunteers, *([self.interpreter] if self.interpreter is not None else []))


class WhyNot(NamedTuple):
    """An unmatched need and what stood in the way, as the engine counted it. `outbid_by` are codes of needs, `rivals`
    the same with what they are compared by; `waiting_days` are its own.
    """

    need: NeedHead
    code: str
    volunteers: dict[str, Any] | None
    lots: dict[str, Any] | None
    outbid_by: tuple[str, ...]
    waiting_days: int = 0
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True)
class PlanPage:
    """The last plan with today's state of each of its matches; `turns` are what each volunteer offers a week, `give`
    the share of the best value that it might give for fairness.
    """

    made_on: date
    value: float
    bound: float
    gap: float
    groups: dict[str, float]
    proposals: list[Proposal]
    unmatched: list[WhyNot]
    levers: list[dict[str, Any]]
    conflicts: list[Conflict] = field(default_factory=list)
    turns: dict[str, int] = field(default_factory=dict)
    give: float = 0.0
