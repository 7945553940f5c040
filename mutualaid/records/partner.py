"""Partner organisations: whom needs are referred to, with what they offer. Public facts about them, nobody's data."""

from __future__ import annotations

from sqlmodel import Field

from mutualaid.records.base import Code, Line, Note, Part, Record
from mutualaid.records.columns import JsonOf
from mutualaid.records.household import PhoneNumber


class PartnerService(Part):
    """One thing that a partner offers: for which of our categories, in which languages, and whether it asks for ID.

    `hsds_id` is its id in the directory that it came from, so that the same directory read again changes it in place.
    """

    name: Line
    categories: tuple[Code, ...] = ()
    languages: tuple[Code, ...] = ()
    no_id_asked: bool = False
    fees: Line = ""
    eligibility: Line = ""
    hours: Line = ""
    note: Line = ""
    hsds_id: Line = ""


class Partner(Record):
    """A partner organisation. Its address and numbers are public. `zones` empty: it serves everywhere."""

    code: Code = Field(index=True, unique=True)
    name: Line = Field(min_length=1)
    phones: list[PhoneNumber] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    address: Line = ""
    url: Line = ""
    zones: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    services: list[PartnerService] = Field(default_factory=list, sa_type=JsonOf(list[PartnerService]))
    note: Note = ""
    hsds_id: Line = Field(default="", index=True)
    active: bool = True
