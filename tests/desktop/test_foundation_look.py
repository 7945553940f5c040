from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QPalette

from mutualaid import paths
from mutualaid.desktop import language, theme
from mutualaid.desktop.theme import CONTRAST, DARK, LIGHT, contrast
from mutualaid.desktop.widgets.panels import PageHeader
from mutualaid.desktop.widgets.words import Button, Translated

LOOKS = pytest.mark.parametrize("shade", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
TEXT_ON = [
    ("text", "window"), ("text", "base"), ("text", "soft"), ("text", "side"), ("text", "line"),
    ("subtle", "window"), ("subtle", "base"), ("subtle", "soft"), ("on_accent", "accent"),
    ("on_accent", "accent_press"), ("accent", "window"), ("accent", "base"), ("danger", "base"), ("danger", "window"),
    ("danger", "danger_soft"), ("text", "danger_soft"), ("warn", "base"), ("warn", "warn_soft"), ("text", "warn_soft"),
    ("good", "base"), ("good", "good_soft"), ("text", "good_soft"),
]  # fmt: skip
SEEN_ON = [
    ("border", "window"), ("border", "base"), ("focus", "window"), ("focus", "base"), ("focus", "side"),
    ("disabled", "base"), ("disabled", "window"),
]  # fmt: skip


def test_black_on_white_has_the_contrast_that_wcag_gives():
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@LOOKS
def test_all_text_is_readable(shade):
    if shade is CONTRAST:
        pairs = [pair for pair in TEXT_ON if pair != ("text", "line")]
    else:
        pairs = TEXT_ON
    low = {pair: contrast(getattr(shade, pair[0]), getattr(shade, pair[1])) for pair in pairs}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}


@LOOKS
def test_frames_and_the_focus_ring_stand_out(shade):
    low = {pair: contrast(getattr(shade, pair[0]), getattr(shade, pair[1])) for pair in SEEN_ON}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 3} == {}


@LOOKS
def test_the_palette_has_no_transparent_colour_and_readable_pairs(shade):
    made, role = theme.palette(shade), QPalette.ColorRole
    pairs = [
        (role.WindowText, role.Window), (role.Text, role.Base), (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight), (role.PlaceholderText, role.Base), (role.ToolTipText, role.ToolTipBase),
        (role.Text, role.AlternateBase), (role.Link, role.Base),
    ]  # fmt: skip
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        for front, back in pairs:
            one, other = made.color(group, front), made.color(group, back)
            assert one.alpha() == other.alpha() == 255
            assert contrast(one.name(), other.name()) >= 4.5, (group, front, back)


@LOOKS
def test_the_style_sheet_leaves_no_tone_unfilled_and_names_only_icons_that_exist(shade):
    sheet = theme.style_sheet(shade)
    assert "@" not in sheet
    for file in re.findall(r"url\((.*?)\)", sheet):
        assert file.startswith(paths.resources().as_posix())
        assert (paths.resources() / "icons" / file.rsplit("/", 1)[1]).is_file()


def test_every_tone_is_a_colour():
    for shade in (LIGHT, DARK, CONTRAST):
        assert all(QColor(getattr(shade, name)).isValid() for name in shade.__dataclass_fields__)


def test_a_language_change_reaches_each_widget_once(app, qtbot):
    class Counting(Translated, PageHeader):
        heard = 0

        def retranslate(self) -> None:
            self.heard += 1

    widget = Counting("Needs", Button("Cancel"))
    qtbot.addWidget(widget)
    before = widget.heard
    language.switch(app, "es")
    assert widget.heard == before + 1


def test_qts_own_dialogs_speak_spanish(app):
    ask = lambda text: QCoreApplication.translate("QPlatformTheme", text)
    assert ask("Discard") == "Discard"
    language.switch(app, "es")
    assert ask("Discard") == "Descartar"
    assert ask("A string that Qt does not have") == "A string that Qt does not have"
    language.switch(app, "en")
    assert ask("Discard") == "Discard"


def test_preferences_survive_and_a_broken_file_does_no_harm(tmp_path):
    from mutualaid.desktop import preferences

    file = tmp_path / "deep" / "window.json"
    preferences.save(preferences.Preferences("es", "dark", "/srv/office"), file)
    assert preferences.load(file) == preferences.Preferences("es", "dark", "/srv/office")
    file.write_text('{"language": "xx", "look": 3, "folder": ["a"]}')
    broken = preferences.load(file)
    assert (broken.look, broken.folder) == ("system", "")
    file.write_bytes(b"\xff\x00{")
    assert preferences.load(file).look == "system"
