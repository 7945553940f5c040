"""Fields that hold a file or a folder: what was chosen, as people say it, and the button that chooses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from mutualaid.desktop.door_frame import short_path
from mutualaid.desktop.widgets.words import Button, Translated, plain_label
from mutualaid.language.catalog import N_, tr

BACKUP_SUFFIX = ".backup"


class PlaceField(Translated, QWidget):
    """Shows a path and asks for another; `picked` carries it. `ask` makes the file window for the path it has."""

    picked = Signal(object)

    def __init__(self, ask: Callable[[QWidget, Path | None], QFileDialog], path: Path | None = None) -> None:
        super().__init__()
        self.path = path
        self._ask = ask
        self.label = plain_label()
        self.button = Button(N_("Choose…"), self._choose)
        self.setFocusProxy(self.button)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label, 1)
        row.addWidget(self.button)
        self.retranslate()

    def retranslate(self) -> None:
        """Say the path, or that there is none yet."""
        if hasattr(self, "label"):
            self.label.setText(short_path(self.path) if self.path is not None else tr("None chosen yet"))

    def _choose(self) -> None:
        dialog = self._ask(self, self.path)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.take(Path(name)))
        dialog.finished.connect(self.window().activateWindow)  # which only some window managers do
        dialog.open()

    def take(self, path: Path) -> None:
        """Hold this path."""
        self.path = path
        self.retranslate()
        self.picked.emit(path)


def ask_backup(parent: QWidget, path: Path | None) -> QFileDialog:
    """The window that asks for a backup file to read."""
    start = path.parent if path is not None and path.parent.is_dir() else Path.home()
    kinds = (tr("Backups (*{suffix})", suffix=BACKUP_SUFFIX), tr("All Files (*)"))
    dialog = QFileDialog(parent, tr("Choose a backup"), str(start), ";;".join(kinds))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return dialog


def ask_new_folder(parent: QWidget, path: Path | None) -> QFileDialog:
    """The window that asks for a folder in which a new one is made."""
    start = path.parent if path is not None and path.parent.is_dir() else Path.home()
    dialog = QFileDialog(parent, tr("Choose a folder"), str(start))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
    return dialog


def free_folder(near: Path) -> Path:
    """A folder for a new store: `near` itself if nothing lies there, else the first free name after it."""
    if not near.exists() or (near.is_dir() and not any(near.iterdir())):
        return near
    return next(place for n in range(2, 1000) if not (place := near.with_name(f"{near.name}-{n}")).exists())


def inside(picked: Path) -> Path:
    """Where in a chosen folder the office goes: itself if it is empty, else a folder of its own in it."""
    return free_folder(picked / "mutualaid-office") if picked.is_dir() and any(picked.iterdir()) else picked
