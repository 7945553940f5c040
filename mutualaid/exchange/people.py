"""People known so far, found again quickly and kept small: a hundred thousand take some thirty megabytes.

Each is filed under clues (a number, a door, the whole name, two of its words in a zone), hashed to eight bytes. Whoever
is the same by `likeness` shares a number, a door or the whole name, so none of them is missed.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from heapq import nlargest
from itertools import combinations, islice

from mutualaid.exchange.doors import same_door
from mutualaid.exchange.names import agreement, meanings
from mutualaid.exchange.same_person import Likeness, Person, likeness, says_the_same

_NONE = -1
_MARK = "\x1f"
_BY_WORDS = "w"
_MOST_OF_TWO_WORDS, _MOST_BY_WORDS = 64, 12
"""Of those who share but words of the name in one zone, so many of each two words (the latest) are counted, and so many
who share most are looked at: in a list of a hundred thousand, thousands are called María García."""
_MOST_MET = 4_000


class Clues:
    """A multimap from clues to keys in four plain arrays, twenty bytes an entry; nothing is taken out of it."""

    def __init__(self) -> None:
        self._heads = array("i", [_NONE]) * 1024
        self._hashes, self._next, self._keys = array("Q"), array("i"), array("i")

    def add(self, clue: int, key: int) -> None:
        """File `key` under a clue of 64 bits."""
        if len(self._keys) >= len(self._heads):
            self._grow()
        slot = clue & (len(self._heads) - 1)
        self._hashes.append(clue)
        self._keys.append(key)
        self._next.append(self._heads[slot])
        self._heads[slot] = len(self._keys) - 1

    def under(self, clue: int) -> Iterator[int]:
        """The keys filed under a clue, the latest first."""
        at = self._heads[clue & (len(self._heads) - 1)]
        while at != _NONE:
            if self._hashes[at] == clue:
                yield self._keys[at]
            at = self._next[at]

    def _grow(self) -> None:
        size = 4 * len(self._heads)
        self._heads = heads = array("i", [_NONE]) * size
        for at, clue in enumerate(self._hashes):
            slot = clue & (size - 1)
            self._next[at] = heads[slot]
            heads[slot] = at


class People:
    """Those known so far, by keys of the caller's, which are small whole numbers."""

    def __init__(self) -> None:
        self._known: dict[int, bytes] = {}
        self._clues = Clues()
        self._met: dict[int, Person] = {}

    def __len__(self) -> int:
        return len(self._known)

    def keep(self, key: int, person: Person) -> None:
        """Remember someone under a key; again, with more known, replaces what was known."""
        before = set(map(_hashed, _clues(self._of(key)))) if key in self._known else set()
        for clue in dict.fromkeys(map(_hashed, _clues(person))):
            if clue not in before:
                self._clues.add(clue, key)
        self._known[key] = _packed(person)
        self._met.pop(key, None)

    def find(self, person: Person) -> tuple[int | None, bool]:
        """The key of the one who is the same, and, where nobody is, whether someone may be."""
        same, possible = self.nearest(person)
        return same, possible is not None

    def nearest(self, person: Person) -> tuple[int | None, int | None]:
        """The key of the one who is the same; where nobody is, of the one who most likely may be.

        Of several, the one with number, door and name in common wins, then the smallest key.
        """
        alike = self.alike(person)
        if not alike:
            return None, None
        how = next(iter(alike.values()))  # those that are the same come first
        among = [key for key, likely in alike.items() if likely is how]
        best = among[0] if len(among) == 1 else max(among, key=lambda key: (*_shared(person, self._of(key)), -key))
        return (best, None) if how is Likeness.SAME else (None, best)

    def alike(self, person: Person) -> dict[int, Likeness]:
        """All that are the same or may be, those that are the same first, each kind by key."""
        how = {key: likeness(person, self._of(key)) for key in self._near(person)}
        return dict(sorted(((key, one) for key, one in how.items() if one), key=lambda pair: (-pair[1], pair[0])))

    def repeated(self, person: Person, below: int) -> list[int]:
        """Of the keys below `below`, those of whom `person` says nothing new, the smallest first."""
        clue = next((clue for clue in _clues(person) if clue[0] == ("n" if person.words else "p")), "")
        keys = {key for key in self._clues.under(_hashed(clue)) if key < below} if clue else ()
        return sorted(key for key in keys if says_the_same(person, self._of(key)))

    def _of(self, key: int) -> Person:
        """Someone known, unpacked; those met lately stay so, for common names are met again and again."""
        found = self._met.get(key)
        if found is None:
            if len(self._met) >= _MOST_MET:
                self._met.clear()
            found = self._met[key] = _unpacked(self._known[key])
        return found

    def _near(self, person: Person) -> set[int]:
        """All who share a number, a door or the whole name, and those who share most of its words in one zone."""
        strong, weak = set[int](), Counter[int]()
        for clue in _clues(person):
            if clue[0] != _BY_WORDS:
                strong.update(self._clues.under(_hashed(clue)))
            else:
                weak.update(islice(self._clues.under(_hashed(clue)), _MOST_OF_TWO_WORDS))
        if len(weak) > _MOST_BY_WORDS:
            return strong.union(nlargest(_MOST_BY_WORDS, weak, key=lambda key: (weak[key], key)))
        return strong.union(weak)


def _shared(one: Person, other: Person) -> tuple[int, int]:
    door = one.zone == other.zone and same_door(one.door, other.door)
    return 2 * bool(one.phones & other.phones) + door, agreement(one.words, other.words)


def _hashed(clue: str) -> int:
    return int.from_bytes(blake2b(clue.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _packed(person: Person) -> bytes:
    size = "" if person.size is None else str(person.size)
    parts = (person.name, person.address, person.zone, size, *sorted(person.phones))
    return _MARK.join(part.replace(_MARK, " ") for part in parts).encode("utf-8", "surrogatepass")


def _unpacked(packed: bytes) -> Person:
    name, address, zone, size, *phones = packed.decode("utf-8", "surrogatepass").split(_MARK)
    return Person(name, frozenset(phones), address, zone, int(size) if size else None)


def _clues(person: Person) -> Iterator[str]:
    for phone in person.phones:
        yield f"p{phone}"
    if person.door.house:
        yield f"d{person.zone} {person.door.house}"
    words = sorted(set(person.words))
    if words:
        yield f"n{' '.join(sorted(person.words))}"
    if len(words) < 2:
        return
    for one, other in combinations(words, 2):
        for a in sorted(meanings(one)):
            for b in sorted(meanings(other)):
                yield f"{_BY_WORDS}{person.zone} {min(a, b)} {max(a, b)}"
