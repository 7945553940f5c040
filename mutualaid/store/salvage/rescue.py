"""Salvage: everything that a damaged store's sound pages hold, in a new store under new keys."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from mutualaid.progress import Progress, Share
from mutualaid.records.errors import Damaged, NoSpace
from mutualaid.records.office import OfficeSettings
from mutualaid.store import meta, migrate
from mutualaid.store.clock import Clock
from mutualaid.store.connection import SMALL_CACHE_MB, Keys, discard, engine_for, new_file, raw_connection
from mutualaid.store.faults import files_translated, translated
from mutualaid.store.registry import KINDS
from mutualaid.store.salvage import building, merge, shapes, standins
from mutualaid.store.salvage.image import Image
from mutualaid.store.salvage.merge import Records
from mutualaid.store.salvage.shapes import Layout
from mutualaid.store.salvage.sorting import Sorted, sort
from mutualaid.store.salvage.standins import Mended
from mutualaid.store.salvage.survey import Survey
from mutualaid.store.store import Store
from mutualaid.store.texts import Door
from mutualaid.store.writing import Writing
from mutualaid.vault.opened import OpenVault

VERB = "salvage"
_KNOWN = frozenset({"ledger_broken", "journal_forged", "store_reference_missing"})
"""What a salvaged store may be told of: what was so before, and a ledger that nobody can fill."""


class Given(NamedTuple):
    """What stand-ins are given: the office's zone when its settings are lost, a note, and the day."""

    zone: str
    remark: str
    today: date


@dataclass(frozen=True)
class Rescued:
    """What came back, by kind (a table's name) or by kind and code ("" when no code is known).

    `renewed` of the records came from the journal, `outdated` of these perhaps not as they last were; `stood_in` for
    lost ones that others refer to; `gaps` are runs of lost journal entries, `values` how many of the kept ones' values
    are gone (erased ones among them), `ledger` lost entries of the ledger of releases, `pages` the damaged pages.
    `unsure_ledger`: there may have been more entries.
    """

    kept: dict[str, int]
    renewed: int
    outdated: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]
    stood_in: tuple[tuple[str, str], ...]
    gaps: tuple[tuple[int, int], ...]
    values: int
    ledger: tuple[int, ...]
    unsure_ledger: bool
    settings_lost: bool
    pages: int


Afterwards = Callable[[Writing, Rescued], None]


def rescue(
    path: Path, *, keys: Keys, to: OpenVault, given: Given, progress: Progress, afterwards: Afterwards = lambda *_: None
) -> Rescued:
    """Read the damaged store at `path` and build the store of `to` from it, which must not be there yet.

    The damaged store is only read. `afterwards` may write more, in the transaction that the journal tells of. Raises
    Cancelled, Damaged("store_missing" | "nothing_to_salvage"), NoSpace; then there is no new store.
    """
    target = to.folder.store
    with files_translated(), translated():
        new_file(target)
        try:
            rescued, mended = _filled(path, keys, to, given, progress)
            _recorded(to, rescued, mended, afterwards)
            with target.open("rb+") as file:
                os.fsync(file.fileno())
            progress.step(Share.WHOLE, Share.WHOLE)
        except BaseException:
            discard(target)
            to.folder.state.unlink(missing_ok=True)
            raise
    return rescued


def readable(path: Path, keys: Keys) -> bool:
    """Whether any page of the store at `path`, or of its log, was written under those keys. Raises NoSpace."""
    with files_translated(), Image(path, keys.data_key) as image:
        return image.sound


def _filled(path: Path, keys: Keys, to: OpenVault, given: Given, progress: Progress) -> tuple[Rescued, Mended]:
    raw = raw_connection(to.folder.store, to, SMALL_CACHE_MB, alone=True)
    with engine_for(lambda: raw, writes=True).connect() as connection:
        with connection.begin():
            migrate.to_head(connection)
            layouts = shapes.layouts(connection)
            survey, pages = _surveyed(path, keys, layouts, Share(progress, 0, 300))
            unsure = not survey.whole("release_ledger")
            found = sort(survey, layouts, keys.log_key)
            rescued, mended = _built(connection, found, layouts, to, given, Share(progress, 400, 900))
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return replace(rescued, pages=pages, unsure_ledger=unsure), mended


