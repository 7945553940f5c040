"""A kit and where it goes: the stick, the commands for another laptop, or event mode on this one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.clipboard import share
from mutualaid.desktop.dialogs import ask
from mutualaid.desktop.door_frame import short_path
from mutualaid.desktop.events.places import FORMS_SUFFIX, ask_new, neutral_name
from mutualaid.desktop.events.slip_check import groups
from mutualaid.desktop.events.starting import elsewhere
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.panels import Card, scrolled
from mutualaid.desktop.widgets.words import Button, Said, Translated, say
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.services.event_laptop import Kit

_HOW = (N_("Once, to set the program up"), N_("To start event mode"))


class KitWindow(Translated, QDialog):
    """What is to be done with a kit. `path` is its file; `kit` what was read in it."""

    def __init__(self, context: Context, path: Path, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._context, self._path, self._kit = context, path, kit
        self.messages = MessageBar(stay=True)
        self.here_button = Button(N_("Start event mode on this laptop…"), self.ask_out)
        self.close_button = Button(N_("Close"), self.accept, role="primary")
        self.commands: list[QLabel] = []
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(12)
        for card in (self._file_card(), self._elsewhere_card(), self._here_card()):
            column.addWidget(card)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 18)
        layout.setSpacing(12)
        layout.addWidget(Said(N_("The kit is ready"), points=4, bold=True))
        layout.addWidget(self.messages)
        layout.addWidget(scrolled(content), 1)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        screen = self.screen().availableGeometry()
        self.resize(min(theme.roomy(700), screen.width() - 40), min(theme.roomy(640), screen.height() - 60))
        self.close_button.setFocus()
        self.retranslate()

    def retranslate(self) -> None:
        """Set the window's title, which tells no event, and name what can be copied."""
        self.setWindowTitle(tr("Event kit"))
        for label, how in zip(getattr(self, "commands", []), _HOW, strict=True):
            label.setAccessibleName(f"{say(how)}: {label.text()}")

    def _file_card(self) -> Card:
        card = Card(N_("1. Onto a stick"))
        card.body.addWidget(Said(partial(short_path, self._path), bold=True))
        card.body.addWidget(
            Said(
                N_(
                    "Copy this file to the laptop at the event. If it is lost or stolen, nobody can read a form with "
                    "it; but false forms could be written, which is why you look at each one before it counts."
                )
            )
        )
        if self._kit.check:
            card.body.addWidget(
                Said(
                    lambda: tr(
                        "Event mode shows these letters on its first page: {signs}. If it shows others, it is not "
                        "this kit.",
                        signs=" ".join(groups(self._kit.check)),
                    )
                )
            )
        return card

    def _elsewhere_card(self) -> Card:
        card = Card(N_("2. On another laptop"))
        words = N_("The program must be there. In its folder, with the stick's own place in the second line:")
        card.body.addWidget(Said(words))
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF())
        for how, command in zip(_HOW, elsewhere(self._path), strict=True):
            label = QLabel(command)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            label.setWordWrap(True)
            label.setFont(font)
            self.commands.append(label)
            copy = Button(N_("Copy"), partial(share, command), role="link")
            row = QHBoxLayout()
            row.addWidget(label, 1)
            row.addWidget(copy)
            card.body.addWidget(Said(how, role="subtle"))
            card.body.addLayout(row)
        return card

    def _here_card(self) -> Card:
        card = Card(N_("Or on this one"))
        card.body.addWidget(
            Said(
                N_(
                    "The office is locked first, and event mode then runs as a program of its own that cannot reach "
                    "it. Coming back takes your passphrase."
                )
            )
        )
        card.body.addWidget(self.here_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def ask_out(self) -> None:
        """Ask into which file the forms are sealed."""
        folder = self._path.parent
        name = neutral_name(FORMS_SUFFIX, self._context.today(), folder)
        window = ask_new(self, tr("Where the sealed forms go"), folder / name, FORMS_SUFFIX)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.fileSelected.connect(lambda chosen: self.ask_start(Path(chosen)))
        window.finished.connect(self.activateWindow)  # which only some window managers do
        window.open()

    def ask_start(self, out: Path) -> None:
        """Ask before the office is locked."""
        ask(
            self,
            N_("Lock the office and start event mode?"),
            N_("What is half-filled in here is kept, encrypted, and offered to you when you come back."),
            N_("Lock and start"),
            lambda: self.start_here(out),
        )

    def start_here(self, out: Path) -> None:
        """Look once more whether the kit is there, then lock the office and start."""
        path = self._path
        self.here_button.setEnabled(False)

        def read() -> Kit:
            from mutualaid.services.event_laptop import open_kit

            return open_kit(path)

        def go(_kit: Kit) -> None:
            self.accept()
            self._context.event_mode(path, out)

        def refused(fault: Fault) -> None:
            self.here_button.setEnabled(True)
            self.messages.tell(sentence(fault), "fault")

        self._context.tasks.read(read, go, owner=self, fail=refused)
