"""Somebody who has every published folder and nothing else: reads data.csv and structure.json, and knows the rules.

Written apart from the program's own attack, and sharing no code with it, so that a mistake in one does not hide in the
other. What a question asks is worked out here from the columns and the classification alone.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

ALL, EVERYDAY, OTHER = "all", "everyday", "other"


class Question(NamedTuple):
    """What a row asks; two tables that ask the same have one answer."""

    period: str
    geo: str
    category: str
    language: str
    status: str
    measure: str


def months_of(period: str) -> range:
    """The months (1 to 12) of a period's code."""
    year, _, rest = period.partition("-")
    assert len(year) == 4
    if not rest:
        return range(1, 13)
    if rest.startswith("Q"):
        return range(3 * int(rest[1:]) - 2, 3 * int(rest[1:]) + 1)
    return range(int(rest), int(rest) + 1)


def level_of(period: str) -> str:
    """Whether a period's code is a month's, a quarter's or a year's."""
    return {1: "month", 3: "quarter", 12: "year"}[len(months_of(period))]


@dataclass(frozen=True)
class Release:
    """One folder as it was read: each question's published value, None where it is hidden."""

    answers: dict[Question, int | None]
    structure: dict[str, Any]

    @property
    def margin(self) -> int:
        """How far the files say that a value lies from what was counted."""
        return int(self.structure["rules"]["margin"])


def read(folder: Path) -> Release:
    """The folder's answers and structure."""
    return from_files({name: (folder / name).read_bytes() for name in ("data.csv", "structure.json")})


def from_files(files: dict[str, bytes]) -> Release:
    """The same of published bytes."""
    rows = csv.DictReader(io.StringIO(files["data.csv"].decode(), newline=""))
    answers = {
        Question(*(row[name] for name in Question._fields)): int(row["value"]) if row["flag"] == "value" else None
        for row in rows
    }
    return Release(answers, json.loads(files["structure.json"]))


class Year:
    """Everything published of a year together, and what its codes mean."""

    def __init__(self, releases: Sequence[Release]) -> None:
        self.releases = tuple(releases)
        self.answers: dict[Question, int | None] = {}
        self.margins: dict[Question, int] = {}
        self.levels: dict[str, Any] = {}
        for release in releases:
            for question, value in release.answers.items():
                assert self.answers.setdefault(question, value) == value, "the same question, another answer"
                self.margins.setdefault(question, release.margin)
            self.levels |= release.structure["classification"]
        rules = releases[0].structure
        self.categories: list[str] = rules["categories"]
        self.sensitive = frozenset(rules["sensitive"])
        self.statuses: list[str] = rules["statuses"]

    @property
    def hidden(self) -> list[Question]:
        """The questions whose answer is hidden."""
        return [question for question, value in self.answers.items() if value is None]

    @cached_property
    def zones(self) -> list[str]:
        """Every zone of the map, and "" for a need that lies on none."""
        return sorted(
            {zone for level in self.levels.values() for part in level["areas"].values() for zone in part} | {""}
        )

    @cached_property
    def languages(self) -> list[str]:
        """Every language that is named anywhere, and "*" for the rest."""
        return sorted({code for level in self.levels.values() for code in level["languages"]} | {"*"})

    def categories_of(self, question: Question) -> frozenset[str]:
        """The categories that a question counts."""
        everyday = frozenset(self.categories) - self.sensitive
        if question.category in (ALL, EVERYDAY):
            return frozenset(self.categories) if question.category == ALL else everyday
        level = self.levels[level_of(question.period)]
        beside = next((name for name in ("geo", "language", "status") if getattr(question, name) != ALL), "")
        families = level["families"].get(beside or "alone", {})
        if question.category != OTHER:
            return frozenset(families.get(question.category, (question.category,)))
        named = level["categories_beside"][beside] if beside else level["categories"]
        gathered = {code for codes in families.values() for code in codes}
        return (everyday if beside else frozenset(self.categories)) - frozenset(named) - gathered

    def zones_of(self, question: Question) -> frozenset[str]:
        """The zones that a question counts."""
        if question.geo == ALL:
            return frozenset(self.zones)
        return frozenset(self.levels[level_of(question.period)]["areas"][question.geo])

    def languages_of(self, question: Question) -> frozenset[str]:
        """The languages that a question counts."""
        if question.language == ALL:
            return frozenset(self.languages)
        named = frozenset(self.levels[level_of(question.period)]["languages"])
        return frozenset(self.languages) - named if question.language == OTHER else frozenset((question.language,))

    def statuses_of(self, question: Question) -> frozenset[str]:
        """The states that a question counts."""
        if question.status == OTHER:
            return frozenset(self.statuses) - frozenset(self.levels[level_of(question.period)]["statuses"])
        return frozenset(self.statuses if question.status == ALL else (question.status,))


def read_year(folders: Iterable[Path]) -> Year:
    """Every folder together."""
    return Year([read(folder) for folder in folders])
