"""A second reader of kits and event files, written from docs/files.md alone; it shares no code with the vault."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite

from mutualaid.services.event_laptop import start_sealing
from tests.services.events import a_kit, answers

MARK = b"\nRECORD\n"
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")


def context(*parts: object) -> bytes:
    return canonical(["mutualaid", 1, *parts])


def letters(digest: bytes) -> str:
    bits = "".join(f"{byte:08b}" for byte in digest[:10])
    signs = "".join(SIGNS[int(bits[at : at + 5], 2)] for at in range(0, 80, 5))
    return "-".join(signs[at : at + 4] for at in range(0, 16, 4))


def kit_of(data: bytes) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(data)
    assert canonical(fields) == data
    checksum = fields.pop("checksum")
    assert hashlib.sha256(canonical(fields)).hexdigest() == checksum
    return fields


def opened(data: bytes, private: bytes) -> list[tuple[str, dict[str, Any], str]]:
    """Each record's kind, what it says, and the letters of the chain after it."""
    line, _, rest = data.partition(b"\n")
    head: dict[str, Any] = json.loads(line)
    assert canonical(head) == line
    verify = Ed25519PublicKey.from_public_bytes(bytes.fromhex(head["verify_key"]))
    ids = head["event"], head["file"]
    signature = base64.b64decode(head["signature"])
    verify.verify(signature, context("event file", *ids, head["public_key"], head["verify_key"]))
    key = MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(private[:64]), X25519PrivateKey.from_private_bytes(private[64:])
    )
    suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    chain, number, found = hashlib.sha256(line + b"\n").digest(), 0, []
    while rest:
        number += 1
        assert rest[:8] == MARK
        kind, size = rest[8:9].decode(), int.from_bytes(rest[9:13], "big")
        assert (size - 1136) % 1024 == 0
        sealed, signature = rest[13 : 13 + size], rest[13 + size : 77 + size]
        place = *ids, kind, number, chain.hex()
        verify.verify(signature, context("event record signature", *place, hashlib.sha256(sealed).hexdigest()))
        plain = suite.decrypt(sealed, key, context("event record", *place))
        length = int.from_bytes(plain[:4], "big")
        assert not any(plain[4 + length :])
        chain = hashlib.sha256(chain + rest[: 77 + size]).digest()
        found.append((kind, json.loads(plain[4 : 4 + length]), letters(chain)))
        rest = rest[77 + size :]
    return found


def test_a_kit_is_what_the_documentation_says(tmp_path: Path) -> None:
    kit, private = a_kit(tmp_path)
    fields = kit_of((tmp_path / "kit").read_bytes())
    assert (fields["format"], fields["version"], fields["event_id"]) == ("mutualaid event kit", 1, kit.event_id)
    assert fields["zones"] == [["chi-30", "South Lawndale"], ["chi-31", "Lower West Side"]]
    public = base64.b64decode(fields["public_key"])
    assert (len(public), len(private)) == (1216, 96)
    signing = Ed25519PrivateKey.from_private_bytes(base64.b64decode(fields["signing_key"]))
    verify = signing.public_key().public_bytes_raw()
    digest = hashlib.sha256(context("event kit", kit.event_id, public.hex(), verify.hex())).digest()
    assert letters(digest) == kit.check
    assert private.hex() not in (tmp_path / "kit").read_text()


def test_an_event_file_is_what_the_documentation_says(tmp_path: Path) -> None:
    kit, private = a_kit(tmp_path)
    sealing = start_sealing(kit, out=tmp_path / "forms", helper="Ana")
    sealing.keep_page({"keep": True}, language="en")
    sealing.finish(answers(notes="ñandú\nsegundo renglón"), language="es")
    sealing.keep_page(answers(), language="es")
    sealing.drop()
    slip = sealing.slip()
    sealing.close()
    found = opened((tmp_path / "forms").read_bytes(), private)
    assert [kind for kind, _, _ in found] == ["B", "P", "W", "P", "D", "S"]
    assert found[0][1] == {"helper": "Ana"}
    assert set(found[1][1]) == set(found[2][1]) == {"answers", "language", "on"}
    assert found[2][1]["answers"] == answers(notes="ñandú\nsegundo renglón")
    assert (found[1][1]["language"], found[2][1]["language"]) == ("en", "es")
    assert (found[4][1], found[5][1]) == ({}, {"forms": 1, "unfinished": 0})
    assert found[5][2] == slip.fingerprint


def test_the_other_reader_notices_what_was_changed_too(tmp_path: Path) -> None:
    kit, private = a_kit(tmp_path)
    sealing = start_sealing(kit, out=tmp_path / "forms", helper="Ana")
    sealing.finish(answers(), language="es")
    sealing.close()
    data = bytearray((tmp_path / "forms").read_bytes())
    data[-200] ^= 1
    with pytest.raises(InvalidSignature):
        opened(bytes(data), private)
    _, another = a_kit(tmp_path, name="another")
    with pytest.raises(InvalidTag):
        opened((tmp_path / "forms").read_bytes(), another)
