"""The names of slots: a coordinator's own, unlike every other's, and the one that sheets of paper bear."""

from __future__ import annotations

from collections.abc import Iterable

from mutualaid.records.errors import Refused
from mutualaid.vault.words import fold

RECOVERY = "recovery"
MAX_LETTERS = 200


def checked(name: str, others: Iterable[str] = ()) -> str:
    """`name` without spare spaces.

    Raises Refused: "coordinator_name" when it is empty, over 200 letters, unprintable or "recovery",
    "coordinator_name_taken" when one of `others` has it; capitals and accents make no difference.
    """
    tidy = " ".join(name.split())
    if not 0 < len(tidy) <= MAX_LETTERS or not tidy.isprintable() or same(tidy, RECOVERY):
        raise Refused("coordinator_name", letters=MAX_LETTERS)
    if any(same(tidy, other) for other in others):
        raise Refused("coordinator_name_taken")
    return tidy


def same(one: str, other: str) -> bool:
    """Whether two names are one, as people would take them who hear them called."""
    return fold(one) == fold(other)
