"""More needs of a household that is known, several in one go."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.form_window import FormWindow, keep
from mutualaid.desktop.households.editor import drafter
from mutualaid.desktop.households.lists import Lists
from mutualaid.desktop.households.need_rows import NeedRows
from mutualaid.desktop.page import Context
from mutualaid.desktop.undoing import tell_done
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.services.households import HouseholdPage
    from mutualaid.services.office import Office


class MoreNeeds(FormWindow):
    """The rows of needs of the household's form, by themselves."""

    draft_kind = "more_needs"

    def __init__(self, context: Context, lists: Lists, page: HouseholdPage, parent: QWidget) -> None:
        code = page.record.code
        super().__init__(lambda: tr("Add needs of {code}", code=code), N_("Save"), parent, window_title=N_("Add needs"))
        self.context, self.page = context, page
        self.needs = NeedRows(lists, drafter(context, self, lambda: page.record.size), context.today)
        self.body.addWidget(self.needs)
        self.needs.changed.connect(self.touch)
        self.begin(self.needs.rows[0])
        self.dirty = False

    def parts(self) -> dict[str, QWidget]:
        """The needs."""
        return {"needs": self.needs}

    def draft_uid(self) -> str:
        """The household."""
        return self.page.uid

    def save(self) -> None:
        """Check and write."""
        if not self.needs.check():
            return
        needs = self.needs.fields()
        if not needs:
            self.needs.rows[0].rows["category"].set_error(N_("Choose what is needed from the list."))
            self.needs.rows[0].setFocus()
            return
        keep(
            self,
            self.context,
            partial(_add, self.context.office, self.page.uid, needs),
            partial(self._saved, len(needs)),
        )

    def _saved(self, count: int, _changed: Changed) -> None:
        self.done_well()
        tell_done(self.context, ntr("{n} need is added.", "{n} needs are added.", count))


def _add(office: Office, uid: str, needs: list[dict[str, Any]]) -> Changed:
    from mutualaid.records.need import Need
    from mutualaid.services.needs import add_several

    return add_several(office, household_uid=uid, needs=[Need.checked(**need) for need in needs])
