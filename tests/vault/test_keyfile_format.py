"""The keyfile's bytes: one spelling, every bit guarded, nothing absurd computed, two copies."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutualaid.records.errors import Damaged, Fault, NoSpace, WrongPassphrase
from mutualaid.vault import document, kdf, keychain, rotation, ways
from mutualaid.vault.keyfile import Finding, OpenVault, check_keyfile, open_with_passphrase
from mutualaid.vault.layout import StoreFolder

Fields = dict[str, Any]


def canonical(fields: Fields) -> bytes:
    """Written apart from the program's own encoder, as another reader would."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode("ascii")


def with_checksum(fields: Fields) -> bytes:
    bare = {key: value for key, value in fields.items() if key != "checksum"}
    return canonical(bare | {"checksum": hashlib.sha256(canonical(bare)).hexdigest()})


def write_both(folder: StoreFolder, data: bytes) -> None:
    folder.keyfile.write_bytes(data)
    folder.keyfile_copy.write_bytes(data)


def fields_of(folder: StoreFolder) -> Fields:
    fields: Fields = json.loads(folder.keyfile.read_bytes())
    return fields


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(Fault) as told:
        call()
    return told.value.code


@pytest.fixture
def full(folder: StoreFolder, vault: OpenVault, cheap: kdf.Argon2Cost, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A keyfile with everything the format knows: two coordinators, a quorum, a keyring, keys being replaced."""
    kept: dict[str, bytes] = {}
    monkeypatch.setattr(keychain, "keep", kept.__setitem__)
    monkeypatch.setattr(keychain, "fetch", kept.get)
    beto = ways.add_passphrase(vault, passphrase="ocho perros en la azotea", name="Beto", kdf=cheap)
    ways.new_quorum(vault)
    ways.add_keyring(vault)
    rotation.begin(vault, without=frozenset({beto}))
    return folder.keyfile.read_bytes()


@pytest.fixture
def sound(folder: StoreFolder, vault: OpenVault) -> bytes:
    return folder.keyfile.read_bytes()


def test_the_file_is_canonical_and_reads_back_the_same(folder: StoreFolder, vault: OpenVault) -> None:
    data = folder.keyfile.read_bytes()
    assert data == folder.keyfile_copy.read_bytes() == with_checksum(fields_of(folder))
    assert document.parse(data).to_bytes() == data


@pytest.mark.parametrize("stride", [53, pytest.param(1, marks=pytest.mark.campaign)])
def test_every_bit_of_the_keyfile_is_guarded(folder: StoreFolder, full: bytes, stride: int) -> None:
    data, bits = full, range(0, len(full) * 8, stride)
    refused = 0
    for bit in bits:
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            document.parse(bytes(flipped))
        except Damaged as told:
            refused += told.code == "keyfile_damaged"
    print(f"{refused} of {len(bits)} single-bit flips refused, in a keyfile of {len(data)} bytes")
    assert refused == len(bits)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_with_one_copy_flipped_the_other_opens_and_is_named(
    folder: StoreFolder, vault: OpenVault, sound: bytes, phrase: str, data: st.DataObject
) -> None:
    hit = data.draw(st.sampled_from([folder.keyfile, folder.keyfile_copy]))
    bit = data.draw(st.integers(0, len(sound) * 8 - 1))
    flipped = bytearray(sound)
    flipped[bit // 8] ^= 1 << bit % 8
    write_both(folder, sound)
    hit.write_bytes(flipped)
    opened = open_with_passphrase(folder, phrase)
    assert opened.data_key == vault.data_key
    assert list(opened.findings) == check_keyfile(folder) == [Finding("keyfile_copy_damaged", hit.name)]
    assert hit.read_bytes() == bytes(flipped), "nothing is repaired silently"
    write_both(folder, bytes(flipped))
    assert code_of(lambda: open_with_passphrase(folder, phrase)) == "keyfile_damaged"
    assert [finding.code for finding in check_keyfile(folder)] == ["keyfile_copy_damaged"] * 2


@pytest.mark.parametrize("stride", [7, pytest.param(1, marks=pytest.mark.campaign)])
def test_every_truncation_is_refused(folder: StoreFolder, full: bytes, phrase: str, stride: int) -> None:
    data = full
    for length in range(0, len(data), stride):
        assert code_of(lambda kept=data[:length]: document.parse(kept)) == "keyfile_damaged"  # type: ignore[misc]
    write_both(folder, b"")
    assert code_of(lambda: open_with_passphrase(folder, phrase)) == "keyfile_damaged"


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_no_junk_is_read_as_a_keyfile(junk: bytes) -> None:
    assert code_of(lambda: document.parse(junk)) == "keyfile_damaged"


@pytest.mark.parametrize(
    "junk",
    [b"[" * 200_000, b"{" * 200_000, b"1" * 100_000, b"{}", b"null", b'{"a":1e5}', b"\xef\xbb\xbf{}", b" " * 300_000],
)
def test_hostile_json_is_refused(junk: bytes) -> None:
    assert code_of(lambda: document.parse(junk)) == "keyfile_damaged"


def test_another_spelling_of_the_same_values_is_refused(folder: StoreFolder, vault: OpenVault) -> None:
    data, fields = folder.keyfile.read_bytes(), fields_of(folder)
    spellings = [
        data + b"\n",
        b" " + data,
        data.replace(b":", b": ", 1),
        data.replace(b'"version":2', b'"version":2.0'),
        data.replace(b'"version":2', b'"version":2,"version":2'),
        data.replace(b'"format"', b'"\\u0066ormat"'),
        json.dumps(dict(reversed(fields.items())), separators=(",", ":")).encode(),
        json.dumps(fields, indent=1, sort_keys=True).encode(),
    ]
    for spelling in spellings:
        assert spelling != data
        assert json.loads(spelling) == fields
        assert code_of(lambda s=spelling: document.parse(s)) == "keyfile_damaged"  # type: ignore[misc]


def test_base64_with_stray_bits_is_refused(folder: StoreFolder, vault: OpenVault) -> None:
    fields = fields_of(folder)
    mac = fields["mac"]
    assert mac.endswith("=")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    fields["mac"] = mac[:-2] + alphabet[alphabet.index(mac[-2]) ^ 1] + "="
    assert code_of(lambda: document.parse(with_checksum(fields))) == "keyfile_damaged"


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in _leaves(inner, (*path, key))]
    if isinstance(value, list):
        return [leaf for n, inner in enumerate(value) for leaf in _leaves(inner, (*path, n))]
    return [path]


def _altered(value: Any) -> Any:
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str) and value:
        spot = len(value) // 2
        return value[:spot] + ("A" if value[spot] != "A" else "B") + value[spot + 1 :]
    return "x"


@pytest.mark.parametrize("part", ["what is always there", "everything"])
def test_one_who_mends_the_checksum_still_opens_nothing(
    folder: StoreFolder, vault: OpenVault, phrase: str, part: str, request: pytest.FixtureRequest
) -> None:
    if part == "everything":
        request.getfixturevalue("full")
    original = folder.keyfile.read_bytes()
    leaves = [path for path in _leaves(json.loads(original)) if path != ("checksum",)]
    assert len(leaves) > (90 if part == "everything" else 25)
    for path in leaves:
        fields = json.loads(original)
        place = fields
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = _altered(place[path[-1]])
        write_both(folder, with_checksum(fields))
        with pytest.raises((Damaged, WrongPassphrase)):
            open_with_passphrase(folder, phrase)


def test_members_slots_and_keys_cannot_be_moved_between_two_stores(
    folder: StoreFolder, vault: OpenVault, phrase: str, tmp_path: Any, cheap: kdf.Argon2Cost
) -> None:
    from mutualaid.vault.keyfile import create

    other = StoreFolder(tmp_path / "other")
    create(other, passphrase=phrase, coordinator="Beto", kdf=cheap)
    rotation.begin(vault)
    rotation.begin(open_with_passphrase(other, phrase))
    mine, theirs = fields_of(folder), fields_of(other)
    for part in ("current", "slots", "vault_id", "mac", "lineage", "pending", "pending_mac"):
        write_both(folder, with_checksum(mine | {part: theirs[part]}))
        with pytest.raises((Damaged, WrongPassphrase)):
            open_with_passphrase(folder, phrase)


def test_an_altered_copy_with_a_mended_checksum_gives_way_to_the_other(
    folder: StoreFolder, vault: OpenVault, phrase: str
) -> None:
    fields = fields_of(folder)
    fields["slots"][1]["unlock"]["salt"] = "A" * 22 + "=="
    folder.keyfile.write_bytes(with_checksum(fields))
    opened = open_with_passphrase(folder, phrase)
    assert opened.data_key == vault.data_key
    assert Finding("keyfile_copy_damaged", "keyfile.json") in opened.findings
    assert [finding.code for finding in check_keyfile(folder)] == ["keyfile_copies_differ"]


def test_an_older_copy_is_named_and_does_not_bring_back_a_dropped_passphrase(
    folder: StoreFolder, vault: OpenVault, phrase: str, cheap: kdf.Argon2Cost
) -> None:
    from mutualaid.vault import keyset, slots

    slot = slots.new_slot(vault.vault_id, slots.PASSPHRASE, b"another phrase altogether", cheap)
    first = keyset.first(vault.vault_id, [(slot, "Beto")], bytes(32), bytes(32))
    newer = replace(first, revision=2, lineage=vault.lineage)
    folder.keyfile.write_bytes(keyset.authenticated(newer, bytes(32)).to_bytes())
    assert check_keyfile(folder) == [Finding("keyfile_copy_old", "keyfile.copy.json")]
    assert code_of(lambda: open_with_passphrase(folder, phrase)) == "wrong_passphrase"
    assert open_with_passphrase(folder, "another phrase altogether").coordinator == "Beto"


def test_a_missing_copy_is_named_and_the_other_opens(folder: StoreFolder, vault: OpenVault, phrase: str) -> None:
    folder.keyfile.unlink()
    opened = open_with_passphrase(folder, phrase)
    assert list(opened.findings) == check_keyfile(folder) == [Finding("keyfile_copy_missing", "keyfile.json")]


def test_a_store_whose_keyfiles_are_gone_is_said_to_be_so(folder: StoreFolder, vault: OpenVault, phrase: str) -> None:
    folder.store.write_bytes(b"anything")
    folder.keyfile.unlink()
    folder.keyfile_copy.unlink()
    assert code_of(lambda: open_with_passphrase(folder, phrase)) == "keyfile_missing"


def test_keyfiles_of_two_stores_in_one_folder_are_refused(
    folder: StoreFolder, vault: OpenVault, phrase: str, tmp_path: Any, cheap: kdf.Argon2Cost
) -> None:
    from mutualaid.vault.keyfile import create

    other = StoreFolder(tmp_path / "other")
    create(other, passphrase=phrase, coordinator="Beto", kdf=cheap)
    folder.keyfile_copy.write_bytes(other.keyfile.read_bytes())
    assert code_of(lambda: open_with_passphrase(folder, phrase)) == "keyfile_of_another_store"
    assert [finding.code for finding in check_keyfile(folder)] == ["keyfile_copies_of_two_stores"]


def test_a_folder_where_a_file_should_be_is_a_read_failure(folder: StoreFolder, vault: OpenVault, phrase: str) -> None:
    for file in (folder.keyfile, folder.keyfile_copy):
        file.unlink()
        file.mkdir()
    with pytest.raises(NoSpace) as told:
        open_with_passphrase(folder, phrase)
    assert told.value.code == "cannot_read_or_write"
    assert [finding.code for finding in check_keyfile(folder)] == ["keyfile_copy_unreadable"] * 2


def _newer_version(fields: Fields) -> None:
    fields["version"] = 3
    fields["something_new"] = True


def _unknown_slot(fields: Fields) -> None:
    fields["slots"].append({"id": "0" * 16, "kind": "smart card", "anything": 1})


@pytest.mark.parametrize("later", [_newer_version, _unknown_slot])
def test_what_a_later_version_wrote_is_refused_as_such(
    folder: StoreFolder, vault: OpenVault, phrase: str, later: Callable[[Fields], None]
) -> None:
    fields = fields_of(folder)
    later(fields)
    folder.keyfile.write_bytes(with_checksum(fields))
    assert code_of(lambda: open_with_passphrase(folder, phrase)) == "store_newer_version"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("memory_kib", 1024 * 1024 + 1),
        ("memory_kib", 2**40),
        ("passes", 11),
        ("lanes", 5),
        ("memory_kib", 7),
    ],
)
def test_a_keyfile_that_asks_too_much_is_refused_before_anything_is_derived(
    folder: StoreFolder, vault: OpenVault, phrase: str, monkeypatch: pytest.MonkeyPatch, field: str, value: int
) -> None:
    fields = fields_of(folder)
    fields["slots"][0]["unlock"][field] = value
    write_both(folder, with_checksum(fields))
    derived: list[object] = []
    monkeypatch.setattr(kdf, "stretch", lambda *args: derived.append(args))
    assert code_of(lambda: open_with_passphrase(folder, phrase)) == "keyfile_too_costly"
    assert derived == []


def test_more_than_sixteen_slots_are_refused(folder: StoreFolder, vault: OpenVault) -> None:
    fields = fields_of(folder)
    fields["slots"] = [fields["slots"][0] | {"id": f"{n:016x}"} for n in range(17)]
    fields["current"]["members"] = [fields["current"]["members"][0] | {"slot": slot["id"]} for slot in fields["slots"]]
    assert code_of(lambda: document.parse(with_checksum(fields))) == "keyfile_damaged"
    fields["slots"].pop()
    fields["current"]["members"].pop()
    assert len(document.parse(with_checksum(fields)).slots) == 16
    fields["slots"][3]["id"] = fields["slots"][4]["id"]
    assert code_of(lambda: document.parse(with_checksum(fields))) == "keyfile_damaged"


def _sheets(*pairs: object) -> Callable[[Fields], None]:
    def alter(fields: Fields) -> None:
        quorum = [slot for slot in fields["slots"] if slot["kind"] == "quorum"]
        for slot, pair in zip(quorum, pairs, strict=True):
            slot["unlock"]["sheets"] = pair

    return alter


def _keep(*kinds: str) -> Callable[[Fields], None]:
    def alter(fields: Fields) -> None:
        fields["slots"] = [slot for slot in fields["slots"] if slot["kind"] in kinds]
        ids = {slot["id"] for slot in fields["slots"]}
        for keys in ("current", "pending"):
            fields[keys]["members"] = [member for member in fields[keys]["members"] if member["slot"] in ids]

    return alter


def _pending(**changes: Any) -> Callable[[Fields], None]:
    return lambda fields: fields["pending"].update(changes)


def _reverse_pending(fields: Fields) -> None:
    fields["pending"]["members"].reverse()


def _stranger_pending(fields: Fields) -> None:
    fields["pending"]["members"][0]["slot"] = "0" * 16


def _twice_pending(fields: Fields) -> None:
    fields["pending"]["members"].insert(0, fields["pending"]["members"][0])


def _half_a_quorum_pending(fields: Fields) -> None:
    dropped = next(slot["id"] for slot in fields["slots"] if slot["kind"] == "quorum")
    fields["pending"]["members"] = [one for one in fields["pending"]["members"] if one["slot"] != dropped]


def _set(field: str, value: Any) -> Callable[[Fields], None]:
    return lambda fields: fields.__setitem__(field, value)


def _sheets_of_a_passphrase(fields: Fields) -> None:
    fields["slots"][0]["unlock"]["sheets"] = [1, 2]


@pytest.mark.parametrize(
    "malformed",
    [
        _set("lineage", ""),
        _set("lineage", "A" * 32),
        _set("lineage", None),
        _set("pending_mac", ""),
        _set("pending_mac", "AAAA"),
        _set("pending_mac", None),
        _set("pending", None),
        _set("pending", {}),
        _set("pending", []),
        _pending(members=[]),
        _pending(epoch=1),
        _pending(epoch=3),
        _pending(epoch=True),
        _pending(data_key="AAAA"),
        _pending(more=1),
        _reverse_pending,
        _stranger_pending,
        _twice_pending,
        _half_a_quorum_pending,
        _sheets([1, 2], [1, 3], [1, 3]),
        _sheets([1, 3], [1, 2], [2, 3]),
        _sheets([1, 2], [1, 3], [2, 4]),
        _sheets([1, 2], [1, 3], [3, 2]),
        _sheets([1, 2], [1, 3], [2, 3, 3]),
        _sheets([1, 2], [1, 3], [True, 3]),
        _sheets([1, 2], [1, 3], "23"),
        _sheets_of_a_passphrase,
        _keep("keyring"),
        _keep(),
    ],
)
def test_every_malformed_rotation_lineage_and_quorum_is_refused(
    full: bytes, malformed: Callable[[Fields], None]
) -> None:
    fields = json.loads(full)
    assert document.parse(with_checksum(fields)).to_bytes() == full
    malformed(fields)
    assert code_of(lambda: document.parse(with_checksum(fields))) == "keyfile_damaged"


def test_a_file_without_a_rotation_has_no_mac_for_one(folder: StoreFolder, vault: OpenVault) -> None:
    fields = fields_of(folder)
    assert (fields["pending"], fields["pending_mac"]) == (None, "")
    assert code_of(lambda: document.parse(with_checksum(fields | {"pending_mac": fields["mac"]}))) == "keyfile_damaged"
