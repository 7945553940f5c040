"""Publishing anonymised summaries: making settles what is said of a period for good, handing out gives the files away.

A summary is drawn once. Before any of its files leaves the laptop it is in the ledger, and the ledger in a backup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from mutualaid.exchange.release_files import STRUCTURE, folder_name
from mutualaid.exchange.release_folder import release_folder
from mutualaid.progress import SILENT, Progress, Share
from mutualaid.records.errors import BadInput, Damaged
from mutualaid.services import release_return
from mutualaid.services.files import check_outside
from mutualaid.services.office import Office
from mutualaid.services.publication_plan import publication_plan
from mutualaid.services.release_assembly import rendered
from mutualaid.services.release_budget import locked_of_year
from mutualaid.services.release_facts import facts_of, geography_of
from mutualaid.services.release_key import lot_of
from mutualaid.services.release_ledger import ONE_AT_A_TIME, back_up_releases, ledger_of, released_as, require_paper
from mutualaid.services.release_lock import locked_through, refuse_if_locked
from mutualaid.services.release_seal import key_for, sealed
from mutualaid.store.reading import Reading
from mutualaid.store.writing import Writing
from mutualaid.summaries import release as protected
from mutualaid.summaries.frozen import mode_of
from mutualaid.summaries.ledger import HandedEntry, LedgerEntry, handed, releases_in, require_chain
from mutualaid.summaries.periods import parse_period, periods_of
from mutualaid.summaries.plan import STRICT
from mutualaid.summaries.release import Release
from mutualaid.summaries.strict.budget import require_one_way, way_of


class ReleaseMade(NamedTuple):
    """What was released: figures published and hidden; `dir`: the folder with the files, none when none was written."""

    id: str
    dir: Path | None
    published: int
    hidden: int
    period: str
    mode: str


class Handed(NamedTuple):
    """To whom a release was given ("" when nobody was named), and on which day."""

    recipient: str
    on: date


class ReleaseLine(NamedTuple):
    """A release of the ledger. `mode`: USUAL or STRICT; `handed`: every time it was given to somebody, oldest first."""

    id: str
    period: str
    created_on: date
    mode: str
    plan_version: str
    published: int
    hidden: int
    handed: tuple[Handed, ...]


def releases(office: Office) -> list[ReleaseLine]:
    """Every release so far, newest first. Raises Damaged("release_ledger_broken")."""
    with office.store.read() as read:
        return lines_of(read)


def lines_of(read: Reading) -> list[ReleaseLine]:
    """The same, of one consistent moment."""
    ledger = ledger_of(read)
    given: dict[str, list[Handed]] = {}
    for entry in ledger:
        if isinstance(entry, HandedEntry):
            given.setdefault(entry.release_id, []).append(Handed(entry.recipient, entry.on))
        elif entry.recipient:
            given.setdefault(entry.release_id, []).append(Handed(entry.recipient, entry.created_on))
    return [_line(entry, given.get(entry.release_id, [])) for entry in reversed(releases_in(ledger))]


def _line(entry: LedgerEntry, given: list[Handed]) -> ReleaseLine:
    published, hidden = entry.shown()
    mode = mode_of(entry)
    return ReleaseLine(
        entry.release_id, entry.period, entry.created_on, mode, entry.plan_version, published, hidden, tuple(given)
    )


def locked_periods(office: Office) -> list[str]:
    """The periods that a restore closed, oldest first: released folders brought back open them again.

    Only lengths of period that the plan publishes, from the first need on. Raises Damaged("release_ledger_broken").
    """
    with office.store.read() as read:
        released = {entry.period for entry in releases_in(ledger_of(read))}
        through = locked_through(read)
        first = read.first_need() if through is not None else None
    if through is None or first is None:
        return []
    levels = publication_plan(office).plan.levels
    periods = [one for year in range(first.year, through.year + 1) for one in periods_of(year) if one.level in levels]
    return [one.code for one in periods if first <= one.end and one.closes <= through and one.code not in released]


def published(office: Office, *, release_id: str) -> Release:
    """A release as it was published, under the names of that time. Raises BadInput("record_gone")."""
    with office.store.read() as read:
        entry = released_as(read, release_id)
    try:
        names = {str(zone): str(name) for zone, name in json.loads(entry.files[STRUCTURE])["zones"].items()}
    except (KeyError, ValueError, AttributeError):
        raise Damaged("release_ledger_broken") from None
    return protected.remembered(entry, replace(geography_of(office), names=names))


def published_file(office: Office, *, release_id: str, name: str) -> bytes:
    """One published file, byte for byte. Raises BadInput("record_gone") when there is no such release or file."""
    with office.store.read() as read:
        entry = released_as(read, release_id)
    if name not in entry.files:
        raise BadInput("record_gone")
    return entry.files[name]


def settle_release(
    office: Office,
    *,
    period: str,
    strict: bool = False,
    today: date | None = None,
    progress: Progress = SILENT,
) -> ReleaseMade:
    """Draw the summary of a closed period, remember it for good, and back that up. Nothing leaves the laptop.

    A period that was released before is as it was. Raises Refused (the rule is the code), NoSpace, Cancelled,
    BadInput("period_unreadable"); then nothing was settled, but for NoSpace("release_without_backup") and a Cancelled
    while the backup is made: asking again goes on from there.
    """
    day = today or date.today()
    with ONE_AT_A_TIME:
        drawn = _drawn(office, period, day, Share(progress, 0, 600), strict=strict)
        if drawn.fresh:
            with office.store.write("release") as write:
                _remember(write, drawn, day)
    back_up_releases(office, progress=Share(progress, 600, Share.WHOLE))
    progress.step(Share.WHOLE, Share.WHOLE)
    return drawn.made(None)


def hand_out(
    office: Office, *, release_id: str, out: Path, recipient: str = "", today: date | None = None
) -> ReleaseMade:
    """Write the folder `release-<id>` under `out`, the same bytes every time, and note to whom it is given.

    The note is kept first: a crash in between leaves a note of what was not given, never the other way round. Raises
    BadInput("record_gone"), Refused("release_folder_exists" | "target_in_store" | "slots_without_paper"), NoSpace.
    """
    check_outside(out, office.folder)
    with office.store.read() as read:
        entry = released_as(read, release_id)
    drawn = _Drawn(protected.remembered(entry, geography_of(office)), entry.files)
    folder = out / folder_name(drawn.release)
    with release_folder(folder, drawn.files):
        _note(office, release_id, recipient, today or date.today())
        back_up_releases(office)
    return drawn.made(folder)


def make_release(
    office: Office,
    *,
    period: str,
    out: Path,
    recipient: str = "",
    strict: bool = False,
    today: date | None = None,
    progress: Progress = SILENT,
) -> ReleaseMade:
    """Settle a closed period and hand it out: the new folder `release-<id>` under `out`.

    There is room for the files before the ledger remembers them, and the folder appears after: a full disk publishes
    nothing and is not remembered, and a crash in between loses nothing, for the same call writes the folder then. A
    restored store refuses what may have been published after its backup was made ("release_unknown_past"). Raises as
    `settle_release` and `hand_out` do.
    """
    day = today or date.today()
    check_outside(out, office.folder)
    with ONE_AT_A_TIME:
        drawn = _drawn(office, period, day, Share(progress, 0, 600), strict=strict)
        folder = out / folder_name(drawn.release)
        with release_folder(folder, drawn.files):
            if drawn.fresh:
                with office.store.write("release") as write:
                    _remember(write, drawn, day)
                    _note_in(write, drawn.release.release_id, recipient, day)
            else:
                _note(office, drawn.release.release_id, recipient, day)
            back_up_releases(office, progress=Share(progress, 600, Share.WHOLE))
    progress.step(Share.WHOLE, Share.WHOLE)
    return drawn.made(folder)


def bring_back(office: Office, *, folder: Path, today: date | None = None, progress: Progress = SILENT) -> ReleaseMade:
    """Take a folder that this office released into the ledger of a restored store, and so lift its period's lock.

    Raises as `release_return.bring_back`.
    """
    entry = release_return.bring_back(office, folder=folder, today=today, progress=progress)
    return _Drawn(protected.remembered(entry, geography_of(office)), entry.files).made(None)


class _Drawn(NamedTuple):
    """A release with the bytes of its files; `fresh` when the ledger does not hold it yet."""

    release: Release
    files: Mapping[str, bytes]
    fresh: bool = False

    def made(self, folder: Path | None) -> ReleaseMade:
        one = self.release
        return ReleaseMade(one.release_id, folder, one.published, one.hidden, one.period.code, one.mode)


def _drawn(office: Office, period: str, day: date, progress: Progress, *, strict: bool) -> _Drawn:
    """The period's release, out of the ledger when it is there. Nothing is written yet."""
    with office.store.read() as read:
        ledger = ledger_of(read)
        released = releases_in(ledger)
        wanted = parse_period(period)
        alone = strict and way_of(wanted.year, released) == STRICT
        refuse_if_locked(read, period=period, released={entry.period for entry in released}, alone=alone)
        held = next((one for one in released if one.period == wanted.code), None)
        if held is not None:
            require_chain(ledger)
            require_one_way(wanted, released, strict=strict)
            entry = released_as(read, held.release_id)
            return _Drawn(protected.remembered(entry, geography_of(office)), entry.files)
        facts = facts_of(read)
        locked = locked_of_year(read, year=wanted.year, ledger=released)
    require_paper(office)
    key = key_for(office)
    release = protected.make_release(
        facts,
        period=period,
        today=day,
        geography=geography_of(office),
        ledger=ledger,
        plan=publication_plan(office).plan,
        strict=strict,
        locked=locked,
        lot=lot_of(key, wanted.code),
        progress=progress,
    )
    return _Drawn(release, sealed(rendered(release), key), fresh=True)


def _remember(write: Writing, drawn: _Drawn, day: date) -> None:
    entry = protected.seal(drawn.release, drawn.files, ledger_of(write), created_on=day)
    write.append_ledger(entry.to_bytes())


def _note(office: Office, release_id: str, recipient: str, day: date) -> None:
    with office.store.write("hand out release") as write:
        _note_in(write, release_id, recipient, day)


def _note_in(write: Writing, release_id: str, recipient: str, day: date) -> None:
    named = " ".join(recipient.split())
    entry = handed(ledger_of(write), release_id=release_id, recipient=named, on=day)
    if entry is not None:
        write.append_ledger(entry.to_bytes())
