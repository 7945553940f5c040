"""Interpreters in a model: who interprets for whom, tied to the candidates that need it and to interpreters' slots."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mutualaid.matching.eligibility import Floats, Ints
from mutualaid.matching.highs import Model
from mutualaid.matching.interpreters import CALLS, Turns, free_turns
from mutualaid.matching.people import People
from mutualaid.matching.rows import Interpreter, Match

if TYPE_CHECKING:
    from mutualaid.matching.scope import Instance, Scope


@dataclass(frozen=True)
class Spoken:
    """The columns `z` of turns, and what takes slots: `columns` of volunteers in slots (who comes, or takes calls)."""

    turns: Turns
    z: Ints
    volunteer: Ints
    slot: Ints
    columns: Ints

    def voices(self, base: Instance, picked: People, x: Floats) -> dict[int, Interpreter]:
        """Of the needs whose picked candidates are helped, who interprets in a solution."""
        assert base.interpreters is not None
        helped = set(picked.need[base.interpreters.helped(picked)].tolist())
        on = np.flatnonzero(x[self.z] > 0.5)
        return {
            int(self.turns.need[t]): Interpreter(int(self.turns.volunteer[t]), bool(self.turns.remote[t]))
            for t in on.tolist()
            if int(self.turns.need[t]) in helped
        }

    def column(self, match: Match) -> int | None:
        """The column of a match's interpreter, if the model has one."""
        assert match.interpreter is not None
        turns = self.turns
        same = (turns.need == match.need) & (turns.volunteer == match.interpreter.volunteer)
        same &= (turns.slot == match.slot) & (turns.remote == match.interpreter.remote)
        return next(iter(self.z[same].tolist()), None)

    def fix(self, low: Floats, high: Floats, plan: Iterable[Match]) -> None:
        """Bound the columns to who interprets in a plan."""
        said = {(m.need, m.interpreter.volunteer, m.slot) for m in plan if m.interpreter is not None}
        turns = zip(self.turns.need.tolist(), self.turns.volunteer.tolist(), self.turns.slot.tolist(), strict=True)
        busy = {(volunteer, slot) for _, volunteer, slot in said}
        slots = zip(self.volunteer.tolist(), self.slot.tolist(), strict=True)
        low[self.columns] = high[self.columns] = [float(key in busy) for key in slots]
        low[self.z] = high[self.z] = [float(turn in said) for turn in turns]


def interpret(base: Instance, scope: Scope, model: Model, chosen: People, x: Ints) -> Spoken | None:
    """Columns and rows for interpreters: one at most for a need, heard by all whom it helps, in a slot of their own."""
    if base.interpreters is None:
        return None
    helped = np.flatnonzero(base.interpreters.helped(chosen))
    slots, turns = scope.taken.shape[1], free_turns(base, scope)
    asked = np.unique(chosen.need[helped] * slots + chosen.slot[helped])
    turns = turns.take(np.isin(turns.need * slots + turns.slot, asked))
    z = model.add_columns(-turns.cost)
    _sum_at_most(model, turns.need, z, 1.0)
    _heard(base, model, chosen, x, helped, turns, z, slots)
    return Spoken(turns, z, *_slots(base, scope, model, turns, z, slots))


def _sum_at_most(model: Model, key: Ints, columns: Ints, limit: float) -> None:
    heads, number = np.unique(key, return_inverse=True)
    rows = model.add_rows(-np.inf, limit, len(heads))
    model.put(rows[number], columns, 1.0)


def _heard(
    base: Instance, model: Model, chosen: People, x: Ints, helped: Ints, turns: Turns, z: Ints, slots: int
) -> None:
    """A helped candidate goes only where somebody interprets in that slot who shares a language with her.

    One row for all who hear the same languages and of whom one at most is chosen, and one for each of a pair.
    """
    assert base.interpreters is not None
    hears = base.interpreters.hears[chosen.volunteer[helped]]
    _, class_of = np.unique(hears, axis=0, return_inverse=True) if len(helped) else (0, np.zeros(0, np.int64))
    pair = base.wants[chosen.need[helped]] == 2
    each = np.where(pair, 1 + np.arange(len(helped)), 0)
    key = np.stack([chosen.need[helped] * slots + chosen.slot[helped], class_of.ravel(), each], axis=1)
    groups, group = np.unique(key, axis=0, return_inverse=True) if len(helped) else (key, np.zeros(0, np.int64))
    group = group.ravel()
    rows = model.add_rows(-np.inf, 0.0, len(groups))
    model.put(rows[group], x[helped], 1.0)
    first = np.zeros(len(groups), np.int64)
    first[group[::-1]] = np.arange(len(helped))[::-1]
    row, turn = _cells(groups[:, 0], turns.need * slots + turns.slot)
    common = base.interpreters.common(turns)[turn] & hears[first[row]]
    heard = common.any(axis=1)
    model.put(rows[row[heard]], z[turn[heard]], -1.0)


def _cells(rows: Ints, turns: Ints) -> tuple[Ints, Ints]:
    """All pairs (row, turn) that lie in the same cell; `turns` are sorted."""
    begin, end = np.searchsorted(turns, rows), np.searchsorted(turns, rows, side="right")
    size = end - begin
    row = np.repeat(np.arange(len(rows)), size)
    place = np.arange(len(row)) - np.repeat(np.cumsum(size) - size, size)
    return row, np.repeat(begin, size) + place


def _slots(base: Instance, scope: Scope, model: Model, turns: Turns, z: Ints, slots: int) -> tuple[Ints, Ints, Ints]:
    """Who comes takes a slot; who is called takes one for all calls in it, as many as she takes."""
    assert base.interpreters is not None
    at = np.flatnonzero(turns.remote)
    key = turns.volunteer[at] * slots + turns.slot[at]
    keys, number = np.unique(key, return_inverse=True)
    owner, when = keys // slots, keys % slots
    held = scope.taken[owner, when] == CALLS
    opened = np.flatnonzero(~held)
    columns = np.full(len(keys), -1, np.int64)
    columns[opened] = model.add_columns(np.zeros(len(opened)))
    limit = base.interpreters.calls[owner].astype(np.float64)
    for k in np.flatnonzero(held).tolist():
        limit[k] = scope.calls[int(owner[k]), int(when[k])]
    tied = np.flatnonzero(~held[number])
    rows = model.add_rows(-np.inf, 0.0, len(tied))
    model.put(rows, z[at[tied]], 1.0)
    model.put(rows, columns[number[tied]], -1.0)
    full = np.bincount(number, minlength=len(keys)) > limit
    row_of = np.full(len(keys), -1, np.int64)
    row_of[full] = model.add_rows(-np.inf, np.where(held[full], limit[full], 0.0), int(full.sum()))
    inside = row_of[number] >= 0
    model.put(row_of[number[inside]], z[at[inside]], 1.0)
    own = np.flatnonzero(full & ~held)
    model.put(row_of[own], columns[own], -limit[own])
    there = np.flatnonzero(~turns.remote)
    return (
        np.concatenate([turns.volunteer[there], owner[opened]]),
        np.concatenate([turns.slot[there], when[opened]]),
        np.concatenate([z[there], columns[opened]]),
    )
