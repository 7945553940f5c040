"""New keys for a store: whoever keeps a way in notices nothing, whoever lost hers opens nothing new."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mutualaid.progress import Cancelled, Progress
from mutualaid.records.errors import Damaged, NoSpace, Refused, WrongPassphrase
from mutualaid.records.household import Household
from mutualaid.services import backups, key_rotation, keys, rekeying
from mutualaid.services.office import Office, create_office, open_office
from mutualaid.services.rekeying import rekey, revoke
from mutualaid.services.verifying import verify
from mutualaid.vault import atomic, keyfile
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.sealed import seal, unseal
from tests.services.make import CHEAP, PASSPHRASE, home
from tests.store.make import child

CHELAS = "cuatro perros cruzan la avenida"


def no_backup(office: Office, progress: Progress) -> None:
    progress.step(0, 1)


@pytest.fixture
def laid(tmp_path: Path) -> tuple[Path, str]:
    """A closed office with two coordinators and some records, and its recovery words."""
    office, words = create_office(tmp_path / "office", passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    keys.add_coordinator(office, name="Chela", passphrase=CHELAS, kdf=CHEAP)
    for _ in range(5):
        home(office, notes="llamar por la tarde " * 50)
    office.close()
    return tmp_path / "office", words


def chela(office: Office) -> str:
    return next(slot.id for slot in keys.slots(office) if slot.name == "Chela")


def households(office: Office) -> int:
    with office.store.read() as read:
        return read.count(Household)


def test_every_way_in_opens_the_store_under_its_new_keys(laid: tuple[Path, str]) -> None:
    folder, words = laid
    office = open_office(folder, passphrase=PASSPHRASE)
    before = (office.vault.data_key, office.vault.epoch, office.vault.lineage)
    rekey(office, backup=no_backup)
    assert office.vault.data_key != before[0]
    assert (office.vault.epoch, office.vault.lineage) == (before[1] + 1, before[2])
    assert office.standing == "proved"
    with office.store.read() as read:
        assert (read.journal(1)[0].verb, read.journal(1)[0].actor) == ("rekey", "Lupe")
    home(office)
    office.close()
    for way in ({"passphrase": PASSPHRASE}, {"passphrase": CHELAS}, {"recovery": words}):
        again = open_office(folder, **way)  # type: ignore[arg-type]
        assert again.standing == "proved"
        assert again.findings == ()
        assert households(again) == 6
        assert verify(again) == []
        again.close()
    assert not (folder / "store.db.rekey").exists()


def test_a_revoked_coordinator_opens_nothing_new_not_even_with_the_old_keyfile(laid: tuple[Path, str]) -> None:
    folder, _ = laid
    old = {name: (folder / name).read_bytes() for name in ("keyfile.json", "keyfile.copy.json")}
    office = open_office(folder, passphrase=PASSPHRASE)
    revoke(office, slot_id=chela(office), backup=no_backup)
    assert [slot.name for slot in keys.slots(office)] == ["Lupe", "recovery"]
    office.close()
    with pytest.raises(WrongPassphrase):
        open_office(folder, passphrase=CHELAS)
    for name, data in old.items():
        (folder / name).write_bytes(data)
    with pytest.raises(Damaged):
        open_office(folder, passphrase=CHELAS)
    with keyfile.open_with_passphrase(StoreFolder(folder), CHELAS) as vault, pytest.raises(Damaged):
        from mutualaid.store.store import Store

        Store.open(vault)


def test_nobody_revokes_herself_or_somebody_who_is_not_there(laid: tuple[Path, str]) -> None:
    office = open_office(laid[0], passphrase=PASSPHRASE)
    done: list[str] = []

    def backup(_office: Office, _progress: Progress) -> None:
        done.append("backup")

    for slot, code in ((office.vault.slot_id, "slot_own"), ("0" * 16, "slot_unknown")):
        with pytest.raises(Refused, match=code):
            revoke(office, slot_id=slot, backup=backup)
    assert done == []
    office.close()


def test_a_backup_is_made_first_and_nothing_happens_without(laid: tuple[Path, str]) -> None:
    office = open_office(laid[0], passphrase=PASSPHRASE)
    epoch = office.vault.epoch

    def full(_office: Office, _progress: Progress) -> None:
        raise NoSpace("disk_full")

    with pytest.raises(NoSpace, match="disk_full"):
        rekey(office, backup=full)
    assert office.vault.epoch == epoch
    assert not office.vault.pending_there
    rekey(office)
    (line,) = backups.listed(office)
    assert line.there
    assert backups.check_backup(line.path, recovery=laid[1]) == []
    assert backups.check_backup(line.path, office=office) == []
    office.close()


def test_half_filled_forms_are_sealed_anew(laid: tuple[Path, str]) -> None:
    office = open_office(laid[0], passphrase=PASSPHRASE)
    draft, strange = laid[0] / "0123456789abcdef.sealed", laid[0] / "aaaaaaaaaaaaaaaa.sealed"
    draft.write_bytes(seal(office.vault, "draft", b"half a form"))
    strange.write_bytes(b"not ours")
    rekey(office, backup=no_backup)
    assert unseal(office.vault, "draft", draft.read_bytes()) == b"half a form"
    assert strange.read_bytes() == b"not ours"
    office.close()


class _StopAt(Progress):
    def __init__(self, step: int) -> None:
        super().__init__()
        self.steps: list[tuple[int, int]] = []
        self._at = step

    def step(self, done: int, total: int) -> None:
        self.steps.append((done, total))
        if len(self.steps) == self._at:
            self.cancel()
        super().step(done, total)


def test_cancel_leaves_everything_as_it_was_until_the_new_store_takes_the_old_ones_place(
    laid: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from mutualaid.store import watched

    monkeypatch.setattr(watched, "_OPERATIONS", 2000)
    office = open_office(laid[0], passphrase=PASSPHRASE)
    epoch, stopped = office.vault.epoch, 0
    for at in range(1, 1000):
        progress = _StopAt(at)
        try:
            rekey(office, progress=progress, backup=no_backup)
            break
        except Cancelled:
            stopped += 1
        assert (office.vault.epoch, office.vault.pending_there) == (epoch, False)
        assert not (laid[0] / "store.db.rekey").exists()
        home(office)
    assert office.vault.epoch == epoch + 1
    assert stopped > 3
    done = [done for done, _ in progress.steps]
    assert done == sorted(done)
    assert households(office) == 5 + stopped
    assert verify(office) == []
    office.close()


def test_a_full_disk_leaves_everything_as_it_was(laid: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    office = open_office(laid[0], passphrase=PASSPHRASE)
    epoch = office.vault.epoch

    def full(*_given: object, **_how: object) -> None:
        raise NoSpace("disk_full")

    for module, name in ((rekeying, "copy_store"), (key_rotation, "put_in_place")):
        with monkeypatch.context() as patched:
            patched.setattr(module, name, full)
            with pytest.raises(NoSpace, match="disk_full"):
                rekey(office, backup=no_backup)
        assert (office.vault.epoch, office.vault.pending_there) == (epoch, False)
        home(office)
    assert households(office) == 7
    rekey(office, backup=no_backup)
    assert households(office) == 7
    office.close()


def _dies_at(step: int, work: Callable[[], None]) -> bool:
    """Do `work` in a child that ends before its `step`th rename, removal or sync of a file. Whether it came so far."""

    def dying(_pipe: int) -> None:
        count = iter(range(1, 10**6))

        def counted(real: Callable[..., object]) -> Callable[..., object]:
            def call(*given: object, **how: object) -> object:
                if next(count) == step:
                    os._exit(9)
                return real(*given, **how)

            return call

        for name in ("replace", "fsync", "unlink", "open", "rename"):
            setattr(os, name, counted(getattr(os, name)))
        atomic.sync_folder = counted(atomic.sync_folder)  # type: ignore[assignment]
        work()

    pid, pipe = child(dying)
    os.close(pipe)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code in (0, 9), code
    return code == 9


def _every_prefix(laid: Path, stride: int) -> tuple[int, set[int], set[str]]:
    kills, epochs, told = 0, set[int](), set[str]()
    step = 1
    while True:
        folder = laid.with_name(f"cut-{step}")
        shutil.copytree(laid, folder)

        def work(folder: Path = folder) -> None:
            office = open_office(folder, passphrase=PASSPHRASE)
            (folder / "0123456789abcdef.sealed").write_bytes(seal(office.vault, "draft", b"half a form"))
            rekey(office, backup=no_backup)
            office.close()

        state = folder.with_name(f"account-{step}")
        os.environ["XDG_STATE_HOME"] = str(state)
        if not _dies_at(step, work):
            return kills, epochs, told
        kills += 1
        office = open_office(folder, passphrase=CHELAS)
        try:
            told |= {finding.code for finding in office.findings}
            assert office.standing in {"proved", "unproven"}
            assert households(office) == 5
            assert [finding.code for finding in verify(office) if finding.code not in HONEST] == []
            assert not office.vault.pending_there
            assert not (folder / "store.db.rekey").exists()
            draft = folder / "0123456789abcdef.sealed"
            if draft.exists() and draft.stat().st_size:
                assert unseal(office.vault, "draft", draft.read_bytes()) == b"half a form"
            home(office)
            rekey(office, backup=no_backup)
            assert households(office) == 6
            epochs.add(office.vault.epoch)
        finally:
            office.close()
        shutil.rmtree(folder)
        step += stride


HONEST = {"keyfile_copy_renewed", "keyfile_copy_old", "rekey_interrupted"}


@pytest.mark.parametrize("stride", [11, pytest.param(1, marks=pytest.mark.campaign)])
def test_killed_between_any_two_steps_it_is_the_old_store_or_the_new_one(
    laid: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, stride: int
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "")
    kills, epochs, told = _every_prefix(laid[0], stride)
    assert kills * stride > 70
    assert epochs == {2, 3}, "some were killed before the store was replaced, some after"
    assert "rekey_interrupted" in told
    assert told <= HONEST


def test_the_revoked_one_is_told_that_her_passphrase_opens_nothing_once_the_store_was_replaced(
    laid: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = open_office(laid[0], passphrase=PASSPHRASE)

    def dies(*_given: object) -> None:
        raise NoSpace("disk_full")

    monkeypatch.setattr(key_rotation, "complete", dies)
    with pytest.raises(NoSpace):
        revoke(office, slot_id=chela(office), backup=no_backup)
    office.close()
    monkeypatch.undo()
    with pytest.raises(WrongPassphrase):
        open_office(laid[0], passphrase=CHELAS)
    office = open_office(laid[0], passphrase=PASSPHRASE)
    assert [slot.name for slot in keys.slots(office)] == ["Lupe", "recovery"]
    assert households(office) == 5
    assert verify(office) == []
    office.close()
    with pytest.raises(WrongPassphrase):
        open_office(laid[0], passphrase=CHELAS)
