"""A second reader, written from docs/files.md alone: what is documented is enough to open a store without this program.

It shares no code with the vault, so it also notices any change to the format.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mutualaid.vault import keychain, rotation, ways, witness
from mutualaid.vault.kdf import Argon2Cost
from mutualaid.vault.keyfile import OpenVault, RecoveryWords
from mutualaid.vault.layout import StoreFolder


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")


def context(*parts: object) -> bytes:
    return canonical(["mutualaid", 1, *parts])


def hkdf(secret: bytes, info: bytes, salt: bytes | None = None) -> bytes:
    return HKDF(SHA256(), 32, salt=salt, info=info).derive(secret)


def unbox(key: bytes, box: str, bound_to: bytes) -> bytes:
    data = base64.b64decode(box)
    return AESGCMSIV(key).decrypt(data[:12], data[12:], bound_to)


def opened(data: bytes, kind: str, secret: bytes) -> tuple[dict[str, Any], bytes]:
    """The keyfile's fields and its root."""
    fields: dict[str, Any] = json.loads(data)
    checksum = fields.pop("checksum")
    assert hashlib.sha256(canonical(fields)).hexdigest() == checksum
    vault_id, current = fields["vault_id"], fields["current"]
    epoch = current["epoch"]
    slot = next(slot for slot in fields["slots"] if slot["kind"] == kind)
    member = next(member for member in current["members"] if member["slot"] == slot["id"])
    how = slot["unlock"]
    salt = base64.b64decode(how["salt"])
    info = context("slot key", vault_id, slot["id"], kind)
    bound: list[object] = [vault_id, slot["id"], kind, salt.hex(), base64.b64decode(slot["public_key"]).hex()]
    if kind == "passphrase":
        costs = how["memory_kib"], how["passes"], how["lanes"]
        stretched = Argon2id(salt=salt, length=32, memory_cost=costs[0], iterations=costs[1], lanes=costs[2])
        key = hkdf(stretched.derive(secret), info)
        bound += costs
    else:
        key = hkdf(secret, info, salt)
        bound += how.get("sheets", [])
    private = unbox(key, slot["private_key"], context("slot", *bound))
    pair = MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(private[:64]), X25519PrivateKey.from_private_bytes(private[64:])
    )
    suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    root = suite.decrypt(base64.b64decode(member["root"]), pair, context("root", vault_id, epoch, slot["id"]))
    mac, _ = base64.b64decode(fields.pop("mac")), fields.pop("pending_mac")
    assert mac == hmac.digest(hkdf(root, context("keyfile mac", vault_id, epoch)), canonical(fields), "sha256")
    return fields, root


def read(data: bytes, kind: str, secret: bytes, which: str = "current") -> tuple[bytes, bytes, list[str]]:
    fields: dict[str, Any] = json.loads(data)
    checksum = fields.pop("checksum")
    assert hashlib.sha256(canonical(fields)).hexdigest() == checksum
    macs = {"current": fields.pop("mac"), "pending": fields.pop("pending_mac", "")}
    for slot in fields["slots"]:
        member = next((member for member in fields[which]["members"] if member["slot"] == slot["id"]), None)
        if slot["kind"] == kind and member is not None:
            try:
                private = private_key(fields["vault_id"], slot, secret)
            except InvalidTag:
                continue
            return keys(fields, fields[which], member, private, base64.b64decode(macs[which]))
    raise LookupError("no slot opens")


def private_key(vault_id: str, slot: dict[str, Any], secret: bytes) -> bytes:
    how, kind = slot["unlock"], slot["kind"]
    salt = base64.b64decode(how["salt"])
    info = context("slot key", vault_id, slot["id"], kind)
    bound: list[object] = [vault_id, slot["id"], kind, salt.hex(), base64.b64decode(slot["public_key"]).hex()]
    if kind == "passphrase":
        costs = how["memory_kib"], how["passes"], how["lanes"]
        stretched = Argon2id(salt=salt, length=32, memory_cost=costs[0], iterations=costs[1], lanes=costs[2])
        key = hkdf(stretched.derive(secret), info)
        bound += costs
    else:
        key = hkdf(secret, info, salt)
        bound += how.get("sheets", [])
    return unbox(key, slot["private_key"], context("slot", *bound))


