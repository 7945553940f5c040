"""What the matching page shows, enables and groups, without a single widget: this is where its logic is tested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from mutualaid.desktop.matching.finding import Finder
from mutualaid.desktop.matching.grouping import grouped, matched
from mutualaid.desktop.matching.rows import Group, Lever, Row, Tab, View
from mutualaid.desktop.needs.state import Names
from mutualaid.desktop.widgets.choice import fold
from mutualaid.records.kinds import LIVE_MATCHES, Daypart, MatchState, RejectReason
from mutualaid.records.views import MatchLine

if TYPE_CHECKING:
    from mutualaid.services.changes import Change
    from mutualaid.services.plan_page import PlanPage, Proposal, WhyNot
    from mutualaid.services.problem import Conflict
    from mutualaid.services.turned_down import StandingRule


class Standing(StrEnum):
    """How far a proposal has come."""

    PROPOSED = "proposed"
    PINNED = "pinned"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    DONE = "done"
    STALE = "stale"


@dataclass(frozen=True)
class Seen:
    """What a refresh read: the plan, names (of sites by their code), what a plan would look at, matches of the plan
    that are done, whether something changed since the plan, what the plan `changes` (by need; none without one before
    it), the rules that came of turning down, and kept matches that no longer hold.
    """

    plan: PlanPage | None = None
    names: Names = field(default_factory=Names)
    sites: Mapping[str, str] = field(default_factory=dict)
    waiting: int = 0
    volunteers: int = 0
    lots: int = 0
    done: frozenset[tuple[str, date | None, Daypart | None]] = frozenset()
    changed: bool = False
    changes: Mapping[str, Change] | None = None
    rules: tuple[StandingRule, ...] = ()
    broken: tuple[tuple[Conflict, MatchLine], ...] = ()


_BY_MATCH = {
    MatchState.PINNED: Standing.PINNED,
    MatchState.ACCEPTED: Standing.ACCEPTED,
    MatchState.CONFIRMED: Standing.CONFIRMED,
}
_VERBS: dict[Standing, tuple[str, ...]] = {
    Standing.PROPOSED: ("accept", "pin", "assign", "reject"),
    Standing.PINNED: ("accept", "unpin", "assign", "reject"),
    Standing.ACCEPTED: ("confirm", "message", "asked", "no", "hand", "fulfil", "reject", "cancel"),
    Standing.CONFIRMED: ("fulfil", "message", "no", "hand", "reject", "cancel"),
    Standing.DONE: (),
    Standing.STALE: ("reject",),
}
_OF_PEOPLE = frozenset({"asked", "no", "hand"})
_VOLUNTEER_REASONS = (RejectReason.VOLUNTEER_UNSUITABLE, RejectReason.VOLUNTEER_SAID_NO)


def reject_reasons(proposal: Proposal) -> list[RejectReason]:
    """The reasons that make sense for a proposal: no volunteer to refuse where none is needed."""
    senseless = {
        *(() if proposal.volunteers else _VOLUNTEER_REASONS),
        *(() if proposal.day else (RejectReason.TIME_UNSUITABLE,)),
        *(() if proposal.lots else (RejectReason.ITEM_UNSUITABLE,)),
    }
    return [reason for reason in RejectReason if reason not in senseless]


def about_volunteer(reason: RejectReason) -> bool:
    """Whether a reason is about a volunteer, so that it must be said which."""
    return reason in _VOLUNTEER_REASONS


class MatchingState:
    """The plan as read last, how it is looked at, and what share of its value the next may `give` for fairness."""

    def __init__(self) -> None:
        self.seen = Seen()
        self.view = View.NEED
        self.tab = Tab.MATCHED
        self.give = 0.0
        self.only_changed = False
        self.wanted: tuple[str, ...] = ()
        self._found = Finder(self)

    @property
    def names(self) -> Names:
        """Names of zones and items."""
        return self.seen.names

    @property
    def proposals(self) -> list[Proposal]:
        """All proposals of the plan."""
        return self.seen.plan.proposals if self.seen.plan is not None else []

    @property
    def unmatched(self) -> list[WhyNot]:
        """All needs that the plan leaves out."""
        return self.seen.plan.unmatched if self.seen.plan is not None else []

    @property
    def levers(self) -> list[Lever]:
        """What would help, in the engine's order: most first."""
        found = self.seen.plan.levers if self.seen.plan is not None else []
        return [
            Lever(
                number,
                lever["add"],
                lever["value"],
                tuple(lever["unlocks"]),
                tuple(lever.get("moved", ())),
                tuple(lever.get("dropped", ())),
            )
            for number, lever in enumerate(found)
        ]

    def standing(self, proposal: Proposal) -> Standing:
        """How far a proposal has come."""
        if proposal.kept is not None:
            return _BY_MATCH[proposal.kept]
        if (proposal.need.uid, proposal.day, proposal.part) in self.seen.done and proposal.stale:
            return Standing.DONE
        return Standing.STALE if proposal.stale else Standing.PROPOSED

    def verbs(self, proposal: Proposal) -> tuple[str, ...]:
        """What can be done with a proposal, the main thing first."""
        aside = frozenset() if proposal.volunteers else _OF_PEOPLE
        return tuple(verb for verb in _VERBS[self.standing(proposal)] if verb not in aside)

    def acceptable(self, proposals: Iterable[Proposal] | None = None) -> list[Proposal]:
        """Of these proposals (of all by default) those that can be accepted."""
        wanted = self.proposals if proposals is None else proposals
        return [proposal for proposal in wanted if "accept" in self.verbs(proposal)]

    def levers_for(self, code: str) -> list[Lever]:
        """The levers that would unlock a need."""
        return [lever for lever in self.levers if code in lever.unlocks]

    def look_for(self, text: str) -> None:
        """Let through only what holds every word of `text`; all again for none."""
        self.wanted = tuple(fold(text).split())

    def find(self, code: str) -> tuple[Tab, str] | None:
        """In which list a need with that code stands, and under which key."""
        for proposal in self.proposals:
            if code in (proposal.need.code, proposal.need.uid, proposal.match):
                return Tab.MATCHED, proposal.need.uid
        for why in self.unmatched:
            if code in (why.need.code, why.need.uid):
                return Tab.UNMATCHED, why.need.uid
        return None

    def change(self, need: str) -> Change | None:
        """What became of a need's proposal since the plan before; none where all is as it was."""
        return self.seen.changes.get(need) if self.seen.changes is not None else None

    def rules_of(self, need: str) -> list[StandingRule]:
        """The rules that came of turning down what was proposed for a need."""
        return [rule for rule in self.seen.rules if rule.need == need]

    def shows(self, item: Proposal | WhyNot) -> bool:
        """Whether the filters let it through."""
        if self.only_changed and self.change(item.need.uid) is None:
            return False
        return not self.wanted or self._found.holds(item, self.wanted)

    @property
    def filtered(self) -> bool:
        """Whether anything is left out on purpose."""
        return self.only_changed or bool(self.wanted)

    def changed_count(self, tab: Tab) -> int:
        """How many of a list are not as they were."""
        items: Iterable[Proposal | WhyNot] = self.proposals if tab is Tab.MATCHED else self.unmatched
        return sum(self.change(item.need.uid) is not None for item in items) if tab is not Tab.LEVERS else 0

    def groups(self, tab: Tab) -> list[Group]:
        """The groups of a list, in order, as the filters leave them; proposals by the view that was chosen."""
        if tab is Tab.LEVERS:
            levers = [(lever.add["kind"], Row(str(lever.number), lever)) for lever in self.levers]
            return grouped("kind", levers, ("volunteer", "slot", "lot").index)
        if tab is Tab.MATCHED:
            return matched(filter(self.shows, self.proposals), self.view)
        order = ("no_volunteer", "no_lot", "no_joint", "outbid")
        rows = sorted(filter(self.shows, self.unmatched), key=lambda why: (-why.need.urgency, why.need.code))
        return grouped("code", [(why.code, Row(why.need.uid, why)) for why in rows], order.index)


def people_asked(proposals: Iterable[Proposal]) -> int:
    """How many different volunteers these proposals ask."""
    return len({uid for proposal in proposals for uid, _name in proposal.volunteers})


def is_live(state: MatchState) -> bool:
    """Whether a kept match holds people and stock, so that it is called off rather than let go."""
    return state in LIVE_MATCHES
