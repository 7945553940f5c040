"""The frozen classification of a calendar year: areas, categories and languages that releases may name, by level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mutualaid.summaries.plan import ALL, CATEGORIES, EVERYDAY, OTHER, SENSITIVE

UNNAMED = ""
"""The zone of a need whose zone is not on the map: in the totals, in no area."""
UNCOMMON = "*"
"""Every language that no level names."""

EVERYDAY_CATEGORIES: tuple[str, ...] = tuple(code for code in CATEGORIES if code not in SENSITIVE)


@dataclass(frozen=True)
class Level:
    """What may be named in periods of one length.

    `areas`: code -> its zones; `single`: the categories named alone; `crossed`: dimension -> the everyday ones named
    beside it; `languages`. Everything not named falls into "other".
    """

    areas: Mapping[str, tuple[str, ...]]
    single: tuple[str, ...]
    crossed: Mapping[str, tuple[str, ...]]
    languages: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain lists and dicts, the same for the same classification."""
        return {
            "areas": {code: sorted(zones) for code, zones in self.areas.items()},
            "categories": list(self.single),
            "categories_beside": {beside: list(codes) for beside, codes in self.crossed.items()},
            "languages": list(self.languages),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Level:
        """What `to_json` wrote. Raises KeyError, TypeError, ValueError or AttributeError on anything else."""
        return cls(
            areas={str(code): tuple(map(str, zones)) for code, zones in sorted(data["areas"].items())},
            single=tuple(map(str, data["categories"])),
            crossed={str(beside): tuple(map(str, codes)) for beside, codes in data["categories_beside"].items()},
            languages=tuple(map(str, data["languages"])),
        )


@dataclass(frozen=True)
class Scheme:
    """The classification of each level, frozen when the calendar year's first release of that level was made.

    Areas of all levels are cuts of one order of merges, and so are nested in one another.
    """

    levels: Mapping[str, Level]

    def named(self, level: str, beside: str = "") -> tuple[str, ...]:
        """The categories that are named alone, or `beside` a dimension, where only everyday ones may be."""
        return self.levels[level].crossed[beside] if beside else self.levels[level].single

    def others(self, level: str, beside: str = "") -> tuple[str, ...]:
        """The categories that "other" gathers: beside another dimension, everyday ones only."""
        named = set(self.named(level, beside))
        return tuple(code for code in (EVERYDAY_CATEGORIES if beside else CATEGORIES) if code not in named)

    def category_codes(self, category: str, level: str, beside: str = "") -> frozenset[str]:
        """The plan's categories that a cell's category stands for."""
        if category == ALL:
            return frozenset(CATEGORIES)
        if category == EVERYDAY:
            return frozenset(EVERYDAY_CATEGORIES)
        return frozenset(self.others(level, beside)) if category == OTHER else frozenset((category,))

    def zones(self, area: str, level: str) -> frozenset[str]:
        """The zones of an area at a level."""
        return frozenset(self.levels[level].areas[area])

    def known_languages(self) -> frozenset[str]:
        """Every language that some level names, and the code for all others."""
        return frozenset({code for level in self.levels.values() for code in level.languages} | {UNCOMMON})

    def language_codes(self, language: str, level: str) -> frozenset[str]:
        """The known languages that a cell's language stands for."""
        if language == ALL:
            return self.known_languages()
        return (
            self.known_languages() - set(self.levels[level].languages) if language == OTHER else frozenset((language,))
        )

    def to_json(self) -> dict[str, Any]:
        """Each level's classification."""
        return {name: level.to_json() for name, level in self.levels.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Scheme:
        """What `to_json` wrote. Raises KeyError, TypeError, ValueError or AttributeError on anything else."""
        return cls({str(name): Level.from_json(level) for name, level in data.items()})
