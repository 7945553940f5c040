"""The frozen classification of a calendar year: areas, categories and languages that releases may name, by level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mutualaid.summaries.facts import STATUSES
from mutualaid.summaries.plan import ALL, CATEGORIES, EVERYDAY, EVERYDAY_CATEGORIES, OTHER

UNNAMED = ""
"""The zone of a need whose zone is not on the map: in the totals, in no area."""
UNCOMMON = "*"
"""Every language that no level names."""

ALONE = "alone"
"""How files name the scope of the categories beside nothing."""


@dataclass(frozen=True)
class Level:
    """What may be named in periods of one length. Everything not named falls into "other".

    `areas`: code -> its zones; `single`: the categories named alone; `crossed`: dimension -> the everyday ones named
    beside it; `families`: dimension ("" for none) -> code of a family -> the categories that it gathers there;
    `languages`; `statuses`.
    """

    areas: Mapping[str, tuple[str, ...]]
    single: tuple[str, ...]
    crossed: Mapping[str, tuple[str, ...]]
    languages: tuple[str, ...]
    families: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    statuses: tuple[str, ...] = STATUSES

    def to_json(self) -> dict[str, Any]:
        """Plain lists and dicts, the same for the same classification."""
        families = {beside or ALONE: gathered for beside, gathered in self.families.items() if gathered}
        return {
            "areas": {code: sorted(zones) for code, zones in self.areas.items()},
            "categories": list(self.single),
            "categories_beside": {beside: list(codes) for beside, codes in self.crossed.items()},
            "families": {
                beside: {code: list(all_) for code, all_ in named.items()} for beside, named in families.items()
            },
            "languages": list(self.languages),
            "statuses": list(self.statuses),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Level:
        """What `to_json` wrote; before 10-5.2 there were no families, and every status was named.

        Raises KeyError, TypeError, ValueError or AttributeError on anything else.
        """
        return cls(
            areas={str(code): tuple(map(str, zones)) for code, zones in sorted(data["areas"].items())},
            single=tuple(map(str, data["categories"])),
            crossed={str(beside): tuple(map(str, codes)) for beside, codes in data["categories_beside"].items()},
            languages=tuple(map(str, data["languages"])),
            families={
                "" if beside == ALONE else str(beside): {
                    str(code): tuple(map(str, all_)) for code, all_ in named.items()
                }
                for beside, named in data.get("families", {}).items()
            },
            statuses=tuple(map(str, data.get("statuses", STATUSES))),
        )


@dataclass(frozen=True)
class Scheme:
    """The classification of each level, frozen when the calendar year's first release of that level was made.

    Areas of all levels are cuts of one order of merges, and so are nested in one another.
    """

    levels: Mapping[str, Level]

    def named(self, level: str, beside: str = "") -> tuple[str, ...]:
        """The categories and families named alone, or `beside` a dimension, where only everyday ones may be."""
        known = self.levels[level]
        return (*(known.crossed[beside] if beside else known.single), *known.families.get(beside, ()))

    def others(self, level: str, beside: str = "") -> tuple[str, ...]:
        """The categories that "other" gathers: beside another dimension, everyday ones only."""
        named = {code for name in self.named(level, beside) for code in self._named_codes(name, level, beside)}
        return tuple(code for code in (EVERYDAY_CATEGORIES if beside else CATEGORIES) if code not in named)

    def category_codes(self, category: str, level: str, beside: str = "") -> frozenset[str]:
        """The plan's categories that a cell's category stands for."""
        if category == ALL:
            return frozenset(CATEGORIES)
        if category == EVERYDAY:
            return frozenset(EVERYDAY_CATEGORIES)
        return frozenset(
            self.others(level, beside) if category == OTHER else self._named_codes(category, level, beside)
        )

    def _named_codes(self, category: str, level: str, beside: str) -> tuple[str, ...]:
        """Of a level that nothing was published of yet, single categories are all that can be asked about."""
        families = self.levels[level].families.get(beside, {}) if level in self.levels else {}
        return families.get(category, (category,))

    def statuses(self, level: str) -> tuple[str, ...]:
        """The codes of the states that are told apart, "other" included where it gathers any."""
        named = self.levels[level].statuses
        return named if set(named) == set(STATUSES) else (*named, OTHER)

    def status_codes(self, status: str, level: str) -> frozenset[str]:
        """The states that a cell's status stands for."""
        if status == ALL:
            return frozenset(STATUSES)
        return frozenset(STATUSES) - set(self.levels[level].statuses) if status == OTHER else frozenset((status,))

    def zones(self, area: str, level: str) -> frozenset[str]:
        """The zones of an area at a level; UNNAMED is what lies in none."""
        return frozenset((UNNAMED,)) if area == UNNAMED else frozenset(self.levels[level].areas[area])

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
