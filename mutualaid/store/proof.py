"""Whether the store's file is what it was when the store was last closed: what that takes at opening, writing, closing.

At opening a thread hashes the file while the first page may be read; writes wait for it. The file changes only when the
log is copied into it, which no connection does by itself (see `connection`): before each copying the log says which
pages that will be, so that closing hashes just their blocks anew. Before the first write of an opening the state on the
disk says "being written", and says "clean" again only after the log was copied whole and every connection closed.
So whatever ends the program in between, the next opening finds the file unproven, never wrongly changed.
"""

from __future__ import annotations

import threading
from pathlib import Path

from sqlalchemy import Connection

from mutualaid.records.errors import Damaged, Refused
from mutualaid.store import meta, wal
from mutualaid.store.blocks import BlockFile, Interrupted, Leaves
from mutualaid.store.connection import SMALL_CACHE_MB, engine_for, raw_connection
from mutualaid.store.faults import files_translated, translated
from mutualaid.store.standing import CHANGED, PROVED, REFUSED, ROLLED_BACK, UNPROVEN, Kept, Unwatched
from mutualaid.vault import atomic, filestate, witness
from mutualaid.vault.filestate import FileState, NotVouchedFor
from mutualaid.vault.opened import Finding, OpenVault
from mutualaid.vault.pages import PAGE_BYTES, SALT_BYTES, PageOpener


