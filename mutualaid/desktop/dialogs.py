"""Dialogs that every page uses: a form, a question, a choice among reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.panels import scrolled
from mutualaid.desktop.widgets.plain import plain_parts, put_parts
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words, say
from mutualaid.language.catalog import N_
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault


class WindowOver(Translated, QDialog):
    """A window over another one."""

    def done(self, result: int) -> None:
        """Close, and give the keyboard back to the window beneath, which only some window managers do."""
        super().done(result)
        parent = self.parentWidget()
        if parent is not None:
            parent.window().activateWindow()


class FormDialog(WindowOver):
    """A window with a heading, a form that scrolls, a message bar for faults, and two buttons. Where the heading says
    whom it is about, `window_title` must not.

    `save` is called by the main button (Ctrl+Enter or Ctrl+S from anywhere); the dialog stays open until
    `done_well`, so that a refused write loses nothing that was typed. Escape asks before it throws away what was typed
    (`dirty`).

    A form with a `draft_kind` is kept, encrypted, while it is half-filled: it names its fields in `parts`, and the
    record that it changes in `draft_uid`. One that goes on after saving says so by `saved_so_far`, with the draft's id.
    """

    draft_kind = ""
    least_height = 0
    """Pixels, in letters of the usual size, for a form that grows once it is open."""
    saved_so_far = Signal(str)

    def __init__(
        self,
        title: Words,
        save_words: Words,
        parent: QWidget | None = None,
        *,
        width: int = 620,
        window_title: Words = "",
    ) -> None:
        super().__init__(parent)
        self._title = window_title or title
        self.dirty = False
        self.draft_id = ""
        self.over = False
        self.heading = Said(title, points=4, bold=True)
        self.messages = MessageBar()
        self.content = QWidget()
        self.body = QVBoxLayout()
        self.body.setSpacing(14)
        whole = QVBoxLayout(self.content)
        whole.setContentsMargins(2, 2, 14, 2)
        whole.addLayout(self.body)
        whole.addStretch(1)  # a short form stays together at the top
        self.cancel_button = Button(N_("Cancel"), self.reject)
        self.save_button = Button(save_words, self.save, role="primary", hint=N_("Ctrl+Enter"))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 18)
        layout.setSpacing(12)
        layout.addWidget(self.heading)
        layout.addWidget(self.messages)
        self.area = scrolled(self.content)
        layout.addWidget(self.area, 1)
        layout.addLayout(buttons)
        self._width = width
        self.retranslate()

    def retranslate(self) -> None:
        """Set the window's title: what is done here, never whom it is about."""
        self.setWindowTitle(say(self._title))

    def sizeHint(self) -> QSize:
        """As high as its form wants, within the screen."""
        screen = QGuiApplication.primaryScreen().availableGeometry()
        width = min(theme.roomy(self._width), screen.width() - 40)
        wraps = self.content.hasHeightForWidth()
        high = self.content.heightForWidth(width - 60) if wraps else self.content.sizeHint().height()
        wanted = high + self.heading.sizeHint().height() + self.save_button.sizeHint().height() + 72
        return QSize(width, min(max(wanted, theme.roomy(self.least_height)), screen.height() - 60))

    def open(self) -> None:
        """Open at its own size; left to itself Qt takes no more than two thirds of the screen."""
        self.resize(self.sizeHint())
        super().open()

    def beside(self) -> None:
        """Open at its own size beside the work, which goes on meanwhile."""
        self.resize(self.sizeHint())
        self.show()

    def save(self) -> None:
        """Check and write; subclasses fill it."""

    def parts(self) -> dict[str, QWidget]:
        """The fields by name, in the order in which they are filled."""
        return {}

    def draft_uid(self) -> str:
        """The record that the form changes, "" for a new one."""
        return ""

    def draft(self) -> dict[str, Any]:
        """What is in the form now, as plain data."""
        return plain_parts(self.parts())

    def take_draft(self, draft_id: str, state: Mapping[str, Any]) -> None:
        """Fill the form with what `draft` gave, and go on as that draft."""
        put_parts(self.parts(), state)
        self.draft_id, self.dirty = draft_id, True

    def set_busy(self, busy: bool) -> None:
        """While the write is under way the buttons rest."""
        self.save_button.setEnabled(not busy)
        self.cancel_button.setEnabled(not busy)

    def done_well(self) -> None:
        """It is written: close."""
        self.dirty = False
        self.accept()

    def begin_anew(self) -> None:
        """It is written, and the next one is typed in the same window: the draft of this one goes."""
        self.dirty = False
        self.saved_so_far.emit(self.draft_id)
        self.draft_id = ""

    def refused(self, fault: Fault) -> None:
        """It was not written: say why and let her go on."""
        self.set_busy(False)
        self.messages.tell(sentence(fault), "fault")

    def done(self, result: int) -> None:
        """It is saved, or thrown away."""
        self.over = True
        super().done(result)

    def reject(self) -> None:
        """Close; ask first when something would be lost."""
        if self.dirty:
            ask(
                self,
                N_("Throw away what you typed?"),
                N_("Nothing of it has been saved yet."),
                N_("Throw away"),
                self._throw_away,
                danger=True,
            )
            return
        super().reject()

    def _throw_away(self) -> None:
        self.dirty = False
        super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter and Ctrl+S save."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        asked = enter or event.key() == Qt.Key.Key_S
        if asked and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.save_button.isEnabled():
                self.save()
            return
        if enter:
            event.accept()
            return
        super().keyPressEvent(event)


