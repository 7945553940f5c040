"""Asks the operating system to keep this process's memory and files to itself. No promise against an administrator."""

from __future__ import annotations

import contextlib
import os
import sys

_PR_SET_DUMPABLE = 4


def harden_process() -> None:
    """New files for their owner only, no core dump, and on Linux no debugger of the same user. Call it first.

    Does what the system allows and nothing elsewhere; it never raises. Undoing it is not meant.
    """
    os.umask(0o077)
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
