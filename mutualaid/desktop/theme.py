"""The look: three sets of colours that meet WCAG AA, put into Qt's palette, and one small style sheet over it.

Fusion draws the widgets (the same on every system), but its own colours do not hold enough contrast, so every role is
set here. `contrast` follows WCAG 2.2's definition of relative luminance, and the tests hold all pairs to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from mutualaid import paths

HIT = 32
"""The least height and width, in pixels, of anything that is pressed."""


@dataclass(frozen=True)
class Tones:
    """The colours of one look. Text tones are read on `window`, `base` and `soft`."""

    window: str
    base: str
    soft: str
    side: str
    text: str
    subtle: str
    disabled: str
    border: str
    line: str
    accent: str
    on_accent: str
    accent_press: str
    danger: str
    danger_soft: str
    warn: str
    warn_soft: str
    good: str
    good_soft: str
    focus: str


LIGHT = Tones(
    window="#f6f3ee",
    base="#ffffff",
    soft="#ece7de",
    side="#ece7de",
    text="#23271f",
    subtle="#535a50",
    disabled="#76796f",
    border="#7d8277",
    line="#d9d4c9",
    accent="#0b6557",
    on_accent="#ffffff",
    accent_press="#084b41",
    danger="#a0261a",
    danger_soft="#fbe9e6",
    warn="#744700",
    warn_soft="#fdf1d8",
    good="#1d6330",
    good_soft="#e4f3e6",
    focus="#14171a",
)

DARK = Tones(
    window="#191d1b",
    base="#232826",
    soft="#2e3532",
    side="#141816",
    text="#edf0eb",
    subtle="#b9c0b9",
    disabled="#8b938c",
    border="#8f9790",
    line="#3a423e",
    accent="#74d6c3",
    on_accent="#06231e",
    accent_press="#9be6d7",
    danger="#ffb4a8",
    danger_soft="#47201b",
    warn="#f5cf7d",
    warn_soft="#40310f",
    good="#9bdfab",
    good_soft="#17371f",
    focus="#ffffff",
)

CONTRAST = Tones(
    window="#000000",
    base="#000000",
    soft="#1a1a1a",
    side="#000000",
    text="#ffffff",
    subtle="#f0f0f0",
    disabled="#a8a8a8",
    border="#ffffff",
    line="#ffffff",
    accent="#ffe24a",
    on_accent="#000000",
    accent_press="#ffffff",
    danger="#ffb3ab",
    danger_soft="#330500",
    warn="#ffe24a",
    warn_soft="#2b2400",
    good="#8dff9f",
    good_soft="#002b08",
    focus="#4ae3ff",
)

_now: list[Tones] = [LIGHT]

_LETTERS = 15
"""How high a line of letters is, in pixels, in the size that widths are thought out for."""


def roomy(pixels: int) -> int:
    """A width that holds as many letters as `pixels` hold at the usual size, for those who read with larger ones."""
    return round(pixels * max(1.0, QFontMetrics(QApplication.font()).height() / _LETTERS))


def tones() -> Tones:
    """The colours in use, for what is painted by hand."""
    return _now[0]


def _luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

    rgb = QColor(colour)
    return 0.2126 * linear(rgb.redF()) + 0.7152 * linear(rgb.greenF()) + 0.0722 * linear(rgb.blueF())


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, success criterion 1.4.3)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def choose(app: QApplication, look: str) -> Tones:
    """The colours for a look; `system` asks the desktop whether it is dark and whether it wants high contrast."""
    fixed = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}.get(look)
    if fixed is not None:
        return fixed
    hints = app.styleHints()
    wishes = getattr(hints, "accessibility", None)  # from Qt 6.10 on
    if wishes is not None and getattr(wishes().contrastPreference(), "name", "") == "HighContrast":
        return CONTRAST
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def palette(shade: Tones) -> QPalette:
    """Qt's palette with every role set in every group, alpha never below full."""
    made = QPalette()
    role = QPalette.ColorRole
    everywhere = {
        role.Window: shade.window,
        role.WindowText: shade.text,
        role.Base: shade.base,
        role.AlternateBase: shade.soft,
        role.Text: shade.text,
        role.Button: shade.base,
        role.ButtonText: shade.text,
        role.BrightText: shade.danger,
        role.ToolTipBase: shade.base,
        role.ToolTipText: shade.text,
        role.PlaceholderText: shade.subtle,
        role.Highlight: shade.accent,
        role.HighlightedText: shade.on_accent,
        role.Accent: shade.accent,
        role.Link: shade.accent,
        role.LinkVisited: shade.accent,
        role.Light: shade.base,
        role.Midlight: shade.soft,
        role.Mid: shade.line,
        role.Dark: shade.border,
        role.Shadow: shade.border,
    }
    for key, colour in everywhere.items():
        made.setColor(QPalette.ColorGroup.All, key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, key, QColor(shade.disabled))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(shade.soft))
    made.setColor(QPalette.ColorGroup.Disabled, role.HighlightedText, QColor(shade.text))
    return made


def style_file() -> Path:
    """The style sheet's template, whose `@name` are the tones."""
    return paths.resources() / "style" / "window.qss"


def style_sheet(shade: Tones) -> str:
    """The style sheet with the tones filled in, longest names first so that none is taken for another's beginning."""
    text = style_file().read_text("utf-8")
    icons = (paths.resources() / "icons").as_posix()
    text = text.replace("@icons", icons).replace("@shade", "light" if contrast(shade.base, "#000000") > 10 else "dark")
    text = text.replace("@mark", "dark" if contrast(shade.accent, "#ffffff") > 4 else "light")
    for name in sorted(Tones.__dataclass_fields__, key=len, reverse=True):
        text = text.replace("@" + name, getattr(shade, name))
    return text.replace("@hit", f"{HIT}px")


def apply(app: QApplication, look: str) -> None:
    """Give the whole application a look. Widgets that paint by hand hear it as a palette change."""
    shade = choose(app, look)
    _now[0] = shade
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(palette(shade))
    sheet = style_sheet(shade)
    if sheet != app.styleSheet():
        app.setStyleSheet(sheet)
