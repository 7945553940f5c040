"""The stretch of a note in which a search found something, with what should not be read over a shoulder covered."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mutualaid.discretion import watch
from mutualaid.discretion.masks import HIDDEN
from mutualaid.records.folding import fold

_PHONE = re.compile(r"\+?\d(?:[^\S\n]?[().+/\-\u2010-\u2015·•]*[^\S\n]?\d){6,}")
"""Seven digits and more, however they are set apart: a telephone, or a number that is no business of a list's."""

_WORD = re.compile(r"\w+")
_BEFORE, _AFTER = 34, 60


def covered(note: str) -> str:
    """The note with every number that the watch knows or that may be a telephone, and every status word, covered."""
    spans = [(found.start, found.end) for found in watch.find(note)]
    spans += [match.span() for match in _PHONE.finditer(note)]
    said, at = [], 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        if start >= at:
            said += [note[at:start], HIDDEN]
        at = end
    return "".join([*said, note[at:]])


def unsaid(typed: str, shown: str) -> str:
    """Of the words typed, those that begin no word of what is shown anyway."""
    told = [fold(word) for word in _WORD.findall(shown)]
    return " ".join(w for w in _WORD.findall(typed) if not any(word.startswith(fold(w)) for word in told))


def excerpt(notes: Iterable[str], typed: str) -> str:
    """Of several notes, the stretch around the first word that begins as one of those typed; "" when none does.

    Longer words are looked for first: they say more about why the note was found.
    """
    wanted = sorted({fold(word) for word in _WORD.findall(typed)} - {""}, key=len, reverse=True)
    said = [covered(note) for note in notes if note]
    for beginning in wanted:
        for note in said:
            for word in _WORD.finditer(note):
                if fold(word.group()).startswith(beginning):
                    return _around(note, word.start(), word.end())
    return ""


def _around(note: str, start: int, end: int) -> str:
    low, high = max(0, start - _BEFORE), min(len(note), end + _AFTER)
    if low and (gap := note.find(" ", low, start)) >= 0:
        low = gap + 1
    if high < len(note) and (gap := note.rfind(" ", end, high)) >= 0:
        high = gap
    stretch = " ".join(note[low:high].split())
    return ("…" if low else "") + stretch + ("…" if high < len(note) else "")
