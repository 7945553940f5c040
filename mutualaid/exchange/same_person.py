"""Whether two records are about the same person or household: accents, capitals, surnames left out, phones shared.

One rule merges by itself, because a wrong merge shows one family's needs and address under another's name and is worse
than a double entry: the names agree, and besides them the phone or the address does; or, where a phone is missing on
one side, zone and size and the whole name. Anything nearer than chance that falls short of it is only pointed out.
A phone alone proves nothing: relatives and neighbours share one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from rapidfuzz.distance import DamerauLevenshtein

from mutualaid.records.folding import fold, squeeze

_PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "e", "da", "dos", "van", "von"})
_LEAST_FOR_A_SLIP = 5


class Likeness(IntEnum):
    """How near two are: different, worth a look, or one and the same."""

    DIFFERENT = 0
    POSSIBLE = 1
    SAME = 2


@dataclass(frozen=True, repr=False)
class Person:
    """What tells people apart. `size` none: not known; of a volunteer it never is."""

    name: str = ""
    phones: frozenset[str] = frozenset()
    address: str = ""
    zone: str = ""
    size: int | None = None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the name, comparable."""
        return name_words(self.name)

    @cached_property
    def sorted_words(self) -> tuple[str, ...]:
        """The same in the order of the alphabet."""
        return tuple(sorted(self.words))

    @cached_property
    def door(self) -> str:
        """The address, comparable."""
        return squeeze(self.address)


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name without accents, capitals, apostrophes and particles: "María de la O'Neill" -> maria oneill.

    "Pérez Xol, Juan" is turned round to juan perez xol.
    """
    surnames, comma, given = name.partition(",")
    words = tuple(fold(f"{given} {surnames}" if comma else name).split())
    return tuple(word for word in words if word not in _PARTICLES) or words


def names_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names may be one person's: the same words in any order, or one leaves out some of the other's.

    The shorter one needs two words and starts with a given name of the other, which of four words or more may be the
    second: two surnames alone are a whole family's. "Carlos Pérez" agrees with "Pérez, Carlos" and "Juan Carlos Pérez
    Xol", "García Núñez" not with "María García Núñez".
    """
    if sorted(one) == sorted(other):
        return len(one) > 0
    short, long = sorted((one, other), key=len)
    if len(short) < 2 or len(short) == len(long) or not _within(short, long):
        return False
    return short[0] in (long[:2] if len(long) > 3 else long[:1])


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether every word of the shorter name is in the longer, each as often."""
    left = list(long)
    for word in short:
        if word not in left:
            return False
        left.remove(word)
    return True


def slipped(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names of as many words differ by one slip of the finger in one longer word."""
    if len(one) != len(other) or len(one) < 2:
        return False
    apart = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    if len(apart) != 1 or min(map(len, apart[0])) < _LEAST_FOR_A_SLIP:
        return False
    return DamerauLevenshtein.distance(*apart[0], score_cutoff=1) == 1


def likeness(one: Person, other: Person) -> Likeness:
    """How near two records are, by the rule at the top of this module."""
    phone = not one.phones.isdisjoint(other.phones)
    door = bool(one.door) and one.door == other.door and one.zone == other.zone
    place = one.zone == other.zone
    home = place and one.size is not None and one.size == other.size
    if not one.words or not other.words:
        return _nameless(one, other, phone=phone, home=home)
    whole = one.sorted_words == other.sorted_words and len(one.words) > 1
    if whole or names_agree(one.words, other.words):
        phones_silent = not one.phones or not other.phones
        doors_apart = bool(one.door) and bool(other.door) and not door
        if phone or door or (whole and phones_silent and home and not doors_apart):
            return Likeness.SAME
        return Likeness.POSSIBLE if place or whole else Likeness.DIFFERENT
    if not phone and not door:
        return Likeness.DIFFERENT
    if slipped(one.words, other.words):
        return Likeness.SAME if phone and home else Likeness.POSSIBLE
    return Likeness.POSSIBLE if home else Likeness.DIFFERENT


def _nameless(one: Person, other: Person, *, phone: bool, home: bool) -> Likeness:
    """Without a name on one side, phone and zone and size together have to do."""
    if phone and home:
        return Likeness.SAME
    return Likeness.POSSIBLE if phone and one.zone == other.zone else Likeness.DIFFERENT


class People:
    """Those known so far, found again quickly: by phone, by address, by zone and word of the name."""

    def __init__(self) -> None:
        self._known: dict[int, Person] = {}
        self._by: dict[tuple[str, str], list[int]] = {}

    def keep(self, key: int, person: Person) -> None:
        """Remember someone under a key of the caller's; again, with more known, replaces what was known."""
        for clue in dict.fromkeys(_clues(person)):
            at = self._by.setdefault(clue, [])
            if key not in at[-64:]:
                at.append(key)
        self._known[key] = person

    def find(self, person: Person) -> tuple[int | None, bool]:
        """The key of the one who is the same, and whether someone else may be. The first known wins a tie."""
        same, possible = self.nearest(person)
        return same, possible is not None

    def nearest(self, person: Person) -> tuple[int | None, int | None]:
        """The key of the one who is the same; where nobody is, of the one who most likely may be."""
        near: dict[int, Likeness] = {}
        for key in self._near(person):
            if key not in near:
                near[key] = likeness(person, self._known[key])
        same = [key for key, how in near.items() if how is Likeness.SAME]
        if same:
            return self._best(person, same), None
        possible = [key for key, how in near.items() if how is Likeness.POSSIBLE]
        return None, self._best(person, possible) if possible else None

    def _best(self, person: Person, keys: list[int]) -> int:
        """Who shares most with the person, the first known of several."""
        return max(keys, key=lambda key: (_shared(person, self._known[key]), -key))

    def _near(self, person: Person) -> Iterator[int]:
        for clue in _clues(person):
            yield from self._by.get(clue, ())


def _shared(one: Person, other: Person) -> int:
    return 2 * bool(one.phones & other.phones) + (bool(one.door) and one.door == other.door)


def _clues(person: Person) -> Iterable[tuple[str, str]]:
    for phone in person.phones:
        yield "phone", phone
    if person.door:
        yield "door", f"{person.zone} {person.door}"
    words = person.sorted_words
    yield "name", " ".join(words)
    for index, word in enumerate(words):
        for other in words[index + 1 :]:
            yield person.zone, f"{word} {other}"
