"""Volunteers: list, open, add, change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from mutualaid.discretion.told import Answers
from mutualaid.records import codes
from mutualaid.records.errors import BadInput
from mutualaid.records.languages import LANGUAGES
from mutualaid.records.skills import SKILLS, TRANSPORTS
from mutualaid.records.views import Area, Changed, MatchLine, VolunteerLine
from mutualaid.records.volunteer import SpokenLanguage, Volunteer
from mutualaid.services.commitments import Commitment, commitments_in
from mutualaid.services.office import Office

_AREA = frozenset({Area.VOLUNTEERS})


@dataclass(frozen=True)
class VolunteerPage:
    """Everything on one volunteer's page; `answers` are what was said about her texts to the watch, `booked` what she
    is booked for from the Monday of this week on.
    """

    uid: str
    record: Volunteer
    matches: list[MatchLine]
    answers: Answers
    booked: list[Commitment] = field(default_factory=list)


def volunteer_lines(office: Office, *, text: str = "") -> list[VolunteerLine]:
    """Volunteers whose code, name, phone or notes hold `text`; all when it is empty."""
    with office.store.read() as read:
        return read.volunteer_lines(text)


def volunteer(office: Office, *, uid: str, on: date | None = None) -> VolunteerPage:
    """One volunteer with her matches, and her bookings from the week of a day (today) on.

    Raises BadInput("record_gone").
    """
    day = on or date.today()
    monday = day - timedelta(days=day.weekday())
    with office.store.read() as read:
        record = read.get(Volunteer, uid)
        return VolunteerPage(
            uid=uid,
            record=record,
            booked=commitments_in(office, read, volunteer=uid, absences=record.absences, first=monday),
            matches=read.match_lines(volunteer=uid),
            answers=read.told(uid),
        )


def spoken_languages(office: Office) -> dict[str, list[SpokenLanguage]]:
    """Of each volunteer's uid, the languages that she speaks and how well."""
    with office.store.read() as read:
        return {row.uid: list(row.record.languages) for row in read.all(Volunteer)}


def new_volunteer_code(office: Office) -> str:
    """A speakable code that no volunteer has."""
    with office.store.read() as read:
        return codes.volunteer_code(read.codes(Volunteer))


def check_volunteer(office: Office, record: Volunteer) -> None:
    """Refuse what the tables do not know: BadInput("zone_unknown" | "language_unknown" | "skill_unknown")."""
    if not {record.zone, *record.zones} <= set(office.zones):
        raise BadInput("zone_unknown")
    if not {language.code for language in record.languages} <= set(LANGUAGES):
        raise BadInput("language_unknown")
    if not set(record.skills) <= set(SKILLS):
        raise BadInput("skill_unknown")
    if record.transport not in TRANSPORTS:
        raise BadInput("field_invalid", record="Volunteer", field="transport", rule="unknown")


def add_volunteer(office: Office, *, volunteer: Volunteer) -> Changed:
    """Keep a new volunteer."""
    check_volunteer(office, volunteer)
    with office.store.write("add volunteer") as write:
        return Changed(_AREA, (write.add(volunteer),))


def change_volunteer(office: Office, *, uid: str, **fields: object) -> Changed:
    """Change some fields of a volunteer."""
    with office.store.write("change volunteer") as write:
        check_volunteer(office, write.change(Volunteer, uid, **fields))
    return Changed(_AREA, (uid,))
