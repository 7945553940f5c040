"""A household: whom the network serves, under a speakable code, with no more than serving them takes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field as Limit
from pydantic import StringConstraints, model_validator
from sqlmodel import Field

from mutualaid.records.base import Code, Line, Note, Part, Record
from mutualaid.records.columns import EnumOf, JsonOf
from mutualaid.records.kinds import ConsentPurpose, ContactKind, ContactOutcome, PhoneKind

PhoneNumber = Annotated[str, StringConstraints(pattern=r"^\+[1-9]\d{6,14}$")]
"""A number in E.164 form, such as +17735550165."""


class Phone(Part):
    """A number with what is safe to do with it: those rules are shown before the number is."""

    number: PhoneNumber
    kind: PhoneKind = PhoneKind.MOBILE
    may_text: bool = True
    may_leave_message: bool = False
    who_answers: Line = ""


class AgeBand(Part):
    """How many people of the household are `low` to `high` years old (`high` none: and older)."""

    low: int = Limit(ge=0, le=120)
    high: int | None = Limit(default=None, ge=0, le=120)
    people: int = Limit(ge=0, le=40)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.high is not None and self.high < self.low:
            raise ValueError("an age band ends at or above the age it starts with")
        return self


class Household(Record):
    """Contact, languages, size, diet and place of a household. docs/threat-model.md says what it may never hold.

    With `interpreter_in_person` an interpreter by telephone will not do.
    """

    code: Code = Field(index=True, unique=True)
    contact_name: Line = ""
    phones: list[Phone] = Field(default_factory=list, sa_type=JsonOf(list[Phone]))
    safe_contact: Line = ""
    languages: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    wants_interpreter: bool = False
    interpreter_in_person: bool = False
    relay_languages: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    size: int = Field(default=1, ge=1, le=40)
    ages: list[AgeBand] = Field(default_factory=list, sa_type=JsonOf(list[AgeBand]))
    diet: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    access: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    zone: Code = Field(index=True)
    address: Line = ""
    delivery_notes: Note = ""
    notes: Note = ""
    excluded_volunteers: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    excluded_zones: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    received_on: date
    review_on: date | None = None


class Consent(Record):
    """What the household allowed or refused, for one purpose, when and how (said, signed, on the form)."""

    household: Code = Field(index=True)
    purpose: ConsentPurpose = Field(sa_type=EnumOf(ConsentPurpose))
    given: bool
    on: date
    how: Line = ""


class Contact(Record):
    """One line of the contact log with a household or a volunteer, and when to try again. Append-only."""

    household: Code | None = Field(default=None, index=True)
    volunteer: Code | None = Field(default=None, index=True)
    on: date
    kind: ContactKind = Field(sa_type=EnumOf(ContactKind))
    outcome: ContactOutcome = Field(sa_type=EnumOf(ContactOutcome))
    follow_up_on: date | None = Field(default=None, index=True)
    note: Note = ""

    @model_validator(mode="after")
    def _with_someone(self) -> Self:
        if (self.household is None) == (self.volunteer is None):
            raise ValueError("a contact is with a household or with a volunteer")
        return self
