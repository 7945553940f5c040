"""All words that a window shows or has read aloud, and which of them were never translated."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache
from typing import Any

from babel.dates import get_day_names, get_month_names
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QSpinBox,
    QTabBar,
    QTableView,
    QTextEdit,
    QTreeView,
    QWidget,
)

from mutualaid.desktop.widgets.words import NAME
from mutualaid.language.pseudo import CLOSING, OPENING
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.defaults import DEFAULT_ITEMS, UNITS
from mutualaid.records.languages import LANGUAGES
from mutualaid.records.match import KeptPlan
from mutualaid.records.skills import ACCESS, DIETS, SKILLS, TRANSPORTS
from mutualaid.services.office import Office
from mutualaid.store.registry import KINDS
from mutualaid.vault import words
from tests.desktop.walk import widgets

_KINDS = [kind for kind in KINDS if kind is not KeptPlan]
"""All that the store keeps but plans, which are made of the rest."""
_BROUGHT = {name for item in DEFAULT_ITEMS.values() for name in (item.en, item.es)}
"""The program's own catalog, which every office begins with: nobody typed it."""
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
_ROWS = 60
_NO_WORDS = r"</?[a-z][^<>]*>|/[\w/.-]+|\b(Ctrl|Shift|Alt|Enter|Del|Esc)\b|\b[A-Z]{4}-\d\d\b"
"""Markup, paths, keys, and the codes of households."""


def _shown(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
    elif isinstance(widget, QTabBar):
        for tab in range(widget.count()):
            yield from (widget.tabText(tab), widget.tabToolTip(tab))
    elif isinstance(widget, QGroupBox):
        yield widget.title()
    elif isinstance(widget, QProgressBar):
        yield widget.format().replace("%p%", "")
    elif isinstance(widget, QTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QAbstractSpinBox):
        yield widget.specialValueText()
    if isinstance(widget, QSpinBox):
        yield from (widget.prefix(), widget.suffix())
    if isinstance(widget, QMenu):
        yield from (action.text() for action in widget.actions())
    if isinstance(widget, QAbstractItemView):
        yield from _items(widget)


def _items(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if model is None:
        return
    if isinstance(view, QTableView):
        for section in range(model.columnCount()):
            yield str(model.headerData(section, Qt.Orientation.Horizontal) or "")
    yield from _under(model, QModelIndex(), deep=isinstance(view, QTreeView))


def _under(model: QAbstractItemModel, parent: QModelIndex, *, deep: bool) -> Iterator[str]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)  # private in a list
    for row in range(min(model.rowCount(parent), _ROWS)):
        for column in range(columns):
            index = model.index(row, column, parent)
            for role in _ROLES:
                said = index.data(role)
                if isinstance(said, str):
                    yield said
        if deep:
            yield from _under(model, model.index(row, 0, parent), deep=True)


def words_of(window: QWidget) -> Iterator[tuple[str, str]]:
    """(what kind of widget, text) for every text of a window, whether seen, hovered over or read aloud."""
    for widget in widgets(window):
        kind = type(widget).__name__
        said = [*_shown(widget), widget.toolTip(), widget.statusTip(), widget.accessibleName()]
        said.append(widget.accessibleDescription())
        if widget is window:
            yield "window title", widget.windowTitle()
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is not None:
            said += [interface.text(QAccessible.Text.Name), interface.text(QAccessible.Text.Description)]
        if isinstance(widget, QAbstractButton) and (menu := getattr(widget, "menu", None)) and menu():
            said += _shown(menu())
        yield from ((kind, text) for text in dict.fromkeys(said) if text)


def stored_texts(office: Office) -> set[str]:
    """What people typed into the store, and the codes it gave; closed lists are no such texts."""
    found: set[str] = set()
    with office.store.read() as read:
        for kind in _KINDS:
            for row in read.all(kind):
                found.update(_texts(row.record.model_dump()))
    found -= _BROUGHT
    names = {word for text in found for word in text.split() if word[:1].isupper() and " " in text}
    return found | {name.strip(",.()") for name in names}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Enum):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def table_names(zones: Iterable[str]) -> set[str]:
    """The tables that have their languages inside, and so no pseudo-language; and what is spelled alike in all."""
    terms = [*SKILLS.values(), *ACCESS.values(), *DIETS.values(), *TRANSPORTS.values()]
    tables = [*CATEGORIES.values(), *LANGUAGES.values(), *DEFAULT_ITEMS.values(), *terms]
    names = {name for row in tables for name in (row.en, row.es)}
    names |= {name for unit in UNITS.values() for name in (unit.en, unit.en_plural)}
    names |= {row.autonym for row in LANGUAGES.values() if hasattr(row, "autonym")}
    for width in ("wide", "abbreviated"):
        names |= {*get_day_names(width, locale="en").values(), *get_month_names(width, locale="en").values()}
    names |= {"AM", "PM", "kg", "km", "WhatsApp", "Español", "English", "EN", "ES", NAME, *zones}
    names |= {"and", "or"}  # Babel joins lists, and knows no pseudo-language
    return names | {name.lower() for name in names}


@cache
def _recovery_words() -> frozenset[str]:
    """Every word that may stand on a recovery sheet; on the screen each stands alone, after its number."""
    return frozenset(unicodedata.normalize("NFC", word) for lang in words.LANGUAGES for word in words.word_list(lang))


class Recogniser:
    """Tells data from words. In the pseudo-language every letter wears an accent, so two plain ones are untranslated
    unless they are data; and the marks must come in pairs, or a text was cut or glued together."""

    def __init__(self, data: Iterable[str]) -> None:
        self._known: dict[str, list[str]] = {}
        for text in sorted({text for text in data if len(text) > 1}, key=len, reverse=True):
            if first := re.search(r"\w+", text):
                self._known.setdefault(first.group(), []).append(text[first.start() :])

    def is_stray(self, text: str) -> bool:
        numbered = re.fullmatch(r"\s*\d+\.\s+(\w+)", text)
        if numbered is not None and numbered.group(1) in _recovery_words():
            return False
        if text.count(OPENING) != text.count(CLOSING):
            return True
        rest = re.sub(_NO_WORDS, " ", text.replace("&", ""))
        return bool(re.search(r"[A-Za-z]{2}", rest)) and bool(re.search(r"[A-Za-z]{2}", self._without_data(rest)))

    def _without_data(self, text: str) -> str:
        kept, at = [], 0
        for word in re.finditer(r"\w+", text):
            if word.start() < at:
                continue
            kept.append(text[at : word.start()])
            known = (data for data in self._known.get(word.group(), ()) if text.startswith(data, word.start()))
            found = next((data for data in known if not text[word.start() + len(data) :][:1].isalnum()), "")
            at = word.start() + len(found)
            if not found:
                kept.append(word.group())
                at = word.end()
        return " ".join([*kept, text[at:]])
