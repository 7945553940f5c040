"""The partners page: organizations that needs are referred to, what each offers, and who asks for no ID."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from mutualaid.desktop.dialogs import ask
from mutualaid.desktop.list_page import ListPage
from mutualaid.desktop.page import Context
from mutualaid.desktop.partners import state
from mutualaid.desktop.partners.bringing import bring_directory, give_directory
from mutualaid.desktop.partners.detail import PartnerDetail
from mutualaid.desktop.partners.filters import PartnerFilters
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.words import Button
from mutualaid.language.catalog import N_, tr
from mutualaid.records.views import Area, Changed

if TYPE_CHECKING:
    from mutualaid.records.partner import Partner
    from mutualaid.services.partners import PartnerLine

_HIDDEN = "\0"
"""Stands for a search where only the filters hide something."""

_GIVE_WAY = (5, 4, 3)
"""Columns that go first where there is no room: phone, where, languages; the organization beside it says them."""


class PartnersPage(ListPage):
    """Organizations in a table, one of them beside it."""

    areas = frozenset({Area.PARTNERS})

    def __init__(self, context: Context) -> None:
        self._zones: dict[str, str] = {}
        self.filters = PartnerFilters()
        self.partner = PartnerDetail()
        super().__init__(
            context,
            title=N_("Partners"),
            icon="refer",
            columns=state.columns(self._zones),
            detail=self.partner,
            empty=(
                N_("No partner organization yet"),
                N_(
                    "Add those whom you send people to: clinics, lawyers, pantries, shelters. Or bring in a directory "
                    "that your city's 211 or another network gives away (HSDS)."
                ),
            ),
            add_words=N_("Add an organization…"),
            sort=0,
            empty_buttons=(Button(N_("Bring in a directory…"), self.bring),),
            more=(
                (N_("Bring in a directory…"), self.bring),
                (N_("Bring in a folder of tables…"), self.bring_folder),
                (N_("Give our directory away…"), self.give),
            ),
        )
        self.table.give_way(_GIVE_WAY)
        self.filters.lay_out(self.search)
        self.filters.changed.connect(self.refresh)
        self.filters.everything.connect(self.clear_search)
        page = self.layout()
        if isinstance(page, QVBoxLayout):
            page.insertWidget(1, self.filters)
        self.partner.edit_asked.connect(self.edit)
        self.partner.active_asked.connect(self._set_active)
        self.partner.remove_asked.connect(self._ask_removal)

    def fetch(self, text: str) -> list[PartnerLine]:
        """Partners that hold the text and pass the filters."""
        from mutualaid.services.partners import partners

        self._zones.update({code: zone.name for code, zone in self.context.office.zones.items()})
        chosen = self.filters.filter
        return partners(
            self.context.office,
            text=text,
            category=chosen.category,
            language=chosen.language,
            zone=chosen.zone,
            no_id=chosen.no_id,
            closed=chosen.closed,
        )

    def take(self, found: list[PartnerLine], text: str) -> None:
        """Show them; the filters stay while there is anything to filter."""
        self.filters.set_zones(self._zones)
        self._show(found, text or (_HIDDEN if self.filters.filter.narrowed else ""))
        self.filters.setVisible(self.stack.currentIndex() == 0)

    def count_words(self) -> str:
        """How many are shown, and how many ask for no ID."""
        narrowed = bool(self.search.text().strip()) or self.filters.filter.narrowed
        return state.count_words(self.model.lines, narrowed)

    def search_words(self) -> str:
        """What is searched."""
        return tr("Search name, place or service (/)")

    def clear_search(self) -> None:
        """Show all."""
        self.filters.show_all()
        super().clear_search()

    def open_record(self, uid: str) -> None:
        """Read one organization and show it."""
        if not uid:
            self.partner.show_partner("", None, {})
            return
        office = self.context.office

        def read() -> Partner:
            from mutualaid.services.partners import partner

            return partner(office, uid=uid)

        def show(record: Partner) -> None:
            if uid == self.selected:
                self.partner.show_partner(uid, record, dict(self._zones))

        self.context.tasks.read(read, show, owner=self, fail=lambda _fault: None)

    def add(self) -> None:
        """A new organization."""
        self._edit("", None)

    def edit(self) -> None:
        """Change the one that is selected."""
        if self.partner.record is not None:
            self._edit(self.partner.uid, self.partner.record)

    def _edit(self, uid: str, record: Partner | None) -> None:
        from mutualaid.desktop.partners.editor import PartnerEditor

        PartnerEditor(self.context, uid, record, self).open()

    def bring(self) -> None:
        """Bring a directory in from a file."""
        bring_directory(self.context, self)

    def bring_folder(self) -> None:
        """Bring a directory in from a folder of tables."""
        bring_directory(self.context, self, folder=True)

    def give(self) -> None:
        """Write our directory to a file."""
        give_directory(self.context, self)

    def _set_active(self, active: bool) -> None:
        from mutualaid.services.partners import set_active

        office, uid = self.context.office, self.partner.uid
        said = tr("It is offered for referrals again.") if active else tr("Paused: it is not offered any more.")
        self._write(partial(set_active, office, uid=uid, active=active), said)

    def _ask_removal(self) -> None:
        from mutualaid.services.partners import remove

        office, uid = self.context.office, self.partner.uid
        ask(
            self,
            N_("Take this organization out of the directory?"),
            N_("Needs that were referred to it keep its name."),
            N_("Take it out"),
            lambda: self._write(partial(remove, office, uid=uid), tr("It is taken out.")),
            danger=True,
        )

    def _write(self, work: Callable[[], Changed], said: str) -> None:
        self.context.tasks.write(work, lambda _changed: tell_done(self.context, said), owner=self)

    def dialogs(self) -> Mapping[str, Callable[[], object]]:
        """The page's windows, for their pictures."""
        return {"add": self.add, "change": self.edit, "take out": self._ask_removal}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """E changes the one that is selected, Escape goes back to the table."""
        plain = not event.modifiers() and not isinstance(self.focusWidget(), QLineEdit)
        if plain and event.key() == Qt.Key.Key_E:
            self.edit()
        elif event.key() == Qt.Key.Key_Escape:
            self.table.setFocus()
        else:
            super().keyPressEvent(event)
