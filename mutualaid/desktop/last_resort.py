"""What becomes of an error that nobody caught: a calm sentence in the window, never a hung process."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Protocol

from PySide6.QtWidgets import QApplication


class Catcher(Protocol):
    """Whoever can tell a person of an error that nobody foresaw."""

    def caught(self, error: BaseException) -> None:
        """Tell it calmly."""


def install_excepthook(desktop: Catcher) -> None:
    """Send what a slot raises to the window's message bar; without one, end the program rather than hang."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        error.__traceback__ = trace
        try:
            desktop.caught(error)
        except Exception:  # noqa: BLE001  the last resort must not itself raise
            QApplication.exit(1)

    sys.excepthook = hook
