"""The windows that ask for a folder: into which a summary is handed out, and in which one lies. Sticks are offered."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QStorageInfo, QUrl
from PySide6.QtWidgets import QFileDialog, QWidget

from mutualaid.language.catalog import tr

_WHERE_STICKS_ARE = ("/media/", "/run/media/", "/Volumes/")
DATA = "data.csv"
"""The file by which a folder is known as that of a summary."""


def usual_folder() -> Path:
    """Where a person's files usually go: a folder that is there."""
    usual = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())
    return usual if usual.is_dir() else Path.home()


def sticks() -> list[Path]:
    """The sticks and other removable disks that are there and can be written to."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        place = volume.rootPath()
        removable = place.startswith(_WHERE_STICKS_ARE) or (place[1:3] == ":/" and not volume.isRoot())
        if volume.isReady() and not volume.isReadOnly() and removable:
            found.append(Path(place))
    return found


def ask_out(parent: QWidget, path: Path | None) -> QFileDialog:
    """The window that asks into which folder a summary goes; the folder of the summary itself is made in it."""
    return _ask(parent, tr("Into which folder"), path)


def ask_released(parent: QWidget, path: Path | None = None) -> QFileDialog:
    """The window that asks for the folder of a summary that was handed out."""
    return _ask(parent, tr("Choose the folder of a summary"), path)


def _ask(parent: QWidget, title: str, path: Path | None) -> QFileDialog:
    start = path if path is not None and path.is_dir() else usual_folder()
    window = QFileDialog(parent, title, str(start))
    window.setFileMode(QFileDialog.FileMode.Directory)
    window.setOption(QFileDialog.Option.ShowDirsOnly, True)
    known = [usual_folder(), Path.home(), *sticks()]
    window.setSidebarUrls([QUrl.fromLocalFile(str(place)) for place in dict.fromkeys(known)])
    return window


def released_in(folder: Path) -> list[Path]:
    """The folders of summaries that a chosen folder stands for: itself, else those right inside it, by name.

    A folder that holds none stands for itself, so that what is wrong with it can be said. Raises OSError.
    """
    if (folder / DATA).is_file():
        return [folder]
    return sorted(inner for inner in folder.iterdir() if (inner / DATA).is_file()) or [folder]
