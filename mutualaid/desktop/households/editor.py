"""The form of a household, new or known; a new one can be given what it needs in the same go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.form_window import FormWindow, keep
from mutualaid.desktop.households.fields import HouseholdFields
from mutualaid.desktop.households.lists import Lists, read_lists
from mutualaid.desktop.households.need_rows import NeedRows
from mutualaid.desktop.households.similar import Similar
from mutualaid.desktop.page import Context
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.watched import know_in
from mutualaid.desktop.widgets.words import Words
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.records.need import Need
    from mutualaid.services.households import HouseholdPage
    from mutualaid.services.office import Office


def read_all(office: Office, uid: str) -> tuple[Lists, HouseholdPage | None]:
    """What the form offers and, with a uid, the household that it changes; off the window's thread."""
    from mutualaid.services.households import household

    return read_lists(office, homes=False), household(office, uid=uid) if uid else None


def drafter(context: Context, owner: QWidget, size: Callable[[], int]) -> Callable[..., None]:
    """How a row of needs asks for what a category usually means."""

    def ask(category: str, then: Callable[[Need], None]) -> None:
        people, today = size(), context.today()

        def read() -> Need:
            from mutualaid.services.needs import draft_need

            return draft_need(context.office, category=category, household_size=people, received_on=today)

        context.tasks.read(read, then, owner=owner)

    return ask


class HouseholdEditor(FormWindow):
    """Everything about a household in one form; Ctrl+S keeps it with its needs in one transaction."""

    draft_kind = "household"

    def __init__(self, context: Context, lists: Lists, page: HouseholdPage | None, parent: QWidget) -> None:
        title: Words = N_("Add a household")
        if page is not None:
            title = partial(self._change_title, page.record.code)
        super().__init__(title, N_("Save"), parent, window_title=N_("Change a household") if page is not None else "")
        self.context, self.page = context, page
        self.fields = HouseholdFields(lists, context.today)
        self.similar = Similar(context, self.typed_contact)
        self.needs: NeedRows | None = None
        self._build(lists)
        self.retranslate()
        if page is None:
            self.fields.received.set_day(context.today())
        else:
            self.fields.fill(page.record)
            know_in(self, page.answers)
        self._listen()
        self.begin(self.fields.name)
        self.dirty = False

    @staticmethod
    def _change_title(code: str) -> str:
        return tr("Change household {code}", code=code)

    def _build(self, lists: Lists) -> None:
        self.fields.reaching(self.section(N_("How to reach them")), self.similar)
        self.fields.living(self.section(N_("Who lives there")))
        self.fields.place(self.section(N_("Where they live")))
        if self.page is None:
            ask = drafter(self.context, self, self.fields.people.value)
            self.needs = NeedRows(lists, ask, self.context.today)
            self.section(N_("What they need")).add_widget(self.needs)
        self.fields.minding(self.section(N_("What else to mind")))

    def retranslate(self) -> None:
        """Set title and choices."""
        super().retranslate()
        if hasattr(self, "needs"):
            self.fields.retranslate()

    def _listen(self) -> None:
        self.fields.listen(self.touch)
        if self.needs is not None:
            self.needs.changed.connect(self.touch)
            self.fields.people.valueChanged.connect(self.needs.size_changed)
        self.fields.name.line.editingFinished.connect(self.similar.look)
        self.fields.phones.settled.connect(self.similar.look)
        self.similar.opened.connect(self._go_to)

    def parts(self) -> dict[str, QWidget]:
        """The fields of all sections, and what stands between them."""
        needs = {"needs": self.needs} if self.needs is not None else {}
        return {**super().parts(), **self.fields.checks(), **needs}

    def draft_uid(self) -> str:
        """The household that is changed."""
        return self.page.uid if self.page is not None else ""

    def take_draft(self, draft_id: str, state: Mapping[str, Any]) -> None:
        """Show the interpreters' languages if there are any."""
        super().take_draft(draft_id, state)
        self.fields.arrange()

    def typed_contact(self) -> dict[str, Any]:
        """What similar households are looked for by."""
        return self.fields.contact(self.page.record.code if self.page is not None else "draft")

    def _go_to(self, uid: str) -> None:
        self.reject()
        if not self.isVisible():
            self.context.go("households", uid)

    def check(self) -> dict[str, Any] | None:
        """The fields of the Household; none when something is wrong, which is then shown."""
        found, errors = self.fields.read()
        fine = self.needs is None or self.needs.check()
        fine = self.set_errors(errors) and fine
        if not (self.fields.phones.check() and fine):
            self.messages.tell(tr("Not saved yet: something in the form needs another look."), "warn")
            return None
        self.messages.hide()
        return {**found, "phones": self.fields.phones.phones()}

    def save(self) -> None:
        """Check, then write on the writer's thread."""
        fields = self.check()
        if fields is None:
            return
        needs = self.needs.fields() if self.needs is not None else []
        office, uid = self.context.office, self.page.uid if self.page is not None else ""
        work = partial(_change, office, uid, fields) if uid else partial(_add, office, fields, needs)
        keep(self, self.context, work, partial(self._saved, len(needs)))

    def _saved(self, needs: int, changed: Changed) -> None:
        if self.page is not None:
            said = tr("Household {code} is saved.", code=self.page.record.code)
        elif needs:
            said = ntr("The household is saved with {n} need.", "The household is saved with {n} needs.", needs)
        else:
            said = tr("The household is saved.")
        self.done_well()
        tell_done(self.context, said)
        self.context.go("households", changed.uids[0])


def _add(office: Office, fields: dict[str, Any], needs: list[dict[str, Any]]) -> Changed:
    from mutualaid.records.household import Household
    from mutualaid.records.need import Need
    from mutualaid.services.households import add_household, new_household_code

    household = Household.checked(code=new_household_code(office), **fields)
    return add_household(office, household=household, needs=[Need.checked(**need) for need in needs])


def _change(office: Office, uid: str, fields: dict[str, Any]) -> Changed:
    from mutualaid.services.households import change_household

    return change_household(office, uid=uid, **fields)
