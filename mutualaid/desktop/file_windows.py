"""The system's windows that ask for a file to read or for the name of a new one. Neither blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from mutualaid.language.catalog import tr


def documents() -> Path:
    """Where people keep what they made."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())


def ask_open(
    parent: QWidget, title: str, kinds: Sequence[str], then: Callable[[Path], object], *, folder: bool = False
) -> QFileDialog:
    """Ask for a file to read (or a folder); `kinds` are Qt's filters, already in words."""
    dialog = QFileDialog(parent, title, str(Path.home()), ";;".join((*kinds, tr("All Files (*)"))))
    mode = QFileDialog.FileMode
    dialog.setFileMode(mode.Directory if folder else mode.ExistingFile)
    _open(dialog, parent, then)
    return dialog


def ask_save(
    parent: QWidget, title: str, name: str, kinds: Sequence[str], then: Callable[[Path], object]
) -> QFileDialog:
    """Ask for the name of a new file. A file that is there is refused by whoever writes, with a sentence."""
    dialog = QFileDialog(parent, title, str(documents() / name), ";;".join(kinds))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix[1:])
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    _open(dialog, parent, then)
    return dialog


def _open(dialog: QFileDialog, parent: QWidget, then: Callable[[Path], object]) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.finished.connect(parent.window().activateWindow)  # which only some window managers do
    dialog.open()
