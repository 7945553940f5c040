"""The window that long work shows after half a second: what is being done, how far it is, and Cancel."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from mutualaid.language.catalog import tr

_LOOK_MS = 100


class ProgressWindow(QDialog):
    """Looks at `seen()` ten times a second, so that the work may report as often as it likes.

    Escape and closing ask the work to stop; the window goes when the work has unwound, not before, so nobody
    believes that it has stopped while it still runs.
    """

    def __init__(
        self, title: str, seen: Callable[[], tuple[int, int]], cancel: Callable[[], None], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._seen = seen
        self._cancel_work = cancel
        self._ended = False
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Working"))
        self.setMinimumWidth(380)
        self.label = QLabel(title)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(title)
        self.bar.setRange(0, 0)
        self.cancel_button = QPushButton(tr("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        buttons = QDialogButtonBox()
        buttons.addButton(self.cancel_button, QDialogButtonBox.ButtonRole.RejectRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(14)
        for widget in (self.label, self.bar, buttons):
            layout.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_MS)

    def _look(self) -> None:
        done, total = self._seen()
        self.bar.setRange(0, total)
        self.bar.setValue(min(done, total))

    def finish(self) -> None:
        """The work has ended: go away."""
        self._ended = True
        self._timer.stop()
        self.close()
        parent = self.parentWidget()
        if parent is not None:
            # Without a window manager nobody else gives the keyboard back.
            parent.window().activateWindow()

    def reject(self) -> None:
        """Ask the work to stop, and wait for it."""
        if self._ended:
            super().reject()
            return
        self._cancel_work()
        self.cancel_button.setEnabled(False)
        self.cancel_button.setText(tr("Stopping…"))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is cancelling until the work has ended."""
        if self._ended:
            super().closeEvent(event)
        else:
            event.ignore()
            self.reject()
