"""The volunteers page: who can help, what each has taken on, and the answer she gave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.dialogs import ask
from mutualaid.desktop.list_page import ListPage
from mutualaid.desktop.page import Context
from mutualaid.desktop.volunteers import state
from mutualaid.desktop.volunteers.detail import VolunteerDetail
from mutualaid.language.catalog import N_, tr
from mutualaid.records.views import Area, Changed, VolunteerLine

if TYPE_CHECKING:
    from mutualaid.records.volunteer import SpokenLanguage
    from mutualaid.services.drafts import Draft


class VolunteersPage(ListPage):
    """Volunteers in a table, one of them beside it."""

    areas = frozenset({Area.VOLUNTEERS, Area.MATCHES})
    export_kind = "volunteers"

    def __init__(self, context: Context) -> None:
        self._zones: dict[str, str] = {}
        self._spoken: dict[str, list[SpokenLanguage]] = {}
        detail = VolunteerDetail(context.today)
        super().__init__(
            context,
            title=N_("Volunteers"),
            icon="volunteers",
            columns=state.columns(self._zones, self._spoken, lambda: self.masked),
            detail=detail,
            empty=(
                N_("No volunteer yet"),
                N_("Add those who can drive, interpret, accompany or pack, and when they can."),
            ),
            add_words=N_("Add a volunteer…"),
            sort=0,
        )
        self.volunteer = detail
        detail.edit_asked.connect(self.edit)
        detail.active_asked.connect(self._set_active)
        detail.match_asked.connect(self._match)
        detail.need_opened.connect(lambda uid: context.go("needs", uid))

    def fetch(self, text: str) -> list[VolunteerLine]:
        """Volunteers that hold the text."""
        from mutualaid.services.volunteers import spoken_languages, volunteer_lines

        self._zones.update({code: zone.name for code, zone in self.context.office.zones.items()})
        self._spoken.update(spoken_languages(self.context.office))
        return volunteer_lines(self.context.office, text=text)

    def count_words(self) -> str:
        """How many are shown, and how many of them are active."""
        lines = self.model.lines
        active = sum(line.active for line in lines)
        return state.count_words(len(lines), active, bool(self.search.text().strip()))

    def search_words(self) -> str:
        """What is searched."""
        return tr("Search code, name, phone or note (/)")

    def open_record(self, uid: str) -> None:
        """Read one volunteer and show her."""
        hours = self.context.office.settings.hours
        if not uid:
            self.volunteer.show_volunteer(None, {}, {}, hours)
            return
        office = self.context.office

        def read() -> Any:
            from mutualaid.services.households import household_lines
            from mutualaid.services.volunteers import volunteer

            page = volunteer(office, uid=uid)
            homes = household_lines(office) if page.record.excluded_households else []
            return page, {line.uid: line.code for line in homes}

        def show(found: Any) -> None:
            if uid == self.selected:
                page, households = found
                self.volunteer.show_volunteer(page, dict(self._zones), households, hours)

        self.context.tasks.read(read, show, owner=self, fail=lambda _fault: None)

    def set_masked(self, masked: bool) -> None:
        """Cover names here and phones beside."""
        super().set_masked(masked)
        self.volunteer.set_covered(masked)

    def add(self) -> None:
        """A new volunteer."""
        open_editor(self.context, self)

    def reopen(self, draft: Draft) -> None:
        """A volunteer."""
        open_editor(self.context, self, uid=draft.uid, draft=draft)

    def edit(self) -> None:
        """Change the one that is selected."""
        if self.volunteer.page is not None:
            open_editor(self.context, self, uid=self.volunteer.page.uid)

    def dialogs(self) -> Mapping[str, Callable[[], object]]:
        """Every dialog of the page, for its picture."""
        return {"add": self.add, "change": self.edit, "export": self.export}

    def _set_active(self, active: bool) -> None:
        page, office = self.volunteer.page, self.context.office
        if page is None:
            return
        uid = page.uid

        def write() -> Changed:
            from mutualaid.services.volunteers import change_volunteer

            return change_volunteer(office, uid=uid, active=active)

        def told(_changed: Changed) -> None:
            said = tr("Active: plans may ask them again.") if active else tr("Paused: from now on no plan asks them.")
            self.context.messages.tell(said, "good", action=N_("Undo"), do=lambda: self._set_active(not active))

        self.context.tasks.write(write, told, owner=self)

    def _match(self, verb: str, uid: str) -> None:
        if verb == "cancel":
            ask(
                self,
                N_("Call this task off?"),
                N_("The need is open again, and what was set aside for it is free."),
                N_("Call it off"),
                partial(self._write_match, verb, uid),
                danger=True,
            )
            return
        self._write_match(verb, uid)

    def _write_match(self, verb: str, uid: str) -> None:
        office, today = self.context.office, self.context.today()

        def write() -> Changed:
            from mutualaid.services.matches import cancel_match, confirm_match, fulfil_match

            if verb == "fulfil":
                return fulfil_match(office, uid=uid, on=today)
            return (confirm_match if verb == "confirm" else cancel_match)(office, uid=uid)

        said = {
            "confirm": N_("Written down: the volunteer said yes."),
            "fulfil": N_("Written down as done. Thank you."),
            "cancel": N_("Called off. The need is open again."),
        }
        told = partial(self._told, said[verb])
        self.context.tasks.write(write, told, owner=self)

    def _told(self, words: str, _changed: Changed) -> None:
        self.context.messages.tell(tr(words), "good")


def open_editor(context: Context, parent: QWidget, uid: str = "", draft: Draft | None = None) -> None:
    """Open the form for a new volunteer, or for one that is known, filled with what was typed before."""
    from mutualaid.desktop.volunteers.editor import VolunteerEditor, read_all

    def show(found: Any) -> None:
        lists, page = found
        form = VolunteerEditor(context, lists, page, parent)
        if draft is not None:
            form.take_draft(draft.id, draft.state)
        form.open()

    context.tasks.read(lambda: read_all(context.office, uid), show, owner=parent)
