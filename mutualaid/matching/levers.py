"""What would help most: a volunteer, a slot or a lot more, each proved by the changed plan that it makes possible."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from mutualaid.matching.additions import Addition, NewLot, NewSlot, NewVolunteer
from mutualaid.matching.around import Width, around, beside
from mutualaid.matching.ideas import ideas
from mutualaid.matching.proving import Lever, prove
from mutualaid.matching.rows import Match
from mutualaid.matching.scope import Instance
from mutualaid.matching.wanting import Wanting, wanting
from mutualaid.progress import Progress

MOST = 10
MOST_OF_A_KIND = 4
KINDS = ("volunteer", "lot", "slot")
BESIDE_ARCS, BESIDE_GAP = 30, 1e-4
"""An addition beside the plan as it is makes a smaller model, which can look at more stock and be solved further."""


@dataclass(frozen=True)
class Work:
    """How many ideas of a kind are tried, how many more while none has helped, and how widely each is looked at."""

    tries: int
    more: int
    width: Width


SMALL = 3_000
"""Candidates up to which all that the people around an addition do is decided again."""
SMALL_FULL = Work(
    10,
    30,
    Width(crew=8, tasks=6, zones=2, instead=5, takers=30, donors=6, loose=True, arcs=8, gap=1e-4, nodes=50),
)
FULL = Work(
    10,
    30,
    Width(crew=5, tasks=4, zones=2, instead=2, takers=16, donors=4, loose=False, arcs=5, gap=1e-3, nodes=20),
)
QUICK = Work(
    2,
    6,
    Width(crew=3, tasks=3, zones=1, instead=2, takers=12, donors=3, loose=False, arcs=4, gap=5e-3, nodes=10),
)


def find_levers(base: Instance, matches: list[Match], *, quick: bool, progress: Progress) -> list[dict[str, Any]]:
    """At most ten levers, most valuable first; none is listed unless its changed plan proves it.

    Of each kind that helps there is at least one. When the handle is asked to settle, what is proved by then is told.
    """
    if len({m.need for m in matches}) == len(base.weight):
        return []
    work = QUICK if quick or base.sampled else FULL if len(base.people.need) > SMALL else SMALL_FULL
    w, proved = wanting(base, matches), list[Lever]()
    for number, kind in enumerate(KINDS):
        helped = 0
        for turn, idea in enumerate(ideas(w, kind)[: work.more]):
            progress.step(number * work.more + turn, len(KINDS) * work.more)
            enough = 1 if progress.settling else work.tries
            if turn >= enough and helped:
                break
            lever = _best(w, idea.addition, work.width, progress)
            if lever is not None:
                proved.append(lever)
                helped += 1
    return [lever.row() for lever in varied(proved)]


def _best(w: Wanting, addition: Addition, width: Width, progress: Progress) -> Lever | None:
    """The better of what an addition makes possible with others around it, and beside the plan as it is."""
    moved = prove(w, addition, around(w, addition, width), width, progress)
    plain = prove(w, addition, beside(w, addition), replace(width, arcs=BESIDE_ARCS, gap=BESIDE_GAP), progress)
    return max((lever for lever in (moved, plain) if lever is not None), key=lambda lever: lever.value, default=None)


def varied(proved: list[Lever]) -> list[Lever]:
    """The most valuable, some of each kind; of two that say nearly the same the better."""
    count: dict[str, int] = defaultdict(int)
    chosen: list[Lever] = []
    ranked = sorted(proved, key=lambda lever: -lever.value)
    for lever in ranked:
        if count[lever.addition.kind] < MOST_OF_A_KIND and not any(_alike(lever, other) for other in chosen):
            count[lever.addition.kind] += 1
            chosen.append(lever)
    return chosen[:MOST]


def _alike(one: Lever, other: Lever) -> bool:
    """Whether both unlock mostly the same needs by the same kind of help, or ask the same of the same person."""
    first, second = one.addition, other.addition
    if first.kind != second.kind:
        return False
    if isinstance(first, NewSlot) and isinstance(second, NewSlot) and first.volunteer == second.volunteer:
        return True
    if isinstance(first, NewLot) and isinstance(second, NewLot) and first.lot.item == second.lot.item:
        return True
    if isinstance(first, NewVolunteer) and isinstance(second, NewVolunteer):
        asks = [(x.person.skills, x.person.languages) for x in (first, second)]
        if asks[0] == asks[1] and first.person.zone == second.person.zone:
            return True
    shared = len(set(one.unlocks) & set(other.unlocks))
    return 2 * shared >= min(len(one.unlocks), len(other.unlocks))
