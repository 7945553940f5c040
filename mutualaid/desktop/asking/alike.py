"""Households that may be the one that is asked: named while the answers are typed, compared, and added to by a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.panels import scrolled
from mutualaid.desktop.widgets.phones import show_phone
from mutualaid.desktop.widgets.side_by_side import SideBySide
from mutualaid.desktop.widgets.words import Button, Said, Translated, announce, restyle
from mutualaid.language import question_words
from mutualaid.language.catalog import N_, ntr, tr

if TYPE_CHECKING:
    from mutualaid.records.answers import Value
    from mutualaid.services.asking import Alike

CLUES = frozenset({"contact_name", "phone", "zone", "address", "household_size"})
"""Questions whose answers tell one household from another."""

_PAUSE_MS = 300
_SAME = N_("By name and number or address it is, so one of the three must be chosen.")
_REACHED = N_("They have the same number, so one of the three must be chosen.")


class AlikeStrip(Translated, QFrame):
    """Looks off the window's thread a moment after something was typed; hidden while nobody is like them.

    `compare` carries one of them whom she wants to see beside what was typed; `apart` that nobody is chosen any more.
    """

    compare = Signal(object)
    apart = Signal()

    def __init__(self, context: Context, typed: Callable[[], Mapping[str, Value]]) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self._context, self._typed = context, typed
        self._looked: dict[str, Value] = {}
        self.found: tuple[Alike, ...] = ()
        self.chosen: Alike | None = None
        self.buttons: list[Button] = []
        self.words = Said(self._words)
        self.let_go = Button(N_("Keep it apart"), self.apart.emit, role="link")
        self._strip = QWidget()
        self._flow = FlowLayout(self._strip, gap=14)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(0)
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        row.addWidget(self.let_go)
        layout.addLayout(row)
        layout.addWidget(self._strip)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self.hide()

    def soon(self) -> None:
        """Something was typed: look when she pauses."""
        self._timer.start(_PAUSE_MS)

    def look(self) -> None:
        """Look for what is typed now."""
        self._timer.stop()
        typed = {name: value for name, value in self._typed().items() if name in CLUES}
        if typed == self._looked or self.chosen is not None:
            return
        self._looked = typed
        self._context.tasks.read(partial(self._read, dict(self._typed())), partial(self._show, typed), owner=self,
                                 fail=lambda _fault: None)  # fmt: skip

    def _read(self, answers: Mapping[str, Value]) -> tuple[Alike, ...]:
        from mutualaid.services.asking import similar

        return similar(self._context.office, answers=answers)

    def _show(self, typed: Mapping[str, Value], found: tuple[Alike, ...]) -> None:
        if typed == self._looked and self.chosen is None:
            self.set_found(found)

    def set_found(self, found: tuple[Alike, ...]) -> None:
        """Name these."""
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.found = found
        self.buttons = [Button(partial(_name, one), partial(self.compare.emit, one), role="link") for one in found]
        for button in self.buttons:
            self._flow.addWidget(button)
            button.show()
        self._draw()
        if found:
            announce(self, self.words.text())

    def choose(self, one: Alike | None) -> None:
        """What is saved goes to that household; to none, it is looked for anew."""
        self.chosen = one
        if one is None:
            self._looked = {}
            self.soon()
        self._draw()
        announce(self, self.words.text())

    def forget(self) -> None:
        """Begin anew with the next one."""
        self._timer.stop()
        self.chosen, self._looked = None, {}
        self.set_found(())

    def _draw(self) -> None:
        self.setProperty("kind", "good" if self.chosen is not None else "warn")
        restyle(self)
        self.setVisible(bool(self.found) or self.chosen is not None)
        self._strip.setVisible(self.chosen is None)
        self.let_go.setVisible(self.chosen is not None)
        self.words.retranslate()

    def _words(self) -> str:
        if self.chosen is not None:
            return tr("What you save is added to household {code}.", code=self.chosen.code)
        return ntr(
            "{n} household may be the same one. F4 sets it beside what you typed:",
            "{n} households may be the same one. F4 sets one beside what you typed:",
            len(self.found),
        )


def _name(one: Alike) -> str:
    name = one.name or tr("no name")
    return tr("{code}: {name}, {zone}", code=one.code, name=name, zone=one.zone)


class CompareWindow(Translated, QDialog):
    """A known household beside what was typed. `decided` as that of `SideBySide`; Escape decides nothing."""

    decided = Signal(str)

    def __init__(self, one: Alike, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.one = one
        self.pair = SideBySide(
            [(partial(question_words.short, name), _said(name, said), _said(name, known))
             for name, known, said in one.fields],
            titles=(N_("Typed now"), lambda: tr("Household {code}", code=one.code)),
        )  # fmt: skip
        self.pair.decided.connect(self._decide)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(2, 2, 8, 2)
        inner.addWidget(self.pair)
        inner.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(12)
        layout.addWidget(Said(N_("Is it the same household?"), points=4, bold=True))
        if one.same or one.reached:
            layout.addWidget(Said(_SAME if one.same else _REACHED, role="warn"))
        layout.addWidget(scrolled(content), 1)
        layout.addWidget(Button(N_("Decide later"), self.reject), 0, Qt.AlignmentFlag.AlignRight)
        self.retranslate()
        screen = self.screen().availableGeometry()
        self.resize(min(theme.roomy(760), screen.width() - 40), min(theme.roomy(560), screen.height() - 60))
        self.pair.setFocus()

    def retranslate(self) -> None:
        """What is asked, and nobody's name."""
        self.setWindowTitle(tr("Is it the same household?"))

    def _decide(self, decision: str) -> None:
        self.decided.emit(decision)
        self.accept()


def _said(question: str, text: str) -> str:
    return "\n".join(map(show_phone, text.split("\n"))) if question == "phone" and text else text
