"""What the schedule's forms choose from, read in one go before a form opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mutualaid.services.office import Office

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Lists:
    """Names by code or uid."""

    sites: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    households: Mapping[str, str] = field(default_factory=dict)
    contacts: Mapping[str, str] = field(default_factory=dict)
    """By household whom it is found by; only its code is shown."""


def by_name(named: Mapping[str, str]) -> Choices:
    """For a list to choose from."""
    return sorted(named.items(), key=lambda pair: pair[1])


def read_lists(office: Office, *, households: bool = False) -> Lists:
    """Read them; off the window's thread."""
    from mutualaid.services.households import household_lines
    from mutualaid.services.supplies import sites
    from mutualaid.services.volunteers import volunteer_lines

    homes = household_lines(office) if households else []
    return Lists(
        sites={row.record.code: row.record.name for row in sites(office)},
        people={line.uid: line.name or line.code for line in volunteer_lines(office)},
        households={line.uid: line.code for line in homes},
        contacts={line.uid: line.contact_name for line in homes},
    )
