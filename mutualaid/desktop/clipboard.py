"""What was copied out of the office is taken back: after half a minute, and whenever the office locks.

Copied text cannot be told apart into names and prices, so all of it goes, but for what was written to be sent on. What
another program put on the clipboard is never touched: Qt knows whether what lies there is still ours, on X11 for the
primary selection too, into which everything goes that is merely selected. Programs that remember what was copied are
asked, each in its own way, not to.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

STAY_MS = 30_000
"""How long something copied stays."""

_DISCREET: dict[str, bytes] = {
    "x-kde-passwordManagerHint": b"secret",
    "application/x-nspasteboard-concealed-type": b"1",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': bytes(4),
}
"""What Klipper, the clipboard managers of macOS, and the history of Windows take for "do not keep this"."""
_MARK = "x-kde-passwordManagerHint"
_SHARED = "mutualaid_shared"
"""The clipboard's property that holds what was copied to be sent on, and so stays."""
_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


def share(text: str) -> None:
    """Copy a text that is meant to leave the office: it names nobody, and is not taken back."""
    clipboard = QGuiApplication.clipboard()
    clipboard.setProperty(_SHARED, text)
    clipboard.setText(text)


def copy(text: str) -> None:
    """Copy something about somebody: the guard takes it back after a while, and at the lock."""
    clipboard = QGuiApplication.clipboard()
    clipboard.setProperty(_SHARED, "")
    clipboard.setText(text)


class ClipboardGuard(QObject):
    """Watches the application's clipboard from its making on."""

    def __init__(self, parent: QObject | None = None, *, stay_ms: int = STAY_MS) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(stay_ms)
        self._timer.timeout.connect(self.clear)
        self._clipboard.dataChanged.connect(self._copied)

    def _ours(self, mode: QClipboard.Mode) -> bool:
        """Whether it is ours in Qt's memory and on the screen.

        Qt on X11 goes on saying that we own it when another program took it in the millisecond that it remembers of us;
        what it would paste is then the other's, which it reads through this class.
        """
        if mode == QClipboard.Mode.Selection:
            owns = self._clipboard.supportsSelection() and self._clipboard.ownsSelection()
        else:
            owns = self._clipboard.ownsClipboard()
        held = self._clipboard.mimeData(mode) if owns else None
        return held is not None and not held.inherits("QInternalMimeData")

    def _shared(self, mode: QClipboard.Mode) -> bool:
        """Whether what lies there was copied to be sent on."""
        text = self._clipboard.text(mode)
        return bool(text) and text == self._clipboard.property(_SHARED)

    def _copied(self) -> None:
        """Something lies on the clipboard: if it is ours, mark it and count from now."""
        if not self._ours(QClipboard.Mode.Clipboard):
            self._timer.stop()
            return
        held = self._clipboard.mimeData()
        if self._shared(QClipboard.Mode.Clipboard):
            self._timer.stop()
            return
        if held.hasFormat(_MARK) or not held.formats():
            return
        marked = QMimeData()
        for kind in held.formats():
            marked.setData(kind, held.data(kind))
        for kind, said in _DISCREET.items():
            marked.setData(kind, said)
        self._timer.start()
        self._clipboard.setMimeData(marked)

    def clear(self) -> None:
        """Empty what is ours, clipboard and primary selection."""
        self._timer.stop()
        for mode in _MODES:
            if self._ours(mode) and not self._shared(mode):
                self._clipboard.clear(mode)
