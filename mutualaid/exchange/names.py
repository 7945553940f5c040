"""Names made comparable: how a word sounds in Spanish and Mayan spelling, what it is short for, how names agree.

The words of a name may come in any order, with one surname or two, with or without particles, in capitals or none.
Spelling: Spanish writes one sound as b or v, s or c or z, h or nothing; Mayan surnames are written by ear (Xol, Shol),
by the old alphabet or the new (Tzoc, Tsoc, Tz'ok; Quej, K'ej), and with or without the glottal stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import cache, lru_cache
from typing import TypeVar

from rapidfuzz.distance import DamerauLevenshtein

from mutualaid.exchange.name_table import ABBREVIATIONS, COMMON, JOINED, SHORT_FORMS
from mutualaid.records.folding import fold

K = TypeVar("K")
_PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "e", "da", "dos", "van", "von"})
_LEAST_FOR_A_SLIP = 5

_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(spelling), sound)
    for spelling, sound in (
        (r"ph", "f"),
        (r"sh", "x"),
        (r"t[sz]", "Z"),
        (r"ch", "C"),
        (r"^x(?=im)|g(?=[ei])", "j"),
        (r"gu(?=[ei])", "g"),
        (r"[hg]u(?=[ao])|hu(?=[ei])|w", "u"),
        (r"qu(?=[ei])|[kq]|c(?![eiy])", "k"),
        (r"[cz]", "s"),
        (r"ll", "y"),
        (r"v", "b"),
        (r"h", ""),
        (r"^y(?=[^aeiou])|y$", "i"),
        (r"n(?=[bp])", "m"),
        (r"(.)\1+", r"\1"),
    )
)


class Agreement(IntEnum):
    """How far two names agree: not; with a nickname, a slip or an initial; one leaves words out; word for word."""

    NONE = 0
    NEAR = 1
    PART = 2
    WHOLE = 3


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name without accents, capitals, apostrophes and particles: "María de la O'Neill" -> maria oneill.

    "Pérez Xol, Juan" is turned round to juan perez xol.
    """
    surnames, comma, given = name.partition(",")
    words = tuple(fold(f"{given} {surnames}" if comma else name).split())
    return tuple(word for word in words if word not in _PARTICLES) or words


def _lines(table: str) -> Iterator[tuple[str, list[str]]]:
    for line in table.strip().splitlines():
        name, _, short = line.partition(":")
        yield name, [fold(word) for word in short.split()]


@cache
def _abbreviated() -> dict[str, str]:
    return JOINED | {short: name for name, shorts in _lines(ABBREVIATIONS) for short in shorts}


@lru_cache(maxsize=1 << 15)
def sound(word: str) -> str:
    """How a folded word sounds, as a spelling of its own: xol and shol, quej and kej, jimenez and ximenes are one."""
    heard = _abbreviated().get(word, word)
    for pattern, to in _SOUNDS:
        heard = pattern.sub(to, heard)
    return heard or word


def sounds(name: str) -> tuple[str, ...]:
    """The words of a name as they sound, in their order."""
    return tuple(map(sound, name_words(name)))


@lru_cache(maxsize=1 << 14)
def _as_written(word: str) -> tuple[str, ...]:
    """The sounds of what stands between two spaces of a name."""
    return tuple(sound(one) for one in fold(word).split())


def agreeing(name: str, known: Iterable[tuple[K, str]]) -> dict[K, Agreement]:
    """Which of many known names, each under a key, agree with `name`, and how far: a look at each word, and at those
    names that share two of them a second one. Ten thousand take some tens of milliseconds.
    """
    words = sounds(name)
    if len(words) < 2:
        return {}
    meant = frozenset().union(*map(meanings, words))
    firsts = {word[0] for word in words}
    met: dict[str, bool] = {}

    def meets(word: str) -> bool:
        if word in meant or (len(word) == 1 and word in firsts) or not meant.isdisjoint(meanings(word)):
            return True
        return any(slip(word, other) or (len(other) == 1 and other == word[0]) for other in words)

    agreed: dict[K, Agreement] = {}
    for key, other in known:
        shared = 0
        written = other.split()
        for part in written:
            shares = met.get(part)
            if shares is None:
                shares = met[part] = any(map(meets, _as_written(part)))
            shared += shares
        # A hyphen joins two words of a name into one part.
        if (shared > 1 or (shared and "-" in other)) and (how := agreement(words, sounds(other))):
            agreed[key] = how
    return agreed


