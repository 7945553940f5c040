"""A summary as the public will see it, drawn from what the ledger keeps: nothing is written to the disk for a look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mutualaid.desktop.summaries import published
from mutualaid.desktop.summaries.published import Section
from mutualaid.desktop.summaries.zone_map import ZoneMap
from mutualaid.desktop.widgets.chart import BarChart
from mutualaid.desktop.widgets.panels import scrolled
from mutualaid.desktop.widgets.words import Button, Said, Translated, plain_label
from mutualaid.language.catalog import N_, Catalog, catalog, current, tr
from mutualaid.summaries import told

if TYPE_CHECKING:
    from mutualaid.summaries.release import Release


@dataclass(frozen=True)
class Published:
    """A release of the ledger, and its published page on how the numbers are protected, by language."""

    release: Release = field(repr=False)
    methods: Mapping[str, str] = field(repr=False)


class _Number:
    """Says a published value in a language."""

    def __init__(self, release: Release, cat: Catalog) -> None:
        self._release, self._cat = release, cat

    def __call__(self, value: int | None) -> str:
        return told.value_words(value, self._release, self._cat)


class PublishedChart(BarChart):
    """Bars of published values in the language of the reader; a hidden one says in words what hiding means."""

    def __init__(self, section: Section, number: _Number) -> None:
        self._said = number
        super().__init__(lambda: section.title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_bars([(partial(str, name), value) for name, value in section.bars])

    def _number(self, value: int | None) -> str:
        return self._said(value)


class Grid(QTableWidget):
    """A table with two dimensions, as high as its rows; it is read, not changed."""

    def __init__(self, section: Section, number: _Number) -> None:
        super().__init__(len(section.rows), len(section.columns))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(section.title)
        self.setHorizontalHeaderLabels(list(section.columns))
        self.setVerticalHeaderLabels([name for name, _values in section.rows])
        for row, (_name, values) in enumerate(section.rows):
            for column, value in enumerate(values):
                item = QTableWidgetItem(number(value))
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        high = sum(self.rowHeight(row) for row in range(len(section.rows)))
        self.setFixedHeight(high + self.horizontalHeader().sizeHint().height() + 22)
        if section.rows and section.columns:
            self.setCurrentCell(0, 0)


class ReleasePreview(Translated, QWidget):
    """The title, the sentences, each table drawn, and the method; in Spanish or in English, whatever the window is in.

    As long as she chose no language it is that of the window. `back_button` is for narrow windows.
    """

    def __init__(self) -> None:
        super().__init__()
        self.shown: Published | None = None
        self._language = ""
        self.read_in = Said(N_("As read in"), role="subtle", wrap=False)
        self.back_button = Button(N_("Back to the list"))
        self.buttons: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.read_in)
        for language, name in published.LANGUAGES.items():
            button = Button(partial(str, name), partial(self.read_as, language), role="toggle")
            button.setCheckable(True)
            self._group.addButton(button)
            self.buttons[language] = button
            top.addWidget(button)
        top.addStretch(1)
        top.addWidget(self.back_button)
        self._page = QWidget()
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(4, 4, 12, 8)
        self._column.setSpacing(8)
        self.area = scrolled(self._page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.area, 1)
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]
        self.retranslate()

    @property
    def catalogue(self) -> Catalog:
        """The language that the summary is shown in."""
        return catalog(self._language) if self._language else current()

    def retranslate(self) -> None:
        """Say everything again."""
        if not hasattr(self, "area"):
            return
        for language, button in self.buttons.items():
            button.setChecked(self.catalogue.language == language)
            button.setAccessibleName(tr("As read in {language}", language=published.LANGUAGES[language]))
        self._fill()

    def show_published(self, shown: Published | None) -> None:
        """Show another summary from its top, or none."""
        self.shown = shown
        self._fill()
        self.area.verticalScrollBar().setValue(0)

    def read_as(self, language: str) -> None:
        """Show it as it is read in a language, from now on."""
        self._language = language
        at = self.area.verticalScrollBar().value()
        self.retranslate()
        self.area.verticalScrollBar().setValue(at)

    def _follow(self, _old: QObject | None, now: QObject | None) -> None:
        """Whatever has the keyboard is scrolled into view."""
        if isinstance(now, QWidget) and self._page.isAncestorOf(now):
            self.area.ensureWidgetVisible(now, 0, 40)

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()

    def _fill(self) -> None:
        self._clear()
        if self.shown is None:
            return
        release, cat = self.shown.release, self.catalogue
        number = _Number(release, cat)
        self._text(told.title(release, cat), points=4, bold=True)
        for sentence in told.sentences(release, cat):
            self._text(sentence)
        for section in published.sections(release, cat):
            self._heading(section.title)
            if section.note:
                self._text(section.note, role="subtle")
            for widget in self._drawn(section, release, number):
                self._column.addWidget(widget)
            for name, zones in section.areas.items():
                self._text(f"{name}: {zones}", role="subtle")
        text = self.shown.methods.get(cat.language) or next(iter(self.shown.methods.values()), "")
        for heading, paragraphs in published.method(text):
            self._heading(heading)
            for paragraph in paragraphs:
                self._text(paragraph)
        self._column.addStretch(1)

    def _drawn(self, section: Section, release: Release, number: _Number) -> Sequence[QWidget]:
        if section.columns:
            return [Grid(section, number)]
        chart = PublishedChart(section, number)
        shapes = published.shapes(release, self.catalogue) if section.areas else []
        return [ZoneMap(section.title, shapes, number), chart] if shapes else [chart]

    def _heading(self, words: str) -> None:
        self._column.addSpacing(10)
        self._text(words, points=1, bold=True)

    def _text(self, words: str, *, role: str = "", points: int = 0, bold: bool = False) -> None:
        label = plain_label(words, role=role)
        font = label.font()
        if points:
            font.setPointSizeF(font.pointSizeF() + points)
        font.setBold(bold)
        label.setFont(font)
        self._column.addWidget(label)
