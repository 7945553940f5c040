"""What a watched note and a watched line share: findings are marked as she types, and one key takes them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.words import Button, Translated, announce, plain_label
from mutualaid.language.catalog import N_, ntr
from mutualaid.language.formats import format_list

if TYPE_CHECKING:
    from mutualaid.discretion.watch import Finding

_PAUSE_MS = 250


class Watched(Translated, QWidget):
    """A box to type in, and under it what the watch found. `changed` when the person typed.

    Ctrl+R takes every finding out at once, and can be undone with Ctrl+Z.
    """

    changed = Signal()

    def __init__(self, box: QWidget) -> None:
        super().__init__()
        self._box = box
        box.installEventFilter(self)
        self.warning = plain_label(role="warn")
        self.button = Button(N_("Take it out (Ctrl+R)"), self.redact)
        self.alarm = QWidget()
        row = QHBoxLayout(self.alarm)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.warning, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.alarm.hide()
        self.setFocusProxy(box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(box)
        layout.addWidget(self.alarm)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._last = ""

    def written(self) -> str:
        """The text as it stands in the box."""
        raise NotImplementedError

    def write(self, text: str) -> None:
        """Show a text; nothing is undone past it."""
        raise NotImplementedError

    def rewrite(self, text: str) -> None:
        """Put `text` in the place of what is written, as one step that Ctrl+Z takes back."""
        raise NotImplementedError

    def mark(self, text: str, found: list[Finding]) -> None:
        """Underline the findings in the box."""
        raise NotImplementedError

    def text(self) -> str:
        """What is written, white space at its ends dropped."""
        return self.written().strip()

    def set_text(self, text: str) -> None:
        """Show a text."""
        self.write(text)
        self._timer.stop()
        self.look()

    def plain(self) -> str:
        """The text as it stands."""
        return self.written()

    def set_plain(self, text: str) -> None:
        """Show it."""
        self.set_text(text)

    def retranslate(self) -> None:
        """Say again what was found."""
        self.look()

    def typed(self) -> None:
        """The person typed: look once she pauses."""
        self._timer.start(_PAUSE_MS)
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+R in the box."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if control and event.key() == Qt.Key.Key_R:
                self.redact()
                return True
        return super().eventFilter(watched, event)

    def look(self) -> None:
        """Underline what the watch finds and say what kinds it is."""
        from mutualaid.desktop.widgets.findings import kind_words
        from mutualaid.discretion.watch import find

        text = self.written()
        found = find(text)
        self.mark(text, found)
        kinds = list(dict.fromkeys(kind_words(finding.kind) for finding in found))
        said = ""
        if found:
            said = ntr(
                "This should not be kept: {kinds}. Nobody's help depends on it.",
                "These should not be kept: {kinds}. Nobody's help depends on them.",
                len(found),
                kinds=format_list(kinds),
            )
        self.alarm.setVisible(bool(found))
        self.warning.setText(said)
        if said and said != self._last:
            announce(self._box, said)
        self._last = said

    def redact(self) -> None:
        """Take out everything that was found, keeping undo."""
        from mutualaid.discretion.watch import redact_all

        text = self.written()
        clean = redact_all(text)
        if clean != text:
            self.rewrite(clean)
            self.look()
        self._box.setFocus()


def underline() -> QTextCharFormat:
    """How a finding looks in the text."""
    look = QTextCharFormat()
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    look.setUnderlineColor(QColor(theme.tones().danger))
    look.setBackground(QColor(theme.tones().warn_soft))
    look.setForeground(QColor(theme.tones().text))
    return look


def units(text: str) -> int:
    """How long Qt takes `text` to be: it counts UTF-16 units, the watch counts characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
