"""What the matching page says of needs, proposals and levers, and the summary of a plan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mutualaid.desktop.matching.rows import Lever
from mutualaid.desktop.matching.state import MatchingState, Seen, Standing
from mutualaid.desktop.needs.state import unit_word
from mutualaid.language import labels, reasons
from mutualaid.language.ask_words import ask_words
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_date, format_list, format_number, format_percent, format_quantity
from mutualaid.records.kinds import Mode

if TYPE_CHECKING:
    from mutualaid.services.plan_page import NeedHead, PlanPage, Proposal, WhyNot

_STANDINGS = {
    Standing.PROPOSED: N_("Proposed"),
    Standing.PINNED: N_("Pinned"),
    Standing.ACCEPTED: N_("Waiting for a yes"),
    Standing.CONFIRMED: N_("Confirmed"),
    Standing.DONE: N_("Done"),
    Standing.STALE: N_("No longer fits"),
}
KINDS = {
    Standing.PROPOSED: "",
    Standing.PINNED: "pin",
    Standing.ACCEPTED: "warn",
    Standing.CONFIRMED: "good",
    Standing.DONE: "good",
    Standing.STALE: "fault",
}
"""The colour of each standing's chip; the words tell it too."""


def standing_words(standing: Standing) -> str:
    """The label of a standing."""
    return tr(_STANDINGS[standing])


def what(state: MatchingState, need: NeedHead) -> str:
    """Category and, of goods, which and how much."""
    name = labels.category(need.category)
    if need.mode == Mode.SERVICE:
        return name
    amount = format_quantity(need.quantity, unit_word(need.unit, need.quantity))
    item = state.names.item(need.item)
    return tr("{category}: {item}, {amount}", category=name, item=item, amount=amount) if item else f"{name}: {amount}"


def when(proposal: Proposal) -> str:
    """The day and its part, "" when no time is fixed."""
    if proposal.day is None:
        return ""
    if proposal.part is None:
        return format_date(proposal.day, weekday=True, year=False)
    return reasons.slot(proposal.day, proposal.part)


def who(proposal: Proposal) -> str:
    """The volunteers' names and who interprets for them, or that none is needed."""
    helpers = format_list([name for _uid, name in proposal.volunteers])
    if not helpers:
        return tr("The household comes by itself")
    if proposal.interpreter is None:
        return helpers
    told = {"volunteers": helpers, "interpreter": proposal.interpreter[1]}
    if proposal.by_telephone:
        return tr("{volunteers}, with {interpreter} interpreting by telephone", **told)
    return tr("{volunteers}, with {interpreter} interpreting", **told)


def lever_words(state: MatchingState, lever: Lever) -> str:
    """What to look for, as one line."""
    return reasons.lever(lever.add, item_name=state.names.item, zone_name=state.names.zone)


def unlocks_words(lever: Lever) -> str:
    """How many needs a lever would meet."""
    return ntr("{n} need more could be met", "{n} needs more could be met", len(lever.unlocks))


def why_not(why: WhyNot) -> reasons.WhyNotWords:
    """What stood in the way, and what it would take."""
    need = reasons.Rival(why.need.code, int(why.need.urgency), why.waiting_days)
    return reasons.why_not(why.code, why.volunteers, why.lots, need, why.rivals)


def matched_words(plan: PlanPage) -> str:
    """How many of the open needs the plan meets."""
    matched = len(plan.proposals)
    total = matched + len(plan.unmatched)
    return ntr("{matched} of {n} need is matched", "{matched} of {n} needs are matched", total, matched=matched)


def percent_up(share: float) -> str:
    """A share as a percentage, rounded up."""
    return format_percent(math.ceil(round(share * 1000, 6)) / 1000, digits=1)


def proof_words(plan: PlanPage) -> str:
    """How good the plan is proved to be. The gap is rounded up: a promise is never prettier than its proof."""
    if plan.gap < 1e-6:
        return tr("Proved: no better plan is possible.")
    share = percent_up(plan.gap)
    return tr("Proved to be within {percent} of the best possible plan.", percent=share)


def waiting_words(state: MatchingState) -> str:
    """The line under the page's title: when the plan was made, and what waits for a decision."""
    plan = state.seen.plan
    if plan is None:
        return tr("No plan yet")
    made = tr("Plan of {day}", day=format_date(plan.made_on))
    waits = len(state.acceptable())
    if not waits:
        return tr("{plan} · nothing waits for your decision", plan=made)
    return ntr(
        "{plan} · {n} proposal waits for your decision",
        "{plan} · {n} proposals wait for your decision",
        waits,
        plan=made,
    )


def rules_count(state: MatchingState) -> str:
    """The way to the rules that came of turning down."""
    return tr("Turned down before ({n})…", n=format_number(len(state.seen.rules)))


def empty_words(seen: Seen) -> str:
    """What a first plan would look at."""
    parts: Sequence[str] = (
        ntr("{n} open need", "{n} open needs", seen.waiting),
        ntr("{n} volunteer", "{n} volunteers", seen.volunteers),
        ntr("{n} lot in stock", "{n} lots in stock", seen.lots),
    )
    if not seen.waiting:
        return tr("There is no open need to plan for. Add needs first, then make a plan.")
    if not seen.volunteers:
        return tr(
            "Nobody is there to help yet: without volunteers only what households come for themselves can be planned. "
            "Add volunteers first, or make a plan of that."
        )
    return tr(
        "It looks at {parts} for the next seven days, and proposes who does what and when. "
        "Nobody is asked until you accept.",
        parts=format_list(parts),
    )


def asked_words(proposal: Proposal) -> str:
    """Who of those in a kept match was asked when, and who said yes."""
    return ask_words(proposal.people, proposal.asks)
