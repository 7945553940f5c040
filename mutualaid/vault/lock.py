"""One holder at a time: the operating system's own lock on a store folder."""

from __future__ import annotations

import errno
import os
import sys
from types import TracebackType

from mutualaid.records.errors import Damaged, InUse
from mutualaid.vault.atomic import as_fault
from mutualaid.vault.layout import StoreFolder

_HELD_ELSEWHERE = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}


class StoreLock:
    """An exclusive lock on a store folder; the system frees it when its holder ends, however it ends.

    Raises InUse("store_in_use") when another window, command or lock object holds it, Damaged("not_a_store") when
    the folder is not there, NoSpace("cannot_read_or_write") when the lock file cannot be opened.
    """

    def __init__(self, folder: StoreFolder) -> None:
        self._folder = folder
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock now."""
        return self._descriptor is not None

    def acquire(self) -> None:
        """Take the lock at once or raise; taking it again while held does nothing."""
        if self._descriptor is not None:
            return
        if not self._folder.path.is_dir():
            raise Damaged("not_a_store")
        try:
            descriptor = os.open(self._folder.lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except OSError as problem:
            raise as_fault(problem) from None
        try:
            hold(descriptor, "store_in_use")
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; harmless when it is not held. The file stays, so that no two locks ever differ in it."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def __enter__(self) -> StoreLock:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def hold(descriptor: int, code: str) -> None:
    """Lock an open file until its descriptor is closed. Raises InUse(`code`) when another holder has it, NoSpace."""
    try:
        _lock(descriptor)
    except OSError as problem:
        if problem.errno in _HELD_ELSEWHERE:
            raise InUse(code) from None
        raise as_fault(problem) from None


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
