"""Why a match was made: what speaks for this volunteer and this lot, and why not for those that are nearer.

Every reason is a code with facts; counts are of the rules and of this very plan, never of prices.

- `only_volunteer`, `nearest_volunteer`, `chosen_volunteer`: `eligible` fit by every rule, `here` of them also offer the
  slot, `nearer` of those live nearer than the one chosen; `after` is the nearer one of the two who go together.
- `interpreter`: who interprets by which `mode` ("remote": by telephone) from the `language` of the household, and
  `through` which languages the helpers who do not speak it are told.
- `joins_run`: the volunteer takes `others` deliveries to that zone anyway.
- `nearer_volunteers`: the `nearer` ones by what keeps each (`KEPT_BY`), and the nearest few by id with the needs that
  take their time.
- `only_lot`, `nearest_lot`, `lot_fits`: `eligible` lots fit on that day, `nearer` lie nearer; `diet` where it alone
  keeps `lacking` others away.
- `nearer_lots`: of those nearer than the farthest lot `gone` are given out to the last unit, to `needs` and `more`,
  and `longer` have some left that keeps longer.
- `substitute`: `own` lots of the item itself would fit, `left` units of them are left, they went to `needs` and `more`.
- `expires_soon`, `partial` (`left` units that fit are left), `urgency`, `pinned`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from mutualaid.matching.eligibility import BLOCK, Bools, Ints
from mutualaid.matching.held import NOWHERE, Holders, holders
from mutualaid.matching.interpreting import spoken
from mutualaid.matching.plan import tidy
from mutualaid.matching.rows import Match
from mutualaid.matching.rules import FRESH_DAYS, LOT_RULES
from mutualaid.matching.scope import Instance

KEPT_BY = ("busy", "full", "shifts", "load", "trip", "free")
"""What keeps a nearer volunteer away: does something else then; has a run there that is full; has no shift left;
cannot carry it; would make a trip of its own; nothing at all."""
MOST_NAMED = 3
Reason = dict[str, Any]
EXPIRY, DIET = (np.uint8(1 << LOT_RULES.index(rule)) for rule in ("expiry", "diet"))


def match_reasons(base: Instance, matches: Sequence[Match], pinned: Bools) -> list[list[Reason]]:
    """For each match what spoke for it, most telling first."""
    held = holders(base, matches)
    people, goods = _of_people(base, matches, held), _of_goods(base, matches, held)
    out = []
    for i, match in enumerate(matches):
        need = base.problem.needs[match.need]
        reasons: list[Reason] = [{"code": "pinned"}] if pinned[match.need] else []
        reasons += [*people[i], *goods[i]]
        reasons.append({"code": "urgency", "urgency": need.urgency, "waiting_days": need.waiting_days})
        out.append(reasons)
    return out


def _of_people(base: Instance, matches: Sequence[Match], held: Holders) -> dict[int, list[Reason]]:
    """By match the reasons about its volunteers."""
    pairs = [(i, volunteer) for i, match in enumerate(matches) for volunteer in match.volunteers]
    found: dict[int, list[Reason]] = defaultdict(list)
    others: dict[int, list[Reason]] = defaultdict(list)
    km, rules = base.rules.km, base.rules
    for start in range(0, len(pairs), BLOCK):
        block = pairs[start : start + BLOCK]
        need = np.array([matches[i].need for i, _ in block], np.int64)
        slot = np.array([matches[i].slot for i, _ in block], np.int64)
        able = rules.volunteer_failures(need) == 0
        here = able & (rules.volunteer_slots[:, slot].T > 0)
        away = km[rules.need_zone[need]][:, rules.volunteer_zone]
        nearer = here & (away < away[np.arange(len(block)), [v for _, v in block], None])
        for row, (i, _) in enumerate(block):
            nearer[row, list(matches[i].volunteers)] = False
        eligible, present, closer = able.sum(1).tolist(), here.sum(1).tolist(), nearer.sum(1).tolist()
        kept = _kept_by(base, matches, held, block, nearer)
        for row, (i, volunteer) in enumerate(block):
            counts = {"eligible": eligible[row], "here": present[row], "nearer": closer[row]}
            found[i].append(_volunteer(base, matches[i], volunteer, counts))
            if closer[row]:
                order = np.flatnonzero(nearer[row])
                order = order[np.argsort(away[row, order], kind="stable")]
                others[i].append(_nearer(base, matches[i], volunteer, held, order, kept[row, order]))
    return {
        i: found[i] + _interpreter(base, match) + _joins(base, match, held) + others[i]
        for i, match in enumerate(matches)
    }


def _kept_by(
    base: Instance, matches: Sequence[Match], held: Holders, block: list[tuple[int, int]], nearer: Bools
) -> Ints:
    """(pairs, volunteers) of the nearer ones the position in `KEPT_BY`."""
    need = np.array([matches[i].need for i, _ in block], np.int64)
    slot = np.array([matches[i].slot for i, _ in block], np.int64)
    kg = np.array([base.problem.needs[n].kg for n in need.tolist()])
    delivery = np.array([base.problem.needs[n].kind == "delivery" for n in need.tolist()], np.bool_)
    joined = np.array([len(held.slot[v, s]) > 1 for (_, v), s in zip(block, slot.tolist(), strict=True)], np.bool_)
    row, who = np.nonzero(nearer)
    when = slot[row]
    run = held.zone[who, when]
    same = (run == base.rules.need_zone[need[row]]) & (run != NOWHERE) & delivery[row]
    weak = delivery[row] & ~(base.rules.drives[who] & (base.rules.carries[who] >= kg[row]))
    state = np.full(len(row), KEPT_BY.index("free"), np.int64)
    state[(delivery & joined)[row]] = KEPT_BY.index("trip")
    state[held.shifts[who] <= 0] = KEPT_BY.index("shifts")
    state[weak] = KEPT_BY.index("load")
    state[held.busy[who, when]] = KEPT_BY.index("busy")
    for k in np.flatnonzero(same).tolist():
        room = held.takes(base, int(who[k]), int(when[k]), int(need[row[k]]))
        state[k] = KEPT_BY.index("free" if room else "full")
    out = np.zeros(nearer.shape, np.int64)
    out[row, who] = state
    return out


def _volunteer(base: Instance, match: Match, volunteer: int, counts: dict[str, int]) -> Reason:
    need, person = base.problem.needs[match.need], base.problem.volunteers[volunteer]
    code = "chosen_volunteer"
    if counts["eligible"] <= need.wants:
        code = "only_volunteer"
    elif not counts["nearer"]:
        code = "nearest_volunteer"
    km = tidy(float(base.rules.km[person.zone, need.zone]))
    reason: Reason = {"code": code, "volunteer": person.id, "km": km, "slot": match.slot}
    partners = [base.problem.volunteers[v] for v in match.volunteers if v != volunteer]
    closer = [one for one in partners if base.rules.km[one.zone, need.zone] < base.rules.km[person.zone, need.zone]]
    if code == "nearest_volunteer" and closer:
        reason["after"] = closer[0].id
    shared = sorted(need.languages & person.languages)
    if shared:
        reason["language"] = shared[0]
    if need.skill:
        reason["skill"] = need.skill
    return reason | counts


def _interpreter(base: Instance, match: Match) -> list[Reason]:
    if match.interpreter is None:
        return []
    language, *through = spoken(base.problem, match)
    mode = "remote" if match.interpreter.remote else "in_person"
    facts: Reason = {"volunteer": base.problem.volunteers[match.interpreter.volunteer].id, "mode": mode}
    return [{"code": "interpreter", **facts, "language": language, "through": through}]


def _joins(base: Instance, match: Match, held: Holders) -> list[Reason]:
    if base.problem.needs[match.need].kind != "delivery" or match.slot is None:
        return []
    driver = match.volunteers[0]
    others = len(held.slot[driver, match.slot]) - 1
    return [{"code": "joins_run", "volunteer": base.problem.volunteers[driver].id, "others": others}] * (others > 0)


def _nearer(base: Instance, match: Match, volunteer: int, held: Holders, order: Ints, state: Ints) -> Reason:
    """Why not those nearer than this volunteer, `order` by distance, `state` what keeps each."""
    problem = base.problem
    counts = np.bincount(state, minlength=len(KEPT_BY)).tolist()
    named = []
    for who, why in zip(order[:MOST_NAMED].tolist(), state[:MOST_NAMED].tolist(), strict=True):
        facts: Reason = {"volunteer": problem.volunteers[who].id, "why": KEPT_BY[why]}
        if KEPT_BY[why] in ("busy", "full"):
            assert match.slot is not None
            facts["needs"] = _ids(base, held.few(np.array(held.slot[who, match.slot]), MOST_NAMED))
        if KEPT_BY[why] == "shifts":
            facts["shifts"] = problem.volunteers[who].shifts
        named.append(facts)
    return {
        "code": "nearer_volunteers",
        "volunteer": problem.volunteers[volunteer].id,
        "slot": match.slot,
        "nearer": len(order),
        "kept_by": {why: n for why, n in zip(KEPT_BY, counts, strict=True) if n},
        "named": named,
    }


def _ids(base: Instance, needs: Iterable[int]) -> list[str]:
    return [base.problem.needs[n].id for n in needs]


def _of_goods(base: Instance, matches: Sequence[Match], held: Holders) -> dict[int, list[Reason]]:
    """By match the reasons about its lots."""
    at = [i for i, match in enumerate(matches) if match.lots]
    shelf = _Shelf(base, held)
    found: dict[int, list[Reason]] = defaultdict(list)
    for start in range(0, len(at), BLOCK):
        block = at[start : start + BLOCK]
        need = np.array([matches[i].need for i in block], np.int64)
        failing = base.rules.lot_failures(need)
        for row, i in enumerate(block):
            slot, bits = matches[i].slot, failing[row]
            if slot is not None:
                late = base.rules.expires < base.problem.day(slot)
                bits = (bits & ~EXPIRY) | (late * EXPIRY)
            found[i] = shelf.reasons(matches[i], bits == 0, int(np.count_nonzero(bits == DIET)))
    return found


class _Shelf:
    """All lots, as they were before the plan and as it leaves them."""

    def __init__(self, base: Instance, held: Holders) -> None:
        self.base, self.held = base, held
        self.site = np.array([lot.site for lot in base.problem.lots], np.int64)
        number = {lot.item: i for i, lot in enumerate(base.problem.lots)}
        self.item = np.array([number[lot.item] for lot in base.problem.lots], np.int64)
        self.number = number

    def reasons(self, match: Match, fits: Bools, lacking: int) -> list[Reason]:
        """About the lots of one match: `fits` are those that would do on its day, `lacking` miss only the diet."""
        problem, need, units = self.base.problem, self.base.problem.needs[match.need], self.held.units
        away, eligible = self.base.rules.km[need.zone][self.site], int(np.count_nonzero(fits))
        others = fits.copy()
        others[[lot for lot, _ in match.lots]] = False
        out: list[Reason] = []
        farthest = max((lot for lot, _ in match.lots), key=lambda lot: (away[lot], -lot))
        nearer = others & (away < away[farthest])
        for number, _ in match.lots:
            lot = problem.lots[number]
            count = int(np.count_nonzero(others & (away < away[number])))
            code = "only_lot" if eligible == 1 else "lot_fits" if count else "nearest_lot"
            reason = {"code": code, "lot": lot.id, "km": tidy(float(away[number])), "eligible": eligible}
            out.append(reason | {"nearer": count})
            if need.diet and lacking:
                out[-1] |= {"diet": sorted(need.diet), "lacking": lacking}
            if lot.item != need.item:
                out.append(self._substitute(match, number, fits))
            if lot.expires_day is not None and lot.expires_day < FRESH_DAYS:
                out.append({"code": "expires_soon", "lot": lot.id, "day": lot.expires_day})
        if nearer.any():
            gone = nearer & (units <= 0)
            keeps = nearer & ~gone & (self.base.rules.expires > self.base.rules.expires[farthest])
            masks = {"nearer": nearer, "gone": gone, "longer": keeps}
            counts = {name: int(np.count_nonzero(mask)) for name, mask in masks.items()}
            out.append({"code": "nearer_lots", "lot": problem.lots[farthest].id, **counts, **self._went(match, gone)})
        filled = sum(given for _, given in match.lots)
        if filled < need.quantity:
            left = int(units[fits].sum())
            out.append({"code": "partial", "filled": filled, "quantity": need.quantity, "left": left})
        return out

    def _substitute(self, match: Match, lot: int, fits: Bools) -> Reason:
        wanted, given = self.base.problem.needs[match.need].item, self.base.problem.lots[lot]
        itself = fits & (self.item == self.number.get(wanted or "", -1))
        facts = {"item": given.item, "wanted": wanted, "own": int(np.count_nonzero(itself))}
        left = int(self.held.units[itself].sum())
        return {"code": "substitute", "lot": given.id, **facts, "left": left, **self._went(match, itself)}

    def _went(self, match: Match, lots: Bools) -> Reason:
        """To whom these lots went: the weightiest few, and how many more."""
        needs = self.held.takers(lots)
        needs = needs[needs != match.need]
        few = self.held.few(needs, MOST_NAMED)
        return {"needs": _ids(self.base, few), "more": len(needs) - len(few)}
