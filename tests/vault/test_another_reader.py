"""A second reader, written from docs/files.md alone: what is documented is enough to open a store without this program.

It shares no code with the vault, so it also notices any change to the format.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

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


def read(data: bytes, kind: str, secret: bytes) -> tuple[bytes, bytes, list[str]]:
    fields, root = opened(data, kind, secret)
    vault_id, current = fields["vault_id"], fields["current"]
    epoch = current["epoch"]
    names_key = hkdf(root, context("slot names", vault_id, epoch))
    names = [
        unbox(names_key, each["label"], context("slot name", vault_id, epoch, each["slot"])).rstrip(b" ").decode()
        for each in current["members"]
    ]
    wrap_key = hkdf(root, context("data key wrap", vault_id, epoch))
    data_key = unbox(wrap_key, current["data_key"], context("data key", vault_id, epoch))
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
