"""Text made comparable without losing where each sign stood, and text cleaned of what nobody can see."""

from __future__ import annotations

import re
import unicodedata

_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "º": "°", "№": "#"})
_INVISIBLE = frozenset(
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_NEW_LINES = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")


def plain(text: str) -> tuple[str, list[int]]:
    """`text` in lower case without accents, dashes and spaces of one kind each; and for every sign its place in `text`.

    The list has one more entry, the length of `text`, so that the end of a match can be looked up too.
    """
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if sign in _INVISIBLE:
            continue
        for part in unicodedata.normalize("NFKD", sign.translate(_SAME)):
            if unicodedata.combining(part):
                continue
            for low in _simple(part):
                signs.append(low)
                places.append(place)
    places.append(len(text))
    return "".join(signs), places


def _simple(sign: str) -> str:
    if sign == "\n":
        return sign
    if sign.isspace():
        return " "
    if unicodedata.category(sign) == "Pd" or sign == "\u2212":
        return "-"
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    return sign.lower()


def remove_controls(text: str) -> str:
    """`text` without control signs, invisible spaces and marks that turn its direction; line ends become newlines.

    Joiners that Persian, Hindi and emoji need to be written rightly stay.
    """
    lines = _NEW_LINES.sub("\n", text)
    return "".join(
        sign
        for sign in lines
        if sign in "\n\t" or (sign not in _INVISIBLE and unicodedata.category(sign) not in {"Cc", "Cs", "Co", "Cn"})
    )


def tidy_note(text: str) -> str:
    """A note as it is kept: no controls, composed letters, single spaces, at most one empty line in a row."""
    clean = unicodedata.normalize("NFC", remove_controls(text))
    lines = [re.sub(r"[^\S\n]+", " ", line).strip() for line in clean.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
