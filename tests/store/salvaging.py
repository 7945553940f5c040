"""Stores to damage, and what should come back of them, found without the program's own reader of pages."""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from mutualaid.progress import SILENT, Progress
from mutualaid.records.base import Record
from mutualaid.records.household import Consent, Contact, Household
from mutualaid.records.match import KeptPlan, Match
from mutualaid.records.need import Need
from mutualaid.records.office import OfficeSettings
from mutualaid.records.supply import Movement
from mutualaid.store.registry import KINDS
from mutualaid.store.salvage.rescue import Given, Rescued, rescue
from mutualaid.store.store import Store
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.pages import PAGE_BYTES, PageOpener
from tests.store import make

DAY = date(2026, 3, 2)
GIVEN = Given("chi-30", "ask again", DAY)
All = dict[str, dict[str, Record]]


@dataclass
class PlainKeys:
    """Keys without a keyfile, for a store that only a test opens."""

    folder: StoreFolder
    data_key: bytes = field(default_factory=lambda: os.urandom(32))
    log_key: bytes = field(default_factory=lambda: os.urandom(32))
    generation_key: bytes = field(default_factory=lambda: os.urandom(32))
    vault_id: str = "ab" * 16
    lineage: str = field(default_factory=lambda: os.urandom(16).hex())
    coordinator: str = "Ana Ixchel"
    slot_id: str = "0123456789abcdef"
    epoch: int = 1
    revision: int = 1
    slots: tuple[object, ...] = ()

    def subkey(self, purpose: str, *parts: str | int) -> bytes:
        return hashlib.sha256(repr((self.log_key, purpose, parts)).encode()).digest()


def keys_in(path: Path) -> PlainKeys:
    path.mkdir()
    return PlainKeys(StoreFolder(path))


