"""The chosen entry beside the schedule: what, when, where, who, what is amiss, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mutualaid.desktop.needs.detail import phone_rules
from mutualaid.desktop.schedule import words
from mutualaid.desktop.schedule.state import MOVABLE, ScheduleState
from mutualaid.desktop.widgets.facts import Fact, Facts
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.layouts import clear
from mutualaid.desktop.widgets.masked import Masked
from mutualaid.desktop.widgets.panels import scrolled
from mutualaid.desktop.widgets.phones import show_phone
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words, plain_label
from mutualaid.language import labels
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_date, format_duration

if TYPE_CHECKING:
    from mutualaid.services.appointments import AppointmentPage
    from mutualaid.services.bookings import Clash
    from mutualaid.services.week import Entry

Verb = tuple[str, Words, str]


class EntryPane(Translated, QFrame):
    """`asked` carries a verb and the volunteer that it is about ("" for none)."""

    asked = Signal(str, str)

    def __init__(self, state: ScheduleState) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.state = state
        self.held: AppointmentPage | None = None
        self.buttons: dict[tuple[str, str], Button] = {}
        self.masked: list[Masked] = []
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(8)
        self.area = scrolled(self._content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(self.area)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything again."""
        self.show_entry()

    def show_entry(self, held: AppointmentPage | None = None) -> None:
        """Show the chosen entry; of a hearing, `held` is the rest of it, once it is read."""
        entry = self.state.entry()
        if held is not None or (self.held is not None and (entry is None or self.held.uid != entry.uid)):
            self.held = held
        if self.state.carry is not None:
            self.show_carry()
            return
        focused = next((key for key, button in self.buttons.items() if button.hasFocus()), None)
        self._clear()
        if entry is None:
            self._column.addWidget(Said(N_("Choose an entry to see who is on it and what can be done."), role="subtle"))
        else:
            self._fill(entry)
        self._column.addStretch(1)
        if focused in self.buttons:
            self.buttons[focused].setFocus()
        elif focused is not None:  # what was pressed has gone with what it did
            self.enter()

    def show_carry(self) -> None:
        """Show where the carried entry would be dropped, and what stands against it there."""
        carry = self.state.carry
        if carry is None:
            return
        found = self.state.carry_clashes()
        self._clear()
        self._column.addWidget(Said(lambda: tr("Moving: {what}", what=words.title(carry.entry)), points=3, bold=True))
        self._column.addWidget(plain_label(words.when(carry.starts, carry.ends)))
        said, role = words.verdict(found)
        self._column.addWidget(plain_label(said, role=role))
        self._against(found)
        self._verbs([("drop", N_("Drop here (Enter)"), "primary"), ("leave", N_("Leave it (Esc)"), "")], "")
        self.buttons["drop", ""].setEnabled(self.state.can_drop())
        self._column.addStretch(1)

    def _against(self, found: Sequence[Clash]) -> None:
        """One line for each thing that stands against somebody, with a sign before what forbids."""
        for hard in (True, False):
            for text in words.clash_lines([one for one in found if one.hard is hard], self.state.named):
                line = f"▲ {text}" if hard else f"○ {text}"
                self._column.addWidget(plain_label(line, role="error" if hard else "subtle"))

    def _clear(self) -> None:
        self.buttons, self.masked = {}, []
        clear(self._column)

    def _fill(self, entry: Entry) -> None:
        self._column.addWidget(Said(lambda: words.title(entry), points=3, bold=True))
        amiss = words.amiss(entry)
        if amiss:
            self._column.addWidget(plain_label(amiss, role="error" if entry.forbidden else "warn"))
        facts = Facts()
        facts.set_facts(self._facts(entry))
        self._column.addWidget(facts)
        self._verbs(self._entry_verbs(entry), "")
        if entry.kind.value in ("shift", "hearing"):
            self._people(entry)
        if entry.kind.value == "hearing" and self.held is not None:
            self._hearing(entry, self.held)

    def _facts(self, entry: Entry) -> Sequence[Fact]:
        facts: list[Fact] = [
            (N_("When"), lambda: words.when(entry.starts, entry.ends)),
            (N_("How long"), lambda: format_duration(int((entry.ends - entry.starts).total_seconds() // 60))),
            (N_("Where"), lambda: self.state.where(entry)),
        ]
        if entry.kind.value not in ("shift", "hearing"):
            facts.append((N_("Who"), lambda: words.people(entry, self.state.named)))
            facts.append((N_("What stands against it"), lambda: self._clashes(entry)))
        run = entry.run
        if run is not None:
            facts.append((N_("State"), lambda: labels.label(run)))
            facts.append((N_("Stops"), lambda: str(len(entry.matches))))
        skill = entry.skill
        if skill is not None:
            facts.append((N_("Skill"), lambda: labels.skill(skill)))
        if entry.kind.value == "shift":
            facts.append((N_("People wanted"), lambda: str(entry.wanted)))
        facts.append((N_("Note"), lambda: entry.note))
        return facts

    def _clashes(self, entry: Entry) -> str:
        return "\n".join(words.clash_lines(entry.clashes, self.state.named))

    def _entry_verbs(self, entry: Entry) -> list[Verb]:
        verbs: list[Verb] = []
        if entry.kind.value in MOVABLE:
            verbs.append(("move", N_("Move (M)"), ""))
        if entry.kind.value in ("shift", "hearing"):
            verbs.append(("edit", N_("Change…"), ""))
            verbs.append(("remove", N_("Remove"), "quiet"))
        if entry.kind.value == "run":
            verbs.append(("run", N_("Open the run"), "primary"))
        if entry.kind.value == "task":
            verbs.append(("match", N_("Go to the match"), "link"))
        return verbs

    def _people(self, entry: Entry) -> None:
        title = N_("Who goes along") if entry.kind.value == "hearing" else N_("Who is on")
        self._column.addWidget(Said(title, points=1, bold=True))
        for who in entry.people:
            self._person(entry, who)
        if entry.missing:
            self._column.addWidget(plain_label(words.wanted(entry), role="warn"))
        if entry.kind.value == "shift" or len(entry.people) < 2:
            role = "primary" if entry.missing else ""
            self._verbs([("add", N_("Add somebody…"), role)], "")

    def _person(self, entry: Entry, who: str) -> None:
        name = self.state.named(who)
        line = tr("{name} (asks for cover)", name=name) if who in entry.cover else name
        label = plain_label(line)
        font = label.font()
        font.setBold(True)
        label.setFont(font)
        self._column.addWidget(label)
        self._against([one for one in entry.clashes if one.volunteer == who])
        verbs: list[Verb] = []
        if entry.kind.value == "shift":
            asks = who in entry.cover
            if asks:
                verbs.append(("comes", N_("Can come now"), "link"))
            else:
                verbs.append(("cannot", N_("Cannot come"), "link"))
            verbs.append(("cover", N_("Somebody else…"), "link"))
            verbs.append(("off", N_("Take off"), "link"))
        else:
            held = self.held
            if held is not None and held.record.replacement is not None:
                verbs.append(("step_in", N_("Replacement goes"), "link"))
            verbs.append(("instead", N_("Somebody else…"), "link"))
        self._verbs(verbs, who, name)

    def _hearing(self, entry: Entry, held: AppointmentPage) -> None:
        record = held.record
        home = held.household
        facts: list[Fact] = [
            (N_("Meeting point"), lambda: record.meeting_point),
            (N_("Replacement"), lambda: self.state.named(record.replacement) if record.replacement else ""),
            (N_("Meets the need"), lambda: held.need.code if held.need is not None else ""),
            (N_("Household"), lambda: home.code),
        ]
        table = Facts()
        table.set_facts(facts)
        self._column.addWidget(table)
        if record.call_tree:
            self._column.addWidget(Said(N_("Call in this order when something changes"), points=1, bold=True))
            for number, who in enumerate(record.call_tree, 1):
                self._call(number, who, held)
        verbs: list[Verb] = [("household", N_("Open the household"), "link")]
        if held.need is not None:
            verbs += [("need", N_("Open the need"), "link"), ("took_place", N_("Mark as done"), "")]
        self._verbs(verbs, "")
        gone = tr(
            "This hearing is deleted after {day}, and the journal forgets it.", day=format_date(record.delete_after)
        )
        self._column.addWidget(plain_label(gone, role="subtle"))

    def _call(self, number: int, who: str, held: AppointmentPage) -> None:
        """Whom to call, what to mind before, and the number, which stays covered until it is asked for."""
        self._column.addWidget(plain_label(tr("{number}. {name}", number=number, name=self.state.named(who))))
        facts: list[Fact] = []
        person = held.people.get(who)
        for phone in person.phones if person is not None else ():
            covered = Masked(N_("Phone"), show_phone(phone.number))
            self.masked.append(covered)
            facts += [(N_("Before you call"), partial(phone_rules, phone)), (N_("Phone"), covered)]
        table = Facts()
        table.set_facts(facts or [(N_("Phone"), lambda: tr("none given"))])
        self._column.addWidget(table)

    def set_covered(self, covered: bool) -> None:
        """Cover the numbers."""
        if covered:
            for masked in self.masked:
                masked.cover()
        self.show_entry()

    def _verbs(self, verbs: Sequence[Verb], who: str, about: str = "") -> None:
        holder = QWidget()
        flow = FlowLayout(holder, gap=6)
        for verb, said, role in verbs:
            button = Button(said, partial(self.asked.emit, verb, who), role=role)
            if about:
                button.setAccessibleDescription(about)
            self.buttons[verb, who] = button
            flow.addWidget(button)
        self._column.addWidget(holder)

    def enter(self) -> None:
        """Put the focus on the first button."""
        for button in self.buttons.values():
            button.setFocus()
            return
