"""Speakable codes, said over the phone in either language without spelling: MARU-47.

Two open syllables and two digits. The consonants are those that sound alike in Spanish and English; b/v, c/s/z, h, j,
g and y are left out because they do not. 43 * 43 * 90 = 166,410 codes for households; nothing in a code tells when or
in what order a household came.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Container

_SYLLABLES = [
    consonant + vowel for consonant in "dfklmnprt" for vowel in "aeiou" if consonant + vowel not in {"ka", "pu"}
]
_UNKIND = {
    "TETA",
    "TITI",
    "PITO",
    "PEDO",
    "MEMO",
    "TONTO",
    "FEO",
    "MATA",
    "MUTE",
    "DEDO",
    "PEPE",
    "NANA",
    "PIPI",
    "KIKI",
}


def household_code(taken: Container[str], draw: Callable[[int], int] = secrets.randbelow) -> str:
    """A fresh household code. `draw(n)` gives 0..n-1; tests and samples inject a seeded one."""
    while True:
        word = (_SYLLABLES[draw(len(_SYLLABLES))] + _SYLLABLES[draw(len(_SYLLABLES))]).upper()
        code = f"{word}-{10 + draw(90)}"
        if word not in _UNKIND and code not in taken:
            return code


def volunteer_code(taken: Container[str], draw: Callable[[int], int] = secrets.randbelow) -> str:
    """A fresh volunteer code: V- and a household-like code."""
    while True:
        code = "V-" + household_code((), draw)
        if code not in taken:
            return code


def need_code(household: str, number: int) -> str:
    """The code of a household's `number`-th need, from 1: MARU-47.2."""
    return f"{household}.{number}"
