"""Event mode on this laptop, or the commands for it on another: always a process of its own, which holds no office."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path, PurePath

from PySide6.QtCore import QProcess

from mutualaid.desktop.events.places import FORMS_SUFFIX, KIT_SUFFIX


def program() -> list[str]:
    """How this program is started: itself when it is frozen, else as a module of this Python."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "mutualaid"]


def arguments(kit: PurePath, out: PurePath) -> list[str]:
    """The command of event mode: the kit it reads, and the file it seals into."""
    return ["intake", str(kit), "--out", str(out)]


def elsewhere(kit: PurePath) -> tuple[str, str]:
    """The two commands on another laptop, in the program's folder: set up once, then start. Both files on the stick."""
    stick = PurePath("/media/usb")
    name = kit.name or f"event{KIT_SUFFIX}"
    out = stick / PurePath(name).with_suffix(FORMS_SUFFIX)
    return "./run setup", shlex.join(["./run", "mutualaid", *arguments(stick / name, out)])


def start(kit: Path, out: Path, lang: str) -> bool:
    """Start event mode and let it go: it lives on when this program ends. Whether it could be started."""
    first, *rest = program()
    begun, _process = QProcess.startDetached(first, [*rest, *arguments(kit, out), "--lang", lang])
    return bool(begun)
