"""Names what is damaged in a store's file: which pages, what lay on them, which records cannot be read there.

Works on the pages alone, whether or not the database opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sqlcipher3 import dbapi2

from mutualaid.progress import SILENT
from mutualaid.store import migrate
from mutualaid.store.connection import Keys, engine_for
from mutualaid.store.faults import files_translated
from mutualaid.store.registry import KINDS
from mutualaid.store.salvage import merge, shapes
from mutualaid.store.salvage.image import Image
from mutualaid.store.salvage.shapes import Layout
from mutualaid.store.salvage.sorting import sort
from mutualaid.store.salvage.survey import CONTENTS, FREE, Survey

UNKNOWN = "unknown"
_JOURNAL = ("change", "change_seal", "change_value")
_ALIKE = {
    CONTENTS: "contents",
    FREE: "unused",
    "alembic_version": "contents",
    **dict.fromkeys(_JOURNAL, "change"),
}


class Unreadable(NamedTuple):
    """So many records of a kind (a table's name) whose row cannot be read, and the codes of those that an index knows.

    Salvage may still bring some of them back, from the change journal.
    """

    kind: str
    number: int
    codes: tuple[str, ...]


class Damage(NamedTuple):
    """Damaged pages; what lay on them, as tables' names or "search", "index", "contents", "unused", "unknown"."""

    pages: tuple[int, ...]
    areas: tuple[str, ...]
    unreadable: tuple[Unreadable, ...]


def find_damage(path: Path, data_key: bytes) -> Damage:
    """What is damaged in the store at `path`. Raises NoSpace."""
    with files_translated(), Image(path, data_key) as image:
        pages = tuple(image.damaged())
        return _named(pages, surveyed(image)) if pages else Damage((), (), ())


def find_all(path: Path, keys: Keys) -> tuple[Damage, list[tuple[int, int]], list[int]]:
    """The damage of a store that does not open, runs of lost journal entries, and lost entries of the release ledger.

    Raises NoSpace.
    """
    with files_translated(), Image(path, keys.data_key) as image:
        pages = tuple(image.damaged())
        survey = surveyed(image)
    damage = _named(pages, survey)
    found = sort(survey, current_layouts(), keys.log_key)
    top = max([*found.ledger, *found.told_ledger], default=0)
    return damage, found.history.gaps(), [seq for seq in range(1, top + 1) if seq not in found.ledger]


def surveyed(image: Image) -> Survey:
    """Everything on the sound pages of an image."""
    indexes = frozenset(name for kind in KINDS.values() for name in merge.index_names(kind.name))
    return Survey(image, current_layouts(), indexes, SILENT)


def _named(pages: tuple[int, ...], survey: Survey) -> Damage:
    areas = {_area(survey.owners.get(number)) for number in pages}
    return Damage(pages, tuple(sorted(areas)), tuple(_unreadable(survey)))


def runs(numbers: Iterable[int]) -> str:
    """Numbers as people write them, runs of them by their ends: "3, 17-20"."""
    told: list[list[int]] = []
    for number in sorted(set(numbers)):
        if told and told[-1][-1] == number - 1:
            told[-1][1:] = [number]
        else:
            told.append([number])
    return ", ".join("\N{EN DASH}".join(map(str, run)) for run in told)


@cache
def current_layouts() -> dict[str, Layout]:
    """The tables of a store of today, from one that is made in memory and holds nothing."""
    engine = engine_for(lambda: dbapi2.connect(":memory:", isolation_level=None), writes=True)
    with engine.connect() as connection, connection.begin():
        migrate.to_head(connection)
        return shapes.layouts(connection)


def _area(owner: str | None) -> str:
    if owner is None:
        return UNKNOWN
    if owner in _ALIKE:
        return _ALIKE[owner]
    if owner.startswith("search_") or "search_doc" in owner:
        return "search"
    if owner.startswith(("ix_", "sqlite_autoindex_")):
        return "index"
    return owner if owner in current_layouts() else UNKNOWN


def _unreadable(survey: Survey) -> Iterator[Unreadable]:
    for kind in KINDS.values():
        uids, codes = (survey.entries[name] for name in merge.index_names(kind.name))
        read = {found.rowid for found in survey.rows[kind.name] if not found.doubtful}
        lost = sorted({*uids, *codes} - read)
        if lost:
            named = [code for rowid in lost if isinstance(code := codes.get(rowid), str)]
            yield Unreadable(kind.name, len(lost), tuple(named))
