"""Fields as they are painted in each look; every page and dialog is walked over in test_every_page."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton

from mutualaid.desktop import language, theme


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


def test_qts_own_window_for_files_speaks_spanish(app):
    language.switch(app, "es")
    window = QFileDialog()
    said = {label.text().replace("&", "") for label in window.findChildren(QLabel)}
    said |= {button.text().replace("&", "") for button in window.findChildren(QPushButton)}
    language.switch(app, "en")
    assert said == {"Buscar en:", "Nombre del archivo:", "Tipo de archivo:", "Abrir", "Cancelar"}
