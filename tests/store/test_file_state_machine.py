"""Whatever happens to a store's file, open or closed, and in whatever order: no false alarm, and nothing missed.

A machine that hypothesis drives keeps the plain answer beside the store: what was acknowledged, how the last opening
ended, and what every clean end before it looked like. A person writes, reads, closes, panics and is cut short at any
place; somebody else has the folder in between. docs/decisions/0018-file-state.md says what is not promised.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from mutualaid.records.errors import Damaged
from mutualaid.records.household import Household
from mutualaid.records.office import OfficeSettings
from mutualaid.store import proof, writer
from mutualaid.store import store as store_module
from mutualaid.store.reading import Reading
from mutualaid.store.store import Store
from mutualaid.vault import atomic, keyfile
from mutualaid.vault.layout import StoreFolder
from tests.store.conftest import PASSPHRASE, new_vault
from tests.store.make import child, files_of, household, put_back

Files = dict[str, bytes]
Records = dict[str, str]

ALTERED = {"store_changed", "store_damaged", "store_rolled_back"}
DB, STATE, LOG, INDEX = "store.db", "store.state", "store.db-wal", "store.db-shm"
PLACES = st.integers(0, 2**30 - 1).map(lambda part: part / 2**30)
ENDS = ("marked", "writing", "written", "copied", "sealing", "sealed")


class Snapshot(NamedTuple):
    """A clean end: the folder's files, what they hold, and how many openings had written until then."""

    files: Files
    records: Records
    generation: int


class Seen(NamedTuple):
    """What a person sees who opens the store: the code of a refusal; else the standing, the findings, the records."""

    refused: str
    standing: str = ""
    findings: tuple[str, ...] = ()
    records: Records | None = None


def records(read: Reading) -> Records:
    return {row.record.code: row.record.notes for row in read.all(Household)}


