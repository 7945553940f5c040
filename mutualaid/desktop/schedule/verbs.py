"""What the schedule's page does to entries: each verb is one write, told in the message bar with its undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mutualaid.desktop.page import Context
from mutualaid.desktop.schedule.state import ScheduleState
from mutualaid.desktop.undoing import tell_done
from mutualaid.language.catalog import N_, tr
from mutualaid.records.errors import Fault
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from mutualaid.desktop.schedule.carry import Carry

_SAID = {
    "moved": N_("Moved."),
    "removed": N_("Removed."),
    "on": N_("They are on."),
    "off": N_("Taken off."),
    "cannot": N_("Written down: somebody else is asked for."),
    "comes": N_("Written down: they can come after all."),
    "cover": N_("The place is taken over."),
    "stepped_in": N_("The replacement goes."),
    "went": N_("Written down: the pair went along. Thank you."),
}


class Verbs:
    """Writes for the page; `fail` is called when one was refused, after it was said why."""

    def __init__(self, context: Context, state: ScheduleState, owner: QObject) -> None:
        self.context, self.state, self.owner = context, state, owner

    def write(self, work: Callable[[], Changed], said: str, *, fail: Callable[[Fault], None] | None = None) -> None:
        """Write on the writer's thread, and say that it was done."""
        self.context.tasks.write(
            work, lambda _changed: tell_done(self.context, tr(_SAID[said])), owner=self.owner, fail=fail
        )

    def drop(self, carry: Carry, fail: Callable[[Fault], None]) -> None:
        """Put the carried entry where it lies now."""
        self.write(lambda: _moved(self.context, carry), "moved", fail=fail)

    def remove(self, uid: str, kind: str) -> None:
        """Take a shift or a hearing away."""
        office = self.context.office

        def work() -> Changed:
            from mutualaid.services.appointments import remove_appointment
            from mutualaid.services.shifts import remove_shift

            return remove_appointment(office, uid=uid) if kind == "hearing" else remove_shift(office, uid=uid)

        self.write(work, "removed")

    def on_shift(self, verb: str, uid: str, who: str) -> None:
        """`cannot`, `comes`, `off`: what somebody on a shift says, or what is said of her."""
        office = self.context.office

        def work() -> Changed:
            from mutualaid.services.covering import ask_cover, call_off_cover
            from mutualaid.services.shifts import unassign

            do = {"cannot": ask_cover, "comes": call_off_cover, "off": unassign}[verb]
            return do(office, uid=uid, volunteer=who)

        self.write(work, verb)

    def put(self, uid: str, kind: str, who: str, instead_of: str = "") -> None:
        """Put somebody on a shift or into a pair, in somebody's place when given."""
        office = self.context.office

        def work() -> Changed:
            from mutualaid.services.appointments import appointment, change_appointment, step_in
            from mutualaid.services.covering import take_cover
            from mutualaid.services.shifts import assign

            if kind == "hearing" and instead_of:
                return step_in(office, uid=uid, instead_of=instead_of, volunteer=who)
            if kind == "hearing":
                pair = appointment(office, uid=uid).record.pair
                return change_appointment(office, uid=uid, pair=[*pair, who])
            if instead_of:
                return take_cover(office, uid=uid, instead_of=instead_of, volunteer=who)
            return assign(office, uid=uid, volunteer=who)

        self.write(work, "cover" if instead_of else "on")

    def step_in(self, uid: str, who: str) -> None:
        """The replacement goes instead of one of the pair."""
        office = self.context.office

        def work() -> Changed:
            from mutualaid.services.appointments import step_in

            return step_in(office, uid=uid, instead_of=who)

        self.write(work, "stepped_in")

    def took_place(self, uid: str) -> None:
        """The pair went along."""
        office = self.context.office

        def work() -> Changed:
            from mutualaid.services.appointments import took_place

            return took_place(office, uid=uid)

        self.write(work, "went")


def _moved(context: Context, carry: Carry) -> Changed:
    office, entry = context.office, carry.entry
    if entry.kind.value == "shift":
        from mutualaid.services.shifts import move_shift

        return move_shift(office, uid=entry.uid, starts=carry.starts, ends=carry.ends)
    if entry.kind.value == "hearing":
        from mutualaid.services.appointments import move_appointment

        minutes = int((carry.ends - carry.starts).total_seconds() // 60)
        return move_appointment(office, uid=entry.uid, starts=carry.starts, minutes=minutes)
    from mutualaid.services.runs import move_run

    assert carry.part is not None
    return move_run(office, uid=entry.uid, day=carry.starts.date(), part=carry.part)
