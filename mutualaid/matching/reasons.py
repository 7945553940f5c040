"""Why: for every match what spoke for it, for every need left out what stood in the way, counted rule by rule."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np

from mutualaid.matching.eligibility import BLOCK, FOREVER, Bits, Bools, Ints
from mutualaid.matching.plan import tidy
from mutualaid.matching.problem import Problem
from mutualaid.matching.rows import Match
from mutualaid.matching.rules import LOT_RULES, VOLUNTEER_RULES
from mutualaid.matching.scope import Instance, instance
from mutualaid.progress import SILENT, Progress

MOST_RIVALS = 5
EXPIRY = np.uint8(1 << LOT_RULES.index("expiry"))


@dataclass(frozen=True)
class Holders:
    """Which matches hold a volunteer's slot, and a group of lots; units and shifts still left.

    `need`, `who`, `when` say the first once more as columns; `busy` (volunteer, slot) where anything is held.
    """

    slot: dict[tuple[int, int], list[int]]
    group: dict[int, list[int]]
    left: Ints
    shifts: Ints
    need: Ints
    who: Ints
    when: Ints
    busy: Bools


def holders(base: Instance, matches: list[Match]) -> Holders:
    """Index a plan by what it holds."""
    slot: dict[tuple[int, int], list[int]] = defaultdict(list)
    group: dict[int, list[int]] = defaultdict(list)
    for match in matches:
        for person in match.volunteers:
            assert match.slot is not None
            slot[person, match.slot].append(match.need)
        for lot, _ in match.lots:
            held = group[int(base.stock.group_of[lot])]
            if match.need not in held:
                held.append(match.need)
    shifts = np.array([person.shifts for person in base.problem.volunteers], np.int64)
    for person, _ in slot:
        shifts[person] -= 1
    rows = [(need, person, at) for (person, at), needs in slot.items() for need in needs]
    need, who, when = np.array(rows, np.int64).reshape(-1, 3).T
    busy = np.zeros((len(shifts), max(base.problem.slots, 1)), np.bool_)
    busy[who, when] = True
    return Holders(slot, group, base.stock.stock_after(matches), shifts, need, who, when, busy)


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


def unmatched_rows(base: Instance, matches: list[Match], progress: Progress = SILENT) -> list[dict[str, Any]]:
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
    row, rivals = base.problem.needs[need], list[int]()
    if row.kind != "service":
        arcs = range(int(base.stock.first[need]), int(base.stock.first[need + 1]))
        by_cost = sorted(arcs, key=lambda a: (base.stock.cost[a], a))
        groups = [int(base.stock.group[a]) for a in by_cost]
        if not any(held.left[g] > 0 for g in groups):
            rivals += [n for g in groups for n in held.group.get(g, [])]
    if row.kind != "pickup":
        rivals += _people_rivals(base, held, need, people == 0)
    return sorted(dict.fromkeys(rivals).keys(), key=lambda n: (base.weight[n], n))[:MOST_RIVALS]


def _people_rivals(base: Instance, held: Holders, need: int, able: Bools) -> list[int]:
    """Who holds the eligible volunteers; nobody when enough of them are free in one slot."""
    rules, row = base.rules, base.problem.needs[need]
    if row.kind == "delivery":
        able = able & rules.drives & (rules.carries >= row.kg)
    slots = list(row.slots)
    could = able[:, None] & (rules.volunteer_slots[:, slots] > 0)
    idle = could & ~held.busy[:, slots]
    if (idle & (held.shifts > 0)[:, None]).sum(0).max(initial=0) >= row.wants:
        return []
    worn_out = idle.any(1) & (held.shifts <= 0)
    there = np.zeros(held.busy.shape, np.bool_)
    there[:, slots] = could
    holders: list[int] = held.need[there[held.who, held.when] | worn_out[held.who]].tolist()
    return holders


def match_reasons(base: Instance, matches: list[Match], pinned: Bools) -> list[list[dict[str, Any]]]:
    """For each match what spoke for it, most telling first."""
    held = holders(base, matches)
    at = np.array([m.need for m in matches if m.volunteers], np.int64)
    failing: dict[int, Bits] = {}
    for start in range(0, len(at), BLOCK):
        block = at[start : start + BLOCK]
        failing |= {int(n): row for n, row in zip(block, base.rules.volunteer_failures(block), strict=True)}
    out = []
    for match in matches:
        reasons: list[dict[str, Any]] = [{"code": "pinned"}] if pinned[match.need] else []
        reasons += [_volunteer_reason(base, match, v, failing[match.need]) for v in match.volunteers]
        reasons += _run_reasons(base, match, held) + _goods_reasons(base, match)
        need = base.problem.needs[match.need]
        reasons.append({"code": "urgency", "urgency": need.urgency, "waiting_days": need.waiting_days})
        out.append(reasons)
    return out


def _volunteer_reason(base: Instance, match: Match, volunteer: int, failing: Bits) -> dict[str, Any]:
    problem, need = base.problem, base.problem.needs[match.need]
    person = problem.volunteers[volunteer]
    km = base.rules.km[base.rules.volunteer_zone, need.zone]
    able = failing == 0
    here = able & (base.rules.volunteer_slots[:, match.slot] > 0)
    code = "chosen_volunteer"
    if np.count_nonzero(able) <= need.wants:
        code = "only_volunteer"
    elif not (here & (km < km[volunteer])).any():
        code = "nearest_volunteer"
    reason: dict[str, Any] = {"code": code, "volunteer": person.id, "km": tidy(float(km[volunteer]))}
    shared = sorted(need.languages & person.languages)
    if shared:
        reason["language"] = shared[0]
    if need.skill:
        reason["skill"] = need.skill
    return reason | {"eligible": int(np.count_nonzero(able))}


def _run_reasons(base: Instance, match: Match, held: Holders) -> list[dict[str, Any]]:
    if base.problem.needs[match.need].kind != "delivery" or match.slot is None:
        return []
    others = len(held.slot[match.volunteers[0], match.slot]) - 1
    return [{"code": "joins_run", "volunteer": base.problem.volunteers[match.volunteers[0]].id, "others": others}] * (
        others > 0
    )


def _goods_reasons(base: Instance, match: Match) -> list[dict[str, Any]]:
    problem, need = base.problem, base.problem.needs[match.need]
    out: list[dict[str, Any]] = []
    for number, _ in match.lots:
        lot = problem.lots[number]
        facts = {"lot": lot.id, "km": tidy(problem.km[lot.site][need.zone])}
        out.append({"code": "lot_fits", **facts})
        if lot.item != need.item:
            out.append({"code": "substitute", "lot": lot.id, "item": lot.item})
        if lot.expires_day is not None and lot.expires_day < min(FOREVER, 7):
            out.append({"code": "expires_soon", "lot": lot.id, "day": lot.expires_day})
    filled = sum(units for _, units in match.lots)
    if filled < need.quantity:
        out.append({"code": "partial", "filled": filled, "quantity": need.quantity})
    return out
