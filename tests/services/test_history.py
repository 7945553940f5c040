"""Undo and redo: whatever was done is taken back in order, leaves the office as it was, and breaks no rule."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid.language.verb_words import VERBS
from mutualaid.records.errors import Fault, Refused
from mutualaid.records.household import Contact, Household
from mutualaid.records.kinds import (
    CloseReason,
    ConsentPurpose,
    ContactKind,
    ContactOutcome,
    MovementKind,
    NeedState,
    ShiftKind,
)
from mutualaid.records.match import KeptPlan, LotUse, Match
from mutualaid.records.need import Need
from mutualaid.records.schedule import Shift
from mutualaid.records.supply import Lot, Movement
from mutualaid.records.volunteer import Volunteer
from mutualaid.services import contact_log, households, matches, needs, supplies, volunteers
from mutualaid.services.history import redo, undo
from mutualaid.services.office import Office
from mutualaid.services.settings import set_minutes
from mutualaid.store.registry import KINDS
from tests.services.make import TODAY, copied_office, helper, home, new_office, wants

Do = Callable[[Office], object]


def state(office: Office) -> dict[str, object]:
    """Everything that a page shows: all records but movements and plans, and of the stock its sums."""
    with office.store.read() as read:
        kept = {
            kind.__name__: {row.uid: row.record.model_dump() for row in read.all(kind)}
            for kind in KINDS
            if kind not in (Movement, KeptPlan)
        }
        return {**kept, "stock": read.stock(), "settings": read.settings()}


def prepared(folder: Path, make: Callable[[Path], Office] = copied_office) -> Office:
    """An office with a household, a volunteer, a lot, and a kept match of the three."""
    made = make(folder)
    supplies.add_site(made, name="Pantry", zone="chi-30")
    volunteer = helper(made)
    _household, food, _ride = home(made, wants(made, "food", quantity=2), wants(made, "ride"))
    supplies.receive_lot(made, item="pantry_box", site="pantry", quantity=30, on=TODAY)
    with made.store.write("accept plan") as write:
        lot = write.all(Lot)[0].uid
        match = Match.checked(
            need=food, volunteers=[volunteer], day=TODAY, part=0, lots=[LotUse(lot=lot, units=2)], decided_on=TODAY
        )
        matches.reserve_in(write, write.add(match), match)
        write.change(Need, food, state=NeedState.MATCHED)
    made.history.clear()
    return made


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return prepared(tmp_path / "office")


def _uid(office: Office, kind: type, at: int = 0) -> str:
    with office.store.read() as read:
        rows = read.all(kind)
        return rows[at % len(rows)].uid


def _log(office: Office) -> object:
    contact = Contact.checked(
        household=_uid(office, Household), on=TODAY, kind=ContactKind.CALL, outcome=ContactOutcome.REACHED
    )
    return contact_log.log_contact(office, contact=contact)


STEPS: dict[str, Do] = {
    "a household": lambda o: home(o, wants(o, "baby")),
    "a contact": _log,
    "a consent": lambda o: households.set_consent(
        o, household=_uid(o, Household), purpose=ConsentPurpose.SHARE, given=True
    ),
    "a note": lambda o: households.change_household(o, uid=_uid(o, Household), notes="Ring twice"),
    "closed": lambda o: needs.close_need(o, uid=_uid(o, Need, 1), reason=CloseReason.MET_ELSEWHERE),
    "held": lambda o: needs.hold_need(o, uid=_uid(o, Need), until=TODAY + timedelta(days=9)),
    "received": lambda o: supplies.receive_lot(o, item="masa_10lb", site="pantry", quantity=7),
    "counted": lambda o: supplies.count_lot(o, uid=_uid(o, Lot), counted=25),
    "spoiled": lambda o: supplies.spoil(o, uid=_uid(o, Lot), units=2),
    "handed out": lambda o: supplies.hand_out(o, uid=_uid(o, Lot), units=3),
    "left": lambda o: volunteers.change_volunteer(o, uid=_uid(o, Volunteer), active=False),
    "minutes": lambda o: set_minutes(o, mask=3, lock=12),
    "confirmed": lambda o: matches.confirm_match(o, uid=_uid(o, Match)),
    "fulfilled": lambda o: matches.fulfil_match(o, uid=_uid(o, Match), on=TODAY),
    "called off": lambda o: matches.cancel_match(o, uid=_uid(o, Match)),
}


@pytest.mark.parametrize("name", ["a household", "a contact", "a consent", "a note", "closed", "received", "minutes"])
def test_a_step_is_taken_back_whole_and_done_again(office: Office, name: str) -> None:
    before = state(office)
    STEPS[name](office)
    after = state(office)
    assert before != after
    undo(office)
    assert state(office) == before
    redo(office)
    assert state(office) == after
    with office.store.read() as read:
        assert read.verify() == []


@settings(max_examples=8)
@given(names=st.lists(st.sampled_from(sorted(STEPS)), min_size=2, max_size=7))
def test_any_steps_are_taken_back_one_by_one_to_where_they_began(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    office = prepared(tmp_path_factory.mktemp("undo") / "office", new_office)
    seen = [state(office)]
    for name in names:
        try:
            STEPS[name](office)
        except (Fault, ZeroDivisionError):  # closed twice, or nothing there yet to do it with
            continue
        if state(office) != seen[-1]:
            seen.append(state(office))
    for earlier in reversed(seen[:-1]):
        undo(office)
        assert state(office) == earlier
    for later in seen[1:]:
        redo(office)
        assert state(office) == later
    office.close()


def test_stock_is_never_unwritten_but_taken_back_by_its_opposite(office: Office) -> None:
    lot = _uid(office, Lot)
    supplies.hand_out(office, uid=lot, units=3)
    undo(office)
    with office.store.read() as read:
        moved = [(row.record.kind, row.record.units) for row in read.all(Movement, lot=lot)]
    assert moved[0] == (MovementKind.RECEIVED, 30)
    assert moved[-2:] == [(MovementKind.HANDED_OUT, -3), (MovementKind.RETURNED, 3)]


def test_what_somebody_went_on_with_is_not_taken_back(office: Office) -> None:
    household = home(office)[0]
    with office.store.write("beside") as write:
        write.steps.stop()  # as a merge with another laptop is
        write.change(Household, household, notes="Moved")
    with pytest.raises(Refused, match="undo_changed_since"):
        undo(office)


def test_undo_never_promises_what_is_promised_elsewhere(office: Office) -> None:
    lot = _uid(office, Lot)
    supplies.count_lot(office, uid=lot, counted=5)
    with office.store.write("beside") as write:
        write.steps.stop()
        write.add(Movement.checked(lot=lot, kind=MovementKind.RECEIVED, units=10, on=TODAY))
    supplies.hand_out(office, uid=lot, units=13)
    undo(office)
    undo(office)  # the count of 5 is taken back: 40 lie there
    with office.store.read() as read:
        assert read.stock([lot])[lot] == (40, 38)


def test_undo_puts_no_volunteer_in_two_places(office: Office) -> None:
    volunteer = _uid(office, Volunteer)
    starts = datetime(2027, 3, 6, 9).astimezone()

    def shift() -> Shift:
        return Shift.checked(
            kind=ShiftKind.WATCH, zone="chi-30", starts=starts, ends=starts + timedelta(hours=2), volunteers=[volunteer]
        )

    with office.store.write("add shift") as write:
        first = write.add(shift())
    with office.store.write("remove shift") as write:
        write.remove(Shift, first)
    with office.store.write("beside") as write:
        write.steps.stop()
        write.add(shift())
    with pytest.raises(Refused, match="undo_no_longer_fits"):
        undo(office)


def test_what_was_erased_cannot_be_brought_back(office: Office) -> None:
    household = home(office)[0]
    with office.store.write("erase") as write:
        write.remove(Household, household)
        write.forget(household)
    with pytest.raises(Refused, match="nothing_to_undo"):
        undo(office)


def test_only_the_last_step_is_taken_back_by_its_own_button(office: Office) -> None:
    home(office)
    first = office.history.last
    assert first is not None
    home(office)
    with pytest.raises(Refused, match="undo_not_last"):
        undo(office, seq=first.seq)


OWN_WAY = {
    "accept forms", "backup", "begin a pile", "bring back release", "close event", "collect", "dismiss forms",
    "fill with sample data",
    "export list", "export partners",
    "finish a pile", "forget mapping", "found other keys", "hand out release", "import",
    "keep backups elsewhere",
    "make kit", "plan", "prune backups", "release", "restore", "review plan", "sample", "set a sheet aside",
    "take a sheet up again", "take back answers", "take back forms",
}  # fmt: skip
"""Verbs that have an undo of their own, or that nothing takes back."""


def test_every_verb_that_can_be_taken_back_has_words() -> None:
    verbs = set()
    for file in (Path(__file__).parents[2] / "mutualaid" / "services").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "write"
            if named and node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                verbs.add(node.args[0].value)
    assert verbs - OWN_WAY <= set(VERBS)