def notes(code: str, size: int) -> str:
    return ", ".join([f"{code} gate at the back"] * (size // 24))


def made(place: Path) -> None:
    """A folder and an account as they are after a first day of work."""
    with new_vault(place / "office") as vault:
        Store.create(vault, settings=OfficeSettings(zone="chi-30")).close()
        store = Store.open(vault)
        with store.write("add") as write:
            write.add_many([household(code=f"A-{n}", notes=notes(f"A-{n}", 900)) for n in range(60)])
        store.close()


class Machine(RuleBasedStateMachine):
    """One store and one account, copied from those in `start`; `standings` are those that the next opening may show."""

    start: Path

    @initialize()
    def begin(self) -> None:
        self.place = Path(tempfile.mkdtemp())
        shutil.copytree(self.start, self.place, dirs_exist_ok=True)
        os.environ["XDG_STATE_HOME"] = str(self.place / "account")
        self.vault = keyfile.open_with_passphrase(StoreFolder(self.place / "office"), PASSPHRASE)
        self.folder = self.vault.folder.path
        self.store: Store | None = None
        self.held: contextlib.ExitStack | None = None
        self.standings, self.wrote, self.generation, self.number = {"proved"}, False, 1, 0
        with contextlib.closing(Store.open(self.vault)) as store, store.read() as read:
            self.kept = records(read)
        self.ends = [Snapshot(files_of(self.folder), self.kept, self.generation)]
        self.logs: list[Files] = []

    @property
    def clean(self) -> bool:
        return self.standings == {"proved"}

    # What a person does.

    @precondition(lambda self: self.store is None)
    @rule()
    def open(self) -> None:
        self.store = Store.open(self.vault)
        self.wrote = False
        assert self.store.standing in self.standings
        assert self.store.findings == ()
        assert self.store.changed() == []
        self.standings = {self.store.standing}
        self.read()

    @precondition(lambda self: self.store is not None)
    @rule()
    def read(self) -> None:
        assert self.store is not None
        with self.store.read() as read:
            assert records(read) == self.kept

    @precondition(lambda self: self.store is not None)
    @rule(count=st.sampled_from([1, 3, 40]), place=PLACES)
    def write(self, count: int, place: float) -> None:
        """Forty are more than the log may hold before it is copied in mid-work."""
        assert self.store is not None
        after = self._added(self.store, count, place)
        self._count()
        self.kept = after

    @precondition(lambda self: self.store is not None)
    @rule()
    def give_up_a_write(self) -> None:
        assert self.store is not None
        with pytest.raises(ZeroDivisionError), self.store.write("add") as write:
            write.add(household(notes="never mind"))
            raise ZeroDivisionError
        self.standings = {"unproven"}

    @precondition(lambda self: self.store is not None)
    @rule()
    def merge_log(self) -> None:
        assert self.store is not None
        self.store.merge_log()

    @precondition(lambda self: self.store is not None and self.held is None)
    @rule()
    def begin_a_long_read(self) -> None:
        """Which keeps the log from being emptied."""
        assert self.store is not None
        self.held = contextlib.ExitStack()
        self.held.enter_context(self.store.read()).count(Household)

    @precondition(lambda self: self.held is not None)
    @rule()
    def end_the_long_read(self) -> None:
        self._release()

    @precondition(lambda self: self.store is not None)
    @rule()
    def close(self) -> None:
        assert self.store is not None
        self.store.close()
        self.store = None
        if self.held is None:
            self._ended_clean()
        else:
            self.standings |= {"proved"}
            self._release()

    @precondition(lambda self: self.store is not None)
    @rule()
    def panic(self) -> None:
        assert self.store is not None
        self.store.close(panic=True)
        self.store = None
        self._release()
        self._ended_unclean()

    @precondition(lambda self: self.store is not None)
    @rule()
    def be_killed(self) -> None:
        """The files stay as they are at that moment."""
        assert self.store is not None
        left = files_of(self.folder)
        self.store.close(panic=True)
        self.store = None
        self._release()
        put_back(self.folder, left)
        self._ended_unclean()

    @precondition(lambda self: self.store is None)
    @rule(end=st.sampled_from(ENDS), count=st.sampled_from([1, 40]), place=PLACES)
    def work_and_be_killed_at(self, end: str, count: int, place: float) -> None:
        """A program of its own that ends at one exact place."""
        pid, pipe = child(lambda _writing: self._work_until(end, count, place))
        os.close(pipe)
        assert os.waitpid(pid, 0)[1] == 0
        self.number += count
        self.standings = {"unproven"}
        if end not in ("marked", "writing"):
            self.generation += 1
            self.kept = self._after(count, place, self.number - count)
        if end == "sealed":
            self._ended_clean()
        else:
            self._ended_unclean()

    # What somebody does to the folder meanwhile. Everything is put as it was afterwards.

    @precondition(lambda self: self.store is None)
    @rule(place=PLACES, bit=st.integers(0, 7))
    def a_byte_of_the_database_is_altered(self, place: float, bit: int) -> None:
        with self._tampering():
            self._flip(DB, place, bit)
            seen = self._look()
            if self.clean:
                assert seen.refused in {"store_damaged", "store_changed"}
            else:
                assert seen.refused in ALTERED or seen.records == self.kept

    @precondition(lambda self: self.store is None)
    @rule(place=PLACES, bit=st.integers(0, 7))
    def a_byte_of_the_state_is_altered(self, place: float, bit: int) -> None:
        with self._tampering():
            self._flip(STATE, place, bit)
            assert self._look() == Seen("", "unproven", ("file_state_damaged",), self.kept)

    @precondition(lambda self: self.store is None and self._size(LOG) > 0)
    @rule(place=PLACES, bit=st.integers(0, 7))
    def a_byte_of_the_log_is_altered(self, place: float, bit: int) -> None:
        with self._tampering():
            self._flip(LOG, place, bit)
            self._nothing_is_lost_untold()

    @precondition(lambda self: self.store is None)
    @rule(place=PLACES)
    def the_database_is_cut(self, place: float) -> None:
        with self._tampering():
            os.truncate(self.folder / DB, int(place * self._size(DB)))
            seen = self._look()
            if self.clean:
                assert seen.refused in {"store_damaged", "store_changed", "store_empty"}
            else:
                assert seen.refused in ALTERED | {"store_empty"} or seen.records == self.kept

    @precondition(lambda self: self.store is None and self._size(LOG) > 0)
    @rule(place=PLACES)
    def the_log_is_cut(self, place: float) -> None:
        with self._tampering():
            os.truncate(self.folder / LOG, 1 + int(place * (self._size(LOG) - 1)))
            self._nothing_is_lost_untold()

    @precondition(lambda self: self.store is None and self._size(LOG) > 0)
    @rule()
    def the_log_is_taken_away(self) -> None:
        with self._tampering():
            (self.folder / LOG).unlink()
            self._nothing_is_lost_untold()

    @precondition(lambda self: self.store is None)
    @rule()
    def the_state_is_taken_away(self) -> None:
        with self._tampering():
            (self.folder / STATE).unlink()
            assert self._look() == Seen("", "unproven", ("file_state_missing",), self.kept)

    @precondition(lambda self: self.store is None)
    @rule(which=PLACES, first=PLACES, count=st.sampled_from([1, 2, 16, 1000]))
    def old_pages_are_put_in(self, which: float, first: float, count: int) -> None:
        with self._tampering():
            old, now = self._end(which).files[DB], (self.folder / DB).read_bytes()
            start = int(first * (len(old) // 4096)) * 4096
            part = old[start : start + 4096 * count]
            other = now[:start] + part + now[start + len(part) :]
            (self.folder / DB).write_bytes(other)
            seen = self._look()
            if other == now:
                self._is_as_it_was(seen)
            elif self.clean:
                assert seen.refused in ALTERED

    @precondition(lambda self: self.store is None)
    @rule(which=PLACES, names=st.sampled_from([{DB}, {DB, STATE}, None]))
    def an_older_store_is_put_back(self, which: float, names: set[str] | None) -> None:
        with self._tampering():
            end = self._put_back(which, names)
            seen = self._look()
            if end.generation < self.generation:
                assert seen.refused == "store_rolled_back"
            elif self.clean:
                self._is_as_it_was(seen)

    @precondition(lambda self: self.store is None)
    @rule(which=PLACES)
    def an_older_folder_is_opened_where_nobody_saw_the_newer(self, which: float) -> None:
        """On another laptop nothing tells them apart, and there is nothing to be alarmed about."""
        with self._tampering():
            end = self._put_back(which, None)
            shutil.rmtree(self.place / "account")
            assert self._look() == Seen("", "proved", (), end.records)

    @precondition(lambda self: self.store is None and self.clean and self.logs)
    @rule(which=PLACES)
    def an_old_log_is_laid_beside(self, which: float) -> None:
        with self._tampering():
            for name, data in self.logs[int(which * len(self.logs))].items():
                (self.folder / name).write_bytes(data)
            seen = self._look()
            assert seen.refused == "store_changed" or (seen.standing, seen.records) == ("proved", self.kept)

    @precondition(lambda self: self.store is None)
    @rule(which=PLACES)
    def an_older_folder_is_accepted(self, which: float) -> None:
        """Somebody insists on it, and works on from there."""
        before, end = files_of(self.folder), self._put_back(which, None)
        if end.generation == self.generation:
            put_back(self.folder, before)
            return
        store = Store.open(self.vault, accept_changed=True)
        assert store.standing == "rolled_back"
        with store.read() as read:
            assert records(read) == end.records
            assert read.journal(1)[0].verb == "accept changed store"
        store.close()
        self.kept = end.records
        self.generation += 1
        self._ended_clean()

    def teardown(self) -> None:
        if hasattr(self, "place"):
            if self.store is not None:
                self.store.close(panic=True)
            self._release()
            self.vault.close()
            shutil.rmtree(self.place)

    # How.

    def _added(self, store: Store, count: int, place: float) -> Records:
        """Change one record and add `count`; what is then there."""
        before, number = list(self.kept), self.number
        self.number += count
        after = self._after(count, place, number)
        chosen = before[int(place * len(before))]
        with store.write("add") as write:
            uid = next(row.uid for row in write.all(Household) if row.record.code == chosen)
            write.change(Household, uid, notes=after[chosen])
            write.add_many([household(code=code, notes=after[code]) for code in after if code not in self.kept])
        return after

    def _after(self, count: int, place: float, number: int) -> Records:
        chosen = list(self.kept)[int(place * len(self.kept))]
        fresh = [f"B-{number + one}" for one in range(count)]
        changed = f"moved {number} " + self.kept[chosen][:600].strip()
        return self.kept | {chosen: changed} | {code: notes(code, 900) for code in fresh}

    def _count(self) -> None:
        if not self.wrote:
            self.wrote = True
            self.generation += 1
        self.standings = {"unproven"}

    def _work_until(self, end: str, count: int, place: float) -> None:
        def then(real: Callable[..., object]) -> Callable[..., object]:
            def call(*given: object, **named: object) -> None:
                real(*given, **named)
                os._exit(0)

            return call

        store = Store.open(self.vault)
        assert store.standing in self.standings
        if end == "marked":
            atomic.write_whole = then(atomic.write_whole)  # type: ignore[assignment]
        if end == "writing":
            with store.write("add") as write:
                write.add_many([household(notes=notes("gone", 900)) for _ in range(count)])
                os._exit(0)
        self._added(store, count, place)
        if end == "copied":
            store.merge_log()
        if end in ("written", "copied"):
            os._exit(0)
        if end == "sealing":
            proof.Proof.seal = lambda *_given: os._exit(0)  # type: ignore[method-assign]
        store.close()

    def _ended_clean(self) -> None:
        self.standings = {"proved"}
        self.ends.append(Snapshot(files_of(self.folder), self.kept, self.generation))

    def _ended_unclean(self) -> None:
        if self._size(LOG):
            self.logs.append({name: data for name, data in files_of(self.folder).items() if name in (LOG, INDEX)})

    def _release(self) -> None:
        held, self.held = self.held, None
        if held is not None:
            held.close()

    def _size(self, name: str) -> int:
        path = self.folder / name
        return path.stat().st_size if path.exists() else 0

    def _end(self, which: float) -> Snapshot:
        return self.ends[int(which * len(self.ends))]

    def _put_back(self, which: float, names: set[str] | None) -> Snapshot:
        """Some files of an older clean end, or all, and with them no log."""
        end = self._end(which)
        now = files_of(self.folder) if names else {}
        kept = {name: data for name, data in now.items() if name not in (LOG, INDEX)}
        put_back(self.folder, kept | {name: end.files[name] for name in names or end.files})
        return end

    def _flip(self, name: str, place: float, bit: int) -> None:
        data = bytearray((self.folder / name).read_bytes())
        data[int(place * len(data))] ^= 1 << bit
        (self.folder / name).write_bytes(data)

    @contextlib.contextmanager
    def _tampering(self) -> Iterator[None]:
        before, account = files_of(self.folder), self.place / "account"
        with tempfile.TemporaryDirectory() as aside:
            shutil.copytree(account, aside, dirs_exist_ok=True)
            yield
            put_back(self.folder, before)
            shutil.rmtree(account, ignore_errors=True)
            shutil.copytree(aside, account)

    def _look(self) -> Seen:
        try:
            store = Store.open(self.vault)
        except Damaged as fault:
            return Seen(fault.code)
        try:
            standing = store.standing
            with store.read() as read:
                return Seen("", standing, tuple(finding.code for finding in store.findings), records(read))
        except Damaged as fault:
            return Seen(fault.code)
        finally:
            store.close()

    def _is_as_it_was(self, seen: Seen) -> None:
        assert (seen.refused, seen.findings, seen.records) == ("", (), self.kept)
        assert seen.standing in self.standings

    def _nothing_is_lost_untold(self) -> None:
        seen = self._look()
        assert seen.refused in ALTERED or seen.records == self.kept or "wal_damaged" in seen.findings


def _search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, examples: int, steps: int) -> None:
    monkeypatch.setattr(writer, "LONG_LOG", 150_000)
    monkeypatch.setattr(store_module, "_PATIENCE", 0.0)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "account"))
    made(tmp_path)
    machine = type("FileState", (Machine,), {"start": tmp_path})
    search = settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    run_state_machine_as_test(machine, settings=search)


def test_no_sequence_of_events_raises_a_false_alarm_or_passes_unseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _search(tmp_path, monkeypatch, examples=8, steps=14)


@pytest.mark.campaign
def test_many_sequences_of_events_raise_no_false_alarm_and_none_passes_unseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _search(tmp_path, monkeypatch, examples=400, steps=40)
