"""The list of keys, which F1 shows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.panic import PANIC_KEYS
from mutualaid.desktop.widgets.panels import scrolled
from mutualaid.desktop.widgets.words import Button, Said, plain_label
from mutualaid.language.catalog import N_, tr

SHORTCUTS: tuple[tuple[str, str], ...] = (
    ("Ctrl+1 … 9, Ctrl+0", N_("Go to a page")),
    ("Ctrl+,", N_("Go to the settings")),
    ("Ctrl+K", N_("Search everything")),
    ("/", N_("Search on this page")),
    ("N", N_("Add something new on this page")),
    ("Enter", N_("Open what is selected")),
    ("Del", N_("Close a need, with a reason")),
    ("Ctrl+Enter, Ctrl+S", N_("Save a form")),
    ("Ctrl+R", N_("Where you write about people: take out what should not be kept")),
    ("Ctrl+B", N_("There: say that it is fine, or begin to insist on a number")),
    ("V M L H", N_("On Needs: table or board, move to…, calls and visits, hand out")),
    ("C J", N_("On Needs, with several chosen: change them, make one of them; with one: change it, find duplicates")),
    ("F, Alt+1 … 9", N_("On Needs: the saved filters")),
    ("Ctrl+M", N_("On Matching: make a plan")),
    (
        "D P H W R T O M",
        N_("On a run: delivered, in part, nobody home, wrong address, not wanted, no time, open again, give away"),
    ),
    ("Alt+↑ ↓", N_("On a run: move a stop up or down")),
    ("A P R D C", N_("On Matching: accept, pin, turn down, done, call off")),
    ("Y N Q M W", N_("About a task: they said yes, no, were asked; a message to copy; who else could")),
    ("Ctrl+Shift+A", N_("On Matching: accept all; on Intake: accept all plain ones")),
    ("V L A E M H", N_("On Households: show what is covered, log a call, add a need, change, merge, what was done")),
    ("Y N W · S N R", N_("On a household's answers: yes, no, taken back")),
    ("A E L D V", N_("On Intake, with a form: accept, change, later, set aside, show what is covered")),
    ("C H S T B", N_("On Supplies, with a lot: count, hand out, spoiled, bring elsewhere, came back")),
    (
        "R L P M",
        N_("On Supplies: receive by scanning, count a place, pack a box, money; a scan is heard anywhere there"),
    ),
    ("M B S", N_("Two that may be the same: merge, keep both, skip")),
    ("M", N_("On Schedule: pick up; arrows move it, Shift with arrows makes it longer, Enter drops it, Esc leaves it")),
    ("W D", N_("On Schedule: show a week, a day; Page Up and Page Down turn the page")),
    ("Ctrl+T", N_("On Schedule: go to today; Ctrl+G goes to any day")),
    ("Ctrl+Z", N_("Undo what was done last; Ctrl+Shift+Z does it again")),
    ("Ctrl+I", N_("Import a file")),
    ("Ctrl+Shift+N", N_("Take a call")),
    ("Ctrl+Shift+K", N_("Key in sheets of paper")),
    ("Ctrl+Shift+L", N_("Switch between Spanish and English")),
    ("Ctrl+L", N_("Lock")),
    (PANIC_KEYS, N_("Panic: everything is gone from the screen and locked at once, wherever you are")),
    ("Ctrl+Q", N_("Close the office and the program")),
    ("F5", N_("Read the page again")),
    ("F1", N_("Show these keys")),
    ("Esc", N_("Close what is open")),
)


def shortcuts_window(parent: QWidget) -> QDialog:
    """The keys that work everywhere."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(tr("Keys"))
    content = QWidget()
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(24, 20, 24, 18)
    layout.setSpacing(12)
    layout.addWidget(Said(N_("Keys"), points=4, bold=True))
    grid = QGridLayout(content)
    grid.setContentsMargins(0, 0, 14, 0)
    grid.setColumnStretch(1, 1)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(8)
    for row, (keys, words) in enumerate(SHORTCUTS):
        grid.addWidget(plain_label(keys, role="badge", wrap=False), row, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(Said(words), row, 1)
    layout.addWidget(scrolled(content), 1)
    close = Button(N_("Close"), dialog.accept, role="primary")
    close.setDefault(True)
    layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
    screen = QGuiApplication.primaryScreen().availableGeometry()
    width = min(theme.roomy(620), screen.width() - 40)
    wanted = grid.totalHeightForWidth(width - 70) + 140
    dialog.resize(width, min(wanted, screen.height() - 60))
    dialog.open()
    return dialog
