"""What a service asks of the one who helps: skill, how many go, how well the network knows them, seats, how long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import Form
from mutualaid.language import labels
from mutualaid.language.catalog import N_, tr
from mutualaid.records.kinds import Trust
from mutualaid.records.skills import SKILLS

if TYPE_CHECKING:
    from mutualaid.records.need import Need

ROWS = ("skill", "people", "trust", "duration_minutes", "seats")
_STEP = 15


class ServiceFields(QObject):
    """Rows in a form that is not its own; `changed` when the person changed one."""

    changed = Signal()

    def __init__(self, form: Form) -> None:
        super().__init__(form)
        self._form = form
        self.skill, self.trust = Choice(), Choice()
        self.people = Amount(1, 2, lambda count: tr("person") if count == 1 else tr("people"))
        self.minutes = Amount(0, 24 * 60, lambda count: tr("minute") if count == 1 else tr("minutes"))
        self.minutes.setSingleStep(_STEP)
        self.seats = Amount(0, 60, lambda count: tr("seat") if count == 1 else tr("seats"))
        form.add("skill", N_("Skill that it takes"), self.skill)
        form.add("people", N_("How many volunteers go"), self.people)
        form.add("trust", N_("How well the network knows who goes"), self.trust)
        form.add("duration_minutes", N_("How long it takes"), self.minutes, hint=N_("0: not known."))
        form.add("seats", N_("Seats in the car"), self.seats, hint=N_("0: no ride is asked for."))
        for choice in (self.skill, self.trust):
            choice.chosen.connect(lambda _code: self.changed.emit())
        for amount in (self.people, self.minutes, self.seats):
            amount.valueChanged.connect(lambda _value: self.changed.emit())

    def retranslate(self) -> None:
        """Set the choices."""
        skills = sorted(((code, labels.skill(code)) for code in SKILLS), key=lambda pair: pair[1])
        self.skill.set_choices(skills, empty=tr("None in particular"))
        self.trust.set_choices([(level.name, labels.label(level)) for level in Trust])

    def show_rows(self, on: bool) -> None:
        """Ask for these, or do not."""
        for key in ROWS:
            self._form.rows[key].setVisible(on)

    def show_need(self, need: Need) -> None:
        """Show what a need asks."""
        self.skill.set_code(need.skill)
        self.trust.set_code(need.trust.name)
        self.people.setValue(need.people)
        self.minutes.setValue(need.duration_minutes or 0)
        self.seats.setValue(need.seats)

    def fields(self) -> dict[str, Any]:
        """The fields of a Need."""
        minutes = self.minutes.value()
        return {
            "skill": self.skill.code() or None,
            "people": self.people.value(),
            "trust": Trust[self.trust.code() or "NEW"],
            "duration_minutes": max(minutes, 5) if minutes else None,
            "seats": self.seats.value(),
        }
