"""Which pile of paper is keyed in: one that was begun, or a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.form_window import NO_DAY, FormWindow
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.dates import DateField
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Button, Said
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_date

if TYPE_CHECKING:
    from mutualaid.records.views import Changed
    from mutualaid.services.keying import Batch


_LONGEST = 40
"""Signs of a pile's name on its button."""


class PileStart(FormWindow):
    """A button for each pile under way, and the few things to say of a new one. `begin` is given the pile."""

    def __init__(
        self, context: Context, piles: Sequence[Batch], begin: Callable[[Batch], None], parent: QWidget
    ) -> None:
        super().__init__(N_("Which pile of paper?"), N_("Begin this pile"), parent, width=560)
        self.context, self._begin = context, begin
        self.buttons: list[Button] = []
        if piles:
            self.body.addWidget(Said(N_("Go on with one that was begun:")))
        for pile in piles:
            button = Button(partial(_pile_name, pile), partial(self._go_on, pile), role="link")
            self.buttons.append(button)
            self.body.addWidget(button)
            self.body.addWidget(Said(partial(_pile_words, pile), role="subtle"))
        form = self.section(N_("Begin a new one"))
        self.label = WatchedLine()
        self.sheets = Amount(1, 2000, lambda n: ntr("sheet", "sheets", n))
        self.on = DateField(today=context.today)
        self.on.set_day(context.today())
        hint = N_("For example: Saturday 28, table 2. Write it on the pile too.")
        form.add("label", N_("What you call it"), self.label, hint=hint)
        form.add("sheets", N_("How many sheets are in it"), self.sheets, hint=N_("Count them first."), required=True)
        form.add("on", N_("The day they were filled in"), self.on, required=True)
        self.retranslate()
        self.begin(self.buttons[0] if self.buttons else self.label)

    def _go_on(self, pile: Batch) -> None:
        self.done_well()
        self._begin(pile)

    def save(self) -> None:
        """Begin it."""
        try:
            on = self.on.day()
        except ValueError:
            on = None
        if on is None or on > self.context.today():
            self.set_errors({"on": NO_DAY if on is None else N_("That day is still to come.")})
            return
        self.set_busy(True)
        office, label, sheets = self.context.office, self.label.plain(), self.sheets.value()

        def write() -> tuple[Changed, Batch]:
            from mutualaid.services.keying import batch, start_batch

            changed = start_batch(office, label=label, sheets=sheets, on=on)
            return changed, batch(office, id=changed.uids[0])

        self.context.tasks.write(write, lambda found: self._go_on(found[1]), owner=self, fail=self.refused)


def _pile_name(pile: Batch) -> str:
    name = pile.label or tr("A pile without a name")
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"


def _pile_words(pile: Batch) -> str:
    day = format_date(pile.on, weekday=True)
    return tr("{day}: {done} of {all} sheets are done", day=day, done=pile.done, all=pile.sheets)
