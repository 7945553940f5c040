"""An import window over a real, encrypted office, and files as people really send them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from mutualaid.desktop.importing.dialog import Step, open_import
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.messages import MessageBar
from tests.samples import sample
from tests.services.make import TODAY

SHOUT = "Quién,Celu,Por dónde anda,Qué pide,Apuro,Cuántos son,Cosas\n"
"""Headers that no tool has and that none of ours are named in."""


@pytest.fixture
def window(app, qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1100, 760)
    made.show()
    return made


@pytest.fixture
def went():
    return []


@pytest.fixture
def open_dialog(qtbot, tasks, office, window, went):
    def do(path=None):
        context = Context(
            office, tasks, MessageBar(window), go=lambda key, uid: went.append((key, uid)), run=lambda _n: None,
            today=lambda: TODAY,
        )  # fmt: skip
        made = open_import(context, window, path)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.waitExposed(made)
        made.activateWindow()
        return made

    return do


@pytest.fixture
def dialog(open_dialog, tasks, qtbot):
    made = open_dialog()
    qtbot.waitUntil(lambda: not tasks.busy)
    return made


@pytest.fixture
def settle(qtbot, tasks, dialog):
    def wait():
        qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
        qtbot.waitUntil(active)

    def active():
        """Without a window manager a progress window that closes leaves none active."""
        if not dialog.isVisible():
            return True
        if QApplication.activeWindow() is None:
            dialog.activateWindow()
        return QApplication.activeWindow() is not None

    return wait


@pytest.fixture
def copied(tmp_path):
    """A sample export, or the first `rows` of it, copied to where a person would have put it."""

    def copy(name, rows=None):
        file = tmp_path / "Downloads" / name
        file.parent.mkdir(exist_ok=True)
        lines = sample(name).read_bytes().splitlines(keepends=True)
        file.write_bytes(b"".join(lines if rows is None else lines[: rows + 1]))
        return file

    return copy


@pytest.fixture
def written(tmp_path):
    """A file of her own with the headers of nobody's tool; `rows` are lines."""

    def write(*rows, name="lista.csv", headers=SHOUT):
        file = tmp_path / name
        file.write_text(headers + "\n".join(rows) + "\n", "utf-8")
        return file

    return write


@pytest.fixture
def opened(dialog, settle):
    """Opens a file, waits, and gives the step that came."""

    def do(path):
        dialog.read(path)
        settle()
        return dialog.flow.step

    return do


@pytest.fixture
def preview(dialog, opened, settle):
    """Opens a file that is known, and goes to what would happen, whatever words are left."""

    def do(path):
        opened(path)
        dialog.go(Step.PREVIEW)
        settle()

    return do


@pytest.fixture
def mapped(dialog, opened, settle):
    """Opens a file with unknown headers and says what its columns hold."""

    def do(path):
        opened(path)
        names = ("contact_name", "phone", "zone", "category", "urgency", "household_size", "notes")
        for column, field in enumerate(names):
            dialog.columns.table.go_to(column)
            dialog.columns.into.set_code(field)
            dialog.columns.into.chosen.emit(field)
        dialog.forward()
        settle()

    return do


def said(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def question(dialog):
    """The question that is open over a window."""
    return next(made for made in dialog.findChildren(QWidget) if hasattr(made, "yes") and made.isVisible())
