"""The canary for a known fault of the Qt binding: docs/decisions/0004-pyside6-below-6-12.md."""

from __future__ import annotations

import subprocess
import sys

VOID_CALLS = """
import sys
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLabel

application = QApplication(["canary"])

class Bell(QObject):
    rung = Signal(int)

bell, label, timer = Bell(), QLabel(), QTimer()
bell.rung.connect(lambda number: None)
before = sys.getrefcount(None)
for number in range(5000):
    bell.setObjectName("bell")
    bell.rung.emit(number)
    label.setText("text")
    label.setEnabled(True)
    timer.stop()
print(sys.getrefcount(None) - before)
"""


def test_void_calls_neither_lose_nor_keep_references_to_none() -> None:
    done = subprocess.run([sys.executable, "-c", VOID_CALLS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert abs(int(done.stdout)) < 500
