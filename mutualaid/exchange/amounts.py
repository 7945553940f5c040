"""Numbers, quantities with their words ("3 dozen", "12 packs") and age bands."""

from __future__ import annotations

import re

from mutualaid.records.defaults import find_unit
from mutualaid.records.folding import fold
from mutualaid.records.household import AgeBand

_NUMBER = re.compile(r"(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(?P<rest>\d{1,6}))?", re.ASCII)
_MONEY = re.compile(r"^(?:US)?\$\s*", re.IGNORECASE)
_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4,
    "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12,
}  # fmt: skip
_DOZENS = {"dozen", "dozens", "doz", "dz", "docena", "docenas"}
_HALF = {"half", "media"}
MOST = 100_000


def parse_number(text: str) -> int | None:
    """A whole number of 0 or more: "12", "60.0", "1,200", "three", "tres"; none for anything else."""
    text = text.strip()
    found = _NUMBER.fullmatch(text)
    if found is not None:
        return int(found["whole"].replace(",", "")) if not (found["rest"] or "").strip("0") else None
    return _WORDS.get(fold(text))


def parse_quantity(text: str) -> tuple[int, str | None] | None:
    """How many, and the unit if it is said: "3 dozen" gives (36, None), "12 packs" (12, "pack"), "$50" (50, "usd").

    None when that is no whole number from 1 to 100,000.
    """
    text = text.strip()
    unit: str | None = None
    if _MONEY.match(text):
        text, unit = _MONEY.sub("", text), "usd"
    found = re.match(r"[\d.,]+|[^\W\d]+", text)
    if found is None:
        return None
    first, rest = found.group().rstrip(".,"), fold(text[found.end() :]).split()
    count = parse_number(first)
    if rest and rest[0] in _DOZENS:
        count, rest = _dozens(first, count), rest[1:]
    elif fold(first) in _HALF and rest[:2] == ["a", "dozen"]:
        count, rest = 6, rest[2:]
    elif fold(first) in _DOZENS:
        count = 12
    if count is None or not 1 <= count <= MOST:
        return None
    rest = [word for word in rest if word not in {"of", "de"}]
    named = find_unit(" ".join(rest)) if rest else unit
    return None if rest and named is None else (count, named)


def _dozens(first: str, count: int | None) -> int | None:
    if fold(first) in _HALF:
        return 6
    return None if count is None else count * 12


def parse_ages(text: str) -> list[AgeBand] | None:
    """Age bands such as "0-11:3|12-17:1|65+:1"; none when any part cannot be read."""
    bands = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[|;]", text))):
        found = re.fullmatch(r"(\d{1,3})\s*(?:[-–]\s*(\d{1,3})|\+)?\s*[:=]\s*(\d{1,2})", part, re.ASCII)
        if found is None:
            return None
        low, people = int(found[1]), int(found[3])
        high = int(found[2]) if found[2] else None if "+" in part else low
        if low > 120 or people > 40 or (high is not None and not low <= high <= 120):
            return None
        bands.append(AgeBand(low=low, high=high, people=people))
    return bands
