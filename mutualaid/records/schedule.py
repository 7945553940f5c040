"""Appointments (a hearing: time, place and room, never why) and shifts (watch, canvass, distribution)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from pydantic import model_validator
from sqlmodel import Field

from mutualaid.records.base import Code, Line, Note, Record
from mutualaid.records.columns import EnumOf, JsonOf, Utc
from mutualaid.records.kinds import ShiftKind


class Appointment(Record):
    """Somewhere that volunteers accompany a household to. Deleted seven days after it was."""

    household: Code = Field(index=True)
    need: Code | None = None
    starts: datetime = Field(sa_type=Utc)
    place: Line
    room: Line = ""
    meeting_point: Line = ""
    pair: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    replacement: Code | None = None
    call_tree: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    delete_after: date


class Shift(Record):
    """A stretch of time that wants people: a corner watched, doors knocked on, boxes handed out."""

    kind: ShiftKind = Field(sa_type=EnumOf(ShiftKind))
    zone: Code
    site: Code | None = None
    starts: datetime = Field(index=True, sa_type=Utc)
    ends: datetime = Field(sa_type=Utc)
    people: int = Field(default=2, ge=1, le=40)
    skill: Code | None = None
    volunteers: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    note: Note = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends <= self.starts:
            raise ValueError("a shift ends after it starts")
        return self
