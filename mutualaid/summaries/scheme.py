"""The frozen classification of a calendar year: areas, categories and languages that releases may name, by level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mutualaid.summaries.plan import ALL, CATEGORIES, EVERYDAY, OTHER, SENSITIVE

UNNAMED = ""
"""The zone of a need whose zone is not on the map: in the totals, in no area."""

EVERYDAY_CATEGORIES: tuple[str, ...] = tuple(code for code in CATEGORIES if code not in SENSITIVE)


@dataclass(frozen=True)
class Scheme:
    """What may be named at each level (month, quarter, year).

    `areas`: level -> area code -> its zones, nested from year (finest) to month; `single`: level -> the everyday
    categories named alone; `crossed`: level -> dimension -> those named beside that dimension; `languages`: named at
    every level. Everything not named falls into "other".
    """

    areas: Mapping[str, Mapping[str, tuple[str, ...]]]
    single: Mapping[str, tuple[str, ...]]
    crossed: Mapping[str, Mapping[str, tuple[str, ...]]]
    languages: tuple[str, ...]

    def named(self, level: str, beside: str = "") -> tuple[str, ...]:
        """The everyday categories that are named alone, or `beside` a dimension."""
        return self.crossed[level][beside] if beside else self.single[level]

    def others(self, level: str, beside: str = "") -> tuple[str, ...]:
        """The everyday categories that "other" gathers."""
        named = set(self.named(level, beside))
        return tuple(code for code in EVERYDAY_CATEGORIES if code not in named)

    def category_codes(self, category: str, level: str, beside: str = "") -> frozenset[str]:
        """The plan's categories that a cell's category stands for."""
        if category == ALL:
            return frozenset(CATEGORIES)
        if category == EVERYDAY:
            return frozenset(EVERYDAY_CATEGORIES)
        return frozenset(self.others(level, beside)) if category == OTHER else frozenset((category,))

    def zones(self, area: str, level: str) -> frozenset[str]:
        """The zones of an area at a level."""
        return frozenset(self.areas[level][area])

    def to_json(self) -> dict[str, Any]:
        """Plain lists and dicts, the same for the same scheme."""
        return {
            "areas": {
                level: {code: sorted(zones) for code, zones in areas.items()} for level, areas in self.areas.items()
            },
            "categories": {level: list(codes) for level, codes in self.single.items()},
            "categories_crossed": {
                level: {beside: list(codes) for beside, codes in named.items()} for level, named in self.crossed.items()
            },
            "languages": list(self.languages),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Scheme:
        """The scheme that `to_json` wrote. Raises KeyError, TypeError or ValueError on anything else."""
        return cls(
            areas={
                level: {str(code): tuple(map(str, zones)) for code, zones in sorted(areas.items())}
                for level, areas in data["areas"].items()
            },
            single={level: tuple(map(str, codes)) for level, codes in data["categories"].items()},
            crossed={
                level: {str(beside): tuple(map(str, codes)) for beside, codes in sorted(named.items())}
                for level, named in data["categories_crossed"].items()
            },
            languages=tuple(map(str, data["languages"])),
        )
