"""What an office sets once: its zone, its reach, its times of day and when it locks."""

from __future__ import annotations

from datetime import time
from typing import Self

from pydantic import Field as Limit
from pydantic import model_validator

from mutualaid.records.base import Code, Line, Part
from mutualaid.records.kinds import Daypart
from mutualaid.records.time import PART_HOURS


class OfficeSettings(Part):
    """Settings of one office. `pickup_km`: how far people go for a pick-up; `haul_km`: how far a lot is brought.

    `closed_categories` are not offered for new needs. `taxonomy` says, by a directory's own word (folded), which of our
    categories it means, "" for none.
    """

    name: Line = ""
    zone: Code
    pickup_km: float = Limit(default=5.0, gt=0, le=500)
    haul_km: float = Limit(default=25.0, gt=0, le=500)
    hours: dict[Daypart, tuple[time, time]] = Limit(default_factory=lambda: dict(PART_HOURS))
    mask_minutes: int = Limit(default=2, ge=1, le=30)
    lock_minutes: int = Limit(default=10, ge=2, le=30)
    closed_categories: tuple[Code, ...] = ()
    taxonomy: dict[Line, Line] = Limit(default_factory=dict)

    @model_validator(mode="after")
    def _four_parts_in_order(self) -> Self:
        ends = time(0)
        for part in Daypart:
            start, end = self.hours[part]
            if not ends <= start < end:
                raise ValueError("the times of day follow one another")
            ends = end
        return self
