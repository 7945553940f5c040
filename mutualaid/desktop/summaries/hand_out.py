"""The window that hands a summary out: for whom, into which folder; the same files, byte for byte, every time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.form_window import FormWindow
from mutualaid.desktop.page import Context
from mutualaid.desktop.rescue.places import PlaceField
from mutualaid.desktop.summaries import state
from mutualaid.desktop.summaries.places import ask_out, sticks, usual_folder
from mutualaid.desktop.summaries.state import Line
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Said, Words
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.services.releases import ReleaseMade

FOLDER_GONE = N_("That folder is not there. If it is on a stick, put the stick in, or choose another folder.")
_OF_FOLDER = frozenset({"release_folder_exists", "cannot_read_or_write", "disk_full", "no_space", "target_in_store"})
"""Refusals that another folder mends."""


class HandOut(FormWindow):
    """`given` is called with what was written. What she typed is kept when the office is locked meanwhile."""

    draft_kind = "hand_out"

    def __init__(
        self,
        context: Context,
        line: Line,
        parent: QWidget,
        *,
        given: Callable[[ReleaseMade], object],
        folder: Path | None = None,
    ) -> None:
        super().__init__(
            N_("Hand out a summary") if not line.handed else N_("Write the files again"),
            N_("Write the files"),
            parent,
            width=560,
        )
        self._context, self._line, self._given = context, line, given
        context.tasks.told.connect(lambda _text: self.set_busy(False))
        self.recipient = WatchedLine()
        start = folder if folder is not None and folder.is_dir() else next(iter(sticks()), usual_folder())
        self.place = PlaceField(ask_out, start)
        self.body.addWidget(Said(partial(state.period_words, line.period), points=2, bold=True))
        self.body.addWidget(
            Said(
                N_(
                    "A new folder with the files in Spanish and English is made. They are the same, byte for byte, "
                    "however often you write them, and whoever gets them: so nothing can be learned by comparing."
                ),
                role="subtle",
            )
        )
        form = self.section(N_("For whom and where"))
        form.add(
            "recipient",
            N_("For whom"),
            self.recipient,
            hint=N_("Only for your own list; it is not in the files."),
        )
        form.add("folder", N_("Into which folder"), self.place, required=True)
        self.place.picked.connect(lambda _path: form.rows["folder"].set_error(""))
        self.recipient.changed.connect(self.touch)
        self.begin(self.recipient)

    def parts(self) -> dict[str, QWidget]:
        """For whom; the folder is chosen anew, for the stick may be another."""
        return {"recipient": self.recipient}

    def draft_uid(self) -> str:
        """The summary."""
        return self._line.uid

    def save(self) -> None:
        """Write the folder, and note who receives it. Pressed twice, it is written once."""
        out = self.place.path
        if out is None or not self.save_button.isEnabled():
            return
        self.set_errors({})
        self.set_busy(True)
        self.messages.tell(tr("Writing the files…"), "info")
        office, uid, today = self._context.office, self._line.uid, self._context.today()
        recipient = self.recipient.text().strip()

        def work() -> ReleaseMade | None:
            from mutualaid.services.releases import hand_out

            if not out.is_dir():  # a stick that was pulled out; its folder must not come to lie on the disk instead
                return None
            return hand_out(office, release_id=uid, out=out, recipient=recipient, today=today)

        self._context.tasks.write(work, self._written, owner=self, fail=self.refused)

    def _written(self, made: ReleaseMade | None) -> None:
        self.set_busy(False)
        self.messages.hide()
        if made is None:
            self._wrong_folder(FOLDER_GONE)
            return
        self.done_well()
        self._given(made)

    def refused(self, fault: Fault) -> None:
        """What another folder mends is said at the folder, the rest above."""
        super().refused(fault)
        if fault.code in _OF_FOLDER:
            self.messages.hide()
            self._wrong_folder(lambda: sentence(fault))

    def _wrong_folder(self, words: Words) -> None:
        self.set_errors({"folder": words})
        self.resize(self.width(), max(self.height(), self.sizeHint().height()))  # the sentence is seen whole
