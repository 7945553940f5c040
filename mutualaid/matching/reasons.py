"""Why not: for every need left out what stood in the way, counted rule by rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from mutualaid.matching.eligibility import BLOCK, Bits, Bools, Ints
from mutualaid.matching.held import Holders, holders
from mutualaid.matching.interpreters import Interpreters
from mutualaid.matching.problem import Problem
from mutualaid.matching.rows import Match
from mutualaid.matching.rules import LOT_RULES, VOLUNTEER_RULES
from mutualaid.matching.scope import Instance, instance
from mutualaid.progress import SILENT, Progress

MOST_RIVALS = 5
EXPIRY = np.uint8(1 << LOT_RULES.index("expiry"))


def _counts(failing: Bits, rules: tuple[str, ...]) -> dict[str, Any]:
    one_away = {rule: int(np.count_nonzero(failing == 1 << bit)) for bit, rule in enumerate(rules)}
    return {
        "eligible": int(np.count_nonzero(failing == 0)),
        "one_away": {rule: n for rule, n in one_away.items() if n},
    }


def _alone(base: Instance, need: int, people: Bits, lots: Bits | None) -> bool:
    """Whether people, and for a delivery goods fresh that day, come together in some slot if nothing else were."""
    row, problem = base.problem.needs[need], base.problem
    able = base.rules.works & (people == 0)
    if row.kind == "delivery":
        able &= base.rules.drives & (base.rules.carries >= row.kg)
    if base.interpreters is not None:
        return _alone_with_interpreters(base, base.interpreters, need, able, lots)
    for slot in row.slots:
        here = int(np.count_nonzero(able & (base.rules.volunteer_slots[:, slot] > 0)))
        if row.kind == "service":
            if here >= row.people:
                return True
        elif here and lots is not None:
            fresh = base.rules.expires >= problem.day(slot)
            if bool((((lots & ~EXPIRY) == 0) & fresh).any()):
                return True
    return False


def _alone_with_interpreters(
    base: Instance, interpreters: Interpreters, need: int, able: Bools, lots: Bits | None
) -> bool:
    """The same where some of the people may need an interpreter in that slot."""
    row, problem, fresh = base.problem.needs[need], base.problem, list(base.problem.needs[need].slots)
    if row.kind == "delivery" and lots is not None:
        last = base.rules.expires[(lots & ~EXPIRY) == 0].max(initial=-1)
        fresh = [slot for slot in fresh if last >= problem.day(slot)]
    there = np.zeros((len(able), max(problem.slots, 1)), np.bool_)
    there[:, fresh] = able[:, None] & (base.rules.volunteer_slots[:, fresh] > 0)
    return interpreters.together(need, there, np.ones(there.shape, np.bool_)) >= row.wants


def unmatched_rows(base: Instance, matches: Sequence[Match], progress: Progress = SILENT) -> list[dict[str, Any]]:
    """A row for every need that no match meets, in order of need."""
    met = {match.need for match in matches}
    missing = np.array([i for i in range(len(base.problem.needs)) if i not in met], np.int64)
    held, rows = holders(base, matches), []
    for start in range(0, len(missing), BLOCK):
        progress.step(start, len(missing))
        block = missing[start : start + BLOCK]
        people, lots = base.rules.volunteer_failures(block), base.rules.lot_failures(block)
        rows += [_row(base, held, int(n), people[i], lots[i]) for i, n in enumerate(block)]
    return rows


def _row(base: Instance, held: Holders | None, need: int, people: Bits, lots: Bits) -> dict[str, Any]:
    row = base.problem.needs[need]
    out: dict[str, Any] = {"need": row.id, "code": "outbid"}
    if row.kind != "pickup":
        out["volunteers"] = _counts(people, VOLUNTEER_RULES)
        if out["volunteers"]["eligible"] < row.wants:
            out["code"] = "no_volunteer"
    if row.kind != "service":
        out["lots"] = _counts(lots, LOT_RULES)
        if not out["lots"]["eligible"] and out["code"] == "outbid":
            out["code"] = "no_lot"
    if out["code"] == "outbid" and row.kind != "pickup" and not _alone(base, need, people, lots):
        out["code"] = "no_joint"
    out["outbid_by"] = []
    if out["code"] == "outbid" and held is not None:
        out["outbid_by"] = [base.problem.needs[n].id for n in _rivals(base, held, need, people)]
    return out


def why_counts(problem: Problem, need_id: str) -> dict[str, Any]:
    """The counts and the code for one need whatever the plan; `outbid_by` is empty. Raises KeyError for an unknown id.

    The row is that of an unmatched need; code "outbid" here only means that nothing but other needs stands in its way.
    """
    need = problem.need_at[need_id]
    base = instance(problem, np.zeros(len(problem.needs), np.bool_))
    at = np.array([need], np.int64)
    return _row(base, None, need, base.rules.volunteer_failures(at)[0], base.rules.lot_failures(at)[0])


def _rivals(base: Instance, held: Holders, need: int, people: Bits) -> list[int]:
    """Matched needs that hold the people or the stock this need would use; none when those are free."""
    row, rivals = base.problem.needs[need], np.zeros(0, np.int64)
    if row.kind != "service":
        groups = base.stock.group[base.stock.first[need] : base.stock.first[need + 1]]
        if not (held.left[groups] > 0).any():
            fits = np.zeros(len(held.left) + 1, np.bool_)  # one more for lots of no group
            fits[groups] = True
            rivals = held.takers(fits[base.stock.group_of])
    if row.kind != "pickup":
        rivals = np.concatenate([rivals, _people_rivals(base, held, need, people == 0)])
    return held.few(rivals, MOST_RIVALS, lightest=True)


def _people_rivals(base: Instance, held: Holders, need: int, able: Bools) -> Ints:
    """Who holds the eligible volunteers; nobody when enough of them are free in one slot."""
    rules, row = base.rules, base.problem.needs[need]
    if row.kind == "delivery":
        able = able & rules.drives & (rules.carries >= row.kg)
    slots = list(row.slots)
    could = able[:, None] & (rules.volunteer_slots[:, slots] > 0)
    idle = could & ~held.busy[:, slots]
    ready = idle & (held.shifts > 0)[:, None]
    there = np.zeros(held.busy.shape, np.bool_)
    there[:, slots] = ready
    if base.interpreters is None:
        most = ready.sum(0).max(initial=0)
    else:
        most = base.interpreters.together(need, there, ~held.busy & (held.shifts > 0)[:, None])
    if most >= row.wants:
        return np.zeros(0, np.int64)
    worn_out = idle.any(1) & (held.shifts <= 0)
    there[:, slots] = could
    if base.interpreters is not None:
        turns = base.interpreters.of(need)
        there[turns.volunteer, turns.slot] = True
        worn_out[turns.volunteer] |= held.shifts[turns.volunteer] <= 0
    busy: Ints = held.need[there[held.who, held.when] | worn_out[held.who]]
    return busy
