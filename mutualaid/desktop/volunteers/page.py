"""The volunteers page: who can help, what each has taken on, and the answer she gave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.dialogs import ask
from mutualaid.desktop.list_page import ListPage
from mutualaid.desktop.page import Context
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.volunteers import answering, state
from mutualaid.desktop.volunteers.detail import VolunteerDetail
from mutualaid.desktop.volunteers.load_bar import LoadBar
from mutualaid.desktop.volunteers.who_could_window import WhoCould
from mutualaid.language.catalog import N_, tr
from mutualaid.records.views import Area, Changed, VolunteerLine

if TYPE_CHECKING:
    from mutualaid.records.volunteer import SpokenLanguage
    from mutualaid.services.drafts import Draft
    from mutualaid.services.load import Load


class VolunteersPage(ListPage):
    """Volunteers in a table, one of them beside it."""

    areas = frozenset({Area.VOLUNTEERS, Area.MATCHES})
    export_kind = "volunteers"

    def __init__(self, context: Context) -> None:
        self._zones: dict[str, str] = {}
        self._spoken: dict[str, list[SpokenLanguage]] = {}
        self._loads: dict[str, Load] = {}
        detail = VolunteerDetail(context.today)
        super().__init__(
            context,
            title=N_("Volunteers"),
            icon="volunteers",
            columns=state.columns(self._zones, self._spoken, self._loads, lambda: self.masked),
            detail=detail,
            empty=(
                N_("No volunteer yet"),
                N_("Add those who can drive, interpret, accompany or pack, and when they can."),
            ),
            add_words=N_("Add a volunteer…"),
            sort=0,
            more=((N_("Who could do this?"), self.who_could),),
        )
        self.volunteer = detail
        bars = LoadBar(self._load_of, self._most, self.table)
        self.table.setItemDelegateForColumn(state.LOAD_COLUMN, bars)
        detail.edit_asked.connect(self.edit)
        detail.active_asked.connect(self._set_active)
        detail.match_asked.connect(self._match)
        detail.cover_asked.connect(self._cover)
        detail.renew_asked.connect(self._renew)
        detail.need_opened.connect(lambda uid: context.go("needs", uid))

    def fetch(self, text: str) -> list[VolunteerLine]:
        """Volunteers that hold the text."""
        from mutualaid.services.load import load
        from mutualaid.services.volunteers import spoken_languages, volunteer_lines

        self._zones.update({code: zone.name for code, zone in self.context.office.zones.items()})
        self._spoken.update(spoken_languages(self.context.office))
        self._loads.update({one.volunteer: one for one in load(self.context.office, on=self.context.today())})
        return volunteer_lines(self.context.office, text=text)

    def _load_of(self, row: int) -> Load | None:
        return self._loads.get(self.model.lines[row].uid) if row < len(self.model.lines) else None

    def _most(self) -> int:
        return max((one.asked for one in self._loads.values()), default=0)

    def count_words(self) -> str:
        """How many are shown, and how many of them are active."""
        lines = self.model.lines
        active = sum(line.active for line in lines)
        said = state.count_words(len(lines), active, bool(self.search.text().strip()))
        spread = state.spread_words(list(self._loads.values()))
        return f"{said}. {spread}" if spread else said

    def search_words(self) -> str:
        """What is searched."""
        return tr("Search code, name, phone or note (/)")

    def open_record(self, uid: str) -> None:
        """Read one volunteer and show her."""
        hours = self.context.office.settings.hours
        if not uid:
            self.volunteer.show_volunteer(None, {}, {}, hours)
            return
        office, today = self.context.office, self.context.today()

        def read() -> Any:
            from mutualaid.services.households import household_lines
            from mutualaid.services.volunteers import volunteer

            page = volunteer(office, uid=uid, on=today)
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

    def who_could(self) -> None:
        """Ask who could do something that is described."""
        WhoCould(self.context, self).show()

    def dialogs(self) -> Mapping[str, Callable[[], object]]:
        """Every dialog of the page, for its picture."""
        return {
            "add": self.add, "change": self.edit, "export": self.export,
            "who-could": self.who_could, "message": self._first_message,
        }  # fmt: skip

    def _first_message(self) -> None:
        """The message about her first task, for its picture."""
        page = self.volunteer.page
        for line in state.ahead(page.matches)[:1] if page is not None else []:
            self._match("message", line.uid)

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
            tell_done(self.context, said)

        self.context.tasks.write(write, told, owner=self)

    def _match(self, verb: str, uid: str) -> None:
        page = self.volunteer.page
        line = next((line for line in page.matches if line.uid == uid), None) if page is not None else None
        if page is None or line is None:
            return
        if verb in answering.VERBS:
            said_yes = frozenset(who for who, _on, yes in line.asks if yes)
            about = answering.Asked(uid, line.need, line.need_code, line.people, said_yes)
            around = partial(answering.next_plan, self.context, self, about)
            answering.answer(self.context, self, verb, about, who=page.uid, said_no=around)
        elif verb == "cancel":
            ask(
                self,
                N_("Call this task off?"),
                N_("The need is open again, and what was set aside for it is free."),
                N_("Call it off"),
                partial(self._write_match, verb, uid),
                danger=True,
            )
        else:
            self._write_match(verb, uid)

    def _renew(self, skill: str) -> None:
        page, office, today = self.volunteer.page, self.context.office, self.context.today()
        if page is None:
            return
        uid = page.uid

        def write() -> Changed:
            from mutualaid.services.commitments import renew_training

            return renew_training(office, uid=uid, skill=skill, on=today)

        self.context.tasks.write(
            write, lambda _changed: tell_done(self.context, tr("The training is renewed.")), owner=self
        )

    def _cover(self, booking: str) -> None:
        """Find somebody for what she is booked for while away."""
        page = self.volunteer.page
        one = next((one for one in page.booked if one.uid == booking), None) if page is not None else None
        if page is None or one is None:
            return
        if any(line.uid == booking for line in page.matches):
            self._match("hand", booking)
        else:
            answering.cover(self.context, self, one, page.uid)

    def _write_match(self, verb: str, uid: str) -> None:
        office, today = self.context.office, self.context.today()

        def write() -> Changed:
            from mutualaid.services.matches import cancel_match, fulfil_match

            return fulfil_match(office, uid=uid, on=today) if verb == "fulfil" else cancel_match(office, uid=uid)

        def told(_changed: Changed) -> None:
            done = tr("Written down as done. Thank you.")
            tell_done(self.context, done if verb == "fulfil" else tr("Called off. The need is open again."))

        self.context.tasks.write(write, told, owner=self)


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
