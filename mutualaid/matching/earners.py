"""The volunteers' side of the dual: the most they could earn when every candidate is offered a price.

A volunteer's slots do not touch each other but for the number of shifts, so the best schedule is a sort: in each slot
the best service or the best run (its most paying doors, as many as there are stops), then the best slots.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mutualaid.matching.eligibility import Bools, Floats, Ints
from mutualaid.matching.people import People
from mutualaid.matching.scope import Instance, Scope

NEVER = 1e15
"""What stands for an unlimited price."""


def starts(*keys: Ints) -> Ints:
    """Where a new combination begins in columns that are sorted by these keys."""
    size = len(keys[0])
    new = np.ones(size, np.bool_)
    if size:
        new[1:] = keys[0][1:] != keys[0][:-1]
        for key in keys[1:]:
            new[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(new)


def spread(heads: Ints, size: int) -> Ints:
    """For each of `size` sorted entries the number of the stretch that it lies in."""
    mark = np.zeros(size, np.int64)
    mark[heads] = 1
    numbers: Ints = np.cumsum(mark) - 1
    return numbers


@dataclass(frozen=True)
class Earned:
    """What volunteers choose at some prices.

    `total` points; `taken` the candidates that they choose; `met` times each need is met; `best` the worth of each
    volunteer's slot and `rival` its worth to whoever asks for that slot next (both flat, volunteer x slot); `loss` of
    each candidate (None unless asked for); `talks` the slots that are spent on interpreting (flat).
    """

    total: float
    taken: Ints
    met: Floats
    best: Floats
    rival: Floats
    loss: Floats | None
    talks: Bools


class Earners:
    """Candidates arranged so that the best schedules at given prices take a few passes over them."""

    def __init__(self, base: Instance, scope: Scope, chosen: People) -> None:
        costs = base.problem.costs
        self.needs, self.chosen = len(base.weight), chosen
        self.crew, self.slots = scope.taken.shape
        self.shifts = np.maximum(scope.shifts, 0)
        key = chosen.volunteer * self.slots + chosen.slot
        self.service, self.delivery = np.flatnonzero(~chosen.delivery), np.flatnonzero(chosen.delivery)
        self.service_key = key[self.service]
        self.service_heads = starts(self.service_key)
        self.service_cost = costs.km * chosen.km[self.service]
        at = key[self.delivery]
        zone, household = base.rules.need_zone[chosen.need[self.delivery]], chosen.household[self.delivery]
        run_heads = starts(at, zone)
        self.door_heads = starts(at, zone, household)
        self.door = spread(self.door_heads, len(at))
        self.door_run = spread(run_heads, len(at))[self.door_heads]
        self.run_heads = self.door[run_heads]
        self.run_key = at[run_heads]
        self.key_heads = starts(self.run_key)
        self.stays = scope.taken.ravel()[self.run_key] == 2
        # A run that stays has been paid for, and its households may be visited already: free is the safe side.
        self.travel = np.where(self.stays, 0.0, costs.run + costs.km * chosen.km[self.delivery][run_heads])
        self.door_cost = np.where(self.stays[self.door_run], 0.0, costs.stop)
        limit = np.array([person.stops for person in base.problem.volunteers], np.int64)
        self.limit = limit[chosen.volunteer[self.delivery][run_heads]]
        self.long = self._long_runs()

    def _long_runs(self) -> list[tuple[Ints, Ints]]:
        """Runs with more doors than stops, in batches of similar length: (runs, their doors padded by one dummy)."""
        length = np.diff(np.append(self.run_heads, len(self.door_heads)))
        batches, least = [], 1
        while least <= length.max(initial=0):
            runs = np.flatnonzero((length > self.limit) & (length >= least) & (length < 2 * least))
            least *= 2
            if len(runs):
                place = np.arange(length[runs].max())
                doors = self.run_heads[runs][:, None] + place
                doors[place >= length[runs][:, None]] = len(self.door_heads)
                batches.append((runs, doors))
        return batches

    def _runs(self, pay: Floats) -> tuple[Floats, Floats, Floats]:
        """(points by door before choosing, the least that a chosen door pays by run, points by run)."""
        own = np.add.reduceat(np.maximum(pay, 0.0), self.door_heads) - self.door_cost
        door = np.append(np.maximum(own, 0.0), 0.0)
        run, cut = np.add.reduceat(door[:-1], self.run_heads), np.zeros(len(self.run_heads))
        for runs, doors in self.long:
            table = -np.sort(-door[doors], axis=1)
            limit = self.limit[runs]
            run[runs] = np.where(np.arange(table.shape[1]) < limit[:, None], table, 0.0).sum(1)
            cut[runs] = table[np.arange(len(runs)), limit - 1]
        return own, cut, run - self.travel

    def earn(self, price: Floats, *, losses: bool = False, voices: Floats | None = None) -> Earned:
        """The best schedules when candidate k is paid price[k], and interpreting in a slot (flat) voices[slot]."""
        best, rival = np.zeros(self.crew * self.slots), np.zeros(self.crew * self.slots)
        service = price[self.service] - self.service_cost
        if len(service):
            keys = self.service_key[self.service_heads]
            best[keys] = np.maximum(np.maximum.reduceat(service, self.service_heads), 0.0)
            second = np.where(service >= best[self.service_key], 0.0, service)
            rival[keys] = np.maximum(np.maximum.reduceat(second, self.service_heads), 0.0)
        pay = price[self.delivery]
        own, cut, run = self._runs(pay) if len(pay) else (np.zeros(0), np.zeros(0), np.zeros(0))
        joined = self.stays & (run > 0)
        if len(run):
            keys = self.run_key[self.key_heads]
            top = np.maximum(np.maximum.reduceat(np.where(self.stays, 0.0, run), self.key_heads), 0.0)
            rival[keys] = np.maximum(rival[keys], np.minimum(top, best[keys]))
            best[keys] = np.maximum(best[keys], top)
        talks = np.zeros(len(best), np.bool_)
        if voices is not None:
            talks = voices > best
            rival = np.maximum(rival, np.minimum(voices, best))
            best = np.maximum(best, voices)
        table = best.reshape(self.crew, self.slots)
        order = np.argsort(-table, axis=1, kind="stable")
        ranked = np.take_along_axis(table, order, 1)
        rank = np.empty_like(order)
        np.put_along_axis(rank, order, np.broadcast_to(np.arange(self.slots), order.shape), 1)
        used = ((rank < self.shifts[:, None]) & (table > 0)).ravel()
        row, most = np.arange(self.crew), np.minimum(self.shifts, self.slots)
        after = np.where(most < self.slots, ranked[row, np.minimum(most, self.slots - 1)], 0.0)
        least = np.where(most > 0, ranked[row, np.maximum(most - 1, 0)], NEVER)
        asked = np.where(used, best, np.repeat(least, self.slots))
        rival = np.where(used, np.maximum(rival, np.repeat(after, self.slots)), asked)
        goes = self._goes(service, run, best, used, joined)
        taken = self._taken(pay, own, cut, *goes)
        met = np.bincount(self.chosen.need[taken], minlength=self.needs).astype(np.float64)
        loss = self._loss(price, service, own, cut, run, asked) if losses else None
        return Earned(float(best[used].sum() + run[joined].sum()), taken, met, best, rival, loss, talks & used)

    def _goes(self, service: Floats, run: Floats, best: Floats, used: Bools, joined: Bools) -> tuple[Ints, Bools]:
        """Services (positions in `service`) and runs (mask) that the best schedules hold."""
        winners = np.flatnonzero(used[self.service_key] & (service >= best[self.service_key]))
        winners = winners[starts(self.service_key[winners])]
        held = np.zeros(len(used), np.bool_)
        held[self.service_key[winners]] = True
        runs = np.flatnonzero(~self.stays & used[self.run_key] & ~held[self.run_key] & (run >= best[self.run_key]))
        goes = joined.copy()
        goes[runs[starts(self.run_key[runs])]] = True
        return winners, goes

    def _taken(self, pay: Floats, own: Floats, cut: Floats, services: Ints, runs: Bools) -> Ints:
        door = runs[self.door_run] & (own > 0) & (own >= cut[self.door_run])
        visits = self.delivery[door[self.door] & (pay > 0)]
        return np.concatenate([self.service[services], visits])

    def _loss(self, price: Floats, service: Floats, own: Floats, cut: Floats, run: Floats, asked: Floats) -> Floats:
        """What the best total loses at least when a candidate must be part of it."""
        loss = np.zeros(len(price))
        loss[self.service] = asked[self.service_key] - service
        if len(own):
            wait = np.where(self.stays, np.maximum(-run, 0.0), asked[self.run_key] - run)
            extra = np.maximum(cut[self.door_run] - own, 0.0) + wait[self.door_run]
            loss[self.delivery] = extra[self.door] + np.maximum(-price[self.delivery], 0.0)
        return np.maximum(loss, 0.0)
