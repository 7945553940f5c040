"""Events at which forms are sealed for the office, and the forms that came in, until somebody has decided on each."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from pydantic import model_validator
from sqlmodel import Field

from mutualaid.records.base import Code, Line, Record
from mutualaid.records.columns import EnumOf, JsonOf
from mutualaid.records.kinds import FormState


class Event(Record):
    """An event with its kit's keys. `event` is the id in its kit and its files, `check` what a kit is compared by.

    `verify_key` is in hex, `public_key` the SHA-256 in hex of the key that its forms are sealed to. `private_key` opens
    them, in base64; it is not made from the store's root, so that new keys or a restored backup leave it what it is. An
    event that is closed has none, for good.
    """

    event: Code = Field(index=True, unique=True)
    name: Line
    made_on: date
    check: Line = ""
    verify_key: Line = ""
    public_key: Line = ""
    private_key: Line = ""
    closed_on: date | None = None

    @model_validator(mode="after")
    def _open_with_its_key(self) -> Self:
        if (self.closed_on is None) != bool(self.private_key):
            raise ValueError("an event has its key until it is closed")
        return self


class ReceivedForm(Record):
    """A form out of an event's file. `answers` are there while it waits, and gone once it was decided on.

    `begun` is the file's chain at its first record: the same form in any copy has the same, another form never. `last`
    is the number of the last record that it was read from. `number` counts whole forms in the file; 0: it broke off.
    `household` is whom it made or was added to.
    """

    begun: Code = Field(index=True, unique=True)
    event: Code = Field(index=True)
    helper: Line = ""
    number: int = Field(ge=0)
    last: int = Field(ge=1)
    language: Code
    on: date
    state: FormState = Field(default=FormState.WAITING, index=True, sa_type=EnumOf(FormState))
    marks: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JsonOf(dict[str, Any]))
    household: Code | None = None
    decided_on: date | None = None

    @model_validator(mode="after")
    def _waiting_with_its_answers(self) -> Self:
        if (self.state is FormState.WAITING) != bool(self.answers):
            raise ValueError("a form has its answers while it waits")
        return self
