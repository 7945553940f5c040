"""`mutualaid demo`: the sample office in the window, or drawn to pictures where there is no display."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from mutualaid.language.catalog import current_language, set_language, tr

PATIENCE_S = 300.0
"""How long a run without a display may take before it is ended; nobody sits there to close a hung window."""


def open_demo(lang: str | None = None) -> int:
    """Open the sample office in the window, in `lang` or the language used last; the exit code.

    Its folder is gone when the window closes, and also when the program crashes.
    """
    from mutualaid.desktop.app import run

    return run([], sample=True, lang=lang)


def shoot_demo(folder: Path, *, pages: Collection[str] = ()) -> int:
    """Draw every page (or those `pages`), dialog and door of the sample office to PNG files, in both languages.

    Returns how many files there are.

    Needs no display. Ends the process with exit code 1 and a message when it takes longer than five minutes.
    """
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        # Also where there is a display: the same fonts and sizes everywhere, and no windows flashing by.
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import qInstallMessageHandler

    from mutualaid.desktop.shots import draw_sample

    before = current_language()
    heard = qInstallMessageHandler(_without_hints)
    try:
        with _watchdog(PATIENCE_S):
            return len(draw_sample(folder, pages=pages))
    finally:
        qInstallMessageHandler(heard)
        set_language(before)


def _without_hints(_kind: object, _context: object, message: str | None) -> None:
    """What Qt says, but for a line that its screenless plugin repeats at every window."""
    if message and "propagateSizeHints" not in message:
        sys.stderr.write(f"{message}\n")


@contextmanager
def _watchdog(seconds: float) -> Iterator[None]:
    timer = threading.Timer(seconds, _give_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _give_up() -> None:
    """End this process at once: whatever hangs would also hang an orderly end."""
    sys.stderr.write(tr("The window did not answer for five minutes, so the program was ended.") + "\n")
    sys.stderr.flush()
    os._exit(1)
