"""The system's keyring: a real Secret Service, none at all, a locked one, and what somebody may put in its place."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mutualaid.records.errors import Fault, Refused, WrongPassphrase
from mutualaid.vault import document, keychain, rotation, ways
from mutualaid.vault.kdf import Argon2Cost
from mutualaid.vault.keyfile import (
    OpenVault,
    RecoveryWords,
    open_with_keyring,
    open_with_passphrase,
    open_with_recovery,
)
from mutualaid.vault.layout import StoreFolder
from tests.keyrings import lock, secret_service

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is a Linux desktop's")

BETOS = "ocho perros en la azotea"
SECRET = bytes(range(32))


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(Fault) as told:
        call()
    return told.value.code


@pytest.fixture(scope="module")
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with secret_service(tmp_path_factory.mktemp("keyring")) as address:
        yield address


@pytest.fixture
def keyring(bus: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
    return bus


@pytest.fixture
def no_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/no-bus")


def test_the_keyring_keeps_gives_back_and_forgets(keyring: str) -> None:
    assert keychain.available()
    assert keychain.asks_nobody()
    assert keychain.fetch("slot") is None
    keychain.keep("slot", SECRET)
    assert keychain.fetch("slot") == SECRET
    keychain.keep("slot", SECRET[::-1])
    assert keychain.fetch("slot") == SECRET[::-1]
    assert keychain.forget("slot")
    assert keychain.fetch("slot") is None
    assert keychain.forget("slot")


def test_without_a_keyring_everything_is_refused_in_words(no_keyring: None) -> None:
    assert not keychain.available()
    assert not keychain.asks_nobody()
    assert code_of(lambda: keychain.keep("slot", SECRET)) == "keyring_unavailable"
    assert code_of(lambda: keychain.fetch("slot")) == "keyring_unavailable"
    assert not keychain.forget("slot")


def test_without_any_message_bus_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    assert not keychain.available()


_LOCKED = """
import warnings
warnings.simplefilter("ignore")
from mutualaid.vault import keychain
from mutualaid.records.errors import Refused
print(keychain.available(), keychain.asks_nobody(), keychain.forget("slot"))
for call in (lambda: keychain.fetch("slot"), lambda: keychain.keep("slot", bytes(32))):
    try:
        call()
    except Refused as told:
        print(told.code)
"""


def test_a_locked_keyring_that_nobody_unlocks_is_refused(tmp_path: Path) -> None:
    with secret_service(tmp_path / "keyring") as address:
        lock(address)
        env = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
        env["DBUS_SESSION_BUS_ADDRESS"] = address
        told = subprocess.run([sys.executable, "-c", _LOCKED], env=env, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "False", "False", "keyring_unavailable", "keyring_unavailable"]


_DEAF = """
import socket, sys, warnings
warnings.simplefilter("ignore")
from mutualaid.vault import keychain
keychain.AT_ONCE = 0.2
deaf = socket.socket(socket.AF_UNIX)
deaf.bind(sys.argv[1])
deaf.listen()
print(keychain.available(), keychain.asks_nobody(), keychain.forget("slot", patience=0.2))
"""


def test_a_keyring_that_never_answers_holds_nothing_up(tmp_path: Path) -> None:
    path = str(tmp_path / "bus")
    env = dict(os.environ) | {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={path}"}
    told = subprocess.run(
        [sys.executable, "-c", _DEAF, path], env=env, capture_output=True, text=True, check=True, timeout=60
    )
    assert told.stdout.split() == ["False"] * 3


@pytest.mark.parametrize("platform", ["darwin", "win32", "freebsd14"])
def test_elsewhere_only_that_systems_own_keyring_is_asked(
    keyring: str, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert not keychain.available(), "though a Secret Service is running here"
    assert code_of(lambda: keychain.keep("slot", SECRET)) == "keyring_unavailable"


class Forgetful:
    """A service that says yes and keeps something else."""

    priority = 5

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[username] = password[:-4]

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(username)

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[username]


class Elsewhere(Forgetful):
    """The shape of another system's backend, with what a variable set on it."""

    keychain = "/somewhere/else.keychain"
    persist = "enterprise"

    def __init__(self) -> None:
        self.scheme = "KeePassXC"


