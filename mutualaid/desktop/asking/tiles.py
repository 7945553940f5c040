"""Choices as tiles: one stop of Tab for all of them, and each a key, an arrow or a few letters away."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from mutualaid.desktop.widgets.choice import fold
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.words import announce, plain_label
from mutualaid.language.catalog import Catalog, tr

_DIGITS = "1234567890"
_SURE = 3
"""From so many letters on, a tile is also found by what else it is called."""
_FEW = 5
"""Up to so many tiles, a letter that only one of them begins with presses it."""


class Tile(QPushButton):
    """One choice. Words that are wider than the tiles have room go on in a second line, which Qt's buttons cannot."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self.setProperty("role", "toggle")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def say(self, words: str) -> None:
        """Show these words."""
        self._words = words
        self.setText(words)

    def fit(self, width: int) -> None:
        """Break the words into lines that are no wider than that."""
        frame = super().sizeHint().width() - self._measure(self.text())
        lines = [""]
        for word in self._words.split(" "):
            longer = f"{lines[-1]} {word}" if lines[-1] else word
            if lines[-1].strip() and self._measure(longer) + frame > width:
                lines.append(word)
            else:
                lines[-1] = longer
        text = "\n".join(lines) if len(lines) > 1 else self._words
        if text != self.text():
            self.setText(text)

    def _measure(self, text: str) -> int:
        return max(self.fontMetrics().horizontalAdvance(line) for line in text.split("\n"))

    def minimumSizeHint(self) -> QSize:
        """Its longest word, for the rest can go on below."""
        hint = self.sizeHint()
        frame = hint.width() - self._measure(self.text())
        return QSize(frame + max(map(self._measure, self._words.split(" "))), hint.height())


class Tiles(QWidget):
    """Tiles by code, in order; `single` lets one be pressed at most. Pressing a pressed one lets it go.

    The first ten are pressed by their digit, any by moving to it (arrows, or the first letters of its name, in any
    language by which it goes) and Space or Enter. `changed` when the person pressed one.
    """

    changed = Signal()

    def __init__(self, codes: tuple[str, ...], *, single: bool) -> None:
        super().__init__()
        self.single = single
        self.buttons: dict[str, Tile] = {}
        self._names: dict[str, str] = {}
        self._also: Mapping[str, str] = {}
        self._typed = ""
        self._met = False
        self._moving = False
        self.looking = plain_label(role="subtle")
        self.looking.hide()
        strip = QWidget()
        flow = FlowLayout(strip)
        for code in codes:
            button = Tile()
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            button.installEventFilter(self)
            button.clicked.connect(partial(self._pressed, code))
            self.buttons[code] = button
            flow.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(strip)
        layout.addWidget(self.looking)
        self._held = next(iter(self.buttons.values()))
        self._hold(self._held)

    def relabel(self, names: Mapping[str, str], cat: Catalog, *, about: str, also: Mapping[str, str]) -> None:
        """Name each tile. `about` is the question, for those who hear it; `also` other words to find a tile by."""
        self._names, self._also = dict(names), also
        for place, (code, button) in enumerate(self.buttons.items()):
            name = names[code]
            key = _DIGITS[place] if place < len(_DIGITS) else ""
            button.say(cat.tr("{key}  {choice}", key=key, choice=name) if key else name)
            button.setAccessibleName(name)
            button.setAccessibleDescription(about)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break long names anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for button in self.buttons.values():
            button.fit(self.width())

    def codes(self) -> list[str]:
        """What is pressed, in the order of the tiles."""
        return [code for code, button in self.buttons.items() if button.isChecked()]

    def set_codes(self, codes: list[str]) -> None:
        """Press these."""
        for code, button in self.buttons.items():
            button.setChecked(code in codes)

    def setFocus(self, *_reason: object) -> None:
        """Come back to the tile that was last gone to."""
        self._held.setFocus()

    def press(self, code: str) -> None:
        """Press a tile as the person does."""
        self.buttons[code].setChecked(not self.buttons[code].isChecked())
        self._hold(self.buttons[code])
        self._pressed(code)

    def _pressed(self, code: str, _checked: bool = False) -> None:
        self._forget_typed()
        self._hold(self.buttons[code])
        pressed = self.buttons[code].isChecked()
        if self.single and pressed:
            for other, button in self.buttons.items():
                button.setChecked(other == code)
        said = tr("Chosen: {choice}", choice=self._names.get(code, code))
        announce(self, said if pressed else tr("Taken away: {label}", label=self._names.get(code, code)))
        self.changed.emit()

    def _hold(self, button: Tile) -> None:
        """Let Tab come back to this tile, and the keys start from it."""
        had = any(one.hasFocus() for one in self.buttons.values())
        self._held.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._held = button
        if had:
            self._moving = True
            button.setFocus()
            self._moving = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Digits press, arrows move, letters look for a name; what was typed is forgotten when the focus leaves."""
        if event.type() == QEvent.Type.FocusOut and not self._moving:
            self._forget_typed()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
        return not event.modifiers() & held and self._key(event)

    def _key(self, event: QKeyEvent) -> bool:
        order = list(self.buttons)
        at = order.index(next(code for code, button in self.buttons.items() if button is self._held))
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}.get(
            Qt.Key(event.key())
        )
        sign = event.text()
        if step is not None:
            self._forget_typed()
            self._hold(self.buttons[order[(at + step) % len(order)]])
            return True
        if self._typed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._met:
                self.press(order[at])
            self._forget_typed()
            return True
        if event.key() == Qt.Key.Key_Backspace:
            self._look_for(self._typed[:-1])
            return True
        if sign in _DIGITS and sign and not self._typed:
            place = _DIGITS.index(sign)
            if place < len(order):
                self.press(order[place])
            return True
        if sign.isalpha() or (self._typed and sign.isprintable() and sign != " "):
            self._look_for(self._typed + sign)
            return True
        return False

    def _look_for(self, typed: str) -> None:
        """Go to the first tile whose name begins so, else has a word that does, else goes by such a word elsewhere."""
        wanted = fold(typed)
        found = self._matching(wanted) if wanted else []
        self._typed, self._met = typed, bool(found)
        if found:
            self._hold(self.buttons[found[0]])
            if len(found) == 1 and len(self.buttons) <= _FEW:
                self.press(found[0])
                return
        said = tr("Looking for: {typed}", typed=typed) if found else tr("Nothing is called “{typed}”", typed=typed)
        self.looking.setText(said)
        self.looking.setVisible(bool(typed))
        if typed and not found:
            announce(self, said)

    def _matching(self, wanted: str) -> list[str]:
        begins = [code for code, name in self._names.items() if fold(name).startswith(wanted)]
        inside = [code for code, name in self._names.items() if f" {wanted}" in f" {fold(name)}"]
        other = self._also if len(wanted) >= _SURE else {}
        elsewhere = [code for code in self.buttons if f" {wanted}" in f" {fold(other.get(code, ''))}"]
        return list(dict.fromkeys((*begins, *inside, *elsewhere)))

    def _forget_typed(self) -> None:
        self._typed = ""
        self.looking.hide()
