"""`demo`: a sample office in a throwaway store, opened in the window or drawn to pictures."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from mutualaid.cli.output import Output
from mutualaid.cli.windows import Windows
from mutualaid.language.catalog import tr
from mutualaid.records.errors import UsageFault


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--shots", type=Path, metavar="DIR", help=tr("draw every page to PNG in both languages"))


def has_display() -> bool:
    """Whether a window can be shown."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(given: argparse.Namespace, output: Output) -> int:
    """Open it, or draw it when there is no display or pictures were asked for."""
    windows: Windows | None = given.windows
    if windows is None:
        raise UsageFault("command_unclear", command="mutualaid demo")
    shots: Path | None = given.shots
    if shots is None and has_display():
        return windows.open_demo(getattr(given, "lang", None))
    folder = shots or Path("shots")
    count = windows.shoot_demo(folder)
    output.document(
        {"dir": str(folder), "pictures": count}, tr("{count} pictures are in {folder}.", count=count, folder=folder)
    )
    return 0
