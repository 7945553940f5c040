"""Publishing an anonymised summary: count, protect, render, remember, and only then let the folder appear."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mutualaid.exchange.release_files import (
    DATA,
    folder_name,
    release_folder,
    write_release_folder,
)
from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.household import Consent, Household
from mutualaid.records.kinds import ConsentPurpose, NeedState
from mutualaid.records.need import Need
from mutualaid.records.zones import chicago_outlines
from mutualaid.services.files import check_outside
from mutualaid.services.office import Office
from mutualaid.services.release_assembly import rendered
from mutualaid.services.release_lock import refuse_if_locked
from mutualaid.store.reading import Reading
from mutualaid.summaries import release as protected
from mutualaid.summaries.facts import Facts, Geography
from mutualaid.summaries.ledger import LedgerEntry

_STATUS = {NeedState.FULFILLED: "fulfilled", NeedState.CLOSED: "closed", NeedState.REFERRED: "referred"}


class ReleaseMade(NamedTuple):
    """What was released: figures published and hidden, and the folder with the files."""

    id: str
    dir: Path
    published: int
    hidden: int


class ReleaseLine(NamedTuple):
    """A release of the ledger."""

    id: str
    period: str
    created_on: date
    recipient: str
    plan_version: str


def ledger_of(read: Reading) -> list[LedgerEntry]:
    """The ledger's entries, oldest first. Raises Damaged("release_ledger_broken")."""
    return [LedgerEntry.from_bytes(entry) for entry in read.ledger()]


def releases(office: Office) -> list[ReleaseLine]:
    """Every release so far, newest first."""
    with office.store.read() as read:
        entries = ledger_of(read)
    return [ReleaseLine(e.release_id, e.period, e.created_on, e.recipient, e.plan_version) for e in reversed(entries)]


class PublishedRow(NamedTuple):
    """A line of a release's data.csv: codes, and the value as it was published; none when it is hidden."""

    table: str
    period: str
    geo: str
    category: str
    language: str
    status: str
    measure: str
    value: int | None


def published_table(office: Office, *, release_id: str) -> list[PublishedRow]:
    """What the public reads in a release, out of the published bytes. Raises BadInput("record_gone")."""
    with office.store.read() as read:
        entry = next((one for one in ledger_of(read) if one.release_id == release_id), None)
    if entry is None:
        raise BadInput("record_gone")
    rows = csv.DictReader(io.StringIO(entry.files[DATA].decode(), newline=""))
    return [
        PublishedRow(
            table=row["table"],
            period=row["period"],
            geo=row["geo"],
            category=row["category"],
            language=row["language"],
            status=row["status"],
            measure=row["measure"],
            value=int(row["value"]) if row["value"] else None,
        )
        for row in rows
    ]


def facts_of(read: Reading) -> Facts:
    """The columns that a release counts: one row a need. Households that refused to be counted are left out."""
    refused: dict[str, bool] = {}
    for row in read.all(Consent, purpose=ConsentPurpose.COUNT):
        refused[row.record.household] = not row.record.given
    homes = {
        row.uid: (number, row.record.zone, (row.record.languages or [""])[0])
        for number, row in enumerate(read.all(Household))
        if not refused.get(row.uid, False)
    }
    needs = [row.record for row in read.all(Need) if row.record.household in homes]
    places = [homes[need.household] for need in needs]
    return Facts(
        household=np.array([place[0] for place in places], dtype=np.int64),
        day=np.array([need.received_on for need in needs], dtype="datetime64[D]"),
        zone=np.array([place[1] for place in places], dtype=np.str_),
        category=np.array([need.category for need in needs], dtype=np.str_),
        language=np.array([place[2] for place in places], dtype=np.str_),
        status=np.array([_STATUS.get(need.state, "open") for need in needs], dtype=np.str_),
    )


def geography_of(office: Office) -> Geography:
    """The office's zones, which of them touch, and their borders where the program knows them."""
    zones = office.zones.values()
    outlines = chicago_outlines()
    return Geography.of(
        {zone.code: list(zone.neighbours) for zone in zones},
        {zone.code: zone.name for zone in zones},
        {zone.code: outlines[zone.code] for zone in zones if zone.code in outlines},
    )


def make_release(
    office: Office,
    *,
    period: str,
    out: Path,
    recipient: str = "",
    today: date | None = None,
    progress: Progress = SILENT,
) -> ReleaseMade:
    """Release a closed period into a new folder `release-<id>` under `out`.

    A period that was released before gives the same bytes again. The files lie ready before the ledger remembers
    them, and the folder appears after: a full disk publishes nothing and is not remembered, and a crash in between
    loses nothing, for the same call writes the folder then. A restored store refuses what may have been published
    after its backup was made ("release_unknown_past"). Raises Refused (the rule is the code),
    BadInput("period_unreadable"), NoSpace, Cancelled; then nothing was published.
    """
    day = today or date.today()
    check_outside(out, office.folder)
    with office.store.read() as read:
        ledger = ledger_of(read)
        refuse_if_locked(read, period=period, released={entry.period for entry in ledger})
        facts = facts_of(read)
    made = protected.make_release(
        facts,
        period=period,
        today=day,
        geography=geography_of(office),
        ledger=ledger,
        progress=progress,
    )
    folder = out / folder_name(made)
    if folder.exists():
        raise Refused("release_folder_exists")
    if made.entry is not None:
        write_release_folder(folder, dict(made.entry.files))
        return ReleaseMade(made.release_id, folder, made.published, made.hidden)
    files = rendered(made)
    entry = protected.seal(made, files, ledger, created_on=day, recipient=recipient)
    with release_folder(folder, files), office.store.write("release") as write:
        write.append_ledger(entry.to_bytes())
    return ReleaseMade(made.release_id, folder, made.published, made.hidden)
