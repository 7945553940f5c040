"""Every page and dialog, walked over: all can be named, pressed and translated, and drawn without a display."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QWidget

from mutualaid.desktop import language, theme
from mutualaid.desktop.pages import PAGES
from mutualaid.desktop.shell import Shell
from mutualaid.desktop.shots import draw_pages, settle
from mutualaid.language.pseudo import OPENING
from mutualaid.services.sampling import fill_sample
from tests.services.make import TODAY, copied_office

SPECS = {spec.key: spec for spec in PAGES}


@pytest.fixture
def shell(qtbot, tasks, tmp_path, monkeypatch):
    office = copied_office(tmp_path / "office")
    fill_sample(office, households=8, needs=14, volunteers=5, lots=6, seed=3, until=TODAY, months=1)
    made = Shell(office, tasks)
    qtbot.addWidget(made)
    made.show()
    settle(tasks)
    yield made
    tasks.shutdown()
    office.close()


def windows(shell: Shell, key: str):
    """The page and each of its dialogs, one after the other; some open only when there is something to ask about."""
    shell.go(key)
    settle(shell.tasks)
    yield key, shell.page(key)
    for name, opener in shell.page(key).dialogs().items():
        opener()
        settle(shell.tasks)
        dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
        for dialog in dialogs:
            yield f"{key}: {name}", dialog
            dialog.dirty = False
            dialog.reject()
        settle(shell.tasks)


def parts(window: QWidget) -> list[QWidget]:
    return [widget for widget in window.findChildren(QWidget) if widget.isVisibleTo(window)]


@pytest.mark.parametrize("key", SPECS)
def test_whatever_takes_the_keyboard_has_a_name(shell, key):
    nameless = []
    for where, window in windows(shell, key):
        for widget in parts(window):
            if widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
                continue
            interface = QAccessible.queryAccessibleInterface(widget)
            if interface is not None and not interface.text(QAccessible.Text.Name):
                nameless.append((where, type(widget).__name__))
    assert nameless == []


@pytest.mark.parametrize("key", SPECS)
def test_whatever_is_pressed_is_large_enough(shell, key):
    small = [
        (where, button.text(), button.width(), button.height())
        for where, window in windows(shell, key)
        for button in parts(window)
        if isinstance(button, QAbstractButton) and min(button.width(), button.height()) < 28
    ]
    assert small == []


def test_no_word_of_the_needs_page_and_its_dialogs_escapes_translation(shell, app):
    language.switch(app, "qps")
    stray = []
    for where, window in windows(shell, "needs"):
        for widget in parts(window):
            stray += [(where, type(widget).__name__, said) for said in _said(widget) if _is_stray(said)]
    names = {row.code for row in _lines(shell)} | set(shell.office.zones)
    assert [found for found in stray if found[2] not in names] == []


def _lines(shell):
    from mutualaid.records.views import NeedFilter
    from mutualaid.services.needs import need_ids, need_lines

    return need_lines(shell.office, ids=need_ids(shell.office, filter=NeedFilter()))


def _said(widget: QWidget) -> list[str]:
    """Tooltips, prompts, accessible names and the text of labels and buttons; not what was stored or typed."""
    said = [widget.toolTip(), widget.accessibleName()]
    if isinstance(widget, QLineEdit):
        said.append(widget.placeholderText())
    if isinstance(widget, QAbstractButton):
        said.append(widget.text())
    return [text for text in said if text]


def _is_stray(text: str) -> bool:
    return OPENING not in text and re.search(r"[A-Za-z]", text) is not None


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_a_prompt_in_an_empty_field_is_painted_readably(app, qtbot, look):
    theme.apply(app, look)
    line = QLineEdit()
    line.setPlaceholderText("MMMMMMMM")
    qtbot.addWidget(line)
    line.resize(300, 40)
    line.show()
    picture = line.grab().toImage()
    ground = picture.pixelColor(picture.width() - 30, picture.height() // 2).name()
    colours = {picture.pixelColor(x, y).name() for x in range(8, 150) for y in range(8, picture.height() - 8)}
    best = max(theme.contrast(QColor(colour).name(), ground) for colour in colours)
    theme.apply(app, "light")
    assert best >= 4.5


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_a_field_with_the_keyboard_wears_a_ring(app, qtbot, look):
    theme.apply(app, look)
    line = QLineEdit()
    qtbot.addWidget(line)
    line.resize(200, 40)
    line.show()
    line.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    ring = line.grab().toImage().pixelColor(100, 0).name()
    shade = theme.tones()
    theme.apply(app, "light")
    assert ring == shade.focus


def test_every_page_is_drawn_in_both_languages(shell, tmp_path):
    shell.specs = tuple(spec for spec in shell.specs if spec.key == "needs")
    shell.starts = {}
    drawn = [file for lang in ("en", "es") for file in draw_pages(shell, tmp_path / "shots", lang)]
    assert {"en-1-needs.png", "es-1-needs.png", "es-1-needs-add.png", "en-shell-keys.png"} <= {f.name for f in drawn}
    assert all(file.stat().st_size > 5000 for file in drawn)
