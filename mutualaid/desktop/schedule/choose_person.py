"""Who could take a place: the fittest first, each with what speaks against it; who cannot, cannot be chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.words import Said, Words
from mutualaid.language import who_words
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_list

if TYPE_CHECKING:
    from mutualaid.services.who_could import Candidate


_MOST = 60
"""The most people that are offered."""


class PersonChooser(FormDialog):
    """`take` gets the volunteer's uid."""

    def __init__(self, title: Words, fits: Sequence[Candidate], take: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(title, N_("Choose"), parent, width=560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.fits, self._take = list(fits), take
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setMinimumHeight(280)
        self.list.setSpacing(3)
        self.list.itemActivated.connect(lambda _item: self.save())
        self.list.currentRowChanged.connect(lambda _row: self._enable())
        if fits:
            self.body.addWidget(Said(N_("Whom nothing speaks against comes first."), role="subtle"))
            self.body.addWidget(self.list)
        else:
            self.body.addWidget(Said(N_("No other volunteer is active.")))
        for fit in self.fits:
            item = QListWidgetItem()
            if forbidden(fit):
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)
        self.retranslate()
        self.list.setCurrentRow(0 if fits and not forbidden(fits[0]) else -1)
        self._enable()
        self.list.setFocus()

    def retranslate(self) -> None:
        """Say who they are and what speaks against each."""
        super().retranslate()
        if hasattr(self, "list"):
            self.list.setAccessibleName(tr("Volunteers"))
            for row, fit in enumerate(self.fits):
                self.list.item(row).setText(self.line(fit))

    @staticmethod
    def line(fit: Candidate) -> str:
        """A volunteer, what speaks for her and what against."""
        load = ntr("{n} other thing that week", "{n} other things that week", fit.tasks)
        name = fit.name or fit.code
        against = [who_words.clash(one.kind.value) for one in fit.clashes if one.hard]
        against += [who_words.clash(one.kind.value) for one in fit.clashes if not one.hard]
        against += [who_words.against(facts) for facts in fit.rules]
        if against:
            sign = "▲" if forbidden(fit) else "○"
            why = format_list(list(dict.fromkeys(against)))
            return sign + " " + tr("{name} · {why} · {load}", name=name, why=why, load=load)
        said = [who_words.reason(facts) for facts in fit.reasons]
        return " · ".join([name, *said, load])

    def _enable(self) -> None:
        row = self.list.currentRow()
        self.save_button.setEnabled(row >= 0 and not forbidden(self.fits[row]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.save_button.isEnabled():
            self.save()
            return
        super().keyPressEvent(event)

    def save(self) -> None:
        """Take who is chosen."""
        row = self.list.currentRow()
        if row >= 0 and not forbidden(self.fits[row]):
            self._take(self.fits[row].volunteer)
            self.done_well()


def forbidden(fit: Candidate) -> bool:
    """Whether no path in the program would put her there."""
    return any(clash.hard for clash in fit.clashes)


def choose_person(
    context: Context, parent: QWidget, title: Words, entry: tuple[str, str], take: Callable[[str], object]
) -> None:
    """Read who could be on a shift or go to a hearing (`entry`: which of the two, and its uid), and open the choice."""
    kind, uid = entry

    def read() -> list[Candidate]:
        from mutualaid.services.who_could import for_appointment, for_shift, who_could

        wanted = (for_appointment if kind == "hearing" else for_shift)(context.office, uid=uid)
        return who_could(context.office, task=wanted, limit=_MOST)

    context.tasks.read(read, lambda fits: PersonChooser(title, fits, take, parent).open(), owner=parent)