def names_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names, by their `name_words`, are spelt alike word for word or leave out some of each other's."""
    return agreement(tuple(map(sound, one)), tuple(map(sound, other))) >= Agreement.PART


@cache
def _short_forms() -> dict[str, frozenset[str]]:
    meant: dict[str, set[str]] = {}
    for name, shorts in _lines(SHORT_FORMS):
        for word in (name, *shorts):
            meant.setdefault(sound(word), set()).add(sound(name))
    return {short: frozenset(names) for short, names in meant.items()}


@cache
def _common() -> frozenset[str]:
    return frozenset(sound(word) for word in COMMON.split())


def meanings(heard: str) -> frozenset[str]:
    """The given names that a word (by its sound) may stand for; itself when it is no short form."""
    return _short_forms().get(heard) or frozenset({heard})


def is_common(heard: str) -> bool:
    """Whether a word (by its sound) is a name that very many bear."""
    return heard in _common()


def agreement(one: tuple[str, ...], other: tuple[str, ...]) -> Agreement:
    """How far two names, as the sounds of their words, agree; from both sides alike.

    PART: the shorter one has two words or more, all in the longer one, the first of it among them, or, of four words
    or more, the second: two surnames alone are a whole family's. NEAR: the same but for a nickname, an initial, or one
    slip of the finger.
    """
    if len(one) == len(other) and sorted(one) == sorted(other):
        return Agreement.WHOLE if one else Agreement.NONE
    short, long = sorted((one, other), key=lambda words: (len(words), sorted(words)))
    if len(short) < 2:
        return Agreement.NONE
    left = list(long)
    apart = sorted(word for word in short if not _took(left, word))
    if len(apart) == len(short) or not _near(apart, sorted(left)):
        return Agreement.NONE
    if len(short) < len(long) and not _with_given(short, long[:2] if len(long) > 3 else long[:1]):
        return Agreement.NONE
    return Agreement.NEAR if apart else Agreement.PART


def _with_given(short: tuple[str, ...], given: tuple[str, ...]) -> bool:
    """Whether a given name of the longer one is in the shorter one, as it is or nearly."""
    return any(word == name or _stands_for(word, name) or slip(word, name) for word in short for name in given)


def _took(left: list[str], word: str) -> bool:
    if word in left:
        left.remove(word)
        return True
    return False


def _near(apart: list[str], left: list[str]) -> bool:
    """Whether each word that is apart stands for one of those left, at most one of them by a slip."""
    slips = 0
    for word in apart:
        meant = next((other for other in left if _stands_for(word, other)), None)
        if meant is None:
            meant = next((other for other in left if slip(word, other)), None)
            slips += 1
        if meant is None:
            return False
        left.remove(meant)
    return slips <= 1


def _stands_for(one: str, other: str) -> bool:
    """A short form and its name, two short forms of one name, or an initial."""
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return not meanings(one).isdisjoint(meanings(other))


def slip(one: str, other: str) -> bool:
    """Whether two longer words differ by one slip of the finger; not in the ending, which tells Mario from María."""
    if min(len(one), len(other)) < _LEAST_FOR_A_SLIP or abs(len(one) - len(other)) > 1 or one[:-1] == other[:-1]:
        return False
    if one[:-1] == other or other[:-1] == one:
        return False
    return DamerauLevenshtein.distance(one, other, score_cutoff=1) == 1


def only_slipped(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names of three words or more are the same but for one slip, with no nickname and no initial."""
    if len(one) != len(other) or len(one) < 3:
        return False
    left = list(other)
    apart = [word for word in one if not _took(left, word)]
    return len(apart) == 1 and slip(apart[0], left[0]) and not _both_given(apart[0], left[0])


def is_given(heard: str) -> bool:
    """Whether a word (by its sound) is a given name that we know."""
    return heard in _short_forms()


def _both_given(one: str, other: str) -> bool:
    """Whether both are given names, which brothers and sisters tell apart by: Marino and Martino."""
    return is_given(one) and is_given(other)
