"""Decides what a release may say: hides, adds noise, attacks itself, and hides more until the attack fails."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from mutualaid.progress import Progress
from mutualaid.records.errors import Refused
from mutualaid.summaries import attack as attacks
from mutualaid.summaries.atoms import small_atoms
from mutualaid.summaries.attack import TOLERANCE, WIDTH, Attacked, Exposed
from mutualaid.summaries.cells import Answer, Cell, Key
from mutualaid.summaries.count import Counter
from mutualaid.summaries.model import Observation
from mutualaid.summaries.noise import Randomness, discrete_laplace, geometric, round_randomly
from mutualaid.summaries.pairs import close_pairs
from mutualaid.summaries.periods import parse_period
from mutualaid.summaries.plan import (
    ALL,
    DIMENSIONS,
    MARGIN,
    NOISE_SCALE,
    ROUNDING,
    SURE,
    TABLES,
    THRESHOLD,
)
from mutualaid.summaries.scheme import Scheme
from mutualaid.summaries.solver import Late, Unproved

ROUNDS = 8
"""After so many attacks that found something, hiding single cells goes on with one table fewer."""
ROUNDS_AFTER = 2
"""So many more before the next table goes."""
LEAST_PRINTED = ROUNDING
"""No published value is smaller: nothing that is published is nothing. A higher floor would bias small cells."""
MOST_HIDDEN = 0.5
"""A table that would hide more of its cells than this share is left out instead."""
DROP_ORDER = (
    "areas_by_category",
    "languages_by_category",
    "categories_by_status",
    "areas",
    "languages",
    "statuses",
    "categories",
    "months",
)
"""What goes first when hiding single cells does not help; the totals are last, and without them there is no release."""

_ESSENTIAL = frozenset(table.name for table in TABLES if table.essential)


@dataclass(frozen=True)
class Protected:
    """What may be published: an answer for every cell that stayed, and the last attacks that it withstood."""

    answers: Mapping[Cell, Answer]
    dropped: tuple[str, ...]
    attacks: tuple[Attacked, ...]


def protect(
    cells: Sequence[Cell],
    counter: Counter,
    earlier: Mapping[Cell, Answer],
    *,
    below: Randomness,
    progress: Progress,
    lot: int | None = None,
) -> Protected:
    """Answers for the planned cells, given everything published before in any year.

    `lot`: the geometric draw that decides whether the totals hold enough households, when it is not to fall anew at
    each asking, so that nobody can ask until it falls well.

    Raises Refused("release_too_few") for a period with fewer households than that, Refused("release_pair_too_close")
    when two totals would give away as few, and Refused("release_unproved") when the attack does not end in time, or
    cannot be brought to fail by hiding cells, then by leaving out one table after the other but the totals.
    """
    draft = _Draft(cells, counter, earlier, below, lot)
    before: Mapping[Cell, Exposed] | None = None
    draft.hide_close_pairs()
    draft.leave_out_empty_tables()
    rounds = 0
    while True:
        try:
            found = draft.attack(progress)
        except Late:
            raise Refused("release_unproved") from None
        except Unproved:
            draft.leave_out_next_table(())
            continue
        exposed = {each.cell: each for attacked in found for each in attacked.exposed}
        if exposed and before is None:
            before = draft.exposed_before(progress)
        exposed = {cell: each for cell, each in exposed.items() if _tells_more(each, (before or {}).get(cell))}
        if not exposed:
            return Protected(draft.answers(), tuple(sorted(draft.dropped)), found)
        rounds += 1
        if rounds > ROUNDS or not draft.hide_more(exposed):
            draft.leave_out_next_table(exposed)
            rounds = ROUNDS - ROUNDS_AFTER
        draft.leave_out_empty_tables()


class _Draft:
    def __init__(
        self,
        cells: Sequence[Cell],
        counter: Counter,
        earlier: Mapping[Cell, Answer],
        below: Randomness,
        lot: int | None = None,
    ) -> None:
        self.counter = counter
        self._below = below
        self.earlier = earlier
        self.scheme: Scheme = counter.scheme
        self._asked: dict[Key, Answer] = {cell.key: answer for cell, answer in earlier.items()}
        self.cells = list(cells)
        self.dropped: set[str] = set()
        self.fresh = [cell for cell in cells if cell.key not in self._asked]
        self.counts = counter.counts(self.fresh)
        self.small = {cell for cell, (_, households) in self.counts.items() if households < THRESHOLD}
        self.hidden = self._below_the_line(lot)
        self._least_hidden = frozenset(self.hidden)
        if any(cell.table == "totals" for cell in self.hidden):
            raise Refused("release_too_few", households=SURE)
        released = {cell.period for cell in earlier}
        planned = {cell.key for cell in [*cells, *earlier]}
        self.atoms = small_atoms(parse_period(self.cells[0].period), counter, planned, released)
        self.drawn = {cell: _draw(count, below) for cell, (count, _) in self.counts.items()}

    def _line(self, lot: int | None = None) -> int:
        """The number of households from which on a cell counts as large enough, drawn anew for each."""
        return max(THRESHOLD, SURE - (geometric(self._below) if lot is None else lot))

    def _below_the_line(self, lot: int | None) -> set[Cell]:
        """The cells with too few households, each by a line of its own; both totals by the same."""
        whole = self._line(lot)
        return {
            cell
            for cell, (_, households) in self.counts.items()
            if households < SURE and households < (whole if cell.table == "totals" else self._line())
        }

    def published(self) -> list[Cell]:
        """The fresh cells whose values would appear."""
        return [cell for cell in self.fresh if cell not in self.hidden and cell.table not in self.dropped]

    def answers(self) -> dict[Cell, Answer]:
        """Every cell that stayed, in the plan's order, with its answer, old or new."""
        answers = {}
        for cell in self.cells:
            if cell.table not in self.dropped:
                fresh = Answer(None) if cell in self.hidden else self.drawn.get(cell, Answer(None))
                answers[cell] = self._asked.get(cell.key, fresh)
        return answers

    def hide_close_pairs(self) -> None:
        """Hide one cell of each pair that differs by few households: the inner one if it is still unpublished."""
        before = [cell for cell, answer in self.earlier.items() if answer.value is not None]
        fresh = self.published()
        for inner, outer in close_pairs([*before, *fresh], fresh, self.counter, self._line):
            if inner in self.hidden or outer in self.hidden:
                continue
            choice = next((cell for cell in (inner, outer) if cell in self.counts and cell.table != "totals"), None)
            if choice is None:
                raise Refused("release_pair_too_close", households=SURE - 1)
            self.hidden.add(choice)
        self._least_hidden = frozenset(self.hidden)

    def leave_out_empty_tables(self) -> None:
        """Leave out the tables that would hide more than half of their cells."""
        for table in {cell.table for cell in self.fresh} - self.dropped - _ESSENTIAL:
            cells = [cell for cell in self.fresh if cell.table == table]
            if sum(cell in self.hidden for cell in cells) > MOST_HIDDEN * len(cells):
                self.dropped.add(table)

    def attack(self, progress: Progress) -> tuple[Attacked, ...]:
        """As an outsider sees it, and again as one who knows every draw of the noise and only rounding protects."""
        return tuple(
            attacks.attack(self._observations(known_noise=known), self.scheme, progress=progress)
            for known in (False, True)
        )

    def exposed_before(self, progress: Progress) -> dict[Cell, Exposed]:
        """What earlier releases give away by themselves, as records that came late or went can make it look.

        Nothing that is hidden now takes that back, so it is no reason to refuse what tells no more.
        """
        if not self.earlier:
            return {}
        nothing = copy.copy(self)
        nothing.fresh = []
        try:
            return {each.cell: each for attacked in nothing.attack(progress) for each in attacked.exposed}
        except Unproved:
            return {}

    def _touches(self, cell: Cell, other: Cell) -> bool:
        if _in_line(cell, other) or cell.key[1:] == other.key[1:]:
            return True
        ours, theirs = parse_period(cell.period), parse_period(other.period)
        return (ours.within(theirs) or theirs.within(ours)) and bool(
            (self.counter.mask(cell) & self.counter.mask(other)).any()
        )

    def _observations(self, *, known_noise: bool) -> list[Observation]:
        answers = {**self.earlier}
        fresh = set(self.fresh)
        answers.update((cell, answer) for cell, answer in self.answers().items() if cell in fresh)
        if known_noise:
            answers = {cell: self._with_noise(cell, answer) for cell, answer in answers.items()}
        seen = [observe(cell, answer, known_noise=known_noise) for cell, answer in answers.items()]
        if known_noise:
            seen = [replace(each, small=self._is_small(each.cell)) if each.hidden else each for each in seen]
        # What is in no table at all is attacked too, where it is small.
        unsaid = [*(cell for cell in self.small if cell.table in self.dropped), *self.atoms]
        asked = {cell.key for cell in answers}
        return seen + [Observation(cell, 0.0, _INFINITE, hidden=True) for cell in unsaid if cell.key not in asked]

    def _with_noise(self, cell: Cell, answer: Answer) -> Answer:
        """The answer with the noise that our own count suggests, when a restore lost it.

        One who knows the noise knows the count to within the rounding. Our own count lies within his bounds, but for
        records that came late or went, so bounds as narrow around it are what he knows. A count that is further from
        the value than the printed margin is not the one that was published, and the margin is all that is known then.
        """
        if answer.value is None or answer.noise is not None:
            return answer
        noise = answer.value - self.counter.count(cell)[0]
        return replace(answer, noise=noise) if abs(noise) <= MARGIN else answer

    def _is_small(self, cell: Cell) -> bool:
        return (self.counts.get(cell) or self.counter.count(cell))[1] < THRESHOLD

    def hide_more(self, exposed: Mapping[Cell, Exposed]) -> bool:
        """For each exposed cell hide a published neighbour; False when there is none.

        The smallest in a line with it comes first, then the smallest that shares a need with it: the outer cell of
        another period or table, through which an older hidden cell shows.
        """
        published = self.published()
        helped = False
        for cell in sorted(exposed):
            near = [other for other in published if other.table != "totals" and self._touches(cell, other)]
            if near:
                self.hidden.add(min(near, key=lambda other: (not _in_line(cell, other), self.counts[other][0], other)))
                helped = True
        return helped

    def leave_out_next_table(self, exposed: Collection[Cell]) -> None:
        """Leave out the next of DROP_ORDER; when only totals are left, raise Refused("release_unproved").

        Tables that ask for what the exposed cells ask for go first. What was hidden for their sake is shown again.
        """
        left = [table for table in DROP_ORDER if table not in self.dropped and _asks(self.fresh, table)]
        if not left:
            raise Refused("release_unproved")
        asked = {name for cell in exposed for name in DIMENSIONS if name != "category" and getattr(cell, name) != ALL}
        tables = {table.name: asked.intersection(table.dimensions) for table in TABLES}
        self.dropped.add(min(left, key=lambda table: (not tables[table], DROP_ORDER.index(table))))
        self.hidden = set(self._least_hidden)


