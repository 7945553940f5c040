"""A need: one thing that a household asked for, goods or somebody's time, with one life cycle."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import model_validator
from sqlmodel import Field

from mutualaid.records.base import Code, Line, Note, Record
from mutualaid.records.columns import EnumOf, JsonOf
from mutualaid.records.kinds import CloseReason, Mode, NeedState, Recurrence, Trust, Urgency
from mutualaid.records.time import Window


class Need(Record):
    """What is needed, by when, how urgently, and what the one who helps must bring.

    `household` and `volunteer` references are uids. `item` empty on goods means the category's default item;
    `substitutes` none means every other item of the category will do. Empty `windows` mean any time; empty
    `languages` mean the household's. `filled` counts units handed out so far. Of a need that comes back `follows` is
    the one before it, and the next is for a day from `recurs_from` to `recurs_until`; `split_of` is the need that a
    part of it was taken from; both are uids.
    """

    code: Code = Field(index=True, unique=True)
    household: Code = Field(index=True)
    category: Code = Field(index=True)
    mode: Mode = Field(index=True, sa_type=EnumOf(Mode))
    item: Code | None = None
    substitutes: list[Code] | None = Field(default=None, sa_type=JsonOf(list[str]))
    quantity: int = Field(default=1, ge=1, le=100_000)
    filled: int = Field(default=0, ge=0, le=100_000)
    unit: Code | None = None
    urgency: Urgency = Field(default=Urgency.WHENEVER, index=True, sa_type=EnumOf(Urgency))
    received_on: date = Field(index=True)
    needed_by: date | None = None
    windows: list[Window] = Field(default_factory=list, sa_type=JsonOf(list[Window]))
    recurrence: Recurrence = Field(default=Recurrence.ONCE, sa_type=EnumOf(Recurrence))
    recurs_from: date | None = None
    recurs_until: date | None = None
    follows: Code | None = Field(default=None, index=True)
    split_of: Code | None = None
    skill: Code | None = None
    languages: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    people: int = Field(default=1, ge=1, le=2)
    seats: int = Field(default=0, ge=0, le=60)
    trust: Trust = Field(default=Trust.NEW, sa_type=EnumOf(Trust))
    duration_minutes: int | None = Field(default=None, ge=5, le=24 * 60)
    notes: Note = ""
    state: NeedState = Field(default=NeedState.OPEN, index=True, sa_type=EnumOf(NeedState))
    close_reason: CloseReason | None = Field(default=None, sa_type=EnumOf(CloseReason))
    referred_to: Line = ""
    hold_until: date | None = None
    finished_on: date | None = Field(default=None, index=True)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.state == NeedState.CLOSED) != (self.close_reason is not None):
            raise ValueError("a closed need says why, and only a closed one does")
        if (self.state == NeedState.REFERRED) != bool(self.referred_to):
            raise ValueError("a referred need says to whom, and only a referred one does")
        if self.filled > self.quantity:
            raise ValueError("no more is handed out than was asked for")
        if self.mode == Mode.SERVICE and self.item is not None:
            raise ValueError("a service names no item")
        return self
