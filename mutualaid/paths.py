"""Where the program's own files lie: translations and resources, in a checkout, a wheel and a frozen bundle alike."""

from __future__ import annotations

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    """The folder `name` beside the package in a checkout, inside it in a wheel, in the bundle when frozen."""
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [_PACKAGE / name, _PACKAGE.parent / name]
    if frozen is not None:
        candidates.insert(0, Path(frozen) / name)
    for folder in candidates:
        if folder.is_dir():
            return folder
    return candidates[-1]


def resources() -> Path:
    """The folder of shipped data: zones, word lists, icons, templates."""
    return _shipped("resources")


def translations() -> Path:
    """The folder of Babel catalogues: `<language>/LC_MESSAGES/mutualaid.mo`."""
    return _shipped("translations")
