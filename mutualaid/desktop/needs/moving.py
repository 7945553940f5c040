"""Moving a need by keyboard: the same moves as on the board, and for each that is impossible the reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.needs.lanes import TITLES, Lane, Move, lane_of, move
from mutualaid.desktop.widgets.words import announce, plain_label
from mutualaid.language.catalog import N_, tr
from mutualaid.records.kinds import NeedState


class MoveDialog(FormDialog):
    """Lists the columns; `do` gets the verb of the one that was chosen. One without a verb says why, and rests."""

    def __init__(
        self, parent: QWidget, code: str, state: NeedState, may_refer: bool, do: Callable[[str], None]
    ) -> None:
        self._code, self._do = code, do
        self._moves = {lane: move(state, lane, may_refer=may_refer) for lane in Lane if lane != lane_of(state)}
        super().__init__(
            lambda: tr("Move {code} to…", code=code), N_("Move"), parent, width=460, window_title=N_("Move")
        )
        self.lanes = QListWidget()
        self.lanes.setProperty("role", "choices")
        for _lane in self._moves:
            self.lanes.addItem(QListWidgetItem())
        self.why = plain_label(role="subtle")
        self.body.addWidget(self.lanes)
        self.body.addWidget(self.why)
        self.retranslate()
        self.lanes.setFixedHeight(self.lanes.sizeHintForRow(0) * len(self._moves) + 12)
        self.lanes.currentRowChanged.connect(lambda _row: self._show())
        self.lanes.itemActivated.connect(lambda _item: self.save())
        first = next((row for row, one in enumerate(self._moves.values()) if one.verb), 0)
        self.lanes.setCurrentRow(first)
        self._show()
        self.lanes.setFocus()

    def retranslate(self) -> None:
        """Say the columns again."""
        super().retranslate()
        if not hasattr(self, "lanes"):
            return
        self.lanes.setAccessibleName(tr("Move {code} to…", code=self._code))
        for row, (lane, one) in enumerate(self._moves.items()):
            name = tr(TITLES[lane])
            said = name if one.verb else tr("{column} (not now)", column=name)
            self.lanes.item(row).setText(said)
        self._show()

    def chosen(self) -> Move:
        """The move that the cursor is on."""
        return list(self._moves.values())[max(0, self.lanes.currentRow())]

    def _show(self) -> None:
        one = self.chosen()
        self.why.setText(tr(one.why) if one.why else "")
        self.save_button.setEnabled(bool(one.verb))
        announce(self.lanes, self.why.text())

    def save(self) -> None:
        """Do it, if it can be done."""
        verb = self.chosen().verb
        if verb:
            self.done_well()
            self._do(verb)
