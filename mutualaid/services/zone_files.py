"""Zones out of a GeoJSON file: looked at first, then brought in whole. Those that are here already keep their codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from mutualaid.exchange.geojson import Feature, Features, read_features, touching
from mutualaid.progress import SILENT, Progress
from mutualaid.records import zones as zone_table
from mutualaid.records.errors import BadInput
from mutualaid.records.folding import fold
from mutualaid.records.place import ZoneRecord
from mutualaid.records.views import Area, Changed
from mutualaid.services.office import Office
from mutualaid.services.supplies import slug
from mutualaid.services.zones import Rings, near, zone_lines
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored

_STEP = 20


class ZoneOfFile(NamedTuple):
    """A zone of the file: `kind` is "new", "changed", "same", or why it is left out: "no_shape", "off_globe",
    "too_wide", "no_name". `code` is the zone's code here, "" for one that is new.
    """

    number: int
    name: str
    kind: str
    code: str
    outline: Rings


@dataclass(frozen=True, repr=False)
class ZoneLook:
    """What taking a file in would do: by which property its zones are named (of those that could be, `keys`) and
    numbered (`codes`, "" for by none), and what becomes of each zone.
    """

    name_key: str
    code_key: str
    keys: tuple[str, ...]
    codes: tuple[str, ...]
    zones: tuple[ZoneOfFile, ...]

    def count(self, kind: str) -> int:
        """How many zones are of a kind; those left out together as "left_out"."""
        told = ("new", "changed", "same")
        return sum(zone.kind == kind or (kind == "left_out" and zone.kind not in told) for zone in self.zones)


def look_zones(
    office: Office, *, path: Path, name_key: str = "", code_key: str = "", progress: Progress = SILENT
) -> ZoneLook:
    """Look at a GeoJSON file without keeping anything of it. Without `name_key` the likeliest property is taken.

    Raises as `exchange.geojson.read_features`, BadInput("geojson_names") when two zones would go by one name.
    """
    features = read_features(path, progress)
    planned = _planned(office, features, name_key or features.keys[0], code_key)
    return ZoneLook(
        name_key or features.keys[0],
        code_key,
        features.keys,
        features.codes,
        tuple(
            ZoneOfFile(
                one.feature.number, one.name, one.kind, one.row.record.code if one.row else "", one.feature.outline
            )
            for one in planned
        ),
    )


def import_geojson(
    office: Office, *, path: Path, name_key: str = "", code_key: str = "", progress: Progress = SILENT
) -> Changed:
    """Take the zones of a file in: new ones are added, those that are here get its outline, centre and name (the name
    of before becomes one that they also go by). Nothing is removed, and what was released keeps the map that it was
    released with. New zones border on those that their outlines run along, else on the nearest.

    Raises as `look_zones`, Cancelled.
    """
    features = read_features(path, progress)
    planned = _planned(office, features, name_key or features.keys[0], code_key)
    uids: list[str] = []
    with office.store.write("import zones") as write:
        taken = set(office.zones)
        fresh: dict[str, ZoneRecord] = {}
        for number, one in enumerate(planned):
            if number % _STEP == 0:
                progress.step(number, len(planned))
            if one.kind == "new":
                code = slug(one.feature.said.get(code_key) or one.name, taken)
                taken.add(code)
                fresh[code] = _record(one, code)
            elif one.kind == "changed" and one.row is not None:
                write.change(ZoneRecord, one.row.uid, **_changes(one, one.row.record))
                uids.append(one.row.uid)
        tied = _tied(office, planned, fresh)
        uids += [write.add(record.model_copy(update={"neighbours": tied[code]})) for code, record in fresh.items()]
        for row in write.all(ZoneRecord):
            known = row.record.neighbours
            more = [code for code in fresh if row.record.code in tied[code] and code not in known]
            if more and row.record.code not in fresh:
                write.change(ZoneRecord, row.uid, neighbours=[*known, *more])
    office.forget_zones()
    return Changed(frozenset(Area), tuple(uids))


class _Planned(NamedTuple):
    feature: Feature
    name: str
    kind: str
    row: Stored[ZoneRecord] | None


def _planned(office: Office, features: Features, name_key: str, code_key: str) -> list[_Planned]:
    """What becomes of each feature. A zone is known by its number in the file, if a property for that was chosen, or by
    any name that it goes by here.
    """
    shown = {line.code: line.outline for line in zone_lines(office)}
    with office.store.read() as read:
        rows = _rows(read)
    planned: list[_Planned] = []
    met: set[str] = set()
    for feature in features.features:
        name = feature.said.get(name_key, "")[:200]
        if feature.left_out or not name:
            planned.append(_Planned(feature, name, feature.left_out or "no_name", None))
            continue
        zone = _known(office, feature, name, code_key)
        row = rows.get(zone.code) if zone is not None else None
        key = f"code {row.record.code}" if row is not None else f"name {fold(name)}"
        if key in met:
            raise BadInput("geojson_names")
        met.add(key)
        kind = "new" if row is None else "same" if _is_same(feature, name, row.record, shown) else "changed"
        planned.append(_Planned(feature, name, kind, row))
    return planned


def _rows(read: Reading) -> dict[str, Stored[ZoneRecord]]:
    return {row.record.code: row for row in read.all(ZoneRecord)}


def _known(office: Office, feature: Feature, name: str, code_key: str) -> zone_table.Zone | None:
    number = feature.said.get(code_key, "")
    if number and slug(number) in office.zones:
        return office.zones[slug(number)]
    for zone in office.zones.values():  # a name of its own goes before one that it also goes by
        if fold(zone.name) == fold(name):
            return zone
    return zone_table.find(name, office.zones)


def _is_same(feature: Feature, name: str, record: ZoneRecord, shown: Mapping[str, Rings]) -> bool:
    """Whether the file tells nothing new: the same name, and the same outline (or, without one, the same point)."""
    if fold(name) != fold(record.name):
        return False
    if feature.outline:
        return _plain(feature.outline) == _plain(shown.get(record.code, ()))
    return (record.longitude, record.latitude) == feature.centre


def _plain(rings: Rings) -> list[list[tuple[float, float]]]:
    return [[(x, y) for x, y in ring] for ring in rings]


def _record(one: _Planned, code: str) -> ZoneRecord:
    return ZoneRecord.checked(
        code=code,
        name=one.name,
        latitude=one.feature.centre[1],
        longitude=one.feature.centre[0],
        outline=_plain(one.feature.outline),
        own=True,
    )


def _changes(one: _Planned, before: ZoneRecord) -> dict[str, object]:
    changes: dict[str, object] = {"longitude": one.feature.centre[0], "latitude": one.feature.centre[1]}
    if one.feature.outline:
        changes["outline"] = _plain(one.feature.outline)
    if fold(one.name) != fold(before.name):
        also = [alias for alias in before.aliases if fold(alias) != fold(one.name)]
        changes |= {"name": one.name, "aliases": [*also, before.name]}
    return changes


def _tied(office: Office, planned: Sequence[_Planned], fresh: Mapping[str, ZoneRecord]) -> dict[str, list[str]]:
    """The neighbours of each new zone."""
    outlines = {line.code: _plain(line.outline) for line in zone_lines(office) if line.outline}
    outlines |= {one.row.record.code: _plain(one.feature.outline) for one in planned if one.row and one.feature.outline}
    outlines |= {code: record.outline for code, record in fresh.items() if record.outline}
    border = touching(outlines) if fresh else {}
    every = dict(office.zones)
    every |= {c: zone_table.Zone(c, one.name, one.latitude, one.longitude) for c, one in fresh.items()}
    return {code: border.get(code) or list(near(every[code], every)) for code in fresh}
