"""Which files of a folder this process has open."""

from __future__ import annotations

import contextlib
from pathlib import Path


def left_open(folder: Path) -> list[str]:
    """The files in `folder` that some descriptor of this process still leads to."""
    found = []
    for entry in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):  # the descriptor that reads the list is gone by now
            found.append(entry.readlink())
    return sorted(str(path) for path in found if path.is_relative_to(folder))
