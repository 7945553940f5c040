"""A released folder comes back into the ledger of a store that was restored from a backup of before.

What was published is what everybody can read in the folder; only the noise is lost, since nobody outside ever had it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from mutualaid.exchange.release_files import DATA, STRUCTURE, release_files
from mutualaid.exchange.released_folder import Released, read_released
from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput, Refused
from mutualaid.services.office import Office
from mutualaid.services.publication_plan import plan_of
from mutualaid.services.release_facts import geography_of
from mutualaid.services.release_key import key_of
from mutualaid.services.release_ledger import ONE_AT_A_TIME, ledger_of, released_as
from mutualaid.services.release_lock import is_missing, knows_its_folders
from mutualaid.services.release_seal import is_sealed
from mutualaid.store.reading import Reading
from mutualaid.summaries import attack as attacks
from mutualaid.summaries.cells import Answer, Cell, cells_of, planned_cells, worth_asking
from mutualaid.summaries.coarsen import merge_order
from mutualaid.summaries.facts import Geography
from mutualaid.summaries.frozen import Frozen
from mutualaid.summaries.ledger import LedgerEntry, cells_json, next_place, releases_in, require_chain
from mutualaid.summaries.nesting import nested, order_through
from mutualaid.summaries.plan import ROUNDING, STRICT, USUAL, Plan
from mutualaid.summaries.protect import observe
from mutualaid.summaries.release import Release, as_frozen, earlier_answers, levels_of, remembered
from mutualaid.summaries.scheme import Scheme
from mutualaid.summaries.solver import Unproved
from mutualaid.summaries.strict.budget import require_one_way
from mutualaid.summaries.strict.plan import strict_tables
from mutualaid.summaries.strict.rules import terms_from

_ID = re.compile(r"[0-9Q-]{4,7}-[0-9a-f]{6}", re.ASCII)
_FOREIGN = "release_folder_foreign"
_COMPARED = ("release", "period", "columns", "tables", "left_out", "classification", "zones", "mode")
"""What structure.json says of the release itself; the rest are rules, which later versions may word otherwise."""


def bring_back(office: Office, *, folder: Path, today: date | None = None, progress: Progress = SILENT) -> LedgerEntry:
    """Take a folder that this office released into the ledger that a restore left without it.

    It is taken in as it is, byte for byte; a folder that the ledger has already changes nothing. Raises BadInput
    ("release_folder_unreadable"), Refused("release_folder_altered" | "release_folder_other_numbers" |
    "release_folder_not_missing" | "release_folder_foreign" | "release_other_rules" | "release_other_geography"),
    Damaged("release_ledger_broken"), NoSpace, Cancelled.
    """
    found = read_released(folder)
    with ONE_AT_A_TIME:
        with office.store.read() as read:
            held = _held(read, found)
            if held is not None:
                return held
            entry = _entry(office, read, found, today or date.today(), progress)
        with office.store.write("bring back release") as write:
            seq, previous = next_place(ledger_of(write))  # somebody may have been noted meanwhile
            entry = replace(entry, seq=seq, previous_hash=previous).sealed()
            write.append_ledger(entry.to_bytes())
    return entry


def _held(read: Reading, found: Released) -> LedgerEntry | None:
    """The ledger's own release of the period, when it is this one."""
    code = found.period.code
    ledger = ledger_of(read)
    require_chain(ledger)
    released = releases_in(ledger)
    own = next((entry for entry in released if entry.period == code), None)
    if own is None:
        if not is_missing(read, found.period, {entry.period for entry in released}):
            raise Refused("release_folder_not_missing", period=code)
        return None
    entry = released_as(read, own.release_id)
    if dict(entry.files) != dict(found.files):
        raise Refused("release_folder_other_numbers", period=code)
    return entry


def _entry(office: Office, read: Reading, found: Released, today: date, progress: Progress) -> LedgerEntry:
    """The ledger entry that the folder becomes, when everything in it is as this office would have released it."""
    knows = knows_its_folders(read)
    key = key_of(read)
    if knows and (key is None or not is_sealed(found.files, key)):
        raise Refused(_FOREIGN)
    ledger = ledger_of(read)
    released = releases_in(ledger)
    require_one_way(found.period, released, strict=found.mode == STRICT)
    known = [Frozen.from_json(entry.geography) for entry in released]
    frozen = _frozen(found, known, geography_of(office), plan_of(read).plan)
    seq, previous = next_place(ledger)
    entry = LedgerEntry(
        seq=seq,
        release_id=found.release_id,
        period=found.period.code,
        plan_version=found.plan_version,
        geography=frozen.to_json(),
        files=dict(found.files),
        cells=cells_json(found.answers),
        created_on=today,
        previous_hash=previous,
    ).sealed()
    _require_ours(found, remembered(entry, Geography((), frozenset(), names=found.zones)))
    _require_agreement(found, released, frozen, progress, attack=not knows)
    return entry


