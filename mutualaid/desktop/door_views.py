"""Every look of the windows before the office, one after the other: what the pictures and the tests walk over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.doors import Doors
from mutualaid.desktop.firstrun import FirstRunWindow
from mutualaid.desktop.recovery.state import Sheets
from mutualaid.desktop.rescue.restore import RestoreWindow
from mutualaid.desktop.rescue.salvage import SalvageWindow
from mutualaid.desktop.rescue.state import ANYWAY, TROUBLES
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.unlock import UnlockWindow
from mutualaid.language.catalog import tr

SPECIMEN = (
    "abandon ability able about above absent absorb abstract absurd abuse access accident account accuse achieve",
)
"""Words to show where there is no office whose words they could be; their checksum does not hold, so they open none."""

See = Callable[[str, QWidget], object]
W = TypeVar("W", bound=QWidget)


def visit(doors: Doors, tasks: Tasks, folder: Path, settle: Callable[[], object], see: See) -> None:
    """Bring each look into view and give `see` its name and its window."""
    with _shown(UnlockWindow(doors, tasks, folder, told=tr("Today's backup could not be made."))) as unlock:
        _visit_unlock(unlock, settle, see)
    with _shown(FirstRunWindow(doors, tasks, folder=folder)) as first:
        sheet = dict.fromkeys(("en", "es"), SPECIMEN[0].split())
        sheets = Sheets(SPECIMEN * 3, [sheet] * 3)
        first.words_step.show_sheets(sheets, label="7F3A", store=folder)
        first.proof_step.form.ask(sheets)
        for step in range(first.steps.count()):
            first.show_step(step)
            settle()
            see(f"first-{step + 1}", first)
    with _shown(RestoreWindow(doors, tasks, folder)) as restore:
        for step in range(restore.steps.count()):
            restore.show_step(step)
            settle()
            see(f"restore-{step + 1}", restore)
        restore.show_step(1)
        restore.words.set_two(True)
        settle()
        see("restore-two-sheets", restore)
    with _shown(SalvageWindow(doors, tasks, folder)) as salvage:
        settle()
        see("salvage", salvage)


def _visit_unlock(unlock: UnlockWindow, settle: Callable[[], object], see: See) -> None:
    settle()
    see("unlock", unlock)
    unlock.switch_way()
    settle()
    see("unlock-words", unlock)
    unlock.show_ways(frozenset({"passphrase", "quorum", "keyring"}))
    settle()
    see("unlock-two-sheets", unlock)
    unlock.switch_way()
    settle()
    see("unlock-keyring", unlock)
    for code, trouble in TROUBLES.items():
        unlock.show_trouble(trouble)
        settle()
        see(f"unlock-{code.replace('_', '-')}", unlock)
        if ANYWAY in trouble.actions:
            unlock.panel.press(ANYWAY)
            settle()
            see(f"unlock-{code.replace('_', '-')}-anyway", unlock)


@contextmanager
def _shown(window: W) -> Iterator[W]:
    window.resize(900, 700)
    window.show()
    window.activateWindow()
    try:
        yield window
    finally:
        window.hide()
        window.deleteLater()
