"""Goes through everything that can be on the screen, window by window, and looks at each with the given eyes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog, QWidget

from mutualaid.desktop import door_views
from mutualaid.desktop.asking.call import CallWindow
from mutualaid.desktop.asking.keying import KeyingWindow
from mutualaid.desktop.asking.start import PileStart
from mutualaid.desktop.asking.summary import PileSummary
from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.doors import Doors
from mutualaid.desktop.importing.dialog import ImportDialog, Step, open_import
from mutualaid.desktop.progress import ProgressWindow
from mutualaid.desktop.shell import Shell
from mutualaid.desktop.shots import settle
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.top_level import top_level_widgets
from mutualaid.language.catalog import tr
from mutualaid.services.households import household_lines
from mutualaid.services.keying import open_batches, start_batch

Look = Callable[[str, QWidget], None]
"""Is given the name of what is on view, and its window."""

SIZE = (1280, 800)


def open_dialogs() -> list[QDialog]:
    return [
        window
        for window in top_level_widgets()
        if isinstance(window, QDialog) and window.isVisible() and not isinstance(window, ProgressWindow)
    ]


def widgets(window: QWidget) -> Iterator[QWidget]:
    """The window and all in it that can be seen, scrolled into view or not."""
    yield window
    for widget in window.findChildren(QWidget):
        if shiboken6.isValid(widget) and widget.isVisibleTo(window) and widget.window() is window:
            yield widget


def bury() -> None:
    """Delete what was left for later, which only a running event loop does by itself; the dead would slow the rest."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def close_all(tasks: Tasks) -> None:
    for dialog in reversed(open_dialogs()):
        if isinstance(dialog, FormDialog):
            dialog.dirty = False
        dialog.reject()
    settle(tasks)
    bury()


def visit_dialogs(name: str, opener: Callable[[], object], tasks: Tasks, look: Look) -> None:
    """Open it, look at every dialog that came, and close them; one that holds something typed asks before."""
    opener()
    settle(tasks)
    for dialog in open_dialogs():
        look(f"{name}: {type(dialog).__name__}", dialog)
    for dialog in open_dialogs():
        if isinstance(dialog, FormDialog):
            dialog.dirty = True
            dialog.reject()
            settle(tasks)
            for question in open_dialogs():
                if question is not dialog:
                    look(f"{name}: throw away", question)
    close_all(tasks)


def visit_pages(shell: Shell, look: Look) -> None:
    """Every page as it opens, and masked."""
    shell.resize(*SIZE)
    shell.show()
    shell.activateWindow()
    for spec in shell.specs:
        shell.go(spec.key)
        settle(shell.tasks)
        look(spec.key, shell)
        shell.page().set_masked(True)
        settle(shell.tasks)
        look(f"{spec.key}, masked", shell)
        shell.page().set_masked(False)


def visit_office(shell: Shell, look: Look, *, spreadsheet: Path | None = None) -> None:
    """Every page with its looks and dialogs, then what the shell itself opens."""
    shell.resize(*SIZE)
    shell.show()
    shell.activateWindow()
    for spec in shell.specs:
        shell.go(spec.key)
        settle(shell.tasks)
        look(spec.key, shell)
        page = shell.page()
        for name, show in page.views().items():
            show()
            settle(shell.tasks)
            look(f"{spec.key}, {name}", shell)
        page.set_masked(True)
        settle(shell.tasks)
        look(f"{spec.key}, masked", shell)
        page.set_masked(False)
        openers = page.dialogs()
        settle(shell.tasks)
        for name, opener in openers.items():
            visit_dialogs(f"{spec.key}, {name}", opener, shell.tasks, look)
    shell.go(shell.specs[0].key)
    settle(shell.tasks)
    for name in shell.starts:
        visit_dialogs(name, lambda name=name: shell.run_action(name), shell.tasks, look)  # type: ignore[misc]
    visit_dialogs("keys", shell.show_keys, shell.tasks, look)
    if spreadsheet is not None:
        visit_asking(shell, look)
        visit_import(shell, spreadsheet, look)
    shell.messages.tell(tr("The disk is full."), "fault")
    look("a message", shell)
    shell.messages.hide()


def visit_import(shell: Shell, spreadsheet: Path, look: Look) -> None:
    """Every step of the import, and the import taken back again."""
    dialog = open_import(shell.context, shell)
    settle(shell.tasks)
    look("import, file", dialog)
    dialog.read(spreadsheet)
    settle(shell.tasks)
    assert isinstance(dialog, ImportDialog)
    look("import, columns", dialog)
    for step in (Step.WORDS, Step.PREVIEW):
        dialog.go(step)
        settle(shell.tasks)
        look(f"import, {step.name.lower()}", dialog)
    dialog.preview.alike_button.click()
    dialog.preview.alike.pair.decide("merge")
    settle(shell.tasks)
    look("import, compare", dialog)
    dialog.start_import()
    settle(shell.tasks)
    look("import, result", dialog)
    dialog.outcome.undo_button.click()
    settle(shell.tasks)
    look("import, undo", open_dialogs()[-1])
    dialog.ending.undo_last()
    settle(shell.tasks)
    look("import, undone", dialog)
    dialog.outcome.another_button.click()
    settle(shell.tasks)
    look("import, again", dialog)
    close_all(shell.tasks)


def visit_asking(shell: Shell, look: Look) -> None:
    """A call from a household that is known, set beside it; and the last sheet of a pile with the balance."""
    line = next(line for line in household_lines(shell.office) if line.phone)
    shell.run_action("call")
    settle(shell.tasks)
    (call,) = open_dialogs()
    assert isinstance(call, CallWindow)
    call.sheet.put({"contact_name": line.contact_name, "phone": line.phone, "safe_contact": line.contact_name})
    call.show_rules()
    call.strip.look()
    settle(shell.tasks)
    compared = call.compare(call.strip.found[0])
    look("a call, compared", compared)
    close_all(shell.tasks)
    if not open_batches(shell.office):
        start_batch(shell.office, label="Lupe", sheets=2, on=date.today())
    shell.run_action("keying")
    settle(shell.tasks)
    (start,) = open_dialogs()
    assert isinstance(start, PileStart)
    look("piles", start)
    start.buttons[0].click()
    settle(shell.tasks)
    keying = next(one for one in open_dialogs() if isinstance(one, KeyingWindow))
    look("a sheet of paper", keying)
    keying.end()
    look("a pile", next(one for one in open_dialogs() if isinstance(one, PileSummary)))
    close_all(shell.tasks)


def visit_doors(doors: Doors, tasks: Tasks, look: Look) -> None:
    """Every look of the windows before the office."""
    door_views.visit(doors, tasks, Path("/srv/office"), lambda: settle(tasks), look)
    settle(tasks)
    bury()


def note(text: str) -> None:
    """A figure for whoever reads the run; `pytest -s` shows it."""
    sys.stdout.write(text + "\n")
