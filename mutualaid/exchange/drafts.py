"""What a row of a file says, read and checked but not yet kept: drafts with warnings and problems as codes.

A draft with a problem is turned away with the row's reasons; warnings are for the coordinator to look at. Codes and
facts hold no personal value. Drafts print nothing but their row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from mutualaid.records.household import AgeBand, Phone
from mutualaid.records.kinds import ConsentPurpose, Mode, Trust, Urgency
from mutualaid.records.time import Window
from mutualaid.records.volunteer import SpokenLanguage, Training


class Kind(StrEnum):
    """What the rows of a file are."""

    NEEDS = "needs"
    VOLUNTEERS = "volunteers"
    SUPPLIES = "supplies"


@dataclass(frozen=True, repr=False, slots=True)
class Draft:
    """A row of a file: its number, the codes of its warnings, and of the problems for which it is turned away."""

    row: int
    warnings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    blank: bool = False

    def __repr__(self) -> str:
        return f"<{type(self).__name__} row {self.row}>"


@dataclass(frozen=True, repr=False, slots=True)
class NeedDraft:
    """One thing asked for. `item` is the words of the file; none of `quantity`, `mode`, ... means: as usual."""

    category: str
    item: str = ""
    quantity: int | None = None
    unit: str | None = None
    urgency: Urgency = Urgency.WHENEVER
    needed_by: date | None = None
    windows: tuple[Window, ...] = ()
    mode: Mode | None = None
    notes: str = ""

    def __repr__(self) -> str:
        return f"<NeedDraft {self.category}>"


@dataclass(frozen=True, repr=False, slots=True)
class HouseholdDraft(Draft):
    """A submission: who asks and what for. `size` none: not said. `received_on` none: not said.

    `consents` are what was allowed or refused for each purpose, and `how` that was said; the latest answer holds.
    """

    code: str = ""
    contact_name: str = ""
    phones: tuple[Phone, ...] = ()
    safe_contact: str = ""
    languages: tuple[str, ...] = ()
    wants_interpreter: bool = False
    size: int | None = None
    ages: tuple[AgeBand, ...] = ()
    diet: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    zone: str = ""
    address: str = ""
    notes: str = ""
    received_on: date | None = None
    needs: tuple[NeedDraft, ...] = ()
    consents: tuple[tuple[ConsentPurpose, bool], ...] = ()
    how: str = ""


@dataclass(frozen=True, repr=False, slots=True)
class VolunteerDraft(Draft):
    """A volunteer; the first zone is her own. None of a number means: as usual for how she gets around."""

    code: str = ""
    name: str = ""
    phones: tuple[Phone, ...] = ()
    languages: tuple[SpokenLanguage, ...] = ()
    skills: tuple[str, ...] = ()
    trainings: tuple[Training, ...] = ()
    transport: str = ""
    seats: int | None = None
    capacity_kg: int | None = None
    stops: int | None = None
    zones: tuple[str, ...] = ()
    radius_km: int | None = None
    availability: tuple[Window, ...] = ()
    tasks_per_week: int | None = None
    trust: Trust | None = None
    access: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True, repr=False, slots=True)
class LotDraft(Draft):
    """Some of one item at one site; `item` and `site` are the words of the file."""

    item: str = ""
    category: str = ""
    quantity: int = 0
    unit: str = ""
    site: str = ""
    zone: str = ""
    expires_on: date | None = None
    received_on: date | None = None
    source: str = ""
    diet: tuple[str, ...] = ()
    notes: str = ""


@dataclass
class Findings:
    """Collects the codes met while a row is read, each once and in order."""

    warnings: dict[str, None] = field(default_factory=dict)
    problems: dict[str, None] = field(default_factory=dict)

    def warn(self, code: str, when: bool = True) -> None:
        """Note something to look at."""
        if when:
            self.warnings[code] = None

    def reject(self, code: str, when: bool = True) -> None:
        """Note why the row cannot be taken in."""
        if when:
            self.problems[code] = None
