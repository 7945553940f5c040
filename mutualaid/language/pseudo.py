"""A made-up language that shows, on a running window, which words were never translated and which do not fit.

Every letter wears an accent (a bare letter was never marked), the text grows by two fifths (what is clipped now would
be clipped in a wordier language), and it lies between two marks (a missing one was cut, or glued from pieces).
"""

from __future__ import annotations

import math
import re

OPENING = "⟦"
CLOSING = "⟧"
GROWTH = 0.4
"""By how much a pseudo-translation is longer than its source, the two marks not counted."""

_ACCENTED = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÁƁÇĎÉƑĞĤÍĴĶĹṀŃÓṔǪŔŠŢÚṼŴẊÝŽáƀçďéƒğĥíĵķĺṁńóṕǫŕšţúṽŵẋýž",
)
_FILLER = "ëñ öü äï "
# Left as they are: placeholders and doubled braces, markup and its entities, a mnemonic's letter.
_KEEP = re.compile(r"\{\{|\}\}|\{[A-Za-z_][A-Za-z0-9_]*\}|</?[A-Za-z][^<>]*>|&[A-Za-z]+;|&#\d+;|&[A-Za-z]")


def pseudo(message: str) -> str:
    """The pseudo-translation of an English message; its placeholders, markup and mnemonic are untouched."""
    if not message:
        return message
    pieces: list[str] = []
    end = 0
    for kept in _KEEP.finditer(message):
        pieces += [message[end : kept.start()].translate(_ACCENTED), kept.group()]
        end = kept.end()
    pieces.append(message[end:].translate(_ACCENTED))
    wanted = math.ceil(len(message) * GROWTH)
    filler = (" " + _FILLER * (wanted // len(_FILLER) + 1))[:wanted]
    # The filler must end in a letter: layouts drop a trailing space, and the growth with it.
    return OPENING + "".join(pieces) + filler[:-1] + "ë" + CLOSING
