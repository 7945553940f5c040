"""Whether two records are about the same person or household: accents, capitals, surnames left out, phones shared.

One rule merges by itself, because a wrong merge shows one family's needs and address under another's name and is worse
than a double entry: the names agree, and the number with the home (zone and count of people) or with the door; a whole
name of three words or more needs only the number or the door, unless all else speaks against it. A name that leaves out
the last surname or a second name is no such name: a father and his son who share a telephone are told apart by nothing
else. A number is none where two other doors are named, and alone it proves nothing: relatives, neighbours and shelters
share one. Anything nearer than chance that falls short of the rule is only pointed out. Nicknames are pointed out and
never merged: sisters are called Isabel and Elizabeth. What this costs and catches is measured by `benchmarks/
duplicates.py` over invented offices whose truth is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING

from mutualaid.exchange.doors import Door, door_of, same_door
from mutualaid.exchange.names import (
    Agreement,
    agreement,
    is_common,
    is_given,
    name_words,
    names_agree,
    only_slipped,
    sounds,
)

if TYPE_CHECKING:
    from mutualaid.exchange.drafts import HouseholdDraft
    from mutualaid.records.household import Household

__all__ = ["Likeness", "Person", "likeness", "name_words", "names_agree", "person_of", "says_the_same"]


class Likeness(IntEnum):
    """How near two are: different, worth a look, or one and the same."""

    DIFFERENT = 0
    POSSIBLE = 1
    SAME = 2


@dataclass(frozen=True, repr=False)
class Person:
    """What tells people apart. `size` none: not known; 0: a volunteer, who is no household."""

    name: str = ""
    phones: frozenset[str] = frozenset()
    address: str = ""
    zone: str = ""
    size: int | None = None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the name, each by its sound."""
        return sounds(self.name)

    @cached_property
    def door(self) -> Door:
        """The address, comparable."""
        return door_of(self.address)


def person_of(home: Household | HouseholdDraft) -> Person:
    """What tells a household from others, of one that is kept or of one that a row or a form tells of."""
    return Person(
        name=home.contact_name,
        phones=frozenset(phone.number for phone in home.phones),
        address=home.address,
        zone=home.zone,
        size=home.size,
    )


def likeness(one: Person, other: Person) -> Likeness:
    """How near two records are, by the rule at the top of this module."""
    phone = not one.phones.isdisjoint(other.phones)
    place = one.zone == other.zone
    door = place and same_door(one.door, other.door)
    home = place and one.size == other.size
    if not one.words or not other.words:
        return _nameless(one, other, phone=phone, home=home)
    agree = agreement(one.words, other.words)
    if _same(one, other, agree, phone=phone, door=door, home=home):
        return Likeness.SAME
    if phone or door:
        near = agree or home or (phone and door) or _share_two(one.words, other.words)
        return Likeness.POSSIBLE if near else Likeness.DIFFERENT
    return _by_name(one, other, agree, place=place, home=home)


def _same(one: Person, other: Person, agree: Agreement, *, phone: bool, door: bool, home: bool) -> bool:
    if _word_for_word(one, other):
        return True
    phone = phone and not _apart(one.door, other.door)
    if agree is Agreement.NEAR:
        return phone and home and only_slipped(one.words, other.words)
    if agree < Agreement.PART or len(one.words) < 2:
        return False
    whole, as_many = agree is Agreement.WHOLE, _about_as_many(one, other)
    if whole and len(one.words) > 2 and (phone or door):
        return as_many or (phone and one.zone == other.zone)
    if phone and (whole or _keeps_enough(one.words, other.words)):
        return home or (door and as_many) or (whole and one.size == other.size == 0)
    return False


def _keeps_enough(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether of two names that agree the shorter leaves out no second name, and not the last of two surnames.

    José García may be the father of José García López, and Ximena Cruz the mother of Ximena Manuela Cruz.
    """
    short, long = sorted((one, other), key=len)
    if any(is_given(word) for word in set(long) - set(short)):
        return False
    return len(short) > 2 or one[-1] == other[-1]


def _apart(one: Door, other: Door) -> bool:
    """Whether both say where they live, and it is not one door."""
    return bool(one.house) and bool(other.house) and not same_door(one, other)


def _about_as_many(one: Person, other: Person) -> bool:
    return one.size is not None and other.size is not None and abs(one.size - other.size) <= 1


def _word_for_word(one: Person, other: Person) -> bool:
    """Whether both say the very same, as when one file is read twice, and it is more than a name that many bear."""
    telling = bool(one.phones or one.door.house) or len(one.words) > 2 or not all(map(is_common, one.words))
    return telling and one.size == other.size and says_the_same(one, other)


def says_the_same(row: Person, known: Person) -> bool:
    """Whether a row says nothing of who it is that the known one does not say word for word.

    That a name is borne by many does not matter here: it is for a file that is read again. A size not given may be any.
    """
    size = row.size is None or row.size == known.size
    who = row.words == known.words and row.phones == known.phones and bool(row.words or row.phones)
    return size and who and row.zone == known.zone and row.door == known.door


def _nameless(one: Person, other: Person, *, phone: bool, home: bool) -> Likeness:
    """Without a name on one side a number only hints, unless both say the very same."""
    if not phone:
        return Likeness.DIFFERENT
    if not one.words and not other.words and _word_for_word(one, other):
        return Likeness.SAME
    return Likeness.POSSIBLE if home or one.zone == other.zone else Likeness.DIFFERENT


def _by_name(one: Person, other: Person, agree: Agreement, *, place: bool, home: bool) -> Likeness:
    """With another number and door, or none: a name may do that is not borne by many in one place."""
    short = min(one.words, other.words, key=len)
    rare = sum(not is_common(word) for word in short)
    whole = agree is Agreement.WHOLE and len(short) > 1
    silent = not one.phones or not other.phones
    hints = 2 * home + silent + min(rare, 2) + (len(short) > 2) + 2 * whole
    likely = (place and hints > 2) or (whole and (rare > 0 or len(short) > 2))
    return Likeness.POSSIBLE if agree and likely else Likeness.DIFFERENT


def _share_two(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether they have two words in common, as before and after a wedding."""
    left = list(other)
    shared = 0
    for word in one:
        if word in left:
            left.remove(word)
            shared += 1
    return shared > 1
