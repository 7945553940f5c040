"""Places: zones of the city (or the office's own), and sites where supplies lie and people meet."""

from __future__ import annotations

from sqlmodel import Field

from mutualaid.records.base import Code, Line, Record
from mutualaid.records.columns import JsonOf


class ZoneRecord(Record):
    """A zone with its centre in degrees; distances between zones are those between centres."""

    code: Code = Field(index=True, unique=True)
    name: Line
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    aliases: list[Line] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    neighbours: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    own: bool = False


class Site(Record):
    """A place with a name and a zone: a pantry, a church basement, a closet."""

    code: Code = Field(index=True, unique=True)
    name: Line
    zone: Code
    active: bool = True
