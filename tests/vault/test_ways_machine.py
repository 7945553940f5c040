"""Whatever coordinators do to the ways in, in whatever order, and wherever it is cut short: who should come in does.

A machine that hypothesis drives keeps the plain answer beside the keyfile: which secrets open the store, and which not.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mutualaid.records.errors import WrongPassphrase
from mutualaid.vault import document, rotation, ways
from mutualaid.vault.kdf import Argon2Cost
from mutualaid.vault.keyfile import OpenVault, check_keyfile, create, open_with_passphrase, open_with_recovery
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.rewriting import renew_older_copy

CHEAP = Argon2Cost(memory_kib=32, passes=1, lanes=1)


class Cut(BaseException):
    """The power went."""


class Ways(RuleBasedStateMachine):
    """One store, the coordinators' passphrases by name, the words on paper, and every secret that opens no more."""

    @initialize()
    def make(self) -> None:
        self.place = Path(tempfile.mkdtemp())
        self.folder = StoreFolder(self.place / "office")
        self.made = 1
        self.now, words = create(self.folder, passphrase=self.phrase(), coordinator="Name 1", kdf=CHEAP)
        self.passphrases = {"Name 1": "one long passphrase 1"}
        self.paper: list[str] = [words.text()]
        self.dropped: list[str | list[str]] = []
        self.folder.store.write_bytes(self.now.data_key)
        self.add()

    def phrase(self) -> str:
        return f"one long passphrase {self.made}"

    def slot_of(self, name: str) -> str:
        return next(slot.id for slot in self.now.slots if slot.name == name)

    def pick(self, data: st.DataObject, *, other: bool = False) -> str:
        names = sorted(self.passphrases)
        return data.draw(st.sampled_from([name for name in names if not (other and name == self.now.coordinator)]))

    @rule(data=st.data())
    def reopen_as_somebody(self, data: st.DataObject) -> None:
        name = self.pick(data)
        self.now = open_with_passphrase(self.folder, self.passphrases[name])
        assert self.now.coordinator == name

    @precondition(lambda self: self.now.coordinator != "recovery")
    @rule()
    def reopen_with_paper(self) -> None:
        self.now = open_with_recovery(self.folder, self.paper[0] if len(self.paper) == 1 else self.paper[1:])

    @precondition(lambda self: len(self.now.slots) < 9)
    @rule()
    def add(self) -> None:
        self.made += 1
        name = f"Name {self.made}"
        ways.add_passphrase(self.now, passphrase=self.phrase(), name=name, kdf=CHEAP)
        self.passphrases[name] = self.phrase()

    @rule(data=st.data(), crash=st.booleans())
    def change_passphrase(self, data: st.DataObject, crash: bool) -> None:
        name = self.pick(data) if self.now.coordinator == "recovery" else self.now.coordinator
        before = self.folder.keyfile_copy.read_bytes()
        self.made += 1
        ways.change_passphrase(self.now, slot_id=self.slot_of(name), passphrase=self.phrase(), kdf=CHEAP)
        self.dropped.append(self.passphrases[name])
        self.passphrases[name] = self.phrase()
        if crash:  # between the two copies
            self.folder.keyfile_copy.write_bytes(before)
            self.now = open_with_passphrase(self.folder, self.phrase())
            assert [finding.code for finding in self.now.findings] == ["keyfile_copy_old"]
            self.out_stays_out()
            renew_older_copy(self.now)

    @rule(data=st.data())
    def rename(self, data: st.DataObject) -> None:
        name = self.pick(data)
        self.made += 1
        fresh = f"Name {self.made}"
        ways.rename(self.now, slot_id=self.slot_of(name), name=fresh)
        self.passphrases[fresh] = self.passphrases.pop(name)

    @rule(quorum=st.booleans())
    def print_paper(self, quorum: bool) -> None:
        self.dropped += [list(self.paper[:2]) if len(self.paper) == 3 else self.paper[0]]
        if quorum:
            self.paper = [sheet.text() for sheet in ways.new_quorum(self.now)]
        else:
            self.paper = [ways.new_recovery(self.now).text("es")]

    @rule(data=st.data(), cut=st.sampled_from([9, 0, 1, 2, 3, 4, 5]), revoking=st.booleans())
    def replace_keys(self, data: st.DataObject, cut: int, revoking: bool) -> None:
        """New keys, with the power going at the `cut`-th new name of a file: two copies, the store, two copies."""
        gone = self.pick(data, other=True) if revoking and len(self.passphrases) > 1 else None
        without = frozenset({self.slot_of(gone)} if gone else ())
        real, left = os.replace, cut

        def replace(source: Path, target: Path) -> None:
            nonlocal left
            if left == 0:
                raise Cut
            left -= 1
            real(source, target)

        os.replace = replace  # type: ignore[assignment]
        try:
            pending = rotation.begin(self.now, without=without)
            fresh = self.folder.path / "store.db.rekey"
            fresh.write_bytes(pending.data_key)
            os.replace(fresh, self.folder.store)
            self.now = rotation.finish(self.now)
        except Cut:
            pass
        finally:
            os.replace = real
        replaced = cut > 2
        if replaced and gone:
            self.dropped.append(self.passphrases.pop(gone))
        self.now = self.settled(gone if not replaced else None)

    def settled(self, leaving: str | None) -> OpenVault:
        """Somebody who stays opens the store, as a person does after a crash, and what was half done is settled."""
        name = next(name for name in sorted(self.passphrases) if name != leaving)
        vault, held = open_with_passphrase(self.folder, self.passphrases[name]), self.folder.store.read_bytes()
        if vault.pending is not None and vault.pending.data_key == held:
            vault = rotation.finish(vault)
        elif vault.pending_there:
            rotation.abandon(vault)
        renew_older_copy(vault)
        return vault

    @invariant()
    def who_should_come_in_does(self) -> None:
        for name, phrase in self.passphrases.items():
            vault = open_with_passphrase(self.folder, phrase)
            assert vault.coordinator == name
            assert vault.data_key == self.folder.store.read_bytes()
        words = self.paper[0] if len(self.paper) == 1 else [self.paper[2], self.paper[0]]
        assert open_with_recovery(self.folder, words).data_key == self.folder.store.read_bytes()

    @invariant()
    def out_stays_out(self) -> None:
        for secret in self.dropped:
            with pytest.raises(WrongPassphrase):
                if isinstance(secret, str) and secret.startswith("one long"):
                    open_with_passphrase(self.folder, secret)
                else:
                    open_with_recovery(self.folder, secret)

    @invariant()
    def the_file_is_whole(self) -> None:
        data = self.folder.keyfile.read_bytes()
        assert data == self.folder.keyfile_copy.read_bytes() == document.parse(data).to_bytes()
        assert check_keyfile(self.folder) == []
        assert document.parse(data).pending is None
        assert b"Name " not in data

    def teardown(self) -> None:
        if hasattr(self, "place"):
            shutil.rmtree(self.place)


def test_who_should_come_in_does_after_any_sequence_of_changes() -> None:
    run_state_machine_as_test(Ways, settings=settings(max_examples=15, stateful_step_count=12, deadline=None))


@pytest.mark.campaign
def test_who_should_come_in_does_after_many_sequences_of_changes() -> None:
    run_state_machine_as_test(Ways, settings=settings(max_examples=300, stateful_step_count=25, deadline=None))
