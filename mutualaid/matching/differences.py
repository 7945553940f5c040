"""How one plan differs from another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mutualaid.matching.rows import Match


@dataclass(frozen=True)
class Difference:
    """How one plan differs from another: needs no longer met, met now, with other people or in another slot, with fewer
    units (need, units before, units after), and with other lots only.
    """

    dropped: list[int]
    gained: list[int]
    moved: list[int]
    reduced: list[tuple[int, int, int]]
    other_lots: list[int]


def difference(before: Iterable[Match], after: Iterable[Match]) -> Difference:
    """What changes from one plan to another; a need that moves and is reduced is in both lists."""
    old, new = ({match.need: match for match in plan} for plan in (before, after))
    both = sorted(old.keys() & new.keys())
    moved = [n for n in both if (old[n].people, old[n].slot) != (new[n].people, new[n].slot)]
    units = {n: (sum(u for _, u in old[n].lots), sum(u for _, u in new[n].lots)) for n in both}
    reduced = [(n, *units[n]) for n in both if units[n][1] < units[n][0]]
    told = {*moved, *(n for n, _, _ in reduced)}
    other = [n for n in both if old[n].lots != new[n].lots and n not in told]
    return Difference(sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys()), moved, reduced, other)
