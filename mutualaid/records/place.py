"""Places: zones of the city (or the office's own), and sites where supplies lie and people meet."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field as Limit
from pydantic import model_validator
from sqlmodel import Field

from mutualaid.records.base import Code, Line, Record
from mutualaid.records.columns import JsonOf

Ring = list[tuple[Annotated[float, Limit(ge=-180, le=180)], Annotated[float, Limit(ge=-90, le=90)]]]
"""A closed line of (longitude, latitude) in degrees."""

MOST_POINTS = 2_000
"""Points in one zone's outline; whoever brings in a finer one makes it plainer first."""


class ZoneRecord(Record):
    """A zone with its centre in degrees; distances between zones are those between centres.

    `outline` holds its rings as (longitude, latitude), filled by the even-odd rule: islands and holes alike; none where
    nobody drew it. One that is not `active` stays with the records that name it, and is offered last.
    """

    code: Code = Field(index=True, unique=True)
    name: Line
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    aliases: list[Line] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    neighbours: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    own: bool = False
    outline: list[Ring] = Field(default_factory=list, sa_type=JsonOf(list[Ring]))
    active: bool = True

    @model_validator(mode="after")
    def _outline_is_drawn(self) -> Self:
        if any(len(ring) < 4 for ring in self.outline) or sum(map(len, self.outline)) > MOST_POINTS:
            raise ValueError("an outline has closed rings, and no more points than a map shows")
        return self


class Site(Record):
    """A place with a name and a zone: a pantry, a church basement, a closet."""

    code: Code = Field(index=True, unique=True)
    name: Line
    zone: Code
    active: bool = True
