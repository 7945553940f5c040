"""One application for all window tests, in the light look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication

from mutualaid.desktop import language, theme
from mutualaid.desktop.tasks import Tasks


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    # What the last test closed goes now: Qt deletes it only in a running loop, and a new look styles all that is left.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.apply(qapp, "light")
    language.switch(qapp, "en")
    yield qapp
    language.switch(qapp, "en")


@pytest.fixture
def tasks(app: QApplication) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.shutdown()


@pytest.fixture
def owner(app: QApplication) -> QObject:
    return QObject(app)
