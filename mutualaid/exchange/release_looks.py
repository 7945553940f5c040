"""How the workbook of a release looks: its fonts and colors, and how wide and tall the places for its texts are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from unicodedata import combining, east_asian_width

LINE = 15.0
"""The height of a line of plain text, in points."""
SMALL = 0.85
"""How wide the letters of a hidden number's words are beside others."""
TEAL, INK, QUIET, SHADE = "#1F5F5B", "#1F2426", "#4A5154", "#E3DFD6"
PLAIN: dict[str, Any] = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "top"}
_LINED = {"valign": "vcenter", "bottom": 1, "bottom_color": SHADE}
_HEAD = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2, "bottom_color": TEAL}
_SUM = {"bold": True, "valign": "vcenter", "top": 1, "top_color": TEAL}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 15, "font_color": TEAL},
    "opening": {"bold": True, "font_size": 15, "font_color": TEAL, "text_wrap": True},
    "told": {"text_wrap": True, "font_size": 12},
    "text": {"text_wrap": True},
    "heading": {"bold": True, "text_wrap": True},
    "quiet": {"font_color": QUIET, "font_size": 10},
    "corner": _HEAD,
    "head": {**_HEAD, "align": "right"},
    "name": {"text_wrap": True, **_LINED},
    "number": {"num_format": "#,##0", "align": "right", **_LINED},
    "share": {"num_format": "[<0.01]0.00%;0%", "align": "right", **_LINED},
    "dash": {"font_color": QUIET, "align": "right", **_LINED},
    "hidden": {
        "bg_color": SHADE,
        "italic": True,
        "font_size": 9,
        "text_wrap": True,
        "align": "right",
        "valign": "vcenter",
        "bottom": 1,
        "bottom_color": "#FFFFFF",
    },
    "sum_name": {"text_wrap": True, **_SUM},
    "sum": {"num_format": "#,##0", "align": "right", **_SUM},
}
"""What each kind of cell adds to PLAIN, in XlsxWriter's words."""


def width(text: str) -> int:
    """How many digits wide a line is, about: emoji and Chinese letters take two."""
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def lines(text: str, columns: float) -> int:
    """On how many lines a text stands in a place so many digits wide; with room to spare, for fonts differ.

    A word that does not fit beside the last one begins a line; one that is longer than a line is broken.
    """
    return sum(_wrapped(part, columns / 1.06) for part in text.split("\n"))


def _wrapped(text: str, columns: float) -> int:
    count, at = 1, 0.0
    for word in text.split(" "):
        wide = width(word)
        if at and at + 1 + wide > columns:
            count, at = count + 1, 0.0
        else:
            at += 1 if at else 0
        at += wide
        while at > columns:
            count, at = count + 1, at - columns
    return count


def column(texts: Iterable[str], *, least: float, most: float) -> float:
    """How wide a column is that these texts fit into, in digits; longer ones than `most` are wrapped."""
    return min(most, max([least, *(width(line) * 1.06 + 2 for text in texts for line in text.split("\n"))]))


def head_column(heads: Iterable[str], *, least: float, most: float) -> float:
    """How wide a column of numbers is: no word of its head is broken, and a head takes about two lines a language."""
    texts = list(heads)
    words = [word for text in texts for word in text.split()]
    halves = ["x" * (width(text) // 2 + 3) for text in texts]
    return column([*words, *halves], least=least, most=most)
