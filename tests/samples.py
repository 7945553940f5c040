"""Where the sample exports lie: beside the checkout if they were laid there, else the copies kept with the tests."""

from __future__ import annotations

from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_LAID = _ROOT.parent / "shared" / "samples"
_KEPT = Path(__file__).resolve().parent / "data" / "samples"


def sample(name: str) -> Path:
    """The path of one sample export."""
    laid = _LAID / name
    return laid if laid.exists() else _KEPT / name