@pytest.mark.parametrize(
    ("platform", "module", "name", "settled"),
    [
        ("darwin", "keyring.backends.macOS", "Keyring", {"keychain": None}),
        ("win32", "keyring.backends.Windows", "WinVaultKeyring", {"persist": "local machine"}),
    ],
)
def test_what_variables_set_on_a_backend_is_dropped(
    monkeypatch: pytest.MonkeyPatch, platform: str, module: str, name: str, settled: dict[str, object]
) -> None:
    monkeypatch.setattr(importlib.import_module(module), name, Elsewhere)
    monkeypatch.setattr(sys, "platform", platform)
    assert vars(keychain._backend()) == settled


_NAMED = """
import sys
from mutualaid.vault import keychain
from mutualaid.records.errors import Refused
try:
    keychain.keep("slot", bytes(32))
    print("kept", keychain.fetch("slot") == bytes(32))
except Refused as told:
    print(told.code)
print(type(keychain._backend()).__module__ if keychain.available() else "none")
print("tests.loaded" in sys.modules or "loaded" in sys.modules)
"""


@pytest.mark.parametrize("how", ["environment", "config file"])
@pytest.mark.parametrize(
    "backend",
    [
        "keyring.backends.null.Keyring",
        "keyring.backends.fail.Keyring",
        "keyring.backends.chainer.ChainerBackend",
        "keyrings.alt.file.PlaintextKeyring",
        "loaded.Keyring",
    ],
)
def test_a_backend_named_by_configuration_is_never_used(tmp_path: Path, bus: str, how: str, backend: str) -> None:
    env = _configured(tmp_path, how, backend) | {"DBUS_SESSION_BUS_ADDRESS": bus}
    told = subprocess.run([sys.executable, "-c", _NAMED], env=env, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["kept", "True", "keyring.backends.SecretService", "False"]


@pytest.mark.parametrize("backend", ["keyring.backends.null.Keyring", "keyrings.alt.file.PlaintextKeyring"])
def test_nor_in_place_of_one_that_is_missing(tmp_path: Path, backend: str) -> None:
    env = _configured(tmp_path, "config file", backend) | {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/none"}
    env |= {"PYTHON_KEYRING_BACKEND": backend}
    told = subprocess.run([sys.executable, "-c", _NAMED], env=env, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["keyring_unavailable", "none", "False"]


def _configured(tmp_path: Path, how: str, backend: str) -> dict[str, str]:
    (tmp_path / "loaded.py").write_text("raise SystemExit('code from a configuration file was run')\n")
    (tmp_path / "python_keyring").mkdir()
    env = dict(os.environ) | {
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(Path.cwd())]),
        "KEYRING_PROPERTY_SCHEME": "KeePassXC",
        "KEYRING_PROPERTY_PREFERRED_COLLECTION": "/org/freedesktop/secrets/collection/session",
        "KEYRING_PROPERTY_GET_PASSWORD": "x",
    }
    del env["PYTHON_KEYRING_BACKEND"]
    if how == "environment":
        env["PYTHON_KEYRING_BACKEND"] = backend
    else:
        for folder in (tmp_path, tmp_path / "python_keyring"):
            (folder / "keyringrc.cfg").write_text(f"[backend]\ndefault-keyring={backend}\nkeyring-path={tmp_path}\n")
    return env


def test_what_does_not_come_back_as_it_was_put_in_is_refused_and_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    forgetful = Forgetful()
    monkeypatch.setattr(keychain, "_backend", lambda: forgetful)
    assert code_of(lambda: keychain.keep("slot", SECRET)) == "keyring_not_kept"
    assert forgetful.kept == {}


def test_the_keyring_opens_the_store_in_its_coordinators_name(
    folder: StoreFolder, vault: OpenVault, keyring: str
) -> None:
    slot = ways.add_keyring(vault)
    opened = open_with_keyring(folder)
    assert opened.data_key == vault.data_key
    assert (opened.slot_id, opened.slot_kind, opened.coordinator) == (slot, "keyring", "Ana Ixchel")
    secret = keychain.fetch(slot)
    assert secret is not None
    assert len(secret) == 32
    assert b"Ixchel" not in folder.keyfile.read_bytes()


def test_adding_it_again_replaces_it_and_dropping_it_leaves_nothing(
    folder: StoreFolder, vault: OpenVault, phrase: str, keyring: str
) -> None:
    first = ways.add_keyring(vault)
    second = ways.add_keyring(vault)
    assert keychain.fetch(first) is None
    by_keyring = open_with_keyring(folder)
    ways.drop_keyring(by_keyring)
    assert keychain.fetch(second) is None
    assert (by_keyring.slot_kind, by_keyring.coordinator) == ("passphrase", "Ana Ixchel")
    assert code_of(lambda: open_with_keyring(folder)) == "keyring_not_set_up"
    assert open_with_passphrase(folder, phrase).data_key == vault.data_key
    before = folder.keyfile.read_bytes()
    ways.drop_keyring(by_keyring)
    assert folder.keyfile.read_bytes() == before


def test_one_accounts_keyring_lets_one_coordinator_in(
    folder: StoreFolder, vault: OpenVault, keyring: str, cheap: Argon2Cost
) -> None:
    hers = ways.add_keyring(vault)
    ways.add_passphrase(vault, passphrase=BETOS, name="Beto", kdf=cheap)
    beto = open_with_passphrase(folder, BETOS)
    assert code_of(lambda: ways.add_keyring(beto)) == "keyring_taken"
    keychain.forget(hers)  # as in another account on another laptop
    ways.add_keyring(beto)
    assert open_with_keyring(folder).coordinator == "Beto"


def test_the_recovery_words_turn_no_keyring_on(
    folder: StoreFolder, vault: OpenVault, words: RecoveryWords, keyring: str
) -> None:
    by_sheet = open_with_recovery(folder, words.text())
    assert code_of(lambda: ways.add_keyring(by_sheet)) == "keyring_needs_coordinator"


def test_an_emptied_keyring_opens_nothing_and_a_missing_one_says_so(
    folder: StoreFolder, vault: OpenVault, keyring: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = ways.add_keyring(vault)
    keychain.keep(slot, bytes(32))
    with pytest.raises(WrongPassphrase, match="keyring_does_not_open"):
        open_with_keyring(folder)
    keychain.forget(slot)
    with pytest.raises(WrongPassphrase, match="keyring_does_not_open"):
        open_with_keyring(folder)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    with pytest.raises(Refused, match="keyring_unavailable"):
        open_with_keyring(folder)
    ways.drop_keyring(vault)
    assert [each.kind for each in document.parse(folder.keyfile.read_bytes()).slots] == ["passphrase", "recovery"]


def test_a_failed_write_takes_back_what_the_keyring_was_given(
    folder: StoreFolder, vault: OpenVault, keyring: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    real = keychain.keep
    monkeypatch.setattr(keychain, "keep", lambda name, secret, **more: (given.append(name), real(name, secret, **more)))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        assert code_of(lambda: ways.add_keyring(vault)) == "disk_full"
    assert len(given) == 1
    assert keychain.fetch(given[0]) is None


def test_revoking_a_coordinator_revokes_her_keyring_with_her(
    folder: StoreFolder, vault: OpenVault, phrase: str, keyring: str, cheap: Argon2Cost
) -> None:
    betos = ways.add_passphrase(vault, passphrase=BETOS, name="Beto", kdf=cheap)
    ways.add_keyring(open_with_passphrase(folder, BETOS))
    ana = open_with_passphrase(folder, phrase)
    rotation.begin(ana, without=frozenset({betos}))
    fresh = rotation.finish(ana)
    assert [slot.kind for slot in fresh.slots] == ["passphrase", "recovery"]
    assert code_of(lambda: open_with_keyring(folder)) == "keyring_not_set_up"


def test_who_opened_by_keyring_is_herself_and_cannot_revoke_herself(
    folder: StoreFolder, vault: OpenVault, keyring: str
) -> None:
    ways.add_keyring(vault)
    opened = open_with_keyring(folder)
    mine = next(slot.id for slot in opened.slots if slot.kind == "passphrase")
    assert code_of(lambda: rotation.begin(opened, without=frozenset({mine}))) == "slot_own"
    assert code_of(lambda: rotation.begin(vault, without=frozenset({opened.slot_id}))) == "slot_of_keyring"
    ways.rename(opened, slot_id=mine, name="Ana Maria")
    assert open_with_keyring(folder).coordinator == "Ana Maria"


def test_looking_for_a_keyring_imports_none_before_it_is_asked() -> None:
    script = (
        "import sys\nfrom mutualaid.vault import keychain, keyfile, ways, witness\nprint('keyring' in sys.modules)\n"
    )
    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout == "False\n"
    )
