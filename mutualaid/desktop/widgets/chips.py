"""Several codes out of a list: each chosen one is a chip that a key or a click takes away again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.layouts import clear
from mutualaid.desktop.widgets.words import Translated, Words, announce, say
from mutualaid.language.catalog import N_, tr

_PROMPT = N_("Type or choose to add")


class Chips(Translated, QWidget):
    """Chosen codes as chips over a list to add more from. Backspace in the empty list takes the last chip away;
    Delete or Space on a chip takes that one. `changed` is emitted when the person changed them.
    """

    changed = Signal()

    def __init__(self, prompt: Words = _PROMPT) -> None:
        super().__init__()
        self._prompt = prompt
        self._choices: list[tuple[str, str]] = []
        self._codes: list[str] = []
        self._also: Mapping[str, str] | None = None
        self._strip = QWidget()
        self._flow = FlowLayout(self._strip)
        self.adder = Choice()
        self.adder.chosen.connect(self._add)
        self.adder.line.installEventFilter(self)
        self.setFocusProxy(self.adder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._strip)
        layout.addWidget(self.adder)
        self._strip.hide()
        self.retranslate()

    def retranslate(self) -> None:
        """Set the prompt and the chips' tooltips."""
        self.adder.line.setPlaceholderText(say(self._prompt))
        self._draw()

    def set_choices(self, choices: Sequence[tuple[str, str]], *, also: Mapping[str, str] | None = None) -> None:
        """Offer these (code, label), found by other words too (`also`, by code); codes chosen before stay."""
        self._choices, self._also = list(choices), also
        self._draw()

    def codes(self) -> list[str]:
        """The chosen codes in the order of choosing."""
        return list(self._codes)

    def set_codes(self, codes: Sequence[str]) -> None:
        """Choose by program."""
        self._codes = list(dict.fromkeys(codes))
        self._draw()

    def plain(self) -> list[str]:
        """The chosen codes."""
        return self.codes()

    def set_plain(self, codes: Sequence[str]) -> None:
        """Choose them."""
        self.set_codes(codes)

    def _add(self, code: str) -> None:
        if code and code not in self._codes:
            self._codes.append(code)
            self._draw()
            announce(self.adder, tr("Added: {label}", label=self._label(code)))
            self.changed.emit()

    def _drop(self, code: str) -> None:
        self._codes.remove(code)
        self._draw()
        self.adder.setFocus()
        announce(self.adder, tr("Taken away: {label}", label=self._label(code)))
        self.changed.emit()

    def _label(self, code: str) -> str:
        return dict(self._choices).get(code, code)

    def _draw(self) -> None:
        clear(self._flow)
        before: QWidget = self.adder
        for code in self._codes:
            chip = QPushButton(f"{self._label(code)}  ✕", self._strip)
            chip.setProperty("role", "chip")
            chip.setAutoDefault(False)
            chip.setAccessibleName(tr("Take away {label}", label=self._label(code)))
            chip.setToolTip(chip.accessibleName())
            chip.clicked.connect(lambda _checked=False, code=code: self._drop(code))
            chip.installEventFilter(self)
            chip.setObjectName(code)
            self._flow.addWidget(chip)
            chip.show()
            QWidget.setTabOrder(before, chip)
            before = chip
        self._strip.setVisible(bool(self._codes))
        self._strip.updateGeometry()
        self.adder.set_choices([pair for pair in self._choices if pair[0] not in self._codes], also=self._also)
        self.adder.set_code("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys that take chips away."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            line = self.adder.line
            key = event.key()
            if watched is line and key == Qt.Key.Key_Backspace and not line.text() and self._codes:
                self._drop(self._codes[-1])
                return True
            if isinstance(watched, QPushButton) and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self._drop(watched.objectName())
                return True
        return False
