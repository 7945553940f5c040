"""Areas of all lengths of period lie within one another: that is checked here, and kept when folders come back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from mutualaid.summaries.coarsen import Merge

Areas = Mapping[str, tuple[str, ...]]


def nested(one: Areas, other: Areas) -> bool:
    """Whether each area of one of the two lies within an area of the other."""
    fine, coarse = sorted((_sets(one), _sets(other)), key=len, reverse=True)
    return all(any(area <= outer for outer in coarse) for area in fine)


def order_through(zones: Sequence[str], order: Sequence[Merge], levels: Collection[Areas]) -> tuple[Merge, ...]:
    """An order of merges that passes through the areas of every level: `order` itself when it does.

    Otherwise the zones grow together within the finest areas first, by `order` where it says so, then within the next
    ones, and so on; so whatever is cut from it is nested with all of them. The levels are nested in one another.
    """
    wanted = sorted(
        {frozenset(_sets(areas)) for areas in levels}, key=lambda areas: (-len(areas), sorted(map(sorted, areas)))
    )
    if all(areas in _states(zones, order) for areas in wanted):
        return tuple(order)
    code_of = {zone: zone for zone in zones}
    merges: list[Merge] = []
    for areas in (*wanted, frozenset({frozenset(zones)})):
        within = {zone: area for area in areas for zone in area}
        chained = [(a, b) for area in areas for a, b in zip(sorted(area), sorted(area)[1:], strict=False)]
        for a, b in (*order, *chained):
            one, other = code_of[a], code_of[b]
            if one != other and within[a] == within[b]:
                keep, gone = min(one, other), max(one, other)
                merges.append((keep, gone))
                code_of.update({zone: keep for zone, code in code_of.items() if code == gone})
    return tuple(merges)


def _sets(areas: Areas) -> list[frozenset[str]]:
    return [frozenset(zones) for zones in areas.values()]


def _states(zones: Sequence[str], order: Sequence[Merge]) -> list[frozenset[frozenset[str]]]:
    """What the areas are after each merge."""
    members = {zone: frozenset({zone}) for zone in zones}
    states = [frozenset(members.values())]
    for keep, gone in order:
        members[keep] |= members.pop(gone)
        states.append(frozenset(members.values()))
    return states
