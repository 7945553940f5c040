"""The windows in which a file to read, or a place to write to, is chosen. None of them blocks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from mutualaid.language.catalog import tr


def ask_for_table(window: QFileDialog, take: Callable[[str], object]) -> None:
    """Ask for a file to import."""
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.setFileMode(QFileDialog.FileMode.ExistingFile)
    window.setNameFilters([tr("Tables (*.csv *.tsv *.txt *.xlsx *.xls *.zip)"), tr("All files (*)")])
    window.fileSelected.connect(take)
    window.open()


def ask_for_new_table(window: QFileDialog, name: str, take: Callable[[str], object]) -> None:
    """Ask where to put a new file; nothing is ever overwritten."""
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    window.setOption(QFileDialog.Option.DontConfirmOverwrite)
    window.setDefaultSuffix("csv")
    window.setNameFilters([tr("Tables (*.csv)")])
    window.selectFile(name)
    window.fileSelected.connect(take)
    window.open()