def keys(
    fields: dict[str, Any], held: dict[str, Any], member: dict[str, Any], private: bytes, mac: bytes
) -> tuple[bytes, bytes, list[str]]:
    vault_id, epoch = fields["vault_id"], held["epoch"]
    pair = MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(private[:64]), X25519PrivateKey.from_private_bytes(private[64:])
    )
    suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    root = suite.decrypt(base64.b64decode(member["root"]), pair, context("root", vault_id, epoch, member["slot"]))
    assert mac == hmac.digest(hkdf(root, context("keyfile mac", vault_id, epoch)), canonical(fields), "sha256")
    names_key = hkdf(root, context("slot names", vault_id, epoch))
    names = [
        unbox(names_key, each["label"], context("slot name", vault_id, epoch, each["slot"])).rstrip(b" ").decode()
        for each in held["members"]
    ]
    wrap_key = hkdf(root, context("data key wrap", vault_id, epoch))
    data_key = unbox(wrap_key, held["data_key"], context("data key", vault_id, epoch))
    return data_key, hkdf(root, context("journal mac", vault_id, epoch)), names


@pytest.mark.parametrize("kind", ["passphrase", "recovery"])
def test_the_documented_format_is_enough_to_open_a_store(
    folder: StoreFolder, vault: OpenVault, words: RecoveryWords, phrase: str, kind: str
) -> None:
    secret = phrase.encode() if kind == "passphrase" else words.entropy
    data_key, log_key, names = read(folder.keyfile.read_bytes(), kind, secret)
    assert data_key == vault.data_key
    assert log_key == vault.log_key
    assert names == ["Ana Ixchel\n", "recovery\n"]


def test_it_opens_version_1_too() -> None:
    data = (Path(__file__).parent / "data" / "keyfile-1.json").read_bytes()
    data_key, _, names = read(data, "passphrase", b"siete gatos bajo la lluvia")
    assert data_key.hex() == "e29ae28ae168ee554da774fa486be45887360522890679afa51370c50bf47fc4"
    assert names == ["Ana Ixchel\n", "recovery\n"]


def test_it_opens_a_quorum_a_keyring_and_keys_that_are_being_replaced(
    folder: StoreFolder, vault: OpenVault, phrase: str, cheap: Argon2Cost, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, bytes] = {}
    monkeypatch.setattr(keychain, "keep", kept.__setitem__)
    beto = ways.add_passphrase(vault, passphrase="ocho perros en la azotea", name="Beto", kdf=cheap)
    one, two, three = (sheet.entropy for sheet in ways.new_quorum(vault))
    ways.add_keyring(vault)
    pending = rotation.begin(vault, without=frozenset({beto}))
    data = folder.keyfile.read_bytes()
    (in_keyring,) = kept.values()
    ways_in = [("passphrase", phrase.encode()), ("keyring", in_keyring)]
    ways_in += [("quorum", pair) for pair in (one + two, one + three, two + three)]
    for kind, secret in ways_in:
        data_key, log_key, names = read(data, kind, secret)
        assert (data_key, log_key) == (vault.data_key, vault.log_key)
        assert names == ["Ana Ixchel\n", "Beto\n", *["recovery\n"] * 3, "Ana Ixchel\n"]
        data_key, log_key, names = read(data, kind, secret, "pending")
        assert (data_key, log_key) == (pending.data_key, pending.log_key)
        assert "Beto\n" not in names
    assert read(data, "passphrase", b"ocho perros en la azotea")[0] == vault.data_key
    with pytest.raises(LookupError):
        read(data, "passphrase", b"ocho perros en la azotea", "pending")
    with pytest.raises(LookupError):
        read(data, "quorum", two + one)


def test_it_reads_what_a_laptop_has_seen(vault: OpenVault, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    witness.remember(vault, 7)
    old_key = hkdf(vault.root, context("witness", vault.vault_id, 1, vault.lineage))
    rotation.begin(vault)
    fresh = rotation.finish(vault)
    witness.remember(fresh, 8)
    fields = json.loads((tmp_path / "mutualaid" / "seen" / vault.lineage).read_bytes())
    mac = base64.b64decode(fields.pop("mac"))
    assert mac == hmac.digest(
        hkdf(fresh.root, context("witness", vault.vault_id, 2, vault.lineage)), canonical(fields), "sha256"
    )
    assert (fields["epoch"], fields["revision"], fields["generation"]) == (2, 3, 8)
    ((epoch, generation, over),) = fields["superseded"]
    assert (epoch, generation) == (1, 8)
    told = context("superseded", vault.lineage, epoch, generation)
    assert base64.b64decode(over) == hmac.digest(old_key, told, "sha256")
