"""Addresses made comparable: directions and kinds of street in short, the flat apart from the house."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from mutualaid.records.folding import fold

_SHORT = {
    "north": "n", "south": "s", "east": "e", "west": "w", "norte": "n", "sur": "s", "este": "e", "oeste": "w",
    "street": "st", "str": "st", "avenue": "ave", "av": "ave", "avenida": "ave", "road": "rd", "boulevard": "blvd",
    "drive": "dr", "place": "pl", "court": "ct", "lane": "ln", "parkway": "pkwy", "terrace": "ter", "calle": "",
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th",
    "chicago": "", "il": "", "illinois": "", "usa": "",
}  # fmt: skip
_FLAT = re.compile(
    r"(?:^|\s)(?:apt|apto|apartment|apartamento|depto|departamento|unit|unidad|piso|fl|floor|no|num|numero|ste|suite)"
    r"\s+(\w+)|(?:^|\s)(\w+)\s+(?:fl|floor|piso)(?=\s|$)"
)
_LATE_FLAT = re.compile(r"#\s*(\w+)")
_ZIP = re.compile(r"\s606\d\d$")


class Door(NamedTuple):
    """A house, and the flat in it if one was said."""

    house: str = ""
    flat: str = ""


@lru_cache(maxsize=1 << 12)
def door_of(address: str) -> Door:
    """The door that an address leads to; an empty house when it says none."""
    said = _ZIP.sub("", fold(_LATE_FLAT.sub(r" apt \1", address)))
    found = _FLAT.search(said)
    flat = ""
    if found:
        flat = found[1] or found[2]
        said = said[: found.start()] + " " + said[found.end() :]
    return Door("".join(_SHORT.get(word, word) for word in said.split()), flat)


def same_door(one: Door, other: Door) -> bool:
    """Whether they may be one door: the same house, and no two flats of it."""
    return bool(one.house) and one.house == other.house and (not one.flat or not other.flat or one.flat == other.flat)
