"""Shifts, cover, templates and hearings: what each verb does, and what it refuses."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault, Refused
from mutualaid.records.kinds import ConsentPurpose, Daypart, MatchState, NeedState, ShiftKind
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.schedule import Appointment, Shift, ShiftTemplate
from mutualaid.records.time import DateRange
from mutualaid.services import appointments, covering, shift_templates, shifts
from mutualaid.services.bookings import clock
from mutualaid.services.history import undo
from mutualaid.services.households import change_household, set_consent
from mutualaid.services.office import Office
from mutualaid.services.problem import build_problem
from mutualaid.services.volunteers import change_volunteer
from mutualaid.services.week import EntryKind, week
from mutualaid.store.tables import change_value
from tests.services.make import TODAY, helper, home, wants

MONDAY = date(2026, 11, 30)


def at(hour: float, day: date = MONDAY) -> datetime:
    """A time of that day on the office's clock."""
    return (datetime.combine(day, time()) + timedelta(hours=hour)).astimezone()


def watch(office: Office, starts: datetime, *people: str, hours: float = 2, **fields: Any) -> str:
    ends = starts + timedelta(hours=hours)
    given: dict[str, Any] = {"kind": ShiftKind.WATCH, "zone": "chi-30", "volunteers": list(people)}
    record = Shift.checked(**(given | {"starts": starts, "ends": ends} | fields))
    return shifts.add_shift(office, shift=record).uids[0]


def hearing(office: Office, household: str, starts: datetime, *pair: str, **fields: Any) -> str:
    made = appointments.add_appointment(
        office, household=household, starts=starts, place="Courthouse", room="2B", pair=list(pair), **fields
    )
    return made.uids[0]


def refusal(fault: pytest.ExceptionInfo[Refused]) -> object:
    return fault.value.facts.get("kind")


def test_nobody_is_put_where_she_cannot_be_and_the_refusal_says_why(office: Office) -> None:
    said = set()
    on, away = helper(office), helper(office, absences=[DateRange(first=MONDAY, last=MONDAY)])
    paused, plain = helper(office, active=False), helper(office)
    first = watch(office, at(9), on)
    second = watch(office, at(10), skill="raid_response")
    apart = home(office, excluded_volunteers=[plain])[0]
    silent = home(office)[0]
    set_consent(office, household=silent, purpose=ConsentPurpose.SHARE, given=False)
    for kind, do in {
        "busy": lambda: shifts.change_shift(office, uid=second, skill=None, volunteers=[on]),
        "absent": lambda: shifts.assign(office, uid=first, volunteer=away),
        "gone": lambda: shifts.assign(office, uid=first, volunteer=paused),
        "skill": lambda: shifts.assign(office, uid=second, volunteer=plain),
        "excluded": lambda: hearing(office, apart, at(15), plain),
        "consent": lambda: hearing(office, silent, at(15), plain),
    }.items():
        with pytest.raises(Refused, match="volunteer_clash") as caught:
            do()
        assert refusal(caught) == kind
        said.add(sentence(caught.value))
    assert len(said) == 6
    assert shifts.shift(office, uid=first).record.volunteers == [on]


def test_what_an_absence_undoes_is_for_cover_and_forbids_no_other_change(office: Office) -> None:
    ana, eva, luz = helper(office), helper(office), helper(office)
    uid = watch(office, at(9), ana, eva)
    change_volunteer(office, uid=ana, absences=[DateRange(first=MONDAY, last=MONDAY)])
    covering.ask_cover(office, uid=uid, volunteer=eva)
    open_ones = covering.cover_requests(office, first=MONDAY)
    assert {(one.volunteer, one.why.value) for one in open_ones} == {(ana, "absent"), (eva, "said")}
    shifts.change_shift(office, uid=uid, note="Bring the vests")
    with pytest.raises(Refused, match="twice_on_shift"):
        covering.take_cover(office, uid=uid, instead_of=ana, volunteer=eva)
    covering.take_cover(office, uid=uid, instead_of=ana, volunteer=luz)
    assert shifts.shift(office, uid=uid).record.volunteers == [luz, eva]
    covering.call_off_cover(office, uid=uid, volunteer=eva)
    assert covering.cover_requests(office, first=MONDAY) == []
    entry = week(office, first=MONDAY).entry(uid)
    assert entry is not None
    assert (entry.missing, entry.forbidden) == (0, ())


