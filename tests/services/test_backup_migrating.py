"""A store of an older program is backed up before its tables are brought up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutualaid.progress import Progress
from mutualaid.records.errors import NoSpace, Refused
from mutualaid.services import backups
from mutualaid.services.office import create_office, open_office
from mutualaid.services.verifying import verify
from mutualaid.store import migrate
from mutualaid.store.store import Store
from mutualaid.store.writing import Writing
from mutualaid.vault import container
from tests.services.backing import everything_in, holds, restore
from tests.services.make import CHEAP, PASSPHRASE, home
from tests.store.make import back_to_the_second_revision


@pytest.fixture
def older(tmp_path: Path) -> tuple[Path, str]:
    """A store with a household in it, of before there were backups; and its recovery words."""
    office, words = create_office(tmp_path / "store", passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    home(office, contact_name="Rosa Tum")
    back_to_the_second_revision(office.store)
    office.close()
    return tmp_path / "store", words


def seen(folder: Path) -> set[str]:
    """What lies in the store's folder, but what an opening touches."""
    return everything_in(folder) - {"store.state", "lock"}


def test_it_has_a_backup_that_it_knows_of(older: tuple[Path, str], tmp_path: Path) -> None:
    folder, words = older
    office = open_office(folder, passphrase=PASSPHRASE)
    (line,) = backups.listed(office)
    assert line.there
    assert line.automatic
    assert line.path.parent == folder / "backups"
    assert backups.check_backup(line.path, office=office) == []
    assert verify(office) == []
    restored = restore(line.path, tmp_path / "new", words)
    assert holds(restored)["records"] == holds(office)["records"]
    assert verify(restored) == []
    restored.close()
    office.close()
    open_office(folder, passphrase=PASSPHRASE).close()
    assert len(list((folder / "backups").iterdir())) == 1, "a store of today is not backed up at every opening"


def test_without_room_for_a_backup_nothing_is_changed(older: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, _ = older
    before = seen(folder) | {"backups"}
    with monkeypatch.context() as patched:

        def full(*_: object, **__: object) -> None:
            raise NoSpace("disk_full")

        patched.setattr(container, "write_part", full)
        with pytest.raises(NoSpace, match="disk_full"):
            open_office(folder, passphrase=PASSPHRASE)
    assert seen(folder) == before
    office = open_office(folder, passphrase=PASSPHRASE)
    assert len(backups.listed(office)) == 1
    office.close()


def test_a_step_that_fails_leaves_the_store_and_no_backup(
    older: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = older
    before = seen(folder) | {"backups"}

    def stumble(*_: object) -> None:
        raise NoSpace("disk_full")

    for place, name in ((migrate, "to_head"), (Writing, "finish_backup")):
        with monkeypatch.context() as patched:
            patched.setattr(place, name, stumble)
            with pytest.raises(NoSpace, match="disk_full"):
                open_office(folder, passphrase=PASSPHRASE)
        assert seen(folder) == before


def test_it_can_be_cancelled(older: tuple[Path, str]) -> None:
    folder, _ = older
    before = seen(folder) | {"backups"}
    progress = Progress()
    progress.cancel()
    with pytest.raises(Refused, match="migration_stopped"):
        open_office(folder, passphrase=PASSPHRASE, progress=progress)
    assert seen(folder) == before


def test_the_store_alone_migrates_without(older: tuple[Path, str]) -> None:
    """Only an office knows where backups go."""
    from mutualaid.vault import keyfile
    from mutualaid.vault.layout import StoreFolder

    folder, _ = older
    with keyfile.open_with_passphrase(StoreFolder(folder), PASSPHRASE) as vault:
        Store.open(vault).close()
    assert not (folder / "backups").exists()
