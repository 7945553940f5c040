"""The helper's own pages: asked twice so that nobody gets there by accident, and the closing slip."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop.door_frame import short_path
from mutualaid.desktop.intake.look import Big, Leaf, centred, heading, larger, text
from mutualaid.desktop.intake.start import in_both
from mutualaid.desktop.widgets.words import Words, announce, say
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_number
from mutualaid.records.errors import Fault
from mutualaid.services.event_laptop import Slip


class AskFirst(Leaf):
    """A question with the harmless answer first, which also has the keyboard."""

    no = Signal()
    yes = Signal()

    def __init__(self, title: Words, words: Words, no: Words, yes: Words, *, danger: bool = False) -> None:
        super().__init__()
        self.column.addStretch(1)
        self.title = heading(title)
        self.column.addWidget(self.title)
        said = text(words)
        centred(self.title, said)
        self.column.addWidget(said)
        self.column.addStretch(2)
        self.no_button = Big(no, self.no.emit, role="primary")
        self.yes_button = Big(yes, self.yes.emit, role="danger" if danger else "")
        self.row.addWidget(self.no_button)
        self.row.addStretch(1)
        self.row.addWidget(self.yes_button)

    def first(self) -> QWidget:
        """What changes nothing."""
        return self.no_button


def for_the_helper() -> AskFirst:
    """The way to the helper's page."""
    return AskFirst(
        N_("This page is for the helper"),
        N_("If you are filling in the form, just go back to it: nothing is lost."),
        N_("Back to the form"),
        N_("I am the helper"),
    )


def stop_now() -> AskFirst:
    """Before a form is given up."""
    return AskFirst(
        N_("Stop, and keep nothing?"),
        N_("What you told us so far is thrown away. Nobody will be able to read it."),
        N_("Go on with the form"),
        N_("Stop, keep nothing"),
        danger=True,
    )


class HelperPage(Leaf):
    """How many, the next person, the end of the day. It shows no form and leads to none."""

    back = Signal()
    next_person = Signal()
    finish = Signal()

    def __init__(self, count: Callable[[], int]) -> None:
        super().__init__()
        self.under_way = False
        self.title = heading(N_("For the helper"))
        self.count = text(
            lambda: ntr("{n} form is sealed in this file.", "{n} forms are sealed in this file.", count()), points=6
        )
        self.note = text(
            N_(
                "A form is under way. For the next person, or at the end of the day, it is thrown away and nothing of "
                "it is kept."
            ),
            role="warn",
        )
        self.back_button = Big(N_("Back to the form"), self.back.emit, role="primary")
        self.next_button = Big(N_("Next person"), self.next_person.emit)
        self.finish_button = Big(N_("Finish the day"), self.finish.emit)
        self.column.addStretch(1)
        centred(self.title, self.count, self.note)
        for part in (self.title, self.count, self.note):
            self.column.addWidget(part)
        self.column.addStretch(2)
        self.row.addWidget(self.back_button)
        self.row.addStretch(1)
        self.row.addWidget(self.next_button)
        self.row.addWidget(self.finish_button)

    def begin(self, *, under_way: bool) -> None:
        """Count anew; warn when somebody's form is behind this page."""
        self.count.retranslate()
        self.note.setVisible(under_way)

    def first(self) -> QWidget:
        """Back."""
        return self.back_button


class SlipPage(Leaf):
    """The closing slip, to be copied on paper by hand: nothing of it is printed or saved."""

    closed = Signal()

    def __init__(self, slips: list[Slip], out: Path) -> None:
        super().__init__()
        self.column.addWidget(heading(N_("The closing slip")))
        self.column.addWidget(
            text(
                N_(
                    "Copy this on paper and bring it to the office, apart from the file. With it the office sees "
                    "whether a form was taken out of the file, or put into it, on the way."
                )
            )
        )
        for slip in slips:
            self.column.addLayout(self._rows(slip))
        self.column.addWidget(text(lambda: tr("The file to bring: {file}", file=short_path(out)), role="subtle"))
        self.column.addStretch(1)
        self.close_button = Big(N_("It is copied; close"), self.closed.emit, role="primary")
        self.row.addStretch(1)
        self.row.addWidget(self.close_button)

    @staticmethod
    def _rows(slip: Slip) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        rows: list[tuple[str, Callable[[], str]]] = [
            (N_("Event"), lambda: slip.event),
            (N_("Helper"), lambda: slip.helper or "–"),
            (N_("Whole forms"), partial(format_number, slip.forms)),
            (N_("Broken off"), partial(format_number, slip.unfinished)),
            (N_("Fingerprint"), lambda: slip.fingerprint),
        ]
        for row, (name, value) in enumerate(rows):
            grid.addWidget(text(name, role="subtle"), row, 0, Qt.AlignmentFlag.AlignTop)
            last = row == len(rows) - 1
            label = text(value, points=18 if last else 8, bold=True)
            if last:
                font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
                font.setPointSizeF(label.font().pointSizeF())
                font.setBold(True)
                label.setFont(font)
            grid.addWidget(label, row, 1)
        return grid

    def first(self) -> QWidget:
        """The button."""
        return self.close_button


class TroublePanel(QFrame):
    """What to do when a page could not be sealed: everything is still on the screen."""

    again = Signal()
    elsewhere = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self.setProperty("kind", "fault")
        self.words = text(
            N_(
                "This could not be put away. What stands on the screen stays there, and nothing is lost. "
                "Please call the helper."
            ),
            bold=True,
        )
        self.cause = text("")
        larger(self.cause, 0)
        self.again_button = Big(N_("Try again"), self.again.emit, role="primary")
        self.other_button = Big(N_("Choose another file"), self.elsewhere.emit)
        row = QHBoxLayout()
        row.addWidget(self.again_button)
        row.addWidget(self.other_button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(8)
        layout.addWidget(self.words)
        layout.addWidget(self.cause)
        layout.addLayout(row)
        self.hide()

    def tell(self, fault: Fault | None) -> None:
        """Say what happened, in both languages, and give the keyboard to trying again."""
        self.cause.say(
            lambda: in_both(fault) if fault is not None else say(N_("Something went wrong inside the program."))
        )
        self.show()
        self.again_button.setFocus()
        announce(self, f"{self.words.text()} {self.cause.text()}")
