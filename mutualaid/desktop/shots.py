"""Draws every page, dialog and door to PNG files, with no display: what a reviewer looks at, in both languages."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from mutualaid.desktop import door_views, language
from mutualaid.desktop.app import make_application
from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.doors import Doors, OfficeDoors
from mutualaid.desktop.progress import ProgressWindow
from mutualaid.desktop.shell import Shell
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.top_level import top_level_widgets
from mutualaid.progress import SILENT
from mutualaid.records.errors import NoSpace

_PATIENCE_S = 60.0
_TURNS = 4
"""A part that wants more room has each layout around it ask the next one in a turn of its own."""
_SIZE = (1280, 800)


def settle(tasks: Tasks) -> None:
    """Let every window event and every job under way run to its end, for a minute at most."""
    end = time.monotonic() + _PATIENCE_S
    for _round in range(3):
        QApplication.processEvents()
        while tasks.busy and time.monotonic() < end:
            QApplication.processEvents()
            time.sleep(0.002)
    for _turn in range(_TURNS):
        QApplication.processEvents()


def _save(window: QWidget, file: Path) -> Path:
    if not window.grab().save(str(file)):
        raise NoSpace("no_space")
    return file


def _open_dialogs() -> list[QDialog]:
    return [
        window
        for window in top_level_widgets()
        if isinstance(window, QDialog) and window.isVisible() and not isinstance(window, ProgressWindow)
    ]


def _draw_dialogs(openers: Mapping[str, Callable[[], object]], tasks: Tasks, stem: Path) -> list[Path]:
    drawn: list[Path] = []
    settle(tasks)
    for name, opener in openers.items():
        opener()
        settle(tasks)
        for number, dialog in enumerate(_open_dialogs()):
            suffix = f"-{number + 1}" if number else ""
            drawn.append(_save(dialog, stem.with_name(f"{stem.name}-{name}{suffix}.png")))
        for dialog in reversed(_open_dialogs()):
            if isinstance(dialog, FormDialog):
                dialog.dirty = False
            dialog.reject()
        settle(tasks)
    return drawn


def draw_pages(shell: Shell, folder: Path, lang: str, *, pages: Collection[str] = ()) -> list[Path]:
    """Draw each page of the shell (of those `pages` only, when any are named), its dialogs and the shell's own, in one
    language; the files, in order.
    """
    app = QApplication.instance()
    if isinstance(app, QApplication):
        language.switch(app, lang)
    folder.mkdir(parents=True, exist_ok=True)
    drawn: list[Path] = []
    shell.resize(*_SIZE)
    shell.show()
    for number, spec in enumerate(shell.specs, 1):
        if pages and spec.key not in pages:
            continue
        shell.go(spec.key)
        settle(shell.tasks)
        stem = folder / f"{lang}-{number}-{spec.key}"
        drawn.append(_save(shell, stem.with_name(stem.name + ".png")))
        for name, show in shell.page().views().items():
            show()
            settle(shell.tasks)
            drawn.append(_save(shell, stem.with_name(f"{stem.name}-{name}.png")))
        drawn += _draw_dialogs(shell.page().dialogs(), shell.tasks, stem)
    if shell.specs:
        shell.go(shell.specs[0].key)
    openers = {name: (lambda name=name: shell.run_action(name)) for name in shell.starts}
    drawn += _draw_dialogs({**openers, "keys": shell.show_keys}, shell.tasks, folder / f"{lang}-shell")
    return drawn


def draw_doors(folder: Path, lang: str, doors: Doors, tasks: Tasks) -> list[Path]:
    """Draw every look of the windows before the office."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn: list[Path] = []
    place = Path.home() / "mutualaid" / "office"

    def see(name: str, window: QWidget) -> None:
        drawn.append(_save(window, folder / f"{lang}-0-{name}.png"))

    door_views.visit(doors, tasks, place, lambda: settle(tasks), see)
    return drawn


def draw_sample(
    folder: Path,
    languages: Sequence[str] = ("en", "es"),
    *,
    doors: Doors | None = None,
    pages: Collection[str] = (),
) -> list[Path]:
    """Make the sample office, draw all of it (or those `pages`) in each language, and remove it. Needs no display with
    QT_QPA_PLATFORM=offscreen, which the caller sets before Qt is loaded.
    """
    app = make_application([], look="light", lang=languages[0])
    ways = doors or OfficeDoors()
    office = ways.sample(SILENT)
    tasks = Tasks()
    drawn: list[Path] = []
    try:
        shell = Shell(office, tasks)
        for lang in languages:
            language.switch(app, lang)
            drawn += draw_doors(folder, lang, ways, tasks)
            drawn += draw_pages(shell, folder, lang, pages=pages)
        shell.hide()
        shell.deleteLater()
    finally:
        tasks.shutdown()
        ways.close(office)
    return drawn
