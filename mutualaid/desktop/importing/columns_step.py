"""The step Columns: the file's columns beside our fields, matched by dragging, by typing, or from a list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.importing import fields
from mutualaid.desktop.importing.column_table import ColumnTable
from mutualaid.desktop.importing.columns_state import ColumnsState
from mutualaid.desktop.importing.field_list import FieldList
from mutualaid.desktop.importing.list_keys import begin
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.words import Button, Said, Translated, announce, plain_label
from mutualaid.language.catalog import N_, tr

_HOW = N_("Drag a column onto a field. Or by keyboard: pick a column and type the field's name; Delete leaves it out.")


class ColumnsStep(Translated, QWidget):
    """Shows a ColumnsState and changes it. `kind_asked` carries another kind of rows; `changed` follows each change;
    `forget_asked` that what was remembered of files of this shape shall be forgotten.
    """

    changed = Signal()
    kind_asked = Signal(str)
    forget_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.state: ColumnsState | None = None
        self.remembered = False
        self.kind = Choice()
        self.kind.chosen.connect(self.kind_asked)
        self.kind.setMinimumContentsLength(20)
        self.kind_label = Said(N_("Its rows are"), role="subtle", wrap=False)
        self.kind_label.setBuddy(self.kind)
        self.as_before = Said(N_("As last time with a file like this one."), role="good", wrap=False)
        self.forget_button = Button(N_("Forget it"), self.forget_asked.emit, role="link")
        self.show_button = Button(N_("Show the examples"), self._uncover, role="link")
        self.table = ColumnTable()
        self.table.picked.connect(self._picked)
        self.table.typed.connect(self._typed)
        self.table.asked.connect(self._ask)
        self.table.cleared.connect(lambda: self._take_out(self.table.currentRow()))
        self.table.given.connect(self._put)
        self.into_label = plain_label(role="subtle")
        self.into = Choice()
        self.into_label.setBuddy(self.into)
        self.into.chosen.connect(self._chosen)
        self.out_button = Button(N_("Leave it out"), lambda: self._take_out(self.table.currentRow()))
        self.ours = FieldList()
        self.ours.given.connect(lambda field, column: self._put(column, field))
        self.ours.asked.connect(lambda field: self._put(self.table.currentRow(), field))
        self.ours.cleared.connect(self._free)
        self.told = plain_label(role="subtle")
        for part in (self.table, self.ours):
            part.told.connect(self._tell_drag)
        self.wanting = plain_label(role="error")
        self.left_out = plain_label(role="subtle")
        self.undo_button = Button(N_("As it was found"), self._as_suggested, role="link")
        self._build()
        self.retranslate()

    def _build(self) -> None:
        head = QWidget()
        flow = FlowLayout(head, gap=10)
        for widget in (self.kind_label, self.kind, self.as_before, self.forget_button, self.show_button):
            widget.setMinimumHeight(theme.HIT)
            flow.addWidget(widget)
        into = QHBoxLayout()
        into.addWidget(self.into_label, 1)
        into.addWidget(self.into, 1)
        into.addWidget(self.out_button)
        left = QVBoxLayout()
        left.addWidget(self.table, 1)
        left.addLayout(into)
        right = QVBoxLayout()
        right.addWidget(Said(N_("Our fields"), bold=True))
        right.addWidget(self.ours, 1)
        both = QHBoxLayout()
        both.setSpacing(14)
        both.addLayout(left, 5)
        both.addLayout(right, 2)
        foot = QHBoxLayout()
        said = QVBoxLayout()
        for label in (self.told, self.wanting, self.left_out):
            said.addWidget(label)
        foot.addLayout(said, 1)
        foot.addWidget(self.undo_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(head)
        layout.addLayout(both, 1)
        layout.addLayout(foot)

    def show_state(self, state: ColumnsState, *, remembered: bool) -> None:
        """Show a file's columns, their examples covered; the cursor on the first that goes nowhere."""
        self.state, self.remembered = state, remembered
        self.retranslate()
        first = state.next_open(-1) if len(state.headers) > 1 else 0
        self.table.go_to(max(first, 0))
        self._picked(self.table.currentRow())

    def start(self) -> None:
        """Put the focus where the work begins."""
        self.table.setFocus()

    def cover(self) -> None:
        """Cover the examples."""
        if self.state is not None:
            self.state.covered = True
            self._fill()

    def _uncover(self) -> None:
        if self.state is not None:
            self.state.covered = False
            self._fill()
            self.table.setFocus()

    def retranslate(self) -> None:
        """Say everything again in the language in use."""
        self.kind.set_choices([(code, fields.kind_words(code)) for code in fields.KINDS])
        self.kind.setAccessibleName(tr("Its rows are"))
        self.table.setAccessibleName(tr("Columns of the file"))
        self.ours.setAccessibleName(tr("Our fields"))
        self.told.setText(tr(_HOW))
        self._fill()

    def _fill(self) -> None:
        state = self.state
        if state is None:
            return
        self.kind.set_code(state.kind)
        self.into.set_choices([(name, fields.field_words(name, state.kind)) for name in state.order],
                              empty=tr("left out"))  # fmt: skip
        self.table.show_state(state)
        self.ours.show_state(state)
        wanting = state.wanting()
        self.wanting.setText(" ".join(wanting))
        self.wanting.setVisible(bool(wanting))
        left_out = state.left_out()
        self.left_out.setText(left_out)
        self.left_out.setVisible(bool(left_out))
        for widget in (self.as_before, self.forget_button):
            widget.setVisible(self.remembered)
        self.undo_button.setVisible(state.changed)
        self.show_button.setVisible(state.covered and any(map(state.may_cover, range(len(state.headers)))))
        self._picked(self.table.currentRow())

    def _picked(self, column: int) -> None:
        state = self.state
        there = state is not None and 0 <= column < len(state.headers)
        for widget in (self.into, self.out_button):
            widget.setEnabled(there)
        if state is None or not there:
            return
        self.into_label.setText(tr("“{column}” goes into", column=state.name(column)))
        self.into.set_code(state.field_of(column))
        self.into.setAccessibleName(tr("“{column}” goes into", column=state.name(column)))
        self.out_button.setEnabled(bool(state.field_of(column)))

    def _ask(self) -> None:
        self.into.setFocus()
        self.into.showPopup()

    def _typed(self, letter: str) -> None:
        begin(self.into, letter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape in the list of fields goes back to the columns, and nothing was chosen."""
        if event.key() == Qt.Key.Key_Escape and self.into.line.hasFocus():
            self._picked(self.table.currentRow())
            self.table.setFocus()
            return
        super().keyPressEvent(event)

    def _chosen(self, field: str) -> None:
        column = self.table.currentRow()
        if field:
            self._put(column, field, onward=True)
        else:
            self._take_out(column)
        self.table.setFocus()

    def _put(self, column: int, field: str, *, onward: bool = False) -> None:
        state = self.state
        if state is None or column < 0:
            return
        state.put(column, field)
        self._done(tr("“{column}” goes into {field}.", column=state.name(column),
                      field=fields.field_words(field, state.kind)))  # fmt: skip
        self.table.go_to(state.next_open(column) if onward else column)

    def _take_out(self, column: int) -> None:
        state = self.state
        if state is None or column < 0 or not state.field_of(column):
            return
        state.take_out(column)
        self._done(tr("“{column}” is left out.", column=state.name(column)))

    def _free(self, field: str) -> None:
        if self.state is not None and field in self.state.at:
            self._take_out(self.state.at[field])

    def _as_suggested(self) -> None:
        if self.state is not None:
            self.state.as_suggested()
            self._done(tr("The columns are as they were found."))
            self.table.setFocus()

    def _done(self, words: str) -> None:
        self._fill()
        self.told.setText(words)
        announce(self, words)
        self.changed.emit()

    def _tell_drag(self, words: str) -> None:
        self.told.setText(words or tr(_HOW))