_INFINITE = float("inf")


def observe(cell: Cell, answer: Answer, *, known_noise: bool = False, margin: int = MARGIN) -> Observation:
    """What an answer tells: the interval its count lies in, by the printed margin or by the rounding alone."""
    if answer.value is None:
        return Observation(cell, 0.0, _INFINITE, hidden=True)
    if known_noise and answer.noise is not None:
        middle = answer.value - answer.noise
        return Observation(cell, float(max(THRESHOLD, middle - ROUNDING + 1)), float(middle + ROUNDING - 1))
    return Observation(cell, float(max(THRESHOLD, answer.value - margin)), float(answer.value + margin))


def _draw(count: int, below: Randomness) -> Answer:
    noise = discrete_laplace(NOISE_SCALE, below)
    rounded = round_randomly(count + noise, ROUNDING, below)
    value = max(LEAST_PRINTED, rounded)
    # Raising a value to the least printed one is kept as if it were noise, so that value - noise stays the rounding.
    return Answer(value, noise + value - rounded)


def _tells_more(now: Exposed, before: Exposed | None) -> bool:
    return before is None or now.high - now.low < min(WIDTH, before.high - before.low) - TOLERANCE


def _in_line(cell: Cell, other: Cell) -> bool:
    """Whether two cells of one period and table differ in one coordinate only, so that a total joins them."""
    if cell.table != other.table or (cell.table != "months" and cell.period != other.period):
        return False
    ours = (cell.period, cell.geo, cell.category, cell.language, cell.status)
    theirs = (other.period, other.geo, other.category, other.language, other.status)
    return sum(a != b for a, b in zip(ours, theirs, strict=True)) == 1


def _asks(cells: Sequence[Cell], table: str) -> bool:
    return any(cell.table == table for cell in cells)