class _Question(WindowOver):
    def __init__(self, parent: QWidget, question: Words, words: Words, verb: Words, *, danger: bool) -> None:
        super().__init__(parent)
        self._question, self._verb = question, verb
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.roomy(400))
        self.yes = Button(verb, self.accept, role="danger" if danger else "primary")
        self.no = Button(N_("Cancel"), self.reject)
        self.layout_ = QVBoxLayout(self)
        self.layout_.setContentsMargins(22, 20, 22, 16)
        self.layout_.setSpacing(10)
        self.layout_.addWidget(Said(question, points=2, bold=True))
        if words:
            self.layout_.addWidget(Said(words))
        self.row = QHBoxLayout()
        self.row.addStretch(1)
        self.row.addWidget(self.no)
        self.row.addWidget(self.yes)
        self.layout_.addLayout(self.row)
        (self.no if danger else self.yes).setFocus()
        (self.no if danger else self.yes).setDefault(True)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(say(self._question))

    def open(self) -> None:
        """Open as high as its sentences are when they are wrapped, which Qt asks of no window."""
        wide = self.sizeHint().width()
        self.resize(wide, max(self.sizeHint().height(), self.heightForWidth(wide)))
        super().open()


def ask(
    parent: QWidget,
    question: Words,
    words: Words,
    verb: Words,
    do: Callable[[], object],
    *,
    danger: bool = False,
) -> QDialog:
    """Ask before something that cannot simply be undone. `verb` labels the button that calls `do`. Does not block."""
    dialog = _Question(parent, question, words, verb, danger=danger)
    dialog.accepted.connect(do)
    dialog.open()
    return dialog


class _Offer(_Question):
    def __init__(self, parent: QWidget, question: Words, words: Words, verb: Words, other: Words) -> None:
        super().__init__(parent, question, words, verb, danger=False)
        self.no.say(other)


def offer(
    parent: QWidget,
    question: Words,
    words: Words,
    yes: tuple[Words, Callable[[], object]],
    no: tuple[Words, Callable[[], object]],
) -> QDialog:
    """Offer one thing or the other, each (label, what to do). Escape does neither. Does not block."""
    dialog = _Offer(parent, question, words, yes[0], no[0])
    dialog.accepted.connect(yes[1])
    dialog.no.clicked.connect(lambda _checked=False: no[1]())
    dialog.open()
    return dialog


class _Reasons(_Question):
    def __init__(self, parent: QWidget, question: Words, reasons: Sequence[tuple[str, Words]], verb: Words) -> None:
        super().__init__(parent, question, "", verb, danger=False)
        self._reasons = reasons
        self.group = QButtonGroup(self)
        self.radios: list[QRadioButton] = []
        for position, (_code, _words) in enumerate(reasons):
            radio = QRadioButton()
            self.radios.append(radio)
            self.group.addButton(radio, position)
            self.layout_.insertWidget(1 + position, radio)
        self.radios[0].setChecked(True)
        self.radios[0].setFocus()
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(say(self._verb))  # the question may name a need, a window's title must not
        for radio, (_code, words) in zip(getattr(self, "radios", []), getattr(self, "_reasons", []), strict=True):
            radio.setText(say(words))

    def picked(self) -> str:
        return self._reasons[self.group.checkedId()][0]


def ask_reason(
    parent: QWidget,
    question: Words,
    reasons: Sequence[tuple[str, Words]],
    verb: Words,
    do: Callable[[str], object],
) -> QDialog:
    """Ask for one of some reasons, each (code, words); `do` gets the code. Does not block."""
    dialog = _Reasons(parent, question, reasons, verb)
    dialog.accepted.connect(lambda: do(dialog.picked()))
    dialog.open()
    return dialog