def _surveyed(path: Path, keys: Keys, layouts: dict[str, Layout], progress: Progress) -> tuple[Survey, int]:
    indexes = frozenset(name for kind in KINDS.values() for name in merge.index_names(kind.name))
    with Image(path, keys.data_key) as image:
        survey = Survey(image, layouts, indexes, progress)
        if not any(survey.rows.values()):
            raise Damaged("nothing_to_salvage")
        return survey, sum(1 for _ in image.damaged())


def _built(
    connection: Connection, found: Sorted, layouts: dict[str, Layout], to: OpenVault, given: Given, progress: Progress
) -> tuple[Rescued, Mended]:
    settings = building.insert_meta(connection, found.small, found.history)
    if settings is None:
        meta.put(connection, meta.SETTINGS, OfficeSettings(zone=given.zone).model_dump_json())
    zone = given.zone if settings is None else settings.zone
    mended = standins.mend(found.kinds, found.traces, zone=zone, remark=given.remark, today=given.today)
    building.insert_records(connection, found.kinds, progress)
    building.insert_history(connection, found.history, layouts, to)
    ledger = building.insert_ledger(connection, found.ledger, found.told_ledger)
    for layout, rows in found.others:
        building.insert_other(connection, layout, rows)
    meta.put(connection, meta.VAULT_ID, to.vault_id)
    meta.put(connection, meta.LINEAGE, to.lineage)
    meta.put(connection, meta.FRESH, "true")
    with suppress(ValueError):
        meta.put(connection, meta.CLOCK, str(Clock.parse(found.last_clock())))
    lost = [(name, code) for name, records in found.kinds.items() for code in records.lost.values()]
    return (
        Rescued(
            kept={name: len(records.rows) for name, records in found.kinds.items() if records.rows},
            renewed=sum(len(records.renewed) for records in found.kinds.values()),
            outdated=tuple(sorted(_outdated(found.kinds))),
            lost=tuple(sorted([*lost, *mended.set_aside])),
            stood_in=tuple(sorted(mended.stood_in)),
            gaps=tuple(found.history.gaps()),
            values=found.history.missing_values(),
            ledger=tuple(ledger),
            unsure_ledger=False,
            settings_lost=settings is None,
            pages=0,
        ),
        mended,
    )


def _outdated(kinds: dict[str, Records]) -> Iterator[tuple[str, str]]:
    for name, records in kinds.items():
        for uid in records.outdated:
            yield name, str(records.value(uid, "code")) if "code" in records.layout.place else ""


def _recorded(to: OpenVault, rescued: Rescued, mended: Mended, afterwards: Afterwards) -> None:
    """Open the new store, add the stand-ins, and write into its journal what was salvaged; then read all of it back."""
    store = Store.open(to)
    try:
        with store.write(VERB, door=Door.OPEN) as write:
            for uid, record in mended.records:
                write.stand_in(uid, record)
            write.add_many(mended.freed)
            afterwards(write, rescued)
            write.note_gaps(rescued.gaps, _summary(rescued))
        with store.read() as read:
            told = {finding.code for finding in read.verify()}
    finally:
        store.close()
    if told - _KNOWN:
        raise NoSpace("copy_not_sound")


def _summary(rescued: Rescued) -> dict[str, object]:
    """What the journal is told: counts, no code."""
    return {
        "kept": rescued.kept,
        "renewed": rescued.renewed,
        "lost": dict(Counter(kind for kind, _ in rescued.lost)),
        "stood_in": dict(Counter(kind for kind, _ in rescued.stood_in)),
        "values": rescued.values,
        "ledger": list(rescued.ledger),
        "pages": rescued.pages,
    }