def test_a_week_is_made_from_its_templates_once_however_often_it_is_asked_for(office: Office) -> None:
    ana = helper(office)
    given = {"starts": time(16), "minutes": 90, "volunteers": [ana], "people": 1}
    patterns = [
        ShiftTemplate.checked(kind=ShiftKind.CANVASS, zone=zone, weekday=2, **given) for zone in ("chi-30", "chi-31")
    ]
    uids = shift_templates.add_templates(office, templates=patterns).uids
    seen = shift_templates.to_make(office, first=MONDAY)
    assert [len(one.left_out) for one in seen] == [0, 1]  # both ask for the same person
    made = shift_templates.make_week(office, first=MONDAY + timedelta(days=3)).uids
    assert shift_templates.make_week(office, first=MONDAY).uids == ()
    shifts.move_shift(office, uid=made[0], starts=at(10, MONDAY + timedelta(days=4)))
    assert shift_templates.make_week(office, first=MONDAY).uids == ()
    kept = [shifts.shift(office, uid=uid).record for uid in made]
    assert [one.volunteers for one in kept] == [[ana], []]
    assert clock(kept[0].ends) == clock(at(11.5, MONDAY + timedelta(days=4)))
    assert len(shift_templates.make_week(office, first=MONDAY + timedelta(days=7)).uids) == 2
    shift_templates.remove_template(office, uid=uids[0])
    assert [row.uid for row in shift_templates.templates(office)] == [uids[1]]
    undo(office)
    undo(office)
    assert len(shift_templates.to_make(office, first=MONDAY + timedelta(days=7))) == 2


def test_a_hearing_with_its_pair_takes_its_need_over_and_no_plan_touches_it(office: Office) -> None:
    ana, eva, luz = helper(office), helper(office), helper(office)
    household, need = home(office, wants(office, "accompaniment"))
    with office.store.write("accept plan") as write:
        match = Match.checked(need=need, volunteers=[ana, eva], day=MONDAY, part=Daypart.MORNING, decided_on=TODAY)
        kept = write.add(match)
        write.change(Need, need, state=NeedState.MATCHED)
    uid = hearing(office, household, at(9), ana, eva, need=need, replacement=luz, call_tree=[luz, ana])

    def state() -> tuple[NeedState, MatchState, set[str]]:
        asked = build_problem(office, as_of=datetime(2026, 11, 30, 7))
        with office.store.read() as read:
            return read.get(Need, need).state, read.get(Match, kept).state, set(asked.ids.values()) & {need}

    assert state() == (NeedState.SCHEDULED, MatchState.CANCELLED, set())
    appointments.step_in(office, uid=uid, instead_of=eva)
    page = appointments.appointment(office, uid=uid)
    assert (page.record.pair, page.record.replacement) == ([ana, luz], None)
    assert set(page.people) == {ana, luz}
    with pytest.raises(Refused, match="no_replacement"):
        appointments.step_in(office, uid=uid, instead_of=ana)
    appointments.change_appointment(office, uid=uid, pair=[])
    assert state()[0] is NeedState.OPEN
    assert state()[2] == {need}
    undo(office)
    appointments.took_place(office, uid=uid)
    assert state()[0] is NeedState.FULFILLED


def test_a_hearing_is_gone_a_week_after_and_the_journal_has_forgotten_it(office: Office) -> None:
    ana = helper(office)
    household, need = home(office, wants(office, "accompaniment"))
    uid = hearing(office, household, at(9), ana, need=need)
    other = hearing(office, household, at(9, MONDAY + timedelta(days=1)))
    assert appointments.appointment(office, uid=uid).record.delete_after == MONDAY + timedelta(days=7)
    assert appointments.forget_past(office, today=MONDAY + timedelta(days=7)).uids == ()
    assert appointments.forget_past(office, today=MONDAY + timedelta(days=8)).uids == (uid,)
    with pytest.raises(Fault, match="record_gone"):
        appointments.appointment(office, uid=uid)
    with office.store.read() as read:
        assert [row.uid for row in read.all(Appointment)] == [other]
        assert read.get(Need, need).state is NeedState.FULFILLED
        assert read.verify() == []
        told = read._connection.execute(select(change_value.c.value).where(change_value.c.uid == uid)).scalars().all()
        assert set(told) <= {"{}"}
    last = office.history.last
    assert last is None or uid not in {step.uid for step in last.steps}


def test_the_week_shows_who_is_where_with_what_is_amiss(office: Office) -> None:
    ana, eva = helper(office), helper(office)
    household, ride, other = home(office, wants(office, "ride"), wants(office, "food", quantity=1))
    night = watch(office, at(22), ana, hours=4)
    uid = hearing(office, household, at(9), ana, eva)
    with office.store.write("accept plan") as write:
        when = {"day": MONDAY, "part": Daypart.AFTERNOON, "decided_on": TODAY}
        write.add(Match.checked(need=ride, volunteers=[eva], **when))
        write.add(Match.checked(need=other, volunteers=[ana], **when))
    change_household(office, uid=household, excluded_volunteers=[eva])
    page = week(office, first=MONDAY)
    assert [one.kind for one in page.entries] == [EntryKind.HEARING, EntryKind.TASK, EntryKind.TASK, EntryKind.SHIFT]
    held = page.entry(uid)
    assert held is not None
    assert [(clash.kind.value, clash.volunteer) for clash in held.forbidden] == [("excluded", eva)]
    assert [one.uid for one in week(office, first=MONDAY + timedelta(days=1)).entries] == [night]  # past midnight
    assert {one.kind for one in week(office, first=MONDAY, volunteer=eva).entries} == {
        EntryKind.HEARING,
        EntryKind.TASK,
    }
