"""The files of an event: names that tell nothing, and the windows that ask for them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from mutualaid.language.catalog import tr

KIT_SUFFIX, FORMS_SUFFIX = ".kit", ".forms"


def usual_folder() -> Path:
    """Where a file goes unless she says otherwise: a folder that is there, or Qt takes its name for that of a file."""
    usual = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())
    return usual if usual.is_dir() else Path.home()


def neutral_name(suffix: str, today: date, near: Path) -> str:
    """A name for a new file in the folder `near`: what it is and the day it was made, never whose or where.

    A name that is taken there gets a number.
    """
    stem = f"{suffix[1:]}-{today.isoformat()}"
    names = [f"{stem}{suffix}", *(f"{stem}-{n}{suffix}" for n in range(2, 1000))]
    return next((name for name in names if not (near / name).exists()), names[0])


def ask_new(parent: QWidget, title: str, path: Path, suffix: str) -> QFileDialog:
    """The window that asks where a new file goes. Nothing is ever written over, so it does not ask about that."""
    dialog = QFileDialog(parent, title, str(path), _kinds(suffix))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix[1:])
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    return dialog


def ask_old(parent: QWidget, title: str, suffix: str) -> QFileDialog:
    """The window that asks for a file that is there."""
    dialog = QFileDialog(parent, title, str(usual_folder()), _kinds(suffix))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return dialog


def _kinds(suffix: str) -> str:
    known = (
        tr("Event kits (*{suffix})", suffix=suffix)
        if suffix == KIT_SUFFIX
        else tr("Files of an event (*{suffix})", suffix=suffix)
    )
    return ";;".join((known, tr("All Files (*)")))
