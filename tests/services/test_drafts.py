"""Half-filled forms beside the store: whose they are, what of them can be read, and when they go."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutualaid.records.errors import Refused
from mutualaid.services.drafts import Draft, drafts, drop_draft, keep_draft, new_draft_id, seal_draft, write_drafts
from mutualaid.services.keys import add_coordinator
from mutualaid.services.office import Office, open_office
from tests.services.make import CHEAP, PASSPHRASE, copied_office

NAME = "Xochiquetzal Ñandú"
OTHER = "ocho perros sobre el tejado"


@pytest.fixture
def office(tmp_path: Path):
    made = copied_office(tmp_path / "office")
    yield made
    made.close()


def draft(**state: object) -> Draft:
    return Draft(new_draft_id(), "household", "", {"contact_name": NAME, **state})


def files(office: Office) -> list[Path]:
    return sorted(office.folder.glob("*.sealed"))


def test_a_draft_comes_back_as_it_was_left_until_it_is_dropped(office: Office) -> None:
    first, second = draft(size=4), draft(size=5)
    for one in (first, second):
        keep_draft(office, draft=one)
    assert drafts(office) == (first, second)
    drop_draft(office, draft_id=first.id)
    assert drafts(office) == (second,)


def test_it_survives_a_lock_and_is_offered_to_the_same_coordinator_only(office: Office) -> None:
    left = draft()
    keep_draft(office, draft=left)
    add_coordinator(office, name="Mateo", passphrase=OTHER, kdf=CHEAP)
    office.close()
    other = open_office(office.folder, passphrase=OTHER)
    assert drafts(other) == ()
    other.close()
    again = open_office(office.folder, passphrase=PASSPHRASE)
    assert drafts(again) == (left,)
    again.close()


def test_nothing_of_it_is_in_clear_and_neither_name_nor_size_tells(office: Office) -> None:
    keep_draft(office, draft=draft())
    keep_draft(office, draft=draft(notes="short"))
    seen = [file.read_bytes() for file in files(office)]
    assert len({len(data) for data in seen}) == 1
    for data in seen:
        for clear in (NAME, "Xochiquetzal", "household", "contact_name"):
            for code in ("utf-8", "utf-16-le"):
                assert clear.encode(code) not in data
    assert all(file.stem.strip("0123456789abcdef") == "" for file in files(office))
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in files(office))


def test_a_sealed_draft_is_written_after_the_keys_are_gone(office: Office) -> None:
    left = draft()
    sealed = seal_draft(office, draft=left)
    office.close(panic=True)
    assert files(office) == []
    write_drafts([sealed])
    with pytest.raises(Refused, match="store_locked"):
        seal_draft(office, draft=left)
    again = open_office(office.folder, passphrase=PASSPHRASE)
    assert drafts(again) == (left,)
    again.close()


def test_what_no_key_opens_is_removed_and_other_files_stay(office: Office) -> None:
    keep_draft(office, draft=draft())
    (file,) = files(office)
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    foreign = office.folder / "notes.sealed"
    foreign.write_bytes(b"not ours")
    assert drafts(office) == ()
    assert files(office) == [foreign]


def test_a_draft_shows_nothing_of_itself() -> None:
    assert "Xochi" not in repr(draft())
