"""A second reader of backups, written from docs/files.md alone; it shares no code with the program."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from mutualaid.services.office import Office
from mutualaid.vault import ways
from mutualaid.vault.recovery import RecoveryWords
from tests.services.backing import back_up
from tests.services.make import home
from tests.vault.test_another_reader import context, hkdf, opened, unbox


def unpack(data: bytes, kind: str, secret: bytes, database: Path) -> str:
    """Write the database to a file of its own; gives the key that opens it."""
    head, start = 19 + 4 + 8, 19 + 4 + 8 + 32
    assert data[:19] == b"mutualaid backup 1\n"
    assert data[head:start] == hashlib.sha256(data[:head]).digest()
    keyfile_size, size = int.from_bytes(data[19:23], "big"), int.from_bytes(data[23:31], "big")
    middle, end = start + keyfile_size, start + keyfile_size + size
    assert len(data) == end + 64
    assert data[end : end + 32] == hashlib.sha256(data[:end]).digest()
    fields, root = opened(data[start:middle], kind, secret)
    vault_id, epoch = fields["vault_id"], fields["current"]["epoch"]
    mac_key = hkdf(root, context("backup mac", vault_id, epoch, fields["lineage"]))
    assert data[-32:] == hmac.digest(mac_key, data[-64:-32], "sha256")
    database.write_bytes(data[middle:end])
    wrap_key = hkdf(root, context("data key wrap", vault_id, epoch))
    return unbox(wrap_key, fields["current"]["data_key"], context("data key", vault_id, epoch)).hex()


@pytest.mark.parametrize("kind", ["recovery", "quorum"])
def test_the_documented_format_is_enough_to_read_a_backup(office: Office, tmp_path: Path, kind: str) -> None:
    home(office, contact_name="Rosa Tum")
    if kind == "recovery":
        secret = ways.new_recovery(office.vault).entropy
    else:
        secret = b"".join(sheet.entropy for sheet in ways.new_quorum(office.vault)[:2])
    data = back_up(office, tmp_path / "a.backup").read_bytes()
    key = unpack(data, kind, secret, tmp_path / "unpacked.db")
    database = dbapi2.connect(tmp_path / "unpacked.db")
    database.execute(f"PRAGMA key = \"x'{key}'\"")
    assert database.execute("SELECT contact_name FROM household").fetchall() == [("Rosa Tum",)]
    assert database.execute("SELECT finished FROM backup").fetchall() == [(0,)]
    database.close()


def test_the_words_of_another_sheet_stop_the_reader(office: Office, tmp_path: Path) -> None:
    data = back_up(office, tmp_path / "a.backup").read_bytes()
    with pytest.raises(Exception):  # noqa: B017  whatever the library says
        unpack(data, "recovery", RecoveryWords.generate().entropy, tmp_path / "unpacked.db")
