"""Families of categories: fixed groups that are published where their members alone would be too few to count well.

They are data, not chosen by what was counted: which groups there could be tells nothing. Sensitive categories are in
none, so that a family means the same beside areas and languages as alone. A family whose larger members are named alone
gathers what is left of it under a code of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mutualaid.language.catalog import N_
from mutualaid.summaries.plan import CATEGORIES, OTHER

Named = dict[str, tuple[str, ...]]
"""Code of a category or family -> the categories that it gathers."""


@dataclass(frozen=True)
class Family:
    """A group of categories or of families. `rest`: its code and name when some of it is named by itself."""

    code: str
    name: str
    rest_name: str
    parts: tuple[str | Family, ...]

    @property
    def rest(self) -> str:
        """The code of what is left of it."""
        return f"{self.code}_rest"

    @property
    def members(self) -> tuple[str, ...]:
        """Its categories."""
        return tuple(code for part in self.parts for code in ((part,) if isinstance(part, str) else part.members))


THINGS = Family(
    "things",
    N_("Food and things for the home and children"),
    N_("Other food and things for the home and children"),
    (
        "food",
        Family(
            "home_and_children",
            N_("Things for the home and children"),
            N_("Other things for the home and children"),
            ("baby", "clothing", "hygiene", "school", "household_goods"),
        ),
    ),
)
SUPPORT = Family(
    "support",
    N_("Rides, care, health, money, housing and information"),
    N_("Other rides, care, health, money, housing and information"),
    (
        Family(
            "rides_and_care",
            N_("Rides, care and company"),
            N_("Other care and company"),
            ("ride", "childcare", "home_help", "watch"),
        ),
        Family(
            "health_and_medicine",
            N_("Health and medicine"),
            N_("Other help with health and medicine"),
            ("medical_supplies", "health", "mental_health", "medicine_pickup"),
        ),
        Family(
            "money_and_housing",
            N_("Money and housing"),
            N_("Other help with money and housing"),
            ("cash", "housing"),
        ),
        Family(
            "information_and_interpreting",
            N_("Information and interpreting"),
            N_("Other information and interpreting"),
            ("interpreting", "know_your_rights", "referral"),
        ),
    ),
)
TOP: tuple[Family, ...] = (THINGS, SUPPORT)


def _all(families: tuple[Family, ...]) -> list[Family]:
    return [each for top in families for each in (top, *_all(tuple(p for p in top.parts if isinstance(p, Family))))]


FAMILIES: dict[str, Family] = {code: family for family in _all(TOP) for code in (family.code, family.rest)}
"""Every family by its code, and by the code of what is left of it."""


def family_name(code: str) -> str:
    """The name of a family or of what is left of it, for the catalogue to translate."""
    family = FAMILIES[code]
    return family.name if code == family.code else family.rest_name


def partition(
    allowed: tuple[str, ...], enough: Callable[[tuple[str, ...]], bool], size: Callable[[str], float]
) -> Named:
    """The allowed categories grouped so that every group is `enough`: alone, else with what is left of its family.

    What is enough in no family is "other". Where that is not enough itself, other groups join it, families before
    single categories and the smallest (by the sum of `size`) first; where nothing helps all are "other".
    """
    named: Named = {}
    rest = [code for code in allowed if code not in {member for top in TOP for member in top.members}]
    left = [code for code in rest if not _take(named, code, (code,), enough)]
    for top in TOP:
        left += _gather(top, set(allowed), named, enough)
    while left and named and not enough(tuple(left)):
        smallest = min(named, key=lambda code: (code not in FAMILIES, sum(map(size, named[code])), code))
        left += named.pop(smallest)
    if left:
        named[OTHER] = tuple(sorted(left, key=CATEGORIES.index))
    return named


def _gather(family: Family, allowed: set[str], named: Named, enough: Callable[[tuple[str, ...]], bool]) -> list[str]:
    """Name what is enough within the family; what is left of it."""
    left: list[str] = []
    for part in family.parts:
        if isinstance(part, Family):
            left += _gather(part, allowed, named, enough)
        elif part in allowed and not _take(named, part, (part,), enough):
            left.append(part)
    members = tuple(sorted(left, key=CATEGORIES.index))
    whole = set(members) == set(family.members) & allowed
    return [] if left and _take(named, family.code if whole else family.rest, members, enough) else left


def _take(named: Named, code: str, members: tuple[str, ...], enough: Callable[[tuple[str, ...]], bool]) -> bool:
    if enough(members):
        named[code] = members
        return True
    return False
