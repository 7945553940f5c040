"""When the store is damaged though it opens: put back a backup, or bring over what can be read."""

from __future__ import annotations

from functools import partial

from mutualaid.desktop.page import Context
from mutualaid.desktop.settings.section import Section, left
from mutualaid.desktop.widgets.words import Button
from mutualaid.language.catalog import N_


class RepairSection(Section):
    """Both ways need the office closed, so both lock it first."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        backup = self.card(
            N_("Put back a backup"),
            N_(
                "The surest way: a backup becomes an office in a folder of its own. This one stays as it is, so that "
                "you can compare. Have the recovery words ready."
            ),
        )
        self.restore_button = Button(N_("Lock, and restore a backup…"), partial(context.run, "restore"))
        backup.body.addWidget(*left(self.restore_button))
        read = self.card(
            N_("Bring back what can be read"),
            N_(
                "When there is no good backup, or it is too old: everything that is still whole is copied into a new "
                "office, piece by piece, and you are told what was lost. This one is only read."
            ),
        )
        self.salvage_button = Button(N_("Lock, and bring back what can be read…"), partial(context.run, "salvage"))
        read.body.addWidget(*left(self.salvage_button))
        self.first = self.restore_button
        self.column.addStretch(1)
