"""A record together with its uid."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from mutualaid.records.base import Record

R = TypeVar("R", bound=Record)


class Stored(NamedTuple, Generic[R]):
    """A record as the store keeps it."""

    uid: str
    record: R
