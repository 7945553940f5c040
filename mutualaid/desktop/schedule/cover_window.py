"""Places that somebody else must take: who cannot come, where and when, and why; Enter goes there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.page import Context
from mutualaid.desktop.schedule import words
from mutualaid.desktop.widgets.line_model import Column, LineModel
from mutualaid.desktop.widgets.record_table import RecordTable
from mutualaid.desktop.widgets.words import Said
from mutualaid.language import labels
from mutualaid.language.catalog import N_, tr

_WHY = {
    "said": N_("Cannot come"),
    "absent": N_("Away that day"),
    "gone": N_("Paused or has left"),
    "clash": N_("Something forbids it by now"),
    "open": N_("Nobody yet"),
}


@dataclass(frozen=True)
class CoverLine:
    """One place. `at` is the entry."""

    uid: str
    at: str
    starts: datetime
    ends: datetime
    what: str
    where: str
    who: str
    why: str


_COLUMNS = (
    Column(N_("When"), lambda line: words.when(line.starts, line.ends), lambda line: line.starts, width=240),
    Column(N_("What"), lambda line: line.what, width=110),
    Column(N_("Where"), lambda line: line.where, width=130),
    Column(N_("Who cannot"), lambda line: line.who, width=130),
    Column(N_("Why"), lambda line: tr(_WHY[line.why]), width=160),
)


class CoverWindow(FormDialog):
    """The list; `lines` as they were read."""

    def __init__(self, context: Context, lines: list[CoverLine], parent: QWidget) -> None:
        super().__init__(N_("Who is still wanted"), N_("Go there"), parent, width=900)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.context = context
        self.model = LineModel(_COLUMNS)
        self.table = RecordTable()
        self.table.setModel(self.model)
        self.table.setMinimumHeight(280)
        self.table.opened.connect(lambda _row: self.save())
        self.model.set_lines(lines)
        if lines:
            self.body.addWidget(Said(N_("From today on, the soonest first. An absence raises one by itself.")))
            self.body.addWidget(self.table)
            self.table.go_to(0)
        else:
            self.body.addWidget(Said(N_("Every place of the next four weeks has somebody who can come.")))
            self.save_button.hide()
        self.retranslate()
        (self.table if lines else self.cancel_button).setFocus()

    def retranslate(self) -> None:
        """Set titles and widths."""
        super().retranslate()
        if hasattr(self, "table"):
            self.table.setAccessibleName(tr("Who is still wanted"))
            self.model.spoken()
            self.table.set_widths({number: column.width for number, column in enumerate(_COLUMNS)})

    def save(self) -> None:
        """Go to the place with the cursor."""
        row = self.table.row()
        if row >= 0:
            at = self.model.lines[row].at
            self.done_well()
            self.context.go("schedule", at)


def open_cover(context: Context, parent: QWidget) -> None:
    """Read who is wanted in the next four weeks, and open the list."""
    office, today, masked = context.office, context.today(), getattr(parent, "state", None)

    def read() -> Any:
        from mutualaid.services.covering import cover_requests
        from mutualaid.services.week import week

        page = week(office, first=today, days=28)
        return cover_requests(office, first=today, last=page.last), page, office.zones

    def show(found: Any) -> None:
        requests, page, zones = found
        state = masked

        def named(uid: str) -> str:
            record = page.diary.people.get(uid)
            if record is None:
                return tr("somebody who left")
            name = record.name or record.code
            if state is not None and state.masked:
                from mutualaid.discretion.masks import mask_name

                return mask_name(name)
            return str(name)

        def zone(code: str) -> str:
            return zones[code].name if code in zones else code

        lines = []
        for one in requests:
            entry = page.entry(one.uid)
            what = labels.label(one.shift) if one.shift is not None else tr("Hearing")
            place = words.where(entry, zone) if entry is not None else ""
            key = f"{one.uid}:{one.volunteer}"
            lines.append(
                CoverLine(key, one.uid, one.starts, one.ends, what, place, named(one.volunteer), one.why.value)
            )
        for entry in page.entries:
            for number in range(max(0, entry.wanted - len(entry.people)) if entry.kind.value != "run" else 0):
                key = f"{entry.uid}:open:{number}"
                place = words.where(entry, zone)
                lines.append(CoverLine(key, entry.uid, entry.starts, entry.ends, words.title(entry), place, "", "open"))
        CoverWindow(context, sorted(lines, key=lambda line: line.starts), parent).open()

    context.tasks.read(read, show, owner=parent)
