"""One program on a screen with a clipboard, told on its input what to do; it answers one line each.

`guarded` watches its clipboard as the desktop does, `plain` is any other program.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtGui import QClipboard, QGuiApplication

from mutualaid.desktop.clipboard import ClipboardGuard, share

CLIPBOARD, PRIMARY = QClipboard.Mode.Clipboard, QClipboard.Mode.Selection


def main(kind: str, stay_ms: int) -> None:
    app = QGuiApplication([])
    board = app.clipboard()
    guard = None
    if kind == "guarded":
        guard = ClipboardGuard(app, stay_ms=stay_ms)

    def answer() -> None:
        line = sys.stdin.readline()
        if not line:
            app.quit()
            return
        what, _, text = line.rstrip("\n").partition(" ")
        said = "done"
        if what == "copy":
            board.setText(text, CLIPBOARD)
        elif what == "share":
            share(text)
        elif what == "select":
            board.setText(text, PRIMARY)
        elif what == "paste":
            said = board.text(CLIPBOARD)
        elif what == "middle":
            said = board.text(PRIMARY)
        elif what == "marked":
            said = str(board.mimeData(CLIPBOARD).hasFormat("x-kde-passwordManagerHint"))
        elif what == "lock" and guard is not None:
            guard.clear()
        print(said, flush=True)

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(answer)
    print("ready", flush=True)
    app.exec()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
