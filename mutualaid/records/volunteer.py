"""A volunteer: what she can do, when, where, in which languages, and how much is fair to ask."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field

from mutualaid.records.base import Code, Line, Note, Part, Record
from mutualaid.records.columns import EnumOf, JsonOf
from mutualaid.records.household import Phone
from mutualaid.records.kinds import LanguageLevel, Trust
from mutualaid.records.time import DateRange, Window


class SpokenLanguage(Part):
    """An ISO 639-3 language and how well it is spoken."""

    code: Code
    level: LanguageLevel = LanguageLevel.FLUENT


class Training(Part):
    """A training taken for a skill, and when it lapses (none: it does not)."""

    skill: Code
    on: date
    expires: date | None = None


class Volunteer(Record):
    """A volunteer. With `zones` she works in just those; without, within `radius_km` of her own zone.

    Who interprets between languages spoken fluently does so in person, or by telephone for at most `calls` needs in one
    part of a day (none: not by telephone).
    """

    code: Code = Field(index=True, unique=True)
    name: Line
    phones: list[Phone] = Field(default_factory=list, sa_type=JsonOf(list[Phone]))
    languages: list[SpokenLanguage] = Field(default_factory=list, sa_type=JsonOf(list[SpokenLanguage]))
    skills: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    trainings: list[Training] = Field(default_factory=list, sa_type=JsonOf(list[Training]))
    transport: Code = "foot"
    seats: int = Field(default=0, ge=0, le=60)
    capacity_kg: int = Field(default=10, ge=0, le=5000)
    stops: int = Field(default=2, ge=0, le=60)
    zone: Code = Field(index=True)
    radius_km: float = Field(default=5.0, ge=0, le=500)
    zones: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    availability: list[Window] = Field(default_factory=list, sa_type=JsonOf(list[Window]))
    absences: list[DateRange] = Field(default_factory=list, sa_type=JsonOf(list[DateRange]))
    tasks_per_week: int = Field(default=2, ge=0, le=28)
    trust: Trust = Field(default=Trust.KNOWN, sa_type=EnumOf(Trust))
    access: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    excluded_households: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    interprets_in_person: bool = False
    calls: int = Field(default=0, ge=0, le=20)
    active: bool = Field(default=True, index=True)
    notes: Note = ""
