"""All windows of the program, safely."""

from __future__ import annotations

import gc

from PySide6.QtWidgets import QApplication, QWidget


def top_level_widgets() -> list[QWidget]:
    """What `QApplication.topLevelWidgets` gives, with Python's collector held off while it is made.

    PySide makes a Python object for each window in turn; were one of them to set off the collector, forgotten windows
    would be deleted that still stand in Qt's list, and the program would end in the middle of a form.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        return QApplication.topLevelWidgets()
    finally:
        if collects:
            gc.enable()