class Proof(Unwatched):
    """What is known of the file of one opened store. `judge` and `start` come before anything else."""

    def __init__(self, keys: OpenVault, *, accept_changed: bool = False) -> None:
        """Look at the files while no connection is open. Raises OSError, Damaged("store_changed")."""
        self._keys = keys
        self._accepted = accept_changed
        self._refusals = {CHANGED: "store_changed", ROLLED_BACK: "store_rolled_back"}
        self._path: Path = keys.folder.store
        self._log_path = self._path.with_name(self._path.name + "-wal")
        self._marked = self._counted = self._strange = False
        self._leaves: Leaves | None = None
        self._done = threading.Event()
        self._thread: threading.Thread | None = None
        log = wal.inspect(self._log_path, self._path.with_name(self._path.name + "-shm"))
        if log.lost:
            self._find("wal_damaged", self._log_path)
        if not log.committed and self._path.stat().st_size % PAGE_BYTES:
            raise Damaged("store_damaged")  # SQLite would take it for a page shorter
        self._state = self._read_state()
        self._standing = PROVED if self._state is not None and self._state.clean else UNPROVEN
        if self._foreign(log):
            self._standing = CHANGED
            self.refuse_changed()
        self._kept = Kept(0, False, None)
        self._next = 1
        self._file = BlockFile(self._path)

    def _find(self, code: str, path: Path) -> None:
        self.findings = (*self.findings, Finding(code, path.name))

    def _read_state(self) -> FileState | None:
        path = self._keys.folder.state
        try:
            with path.open("rb") as file:
                return filestate.parse(file.read(filestate.MAX_BYTES + 1), self._keys)
        except FileNotFoundError:
            return None
        except NotVouchedFor:
            self._strange = True
            return None

    def _foreign(self, log: wal.Log) -> bool:
        """Whether something lies beside the file that SQLite would put into it and that no closing leaves there."""
        journal_file = self._path.with_name(self._path.name + "-journal")
        if journal_file.exists() and journal_file.stat().st_size:
            return True  # this program keeps none
        return self._standing == PROVED and log.committed > 0 and not wal.repeats(self._log_path, self._path)

    def judge(self, kept: Kept) -> None:
        """Weigh what the database says of itself. Raises Damaged("store_rolled_back" | "store_changed")."""
        state, self._kept = self._state, kept
        if state is not None and state.revision > self._keys.revision:
            self._find("keyfile_rolled_back", self._keys.folder.keyfile)
        seen = witness.newest(self._keys)
        known = max(seen.generation if seen else 0, state.generation if state else 0)
        self._next = max(kept.generation, known) + 1
        behind = kept.generation < known or (seen is not None and seen.epoch > self._keys.epoch)
        if behind or (state is not None and self._older(state)):
            self._standing = ROLLED_BACK
        elif state is None:
            if self._strange and not kept.fresh:
                self._find("file_state_damaged", self._keys.folder.state)
            elif kept.generation and not kept.fresh:
                self._find("file_state_missing", self._keys.folder.state)
        elif state.clean and kept.generation != state.generation:
            self._standing = CHANGED
        elif kept.generation > state.generation + 1:
            self._find("file_state_damaged", self._keys.folder.state)
        self.refuse_changed()

    def _older(self, state: FileState) -> bool:
        """Whether the journal is behind what it was when the state was written."""
        head = self._kept.head
        return (state.head.seq if state.head else 0) > (head.seq if head else 0)

    def start(self) -> None:
        """Begin to hash the file, on threads of its own."""
        self._thread = threading.Thread(target=self._check, daemon=True)
        self._thread.start()

    def _check(self) -> None:
        try:
            size = self._file.size
            found = self._file.leaves(range(filestate.block_count(size)), aside=True)
            packed = b"".join(found[number] for number in range(len(found)))
            state = self._state
            if self._standing == PROVED and state is not None and (size, packed) != (state.size, state.leaves):
                self._standing = CHANGED
                if self._damaged(packed, state.leaves):
                    self._refusals[CHANGED] = "store_damaged"
            self._leaves = Leaves(packed, size)
        except (Interrupted, Refused):  # closing; or locked in a hurry, and the keys are gone
            pass
        except OSError:
            self._standing = UNPROVEN
            self._find("store_page_damaged", self._path)
        finally:
            self._done.set()

    def _damaged(self, found: bytes, expected: bytes) -> bool:
        """Whether a page that is not as it was left would not pass SQLCipher's own check: a failing disk, rather than
        somebody who puts in pages that once were here.
        """
        before, now = filestate.split(expected), filestate.split(found)
        other = [block for block, leaf in enumerate(now) if before[block : block + 1] != [leaf]]
        opener = PageOpener(self._keys.data_key, self._file.pages(0)[1][:SALT_BYTES])
        return any(
            not opener.holds(number, page) for block in other for number, page in self._file.pages(block).items()
        )

    @property
    def standing(self) -> str:
        """PROVED, UNPROVEN, CHANGED or ROLLED_BACK; waits for the check."""
        self._done.wait()
        return self._standing

    def changed(self) -> list[Finding]:
        """Why the file is refused, or would be if that were not accepted; waits for the check."""
        return [Finding(self._refusals[self._standing], self._path.name)] if self.standing in REFUSED else []

    def refuse_changed(self) -> None:
        """Raise Damaged("store_changed" | "store_rolled_back") when that is known by now and was not accepted."""
        if self._standing in REFUSED and not self._accepted:
            raise Damaged(self._refusals[self._standing])

    def confirm(self) -> None:
        """Wait for the check. Raises as `refuse_changed`."""
        self._done.wait()
        self.refuse_changed()

    def before_write(self) -> None:
        """Wait for the check, and see to it that the disk says "being written".

        Raises Damaged, NoSpace, Refused("store_locked").
        """
        self._done.wait()
        if self._file.stopped:
            raise Refused("store_locked")
        self.refuse_changed()
        if not self._marked:
            began = FileState(self._next - 1, clean=False, revision=self._keys.revision, head=self._kept.head)
            atomic.write_whole(self._keys.folder.state, filestate.to_file(began, self._keys))
            self._marked = True

    def count(self, connection: Connection) -> None:
        """The first transaction that is kept raises the generation."""
        if not self._counted:
            meta.put(connection, meta.GENERATION, str(self._next))
            meta.drop(connection, meta.FRESH)

    def counted(self) -> None:
        """The generation is in the file for good."""
        if not self._counted:
            self._counted = True
            witness.remember(self._keys, self._next, accepted=self._standing in REFUSED)

    def before_copying(self) -> None:
        """Note which blocks will have other bytes. Raises OSError."""
        self._done.wait()
        if self._leaves is not None:
            self._leaves.touch(wal.pages(self._log_path), PAGE_BYTES)

    @property
    def due(self) -> bool:
        """Whether there is anything to seal at closing; of a file that is refused nothing is touched."""
        self._done.wait()
        refused = self._standing in REFUSED and not self._accepted
        return not refused and self._leaves is not None and (self._marked or self._standing != PROVED)

    def seal(self, kept: Kept) -> None:
        """Write that the file is as it was left. Raises OSError, NoSpace."""
        if self._leaves is None or wal.size(self._path):
            return
        size, leaves = self._leaves.renewed(self._file)
        state = FileState(kept.generation, True, self._keys.revision, kept.head, size, leaves)
        atomic.write_whole(self._keys.folder.state, filestate.to_file(state, self._keys))
        witness.remember(self._keys, kept.generation)

    def stop(self) -> None:
        """End the check."""
        self._file.stop()

    def close(self) -> None:
        """End the check and close its files."""
        self._file.stop()
        if self._thread is not None:
            self._thread.join()
        self._done.set()
        self._file.close()


def seal(keys: OpenVault) -> None:
    """Vouch for the file of a store that was just made and read back, and that nobody has open.

    Raises Damaged, NoSpace.
    """
    path = keys.folder.store
    with files_translated(), translated():
        with engine_for(lambda: raw_connection(path, keys, SMALL_CACHE_MB), writes=False).connect() as connection:
            kept = Kept.read(connection)
        file = BlockFile(path)
        try:
            size, leaves = Leaves(b"", 0).renewed(file)
        finally:
            file.close()
    state = FileState(kept.generation, True, keys.revision, kept.head, size, leaves)
    atomic.write_whole(keys.folder.state, filestate.to_file(state, keys))
