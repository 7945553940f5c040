"""One application for all window tests, in the light look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from mutualaid.desktop import language, theme
from mutualaid.desktop.tasks import Tasks


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
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
