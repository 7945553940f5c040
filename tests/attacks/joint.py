"""The attack on the whole table at once: every combination of month, kind, zone, language and status is a variable.

The program's own attack works on two-way tables that meet in the kind of help, and claims to be as strong as this one.
Here nothing is claimed: whatever the questions can tell apart is told apart, so it is for small offices only.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence

import highspy
import numpy as np

from tests.attacks.attacker import Question, Year, months_of

THRESHOLD, CAP = 11, 5


def intervals(year: Year, question: Question, *, limited: bool) -> tuple[float, float]:
    """What an outsider believes of a question's count before she computes anything."""
    value, margin = year.answers[question], year.margins[question]
    if value is not None:
        least = THRESHOLD if margin else value
        return float(max(least, value - margin)), float(value + margin)
    kinds, months = len(year.categories_of(question)), len(months_of(question.period))
    return 0.0, float((THRESHOLD - 1) * CAP * kinds * months) if limited else math.inf


class Joint:
    """All questions about needs as one linear system over the finest groups that they tell apart."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self.questions = [question for question in year.answers if question.measure == "needs"]
        self._covers: list[Callable[[Question], Iterable[object]]] = [
            lambda question: months_of(question.period),
            year.categories_of,
            year.zones_of,
            year.languages_of,
            year.statuses_of,
        ]
        members: list[Sequence[object]] = [range(1, 13), year.categories, year.zones, year.languages, year.statuses]
        self._groups = [
            _groups(those, [frozenset(covers(question)) for question in self.questions])
            for those, covers in zip(members, self._covers, strict=True)
        ]
        sizes = [len(groups) for groups in self._groups]
        self.columns = math.prod(sizes)
        strides = [math.prod(sizes[n + 1 :]) for n in range(len(sizes))]
        self.rows = [self._row(question, strides) for question in self.questions]

    def _row(self, question: Question, strides: Sequence[int]) -> np.ndarray:
        places = []
        for groups, covers, stride in zip(self._groups, self._covers, strides, strict=True):
            covered = frozenset(covers(question))
            places.append([n * stride for n, group in enumerate(groups) if group <= covered])
        return np.array([sum(each) for each in itertools.product(*places)], dtype=np.int32)

    def bounds(
        self, questions: Iterable[Question], *, limited: bool = True
    ) -> dict[Question, tuple[float, float]] | None:
        """The least and the most that each question's count can be; None when nothing fits all that is published."""
        model = highspy.Highs()
        model.setOptionValue("output_flag", False)
        program = highspy.HighsLp()
        ends = [intervals(self.year, question, limited=limited) for question in self.questions]
        program.num_col_, program.num_row_ = self.columns, len(self.rows)
        program.col_cost_ = np.zeros(self.columns)
        program.col_lower_, program.col_upper_ = np.zeros(self.columns), np.full(self.columns, 1e5)
        program.row_lower_ = np.array([low for low, _ in ends])
        program.row_upper_ = np.array([high if high < math.inf else highspy.kHighsInf for _, high in ends])
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = np.cumsum([0, *map(len, self.rows)]).astype(np.int32)
        program.a_matrix_.index_ = np.concatenate(self.rows)
        program.a_matrix_.value_ = np.ones(sum(map(len, self.rows)))
        model.passModel(program)
        found = {}
        for question in questions:
            columns = self.rows[self.questions.index(question)]
            ends_found = []
            for sign in (1.0, -1.0):
                model.changeColsCost(self.columns, np.arange(self.columns, dtype=np.int32), np.zeros(self.columns))
                model.changeColsCost(len(columns), columns, np.full(len(columns), sign))
                model.run()
                if model.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
                    return None
                assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal
                ends_found.append(sign * model.getInfo().objective_function_value)
            found[question] = (round(ends_found[0], 6), round(ends_found[1], 6))
        return found

    def least_squares(self, steps: int = 400) -> dict[Question, float]:
        """The hidden counts of the table that fits the published values best, nowhere below zero."""
        # By projected gradient, with momentum.
        shown = [n for n, question in enumerate(self.questions) if self.year.answers[question] is not None]
        values = np.array([float(self.year.answers[self.questions[n]] or 0) for n in shown])
        owner = np.repeat(np.arange(len(shown)), [len(self.rows[n]) for n in shown])
        place = np.concatenate([self.rows[n] for n in shown])
        # Rows of many cells would rule the step; each is weighed by its length.
        weight = 1 / np.array([len(self.rows[n]) for n in shown], dtype=float)
        touched = np.maximum(np.bincount(place, minlength=self.columns), 1)
        point = momentum = np.zeros(self.columns)
        for step in range(steps):
            missing = values - np.bincount(owner, weights=momentum[place], minlength=len(shown))
            moved = momentum + np.bincount(place, weights=(weight * missing)[owner], minlength=self.columns) / touched
            before, point = point, np.maximum(moved, 0.0)
            momentum = point + step / (step + 3) * (point - before)
        return {
            question: float(point[row].sum())
            for question, row in zip(self.questions, self.rows, strict=True)
            if self.year.answers[question] is None
        }


def _groups(members: Iterable[object], sets: Sequence[frozenset[object]]) -> list[frozenset[object]]:
    parts: dict[tuple[bool, ...], set[object]] = {}
    distinct = list(dict.fromkeys(sets))
    for member in members:
        parts.setdefault(tuple(member in each for each in distinct), set()).add(member)
    return [frozenset(part) for part in parts.values()]
