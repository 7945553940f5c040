"""All rules that came of proposals turned down, where each can be taken away again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.matching.since import rule_words
from mutualaid.desktop.matching.state import MatchingState
from mutualaid.desktop.widgets.words import Button, Said, Translated
from mutualaid.language import labels
from mutualaid.language.catalog import N_, tr

if TYPE_CHECKING:
    from mutualaid.services.turned_down import StandingRule


class RulesWindow(Translated, QDialog):
    """Calls `lift(uids)` with the chosen rules, and closes; the plan is then made again without them."""

    def __init__(self, parent: QWidget, state: MatchingState, lift: Callable[[Sequence[str]], object]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.roomy(520))
        self._state, self._lift = state, lift
        self._rules: Sequence[StandingRule] = state.seen.rules
        self.list = QListWidget()
        self.list.setProperty("role", "lines")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.itemSelectionChanged.connect(self._chosen)
        self.allow = Button(N_("Allow again"), self._allow, role="primary")
        self.close_button = Button(N_("Close"), self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.allow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(8)
        layout.addWidget(Said(N_("Turned down before"), points=2, bold=True))
        layout.addWidget(Said(N_("No plan proposes these again until you allow it."), role="subtle"))
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        self.retranslate()
        if self._rules:
            self.list.setCurrentRow(0)
        self._chosen()

    def retranslate(self) -> None:
        """Write the lines again; what is chosen stays chosen."""
        self.setWindowTitle(tr("Turned down before"))
        self.list.setAccessibleName(tr("Turned down before"))
        chosen = {index.row() for index in self.list.selectedIndexes()}
        self.list.clear()
        for number, rule in enumerate(self._rules):
            said = tr("{code}: {rule}", code=rule.need_code, rule=rule_words(self._state, rule))
            self.list.addItem(f"{said} · {labels.label(rule.reason)}")
            self.list.item(number).setSelected(number in chosen)

    def _chosen(self) -> None:
        self.allow.setEnabled(bool(self.list.selectedIndexes()))

    def _allow(self) -> None:
        chosen = sorted(index.row() for index in self.list.selectedIndexes())
        self._lift([self._rules[number].uid for number in chosen])
        self.accept()