def _frozen(found: Released, known: Sequence[Frozen], geography: Geography, plan: Plan) -> Frozen:
    """What the folder's release froze: the ledger's map and plan, and a classification that fits those of its year."""
    year = found.period.year
    if known:
        geography = as_frozen(geography, known[0].geography)
        plan = known[0].plan
    else:
        geography = as_frozen(geography, _part(geography, found))
    if set(geography.zones) != set(found.zones) or found.mode not in (USUAL, STRICT):
        raise Refused(_FOREIGN)
    levels = levels_of(known, year)
    for name, level in found.scheme.levels.items():
        zones = [zone for area in level.areas.values() for zone in area]
        whole = sorted(zones) == sorted(geography.zones)
        if not whole or levels.get(name, level) != level:
            raise Refused(_FOREIGN)
        if not all(nested(level.areas, other.areas) for other in (*levels.values(), *found.scheme.levels.values())):
            raise Refused(_FOREIGN)
    all_levels = {**levels, **found.scheme.levels}
    base = known[0].merges if known else merge_order(geography, {})
    merges = order_through(geography.zones, base, [level.areas for level in all_levels.values()])
    try:
        terms = terms_from(found.structure["rules"]) if found.mode == STRICT else None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadInput("release_folder_unreadable") from None
    return Frozen(geography.to_json(), merges, {year: found.scheme}, plan, found.mode, terms)


def _part(geography: Geography, found: Released) -> dict[str, object]:
    """The part of the office's map that has the folder's zones."""
    zones = set(found.zones)
    return {
        "zones": sorted(zones),
        "neighbours": sorted(list(pair) for pair in geography.neighbours if zones.issuperset(pair)),
    }


def _require_ours(found: Released, again: Release) -> None:
    """The folder says what its own answers and classification say, in our order, and nothing finer than the plan."""
    ours = release_files(replace(again, dropped=found.dropped))
    structure = json.loads(ours[STRUCTURE])
    same = all(structure.get(name) == found.structure.get(name) for name in _COMPARED)
    if ours[DATA] != found.files[DATA] or not same or not _ID.fullmatch(found.release_id):
        raise Refused("release_folder_altered")
    if not _as_planned(found, again.plan):
        raise Refused(_FOREIGN)
    values = [answer.value for answer in found.answers.values() if answer.value is not None]
    if any(value <= 0 or value % ROUNDING for value in values):
        raise Refused(_FOREIGN)


def _as_planned(found: Released, plan: Plan) -> bool:
    """Whether the cells are those that the plan asks for, and no others."""
    if found.mode == USUAL:
        planned = planned_cells(found.period, found.scheme, plan)
        return [cell for cell in planned if cell.table not in found.dropped] == list(found.answers)
    tables = [
        table for table in strict_tables(plan, found.period.level) if worth_asking(table, found.period, found.scheme)
    ]
    asked = {cell for table in tables for cell in cells_of(table, found.period, found.scheme)}
    return {cell for cell in found.answers if cell.table != "months"} <= asked


def _require_agreement(
    found: Released, released: Sequence[LedgerEntry], frozen: Frozen, progress: Progress, *, attack: bool
) -> None:
    """The ledger answers no question otherwise; and, where no seal speaks for the folder, it withstands the attack.

    A sealed folder is taken in though an attack on what is left of the ledger might succeed: it is published, and
    knowing of it is what makes the next release careful.
    """
    year = found.period.year
    earlier = earlier_answers(released, year)
    asked = {cell.key: answer.value for cell, answer in earlier.items()}
    if any(cell.key in asked and asked[cell.key] != answer.value for cell, answer in found.answers.items()):
        raise Refused("release_folder_other_numbers", period=found.period.code)
    if not attack or found.mode == STRICT:
        return
    levels = levels_of([*(Frozen.from_json(entry.geography) for entry in released), frozen], year)
    answers: dict[Cell, Answer] = {**found.answers, **earlier}
    try:
        attacked = attacks.attack(
            [observe(cell, answer) for cell, answer in answers.items()], Scheme(levels), progress=progress
        )
    except Unproved:
        raise Refused(_FOREIGN) from None
    if attacked.exposed:
        raise Refused(_FOREIGN)
