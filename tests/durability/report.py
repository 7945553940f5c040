"""The figures of a run: each test says what it tried and what went wrong, and the run ends with one table.

A figure is kept whether its test passes or fails, on whichever worker it ran. `./run campaign tests/durability
--figures FILE` also writes the table to a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

KEY = "figure"


@dataclass
class Figure:
    """How often something was tried, how often the promise broke, and how often a control, which must break, did."""

    what: str
    rounds: int
    bad: int = 0
    control: bool = False
    note: str = ""

    def line(self) -> str:
        """One line of the table."""
        if self.control:
            kept = "seen" if self.bad else "NOT SEEN"
            return f"| {self.what} (control) | {self.rounds:,} | {self.bad:,} {kept} | {self.note} |"
        return f"| {self.what} | {self.rounds:,} | {self.bad:,} | {self.note} |"


class Figures:
    """Where one test puts its figures; they travel with its report."""

    def __init__(self, properties: list[tuple[str, Any]]) -> None:
        self._properties = properties

    def add(self, what: str, *, rounds: int, bad: int = 0, note: str = "") -> None:
        """`bad` of `rounds` broke the promise; the test asserts that it is none."""
        self._properties.append((KEY, asdict(Figure(what, rounds, bad, note=note))))

    def control(self, what: str, *, rounds: int, seen: int, note: str = "") -> None:
        """A harness that must see the promise broken saw it so often."""
        self._properties.append((KEY, asdict(Figure(what, rounds, seen, control=True, note=note))))


def gathered(reports: Iterable[Any]) -> list[Figure]:
    """The figures of many reports, those of one name summed; in order of name."""
    found: dict[tuple[str, bool], Figure] = {}
    for report in reports:
        for key, value in getattr(report, "user_properties", ()):
            if key != KEY or getattr(report, "when", "") != "call":
                continue
            figure = Figure(**value)
            known = found.setdefault((figure.what, figure.control), Figure(figure.what, 0, 0, figure.control))
            known.rounds += figure.rounds
            known.bad += figure.bad
            known.note = figure.note or known.note
    return [found[key] for key in sorted(found)]


def table(figures: list[Figure]) -> list[str]:
    """The figures as lines of a table."""
    return ["| what | tried | bad | |", "|---|---|---|---|", *(figure.line() for figure in figures)]
