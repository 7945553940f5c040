"""The ways in which the program writes. Each is a row: how its place is laid, what is done there, what must then hold.

Kills, power losses and full disks all go through this table, so that a new way of writing is proved by a new row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path

import pytest

from mutualaid.progress import SILENT
from mutualaid.records.errors import Damaged, Fault
from mutualaid.services.backups import back_up, check_backup, restore
from mutualaid.services.drafts import Draft, drafts, keep_draft
from mutualaid.services.importing import preview_import, run_import
from mutualaid.services.office import Office, create_office, open_office
from mutualaid.services.rekeying import rekey, revoke
from mutualaid.services.salvaging import salvage
from mutualaid.vault import pages
from mutualaid.vault import ways as ways_in
from mutualaid.vault.keyfile import discard_unfinished
from mutualaid.vault.layout import StoreFolder
from tests.durability.asking_ways import ASKING_WAYS
from tests.durability.children import Ended, Tell
from tests.durability.event_ways import EVENT_WAYS
from tests.durability.places import Place, new_place, records
from tests.durability.release_ways import RELEASE_WAYS
from tests.durability.way import Way, an_office, looked_over, unchanged
from tests.samples import sample
from tests.services.make import CHEAP, PASSPHRASE, TODAY, home, wants
from tests.store.make import back_to_the_second_revision

OTHER = "ocho patos en el tejado"


# Writing


def _write(place: Place, tell: Tell) -> None:
    office = place.open()
    for _ in range(8):
        tell(home(office, wants(office, "food"), wants(office, "baby"), notes="cuidado con el perro " * 100)[0])
    office.close()
    tell("closed")


def _written(place: Place, ended: Ended) -> list[str]:
    told = {token for token in ended.told if token != "closed"}

    def holds(now: frozenset[str]) -> list[str]:
        before: frozenset[str] = place.facts["records"]
        added = now - before
        homes = {line.split()[1] for line in added if line.startswith("household ")}
        needs = sum(line.startswith("need ") for line in added)
        found = ["lost what was there"] if before - now else []
        found += [f"lost {len(told - homes)} acknowledged"] if told - homes else []
        found += ["half a write"] if needs != 2 * len(homes) else []
        return found + (["kept what nobody wrote"] if len(homes) > len(told) + 1 else [])

    return looked_over(place, holds)


# Importing


def _lay_import(root: Path) -> Place:
    place = an_office(root)
    rows = sample("google-form.csv").read_bytes().split(b"\n")
    (root / "in.csv").write_bytes(b"\n".join(rows[:31] + [row for row in rows if b"Fila Rota" in row]) + b"\n")
    tried = place.copied_to(root.with_name(root.name + "-tried"))
    with tried.at_home():
        _import(tried, lambda _token: None)
        office = tried.open()
        place.facts.update(counts=_counts(records(office)), rejects=(tried.out / "rejects.csv").read_bytes())
        office.close()
    return place


def _counts(lines: frozenset[str]) -> Counter[str]:
    return Counter(line.split()[0] for line in lines)


def _import(place: Place, tell: Tell) -> None:
    office = place.open()
    shown = preview_import(office, path=place.root / "in.csv", today=TODAY)
    run_import(office, preview=shown, rejects=place.out / "rejects.csv", today=TODAY)
    tell("imported")
    office.close()


def _imported(place: Place, ended: Ended) -> list[str]:
    def holds(now: frozenset[str]) -> list[str]:
        if now == place.facts["records"]:
            return ["lost what was acknowledged"] if ended.told else []
        whole = place.facts["records"] < now and _counts(now) == place.facts["counts"]
        return [] if whole else ["half an import"]

    rejects = place.out / "rejects.csv"
    partial = rejects.exists() and rejects.read_bytes() != place.facts["rejects"]
    missing = bool(ended.told) and not rejects.exists()
    return looked_over(place, holds) + ["the rejects are not whole"] * (partial or missing)


# Migrating


def _lay_older(root: Path) -> Place:
    place = an_office(root)
    with place.at_home():
        office = place.open()
        back_to_the_second_revision(office.store)
        office.close()
    return place


def _migrate(place: Place, tell: Tell) -> None:
    office = place.open()
    tell("migrated")
    office.close()


def _migrated(place: Place, ended: Ended) -> list[str]:
    return looked_over(place, unchanged(place))


# Making an office


def _create(place: Place, tell: Tell) -> None:
    sheet = place.out / "words.txt"
    office, _ = create_office(place.office, passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP, sheet=sheet)
    tell("made")
    office.close()


def _created(place: Place, ended: Ended) -> list[str]:
    sheet = place.out / "words.txt"
    words = sheet.read_text(encoding="utf-8") if sheet.exists() else ""
    found = ["half of the words"] if sheet.exists() and len(words.split()) != 15 else []
    try:
        if words:
            open_office(place.office, recovery=words).close()
        place.open().close()
    except Fault as fault:
        if ended.told:
            return [*found, f"does not open: {fault.code}"]
        return found + _begun_again(place, fault)
    return found + looked_over(place, lambda now: [] if now else ["it is empty"])


def _begun_again(place: Place, fault: Fault) -> list[str]:
    """An office that was not made whole says so, and can be made anew in the same folder."""
    if not isinstance(fault, Damaged):
        return [f"says {fault.code}"]
    if place.office.is_dir() and not discard_unfinished(StoreFolder(place.office)):
        for part in place.office.glob("store.db*"):
            part.unlink()
        discard_unfinished(StoreFolder(place.office))
    try:
        office, _ = create_office(place.office, passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    except Fault as again:
        return [f"cannot be made again: {again.code}"]
    office.close()
    return []


# Keeping a half-filled form


def _draft(note: str) -> Draft:
    return Draft("0123456789abcdef", "household", "", {"notes": note * 400})


def _lay_draft(root: Path) -> Place:
    place = an_office(root)
    with place.at_home():
        office = place.open()
        keep_draft(office, draft=_draft("antes"))
        office.close()
    return place


def _keep_draft(place: Place, tell: Tell) -> None:
    office = place.open()
    keep_draft(office, draft=_draft("ahora"))
    if drafts(office)[0].state == _draft("ahora").state:  # on a full disk it is left out without a word
        tell("kept")
    office.close()


def _draft_kept(place: Place, ended: Ended) -> list[str]:
    """As it was or as it is, whole; once it was kept, as it is."""
    office = place.open()
    try:
        states = [draft.state for draft in drafts(office)]
    finally:
        office.close()
    before, after = _draft("antes").state, _draft("ahora").state
    right = states == [after] or (states == [before] and not ended.told)
    return looked_over(place, unchanged(place)) + ["the draft is lost or half"] * (not right)


# Replacing keys


def _lay_two(root: Path) -> Place:
    """An office of two coordinators; the place's facts know the key of its database and the second one's slot."""
    place = an_office(root)
    with place.at_home():
        office = place.open()
        place.facts["slot"] = ways_in.add_passphrase(office.vault, passphrase=OTHER, name="Inés", kdf=CHEAP)
        place.facts["key"] = office.vault.data_key
        office.close()
    return place


def _rekey(place: Place, tell: Tell) -> None:
    office = place.open()
    rekey(office, progress=SILENT)
    tell("replaced")
    office.close()


def _revoke(place: Place, tell: Tell) -> None:
    office = place.open()
    revoke(office, slot_id=place.facts["slot"], progress=SILENT)
    tell("revoked")
    office.close()


def _rekeyed(place: Place, ended: Ended) -> list[str]:
    """Whole under the old keys or the new ones; once it was acknowledged, the old key opens nothing any more."""
    found = looked_over(place, unchanged(place))
    with (place.office / "store.db").open("rb") as file:
        first = file.read(pages.PAGE_BYTES)
    found += ["the old key still opens it"] * bool(
        ended.told and pages.PageOpener(place.facts["key"], first[:16]).holds(1, first)
    )
    left = [path.name for path in place.office.glob("store.db.*")]
    return found + [f"left {left}"] * bool(left)


def _revoked(place: Place, ended: Ended) -> list[str]:
    still = _code(place, OTHER) == ""
    return _rekeyed(place, ended) + ["who was revoked still gets in"] * bool(ended.told and still)


# Salvaging


def _lay_damaged(root: Path) -> Place:
    place = an_office(root)
    with (place.office / "store.db").open("r+b") as file:
        file.seek(60 * 4096)
        file.write(bytes(4096))
    place.facts["damaged"] = (place.office / "store.db").read_bytes()
    return place


def _salvage(place: Place, tell: Tell) -> None:
    salvage(place.office, place.root / "salvaged", passphrase=PASSPHRASE)
    tell("salvaged")


def _salvaged(place: Place, ended: Ended) -> list[str]:
    """The new folder is whole or not there, and then salvaging again works; the damaged store stays as it was."""
    folder = place.root / "salvaged"
    found = [] if (place.office / "store.db").read_bytes() == place.facts["damaged"] else ["the damaged store changed"]
    if not folder.exists():
        found += ["an acknowledged salvage is lost"] * bool(ended.told)
        salvage(place.office, folder, passphrase=PASSPHRASE)

    def holds(now: frozenset[str]) -> list[str]:
        most = len(place.facts["records"])
        return [] if most // 2 < len(now) <= most else [f"{len(now)} records of {most}"]

    return found + looked_over(Place(place.root, place.facts, folder), holds)


# Changing the ways in


def _own_slot(office: Office) -> str:
    return office.vault.slot_id


def _change_passphrase(place: Place, tell: Tell) -> None:
    office = place.open()
    ways_in.change_passphrase(office.vault, slot_id=_own_slot(office), passphrase=OTHER, kdf=CHEAP)
    tell("changed")
    office.close()


def _passphrase_changed(place: Place, ended: Ended) -> list[str]:
    """One of the two opens; once the change was acknowledged, the new one."""
    opening = [phrase for phrase in (PASSPHRASE, OTHER) if _code(place, phrase) == ""]
    found = [] if opening in ([OTHER], *([] if ended.told else [[PASSPHRASE]])) else [f"{len(opening)} open"]
    return found + looked_over(place, unchanged(place), passphrase=(opening or [OTHER])[0])


def _code(place: Place, passphrase: str) -> str:
    try:
        place.open(passphrase).close()
    except Fault as fault:
        return fault.code
    return ""


def _add_coordinator(place: Place, tell: Tell) -> None:
    office = place.open()
    ways_in.add_passphrase(office.vault, passphrase=OTHER, name="Inés", kdf=CHEAP)
    tell("added")
    office.close()


def _coordinator_added(place: Place, ended: Ended) -> list[str]:
    found = ["the new one does not open"] if ended.told and _code(place, OTHER) else []
    return found + looked_over(place, unchanged(place))


def _new_recovery(place: Place, tell: Tell) -> None:
    office = place.open()
    tell(ways_in.new_recovery(office.vault).text("es"))
    office.close()


def _recovery_is_new(place: Place, ended: Ended) -> list[str]:
    found = looked_over(place, unchanged(place))
    for words, opens in [(ended.told[0], True), (place.facts["words"], False)] if ended.told else []:
        try:
            open_office(place.office, recovery=words).close()
            found += [] if opens else ["the old sheet still opens"]
        except Fault as fault:
            found += [f"the new sheet does not open: {fault.code}"] if opens else []
    return found


# Backing up, and the way back


def _lay_backed_up(root: Path) -> Place:
    place = an_office(root)
    with place.at_home():
        office = place.open()
        back_up(office, target=place.root / "office.backup")
        office.close()
    return place


def _back_up(place: Place, tell: Tell) -> None:
    office = place.open()
    back_up(office, target=place.out / "office.backup")
    tell("backed up")
    office.close()


def _backed_up(place: Place, ended: Ended) -> list[str]:
    """Whole, or not there under its name; what lies there restores to every record."""
    target = place.out / "office.backup"
    found = looked_over(place, unchanged(place))
    if not target.exists():
        return found + ["an acknowledged backup is lost"] * bool(ended.told)
    found += [f"the backup: {finding.code}" for finding in check_backup(target, recovery=place.facts["words"])]
    try:
        return found + _restores(place, target, place.root / "tried")
    except Fault as fault:
        return [*found, f"the backup does not restore: {fault.code}"]


def _restores(place: Place, backup: Path, folder: Path) -> list[str]:
    office = restore(backup, folder, recovery=place.facts["words"], passphrase=OTHER, kdf=CHEAP)
    try:
        return [] if records(office) == place.facts["records"] else ["another office was restored"]
    finally:
        office.close()


def _restore(place: Place, tell: Tell) -> None:
    backup, folder = place.root / "office.backup", place.root / "restored"
    restore(backup, folder, recovery=place.facts["words"], passphrase=OTHER, kdf=CHEAP).close()
    tell("restored")


def _is_restored(place: Place, ended: Ended) -> list[str]:
    """The folder is whole or not there, and then restoring again works."""
    folder = place.root / "restored"
    if folder.exists():
        return looked_over(Place(place.root, place.facts, folder), unchanged(place), passphrase=OTHER)
    found = ["an acknowledged restore is lost"] if ended.told else []
    return found + _restores(place, place.root / "office.backup", folder)


WAYS = [
    Way("write", an_office, _write, _written),
    Way("import, with rejects", _lay_import, _import, _imported),
    Way("migrate", _lay_older, _migrate, _migrated),
    Way("make an office, with a recovery sheet", new_place, _create, _created),
    Way("back up", an_office, _back_up, _backed_up),
    Way("restore", _lay_backed_up, _restore, _is_restored),
    Way("half-filled form", _lay_draft, _keep_draft, _draft_kept, daily=False),
    Way("re-key", _lay_two, _rekey, _rekeyed),
    Way("revoke", _lay_two, _revoke, _revoked, daily=False),
    Way("salvage", _lay_damaged, _salvage, _salvaged, daily=False),
    Way("change a passphrase", an_office, _change_passphrase, _passphrase_changed),
    Way("add a coordinator", an_office, _add_coordinator, _coordinator_added, daily=False),
    Way("new recovery words", an_office, _new_recovery, _recovery_is_new, daily=False),
    *RELEASE_WAYS,
    *EVENT_WAYS,
    *ASKING_WAYS,
]


def laid(way: Way, root: Path) -> Place:
    """The way's place, made once in this process; ways that begin alike share it."""
    return _laid(way.lay, root / way.lay.__name__)


@cache
def _laid(lay: Callable[[Path], Place], root: Path) -> Place:
    return lay(root)


def _each(daily: Collection[Way]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "way", [pytest.param(way, id=way.short, marks=[] if way in daily else [pytest.mark.campaign]) for way in WAYS]
    )


_DAILY = [way for way in WAYS if way.daily]
each_way = _each(_DAILY)
every_other_way = _each(_DAILY[::2])
the_others = _each(_DAILY[1::2])
"""Of three proofs that look alike each way is in two every day, and in all of them in a campaign."""
