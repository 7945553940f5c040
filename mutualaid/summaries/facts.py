"""What the summaries are made from: plain columns, one row a need, and the map of zones. No store, no names."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

STATUSES = ("open", "fulfilled", "closed", "referred")
"""The states a need is counted in, in the order of files."""

EARTH_KM = 6371.0

Outline = tuple[tuple[tuple[float, float], ...], ...]
"""The border of a zone: closed rings of (longitude, latitude) in degrees."""


@dataclass(frozen=True, eq=False)
class Facts:
    """One row a need, in equal-length columns. Who refused to be counted is left out by the caller.

    `household`: int64, opaque; `day`: datetime64[D], when the need was received; `zone`, `category`: codes;
    `language`: ISO 639-3 or ""; `status`: one of STATUSES. Raises ValueError when the columns do not fit together.
    """

    household: npt.NDArray[np.int64]
    day: npt.NDArray[np.datetime64]
    zone: npt.NDArray[Any]
    category: npt.NDArray[Any]
    language: npt.NDArray[Any]
    status: npt.NDArray[Any]

    def __post_init__(self) -> None:
        columns = (self.household, self.day, self.zone, self.category, self.language, self.status)
        if len({len(column) for column in columns}) != 1 or any(column.ndim != 1 for column in columns):
            raise ValueError("columns of different lengths")
        unknown = set(np.unique(self.status).tolist()) - set(STATUSES)
        if unknown:
            raise ValueError("unknown status")

    def __len__(self) -> int:
        return len(self.household)

    def __repr__(self) -> str:
        return f"Facts({len(self)} needs)"

    def only(self, keep: npt.NDArray[Any]) -> Facts:
        """The rows that `keep` (a mask or positions) selects."""
        return Facts(
            self.household[keep],
            self.day[keep],
            self.zone[keep],
            self.category[keep],
            self.language[keep],
            self.status[keep],
        )


@dataclass(frozen=True)
class Geography:
    """Zones and which of them touch.

    `names` and `outlines` are for people, and do not decide whether two geographies are the same.
    """

    zones: tuple[str, ...]
    neighbours: frozenset[tuple[str, str]]
    names: Mapping[str, str] = field(default_factory=dict, compare=False)
    outlines: Mapping[str, Outline] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        neighbours: Mapping[str, list[str]],
        names: Mapping[str, str] | None = None,
        outlines: Mapping[str, Outline] | None = None,
    ) -> Geography:
        """From each zone's list of neighbours; touching works both ways whichever side says so."""
        zones = set(neighbours) | {other for others in neighbours.values() for other in others}
        pairs = {(min(a, b), max(a, b)) for a, others in neighbours.items() for b in others if a != b}
        return cls(tuple(sorted(zones)), frozenset(pairs), dict(names or {}), dict(outlines or {}))

    @classmethod
    def from_centroids(
        cls, centroids: Mapping[str, tuple[float, float]], *, km: float = 3.5, names: Mapping[str, str] | None = None
    ) -> Geography:
        """Zones touch when their centroids (latitude, longitude in degrees) lie within `km`; the nearest always does.

        Distances by the equirectangular approximation, which is good to a metre or so across a city.
        """
        codes = sorted(centroids)
        near: dict[str, list[str]] = {code: [] for code in codes}
        for code in codes:
            apart = sorted((_km(centroids[code], centroids[other]), other) for other in codes if other != code)
            near[code] = [other for distance, other in apart if distance <= km] or [other for _, other in apart[:1]]
        return cls.of(near, names)

    def to_json(self) -> dict[str, Any]:
        """What identifies the geography: sorted zones and sorted touching pairs."""
        return {"zones": sorted(self.zones), "neighbours": sorted(map(list, self.neighbours))}

    def name(self, zone: str) -> str:
        """The zone's name for people, else its code."""
        return self.names.get(zone, zone)


def _km(a: tuple[float, float], b: tuple[float, float]) -> float:
    east = math.radians(b[1] - a[1]) * math.cos(math.radians((a[0] + b[0]) / 2))
    return EARTH_KM * math.hypot(math.radians(b[0] - a[0]), east)


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces, so that the same value is the same text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
