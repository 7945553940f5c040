"""Whether memory may reach a disk that nobody encrypts: swap, and the image that hibernation leaves."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from enum import Enum
from pathlib import Path

_ROOT = Path("/")
_ESCAPED = re.compile(r"\\([0-7]{3})")


class Swap(Enum):
    """What may happen to the memory of this machine."""

    SAFE = "safe"
    IN_CLEAR = "in_clear"
    HIBERNATES_IN_CLEAR = "hibernates_in_clear"
    UNKNOWN = "unknown"


def look(root: Path = _ROOT) -> Swap:
    """Whether swapped memory lies on a disk in clear, and whether hibernation would put all of it there.

    On Linux read from /proc and /sys below `root`; elsewhere UNKNOWN. A disk that encrypts itself in hardware cannot
    be told from one that does not, and counts as clear.
    """
    if sys.platform != "linux":
        return Swap.UNKNOWN
    try:
        rows = (root / "proc/swaps").read_text("utf-8").splitlines()[1:]
    except (OSError, ValueError):
        return Swap.UNKNOWN
    if all(_encrypted(root, *row.split()[:2]) for row in rows if row.strip()):
        return Swap.SAFE
    return Swap.HIBERNATES_IN_CLEAR if _hibernates(root) else Swap.IN_CLEAR


def _hibernates(root: Path) -> bool:
    """Whether the kernel can hibernate and was told where to."""
    try:
        able = "disk" in (root / "sys/power/state").read_text("utf-8").split()
        return able and (root / "sys/power/resume").read_text("utf-8").strip() not in ("", "0:0")
    except (OSError, ValueError):
        return False


def _encrypted(root: Path, name: str, kind: str) -> bool:
    path = Path(_ESCAPED.sub(lambda sign: chr(int(sign[1], 8)), name))
    number = _device_of_file(root, path) if kind == "file" else _device(root, path)
    block = (root / "sys/dev/block" / number) if number else root / "sys/class/block" / path.name
    return _block_encrypted(root, block.resolve())


def _device(root: Path, path: Path) -> str:
    """The number of the device that `path` names or links to, "" when it cannot be told."""
    with contextlib.suppress(OSError):
        if (status := (root / path.relative_to("/")).stat()).st_rdev:
            return f"{os.major(status.st_rdev)}:{os.minor(status.st_rdev)}"
    return ""


def _device_of_file(root: Path, path: Path) -> str:
    """The device under a swap file: that of the mount it lies on (btrfs gives files numbers of no device)."""
    best, source = "", ""
    with contextlib.suppress(OSError, ValueError):
        for line in (root / "proc/self/mountinfo").read_text("utf-8").splitlines():
            ours, _dash, theirs = line.partition(" - ")
            number, point = ours.split()[2], _ESCAPED.sub(lambda sign: chr(int(sign[1], 8)), ours.split()[4])
            if len(point) >= len(best) and path.is_relative_to(point):
                best, source = point, number if not number.startswith("0:") else ""
                source = source or _device(root, Path(theirs.split()[1])) or Path(theirs.split()[1]).name
    return source


def _block_encrypted(root: Path, block: Path, depth: int = 8) -> bool:
    """Whether all that a block device writes goes through dm-crypt, or stays in memory (zram without a disk)."""
    if depth == 0 or not block.is_dir():
        return False
    if block.name.startswith("zram"):
        return _text(block / "backing_dev") in ("", "none")
    if _text(block / "dm/uuid").startswith("CRYPT-"):
        return True
    with contextlib.suppress(OSError):
        below = [(block / "slaves" / one.name).resolve() for one in (block / "slaves").iterdir()]
        return bool(below) and all(_block_encrypted(root, one, depth - 1) for one in below)
    return False


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except (OSError, ValueError):
        return ""
