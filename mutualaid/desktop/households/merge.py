"""Two records of one household made one: the other is found, looked at beside this one, and brought over."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QListWidgetItem, QWidget

from mutualaid.desktop.form_window import FormWindow
from mutualaid.desktop.households.work import Lines
from mutualaid.desktop.page import Context
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.radio import Radio
from mutualaid.desktop.widgets.words import Said, announce
from mutualaid.discretion.masks import mask_name
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_date, format_list
from mutualaid.records.views import Changed, HouseholdLine

if TYPE_CHECKING:
    from mutualaid.services.households import HouseholdPage
    from mutualaid.services.merging_households import Merger

_PAUSE_MS = 150
_MOST = 20
"""Households that are offered at once."""

_UID = int(Qt.ItemDataRole.UserRole)


class MergeWindow(FormWindow):
    """Offers those that look alike first; whatever is typed finds others. `covered`: names are covered now."""

    def __init__(self, context: Context, page: HouseholdPage, parent: QWidget, *, covered: bool) -> None:
        code = page.record.code
        title = partial(_title, code)
        super().__init__(title, N_("Make them one"), parent, window_title=N_("Merge two households"), width=560)
        self.context, self.page, self._covered = context, page, covered
        self._lines: list[HouseholdLine] = []
        self._merger: Merger | None = None
        self._asked = 0
        self.wanted = QLineEdit()
        self.wanted.setMaxLength(100)
        self.found = Lines()
        form = self.section(N_("Which other record is it?"))
        form.add("find", N_("Code, name or phone"), self.wanted, hint=N_("Empty: those that look alike."))
        form.add("found", N_("Found"), self.found)
        self.nobody = Said(N_("Nobody is like them. Type a code, a name or a number."), role="subtle")
        form.add_widget(self.nobody)
        form = self.section(N_("Which one stays?"))
        self.this_stays, self.other_stays = Radio(partial(_stays, code)), Radio(self._other_words)
        self.this_stays.setChecked(True)
        form.add_widget(self.this_stays)
        form.add_widget(self.other_stays)
        self.told = Said(self._told_words, role="subtle")
        self.body.addWidget(self.told)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self.wanted.textEdited.connect(lambda _text: self._timer.start(_PAUSE_MS))
        self.found.currentRowChanged.connect(self._choose)
        self.this_stays.toggled.connect(lambda _on: self._read_merger())
        self.begin(self.wanted)
        self.retranslate()
        self._look()

    def retranslate(self) -> None:
        """Write the list again, for its items hold words."""
        super().retranslate()
        if hasattr(self, "_timer"):
            self._list()

    def _look(self) -> None:
        text, office, page = self.wanted.text().strip(), self.context.office, self.page
        self._asked += 1
        asked = self._asked

        def read() -> list[HouseholdLine]:
            from mutualaid.services.household_list import lines_of, ordered_households
            from mutualaid.services.households import similar_households

            if not text:
                return similar_households(office, household=page.record, most=_MOST)
            uids = [uid for uid in ordered_households(office, text=text) if uid != page.uid]
            return lines_of(office, uids=uids[:_MOST])

        def show(lines: list[HouseholdLine]) -> None:
            if asked == self._asked:
                self._lines = lines
                self._list()
                announce(self.found, ntr("{n} household found", "{n} households found", len(lines)))

        self.context.tasks.read(read, show, owner=self, fail=lambda _fault: None)

    def _list(self) -> None:
        kept = self.other.uid if self.other is not None else ""
        self.found.blockSignals(True)
        self.found.clear()
        for line in self._lines:
            item = QListWidgetItem(self._words(line))
            item.setData(_UID, line.uid)
            self.found.addItem(item)
        rows = [row for row, line in enumerate(self._lines) if line.uid == kept]
        self.found.setCurrentRow(rows[0] if rows else 0 if self._lines else -1)
        self.found.blockSignals(False)
        self.found.setVisible(bool(self._lines))
        self.found.fit()
        self.nobody.setVisible(not self._lines)
        self._choose()

    def _words(self, line: HouseholdLine) -> str:
        zone = self.context.office.zones.get(line.zone)
        name = mask_name(line.contact_name) if self._covered else line.contact_name
        parts = (line.code, name or tr("no name"), zone.name if zone else line.zone, format_date(line.received_on))
        return " · ".join(parts)

    @property
    def other(self) -> HouseholdLine | None:
        """The record that was chosen."""
        row = self.found.currentRow()
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def _other_words(self) -> str:
        return _stays(self.other.code) if self.other is not None else tr("The other one stays")

    def _choose(self, _row: int = 0) -> None:
        self.other_stays.retranslate()
        self.save_button.setEnabled(self.other is not None)
        self._read_merger()

    def _pair(self) -> tuple[str, str] | None:
        if self.other is None:
            return None
        mine, theirs = self.page.uid, self.other.uid
        return (mine, theirs) if self.this_stays.isChecked() else (theirs, mine)

    def _read_merger(self) -> None:
        self._merger = None
        self.told.retranslate()
        pair, office = self._pair(), self.context.office
        if pair is None:
            return

        def read() -> Merger:
            from mutualaid.services.merging_households import would_merge

            return would_merge(office, other=pair[1])

        def show(merger: Merger) -> None:
            if pair == self._pair():
                self._merger = merger
                self.told.retranslate()

        self.context.tasks.read(read, show, owner=self, fail=lambda _fault: None)

    def _told_words(self) -> str:
        if self._merger is None:
            return ""
        counts = self._merger
        parts = [
            ntr("{n} need", "{n} needs", counts.needs) if counts.needs else "",
            ntr("{n} entry of the log", "{n} entries of the log", counts.contacts) if counts.contacts else "",
            ntr("{n} answer on what they allow", "{n} answers on what they allow", counts.consents)
            if counts.consents
            else "",
            ntr("{n} appointment", "{n} appointments", counts.appointments) if counts.appointments else "",
        ]
        listed = format_list([part for part in parts if part])
        comes = tr("What comes over: {what}.", what=listed) if listed else tr("Only what the record itself says.")
        rule = tr("Where the two differ, what is more careful holds. The code that goes is still found by a search.")
        return f"{comes} {rule}"

    def save(self) -> None:
        """Merge, on the writer's thread."""
        pair, office = self._pair(), self.context.office
        if pair is None:
            return
        keep, other = pair
        self.set_busy(True)

        def write() -> Changed:
            from mutualaid.services.merging_households import merge_households

            return merge_households(office, keep=keep, other=other)

        def done(_changed: Any) -> None:
            self.done_well()
            tell_done(self.context, tr("The two records are one now."))
            self.context.go("households", keep)

        self.context.tasks.write(write, done, owner=self, fail=self.refused)


def _title(code: str) -> str:
    return tr("{code} is here twice", code=code)


def _stays(code: str) -> str:
    return tr("{code} stays", code=code)