def fill(store: Store, households: int = 150, seed: int = 1) -> None:
    """Records of many kinds that refer to one another, some of them long, some changed or removed since."""
    draw = random.Random(seed)
    with store.write("places") as write:
        item = write.add(make.item())
        lots = write.add_many(make.lot(item="rice", source="pantry " * draw.randrange(9)) for _ in range(20))
        write.add_many(Movement.checked(lot=lot, kind="received", units=50, on=DAY) for lot in lots)
        helpers = write.add_many(make.volunteer(notes="likes " * draw.randrange(9)) for _ in range(20))
    assert item
    for start in range(0, households, 10):
        with store.write("import") as write:
            homes = write.add_many(_home(draw) for _ in range(start, min(start + 10, households)))
            needs = [uid for home in homes for uid in write.add_many(make.need(home, notes=_words(draw)) for _ in "ab")]
            write.add_many(Consent.checked(household=home, purpose="share", given=True, on=DAY) for home in homes)
            write.add_many(_called(home, _words(draw)) for home in homes)
            for need in needs[:3]:
                uid = write.add(_matched(need, draw.choice(helpers), lots[0]))
                write.add(Movement.checked(lot=lots[0], kind="reserved", units=-1, on=DAY, match=uid))
    with store.write("changes") as write:
        for home, _ in draw.sample(write.all(Household), households // 5):
            write.change(Household, home, notes="moved " + _words(draw), size=draw.randrange(2, 9))
    with store.write("clean up") as write:
        free = [need for need in write.all(Need) if not write.all(Match, need=need.uid)]
        for uid, _ in draw.sample(free, households // 20):
            write.remove(Need, uid)
        write.add(KeptPlan.checked(made_on=DAY, problem="p" * 30_000, plan="q" * 10_000))
        write.set_meta("imported_lots", '{"rice": 2}')
        for entry in (b"first", b"second", b"third"):
            write.append_ledger(entry)


def _words(draw: random.Random) -> str:
    return " ".join(draw.choice(["milk", "leche", "stairs", "ring twice", "perro"]) for _ in range(draw.randrange(40)))


def _home(draw: random.Random) -> Household:
    name, number = f"Rosa {draw.randrange(999)}", f"+1773555{draw.randrange(10_000):04}"
    return make.household(contact_name=name, phones=[{"number": number}], notes=_words(draw), languages=["spa"])


def _called(home: str, note: str) -> Contact:
    return Contact.checked(household=home, on=DAY, kind="call", outcome="reached", note=note)


def _matched(need: str, helper: str, lot: str) -> Match:
    return Match.checked(need=need, volunteers=[helper], day=DAY, lots=[{"lot": lot, "units": 1}], decided_on=DAY)


def new_store(keys: PlainKeys, households: int = 150, seed: int = 1) -> Store:
    store = Store.create(keys, settings=OfficeSettings(zone="chi-30", name="Oficina"))
    fill(store, households, seed)
    return store


def everything(store: Store) -> All:
    with store.read() as read:
        return {entry.name: dict(read.all(kind)) for kind, entry in KINDS.items()}


@dataclass(frozen=True)
class Specimen:
    """A closed store as bytes, with all that it holds and the pages that each record depends on."""

    keys: PlainKeys
    data: bytes
    records: All
    row_pages: dict[str, set[int]]
    step_pages: dict[str, list[int]]
    """Of each record's uid: the page of each value that the journal has of it, in order."""

    @property
    def pages(self) -> int:
        return len(self.data) // PAGE_BYTES

    @property
    def path(self) -> Path:
        return self.keys.folder.store


def specimen(folder: Path, households: int = 150, seed: int = 1) -> Specimen:
    keys = keys_in(folder)
    store = new_store(keys, households, seed)
    records = everything(store)
    with store.read() as read:
        sql = read._connection.exec_driver_sql
        rows = {name: sql(f"SELECT uid, born, changed FROM {name}").all() for name in records}
        values = sql("SELECT uid, kind, action, value FROM change_value ORDER BY seq, position").all()
    store.close()
    data = keys.folder.store.read_bytes()
    opened = open_pages(keys, data)
    place: dict[str, set[int]] = {}
    for found in rows.values():
        for uid, born, changed in found:  # these lie side by side in the row itself, and nowhere else
            (page,) = _holding(opened, f"{uid}{born}{changed}")
            place[uid] = {page}
    for uid in records["kept_plan"]:  # the one that is longer than a page
        place[uid] |= {*_holding(opened, "p" * 200), *_holding(opened, "q" * 200)}
    steps: dict[str, list[int]] = {}
    for uid, kind, action, value in values:
        if kind in records:
            (page,) = _holding(opened, f"{kind}{uid}{action}{value}")
            steps.setdefault(uid, []).append(page)
    return Specimen(keys, data, records, place, steps)


class Expected(NamedTuple):
    """What should come back of a damaged specimen: as it was, and (uids by kind) perhaps not as it last was."""

    same: All
    older: dict[str, set[str]]

    def uids(self, kind: str) -> set[str]:
        return {*self.same[kind], *self.older[kind]}


def expected(spec: Specimen, damaged: set[int]) -> Expected:
    found = Expected({kind: {} for kind in spec.records}, {kind: set() for kind in spec.records})
    for kind, records in spec.records.items():
        for uid, record in records.items():
            steps = spec.step_pages.get(uid, [])
            if not spec.row_pages[uid] & damaged or (steps and kind != "kept_plan" and not damaged.intersection(steps)):
                found.same[kind][uid] = record
            elif steps and kind != "kept_plan" and steps[0] not in damaged:
                found.older[kind].add(uid)
    needs = found.uids("need")
    for uid, match in list(found.same["kept_match"].items()):
        if match.need not in needs:
            del found.same["kept_match"][uid]
    return found


def open_pages(keys: PlainKeys, data: bytes) -> dict[int, bytes]:
    opener = PageOpener(keys.data_key, data[:16])
    numbers = range(1, len(data) // PAGE_BYTES + 1)
    return {n: opener.open(n, data[(n - 1) * PAGE_BYTES : n * PAGE_BYTES]) or b"" for n in numbers}


def _holding(opened: dict[int, bytes], text: str) -> list[int]:
    return [number for number, page in opened.items() if text.encode() in page]


def harmed(data: bytes, pages: Iterable[int], draw: random.Random) -> bytes:
    """The file with a flipped bit, noise or zeros somewhere in each of those pages."""
    changed = bytearray(data)
    for number in pages:
        start = (number - 1) * PAGE_BYTES
        how = draw.randrange(3)
        if how == 0:
            changed[start + draw.randrange(16, PAGE_BYTES)] ^= 1 << draw.randrange(8)
        elif how == 1:
            at = start + 512 * draw.randrange(8)
            changed[at : at + 512] = draw.randbytes(512)
        else:
            changed[start : start + PAGE_BYTES] = bytes(PAGE_BYTES)
    return bytes(changed)


def salvage(keys: PlainKeys, folder: Path, progress: Progress = SILENT) -> tuple[Rescued, PlainKeys]:
    fresh = keys_in(folder)
    return rescue(keys.folder.store, keys=keys, to=fresh, given=GIVEN, progress=progress), fresh
