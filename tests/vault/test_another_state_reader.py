"""A second reader of `store.state`, written from docs/files.md alone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mutualaid.records.office import OfficeSettings
from mutualaid.store.store import Store
from tests.store.conftest import new_vault
from tests.store.make import household


def context(*parts: object) -> bytes:
    return json.dumps(["mutualaid", 1, *parts], separators=(",", ":")).encode()


def derived(root: bytes, *parts: object) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=context(*parts)).derive(root)


def test_the_state_reads_by_its_description(tmp_path: Path) -> None:
    with new_vault(tmp_path / "office") as vault:
        store = Store.create(vault, settings=OfficeSettings(zone="chi-30"))
        with store.write("add") as write:
            write.add_many([household(notes="x" * 3000) for _ in range(60)])
        store.close()
        data = vault.folder.state.read_bytes()
        covered, mac = data[:-32], data[-32:]
        key = derived(vault.root, "file state mac", vault.vault_id, vault.epoch)
        assert hmac.digest(key, covered, "sha256") == mac
        mark, line, leaves = covered.split(b"\n", 2)
        fields = json.loads(line)
        assert (mark, fields["clean"], fields["block"]) == (b"mutualaid file state 1", 1, 65536)
        assert (fields["vault_id"], fields["lineage"]) == (vault.vault_id, vault.lineage)
        file = vault.folder.store.read_bytes()
        assert fields["size"] == len(file)
        blocks = [file[at : at + 65536] for at in range(0, len(file), 65536)]
        assert leaves == b"".join(hashlib.sha256(block).digest() for block in blocks)
        box = base64.b64decode(fields["head"])
        opener = AESGCMSIV(derived(vault.root, "file state head", vault.vault_id, vault.epoch))
        bound = context("file state head", vault.vault_id, vault.epoch, vault.lineage)
        head = json.loads(opener.decrypt(box[:12], box[12:], bound).rstrip(b" \n"))
        assert (head["actor"], fields["generation"]) == ("Ana Ixchel", 1)
