"""A window with what can be chosen about a paper at the left, and its pages at the right as they will come out."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mutualaid.desktop import printing, theme
from mutualaid.desktop.dialogs import WindowOver
from mutualaid.desktop.forms_out.pages_view import PagesView
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.panels import scrolled
from mutualaid.desktop.widgets.words import Button, Said, Words
from mutualaid.language.catalog import N_
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault


class PreviewWindow(WindowOver):
    """What every such window has: pages, messages, Close, Save as PDF and Print. A subclass makes its choices, calls
    `arrange`, and fills `lay_out`, `print_pages` and `save_pdf`.

    `wait` is how many milliseconds after the last key the pages are laid out anew: `later` is started by each.
    """

    def __init__(self, context: Context, parent: QWidget | None, *, wait: int) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._asked = 0
        self._failed = False
        self.messages = MessageBar()
        self.view = PagesView()
        self.close_button = Button(N_("Close"), self.reject)
        self.pdf_button = Button(N_("Save as PDF…"), self.ask_pdf)
        self.print_button = Button(N_("Print…"), self.print_pages, role="primary")
        self.later = QTimer(self)
        self.later.setSingleShot(True)
        self.later.setInterval(wait)
        self.later.timeout.connect(self.lay_out)

    def arrange(
        self, title: Words, choices: QVBoxLayout, *, more: Sequence[QPushButton] = (), size: tuple[int, int], side: int
    ) -> None:
        """Put the window together. `size` is how large it would be, `side` how wide its choices, in pixels at the usual
        size of letters; `more` are buttons beside Close.
        """
        left = QWidget()
        left.setLayout(choices)
        choices.setContentsMargins(2, 2, 12, 2)
        choices.addStretch(1)
        column = scrolled(left)
        middle = QHBoxLayout()
        middle.setSpacing(14)
        middle.addWidget(column)
        middle.addWidget(self.view, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.close_button, *more, self.pdf_button, self.print_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(10)
        layout.addWidget(Said(title, points=4, bold=True))
        layout.addWidget(self.messages)
        layout.addLayout(middle, 1)
        layout.addLayout(buttons)
        screen = QGuiApplication.primaryScreen().availableGeometry()
        width = min(theme.roomy(size[0]), screen.width() - 40)
        column.setFixedWidth(min(theme.roomy(side), width // 2))
        self.resize(width, min(size[1], screen.height() - 60))

    def ask_anew(self) -> Callable[[], bool]:
        """Begin to lay out. What is given tells whether nothing was asked since: two readers work at once, and the last
        question is the one that counts.
        """
        self.later.stop()
        self._asked += 1
        asked = self._asked
        return lambda: asked == self._asked

    def can_leave(self, able: bool, fault: Fault | None = None) -> None:
        """Whether there is something to print and to save, and what keeps it from being made, if that is known."""
        for button in (self.pdf_button, self.print_button):
            button.setEnabled(able)
        if fault is not None:
            self.messages.tell(sentence(fault), "fault")
        elif self._failed:
            self.messages.hide()
        self._failed = fault is not None

    @abstractmethod
    def lay_out(self) -> None:
        """Lay the pages out as chosen, off the window's thread, and show them."""

    @abstractmethod
    def print_pages(self) -> None:
        """Print them; where the system has no printer, say so."""

    def ask_pdf(self) -> None:
        """Ask for a place outside the store, and write the PDF."""
        printing.ask_pdf(self, self.save_pdf)

    @abstractmethod
    def save_pdf(self, path: Path) -> None:
        """Write the pages to a new file."""
