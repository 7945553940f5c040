"""Who could do this agrees with the engine about whom, with the schedule about when, and says what it found."""

from __future__ import annotations

import os
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutualaid.language.catalog import catalog
from mutualaid.language.who_words import against, clash, reason
from mutualaid.matching.problem import parse_problem
from mutualaid.matching.rows import Match as Planned
from mutualaid.matching.rules import Ledger, volunteer_faults
from mutualaid.records.errors import Refused
from mutualaid.records.kinds import ConsentPurpose, Daypart, LanguageLevel, MatchState, NeedState, Trust
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.schedule import Appointment, Shift
from mutualaid.records.time import DateRange, Window
from mutualaid.records.volunteer import SpokenLanguage, Training
from mutualaid.services.bookings import Task, clashes
from mutualaid.services.households import set_consent
from mutualaid.services.needs import close_need
from mutualaid.services.office import Office
from mutualaid.services.problem import build_problem
from mutualaid.services.who_could import Wanted, for_appointment, for_shift, who_could
from tests.services.make import helper, home, new_office, wants

TODAY = date.today()
DAYS = [TODAY + timedelta(days=ahead) for ahead in (1, 2, 3)]
HOURS = ((time(8), time(12)), (time(12), time(17)))
WINDOWS = [Window(on=day, start=start, end=end) for day in DAYS for start, end in HOURS]

TONGUES = ["spa", "eng", "mam"]

person = st.fixed_dictionaries(
    {
        "zone": st.sampled_from(["chi-30", "chi-31", "chi-77"]),
        "zones": st.sampled_from([[], [], ["chi-30"], ["chi-77"]]),
        "languages": st.lists(
            st.builds(SpokenLanguage, code=st.sampled_from(TONGUES), level=st.sampled_from(LanguageLevel)),
            unique_by=lambda one: one.code, max_size=2,
        ),
        "skills": st.lists(st.sampled_from(["deliveries", "rides", "interpreting"]), unique=True, min_size=1),
        "trainings": st.sampled_from([[], [Training(skill="rides", on=date(2020, 1, 1), expires=date(2021, 1, 1))]]),
        "availability": st.lists(st.sampled_from(WINDOWS), max_size=4),
        "absences": st.sampled_from([[], [], [DateRange(first=DAYS[0], last=DAYS[1])]]),
        "tasks_per_week": st.integers(0, 2), "trust": st.sampled_from(Trust), "seats": st.integers(0, 4),
        "stops": st.integers(0, 2), "capacity_kg": st.sampled_from([5, 40]), "calls": st.integers(0, 1),
        "interprets_in_person": st.booleans(),
    }
)  # fmt: skip
asked = st.fixed_dictionaries(
    {
        "category": st.sampled_from(["food", "ride", "interpreting", "ride"]),
        "home": st.integers(0, 2),
        "windows": st.lists(st.sampled_from(WINDOWS), max_size=2),
        "trust": st.sampled_from(Trust),
    }
)
HOMES = (
    {"zone": "chi-30"},
    {"zone": "chi-31", "languages": ["mam"], "wants_interpreter": True},
    {"zone": "chi-77", "excluded_zones": ["chi-31"]},
)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory):
    office = new_office(tmp_path_factory.mktemp("who") / "store")
    yield office, [home(office, **fields)[0] for fields in HOMES]
    office.close()


def cleared(office: Office) -> None:
    """Nobody and nothing of the example before is left in the way."""
    from mutualaid.records.volunteer import Volunteer

    with office.store.write("test") as write:
        for row in write.all(Volunteer, active=True):
            write.change(Volunteer, row.uid, active=False)
        for need in write.all(Need, state=[NeedState.OPEN, NeedState.MATCHED]):
            write.change(Need, need.uid, state=NeedState.FULFILLED)
        for match in write.all(Match, state=[MatchState.ACCEPTED]):
            write.change(Match, match.uid, state=MatchState.DONE)
        write.remove_many(Shift, [row.uid for row in write.all(Shift)])


@settings(
    max_examples=300 if "MUTUALAID_CAMPAIGN" in os.environ else 6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(person, min_size=2, max_size=6), st.lists(asked, min_size=2, max_size=4), st.data())
def test_whom_nothing_forbids_is_whom_the_engine_lets(known, people, needs, data) -> None:
    office, homes = known
    cleared(office)
    uids = [helper(office, **fields) for fields in people]
    wanted = []
    with office.store.write("test") as write:
        for number, fields in enumerate(needs):
            given = {
                "household": homes[fields["home"]],
                "windows": fields["windows"],
                "trust": fields["trust"],
                "people": 1,
            }
            draft = wants(office, fields["category"], **given, code=f"N{data.draw(st.uuids()).hex[:12]}-{number}")
            wanted.append(write.add(draft))
        for need in wanted[1:]:
            who, day = data.draw(st.sampled_from(uids)), data.draw(st.sampled_from(DAYS))
            match = {"need": need, "volunteers": [who], "day": day, "part": Daypart.MORNING, "decided_on": TODAY}
            write.add(Match.checked(**match))
            write.change(Need, need, state=NeedState.MATCHED)
        starts = datetime.combine(DAYS[2], time(9)).astimezone()
        shift = {"kind": "watch", "zone": "chi-30", "starts": starts, "ends": starts + timedelta(hours=2)}
        write.add(Shift.checked(volunteers=uids[:1], **shift))
    told = {one.volunteer: one for one in who_could(office, need=wanted[0], limit=50)}
    exported = build_problem(office)
    problem = parse_problem(exported.document)
    withheld = {conflict.match for conflict in exported.conflicts}
    name = {uid: opaque for opaque, uid in exported.ids.items()}
    at = problem.need_at[name[wanted[0]]]
    need = problem.needs[at]
    with office.store.read() as read:
        in_conflict = {who for uid in withheld for who in read.get(Match, uid).volunteers}
    for number, volunteer in enumerate(problem.volunteers):
        uid = exported.ids[volunteer.id]
        free = set()
        for slot in set(need.slots) & set(volunteer.slots):
            ledger = Ledger(problem)
            for pin in problem.pins:
                assert ledger.add(pin) is None
            if ledger.add(Planned(at, (number,), slot, ())) is None:
                free.add(slot)
        faults = volunteer_faults(problem, need, volunteer)
        if uid in in_conflict:  # what broke a rule holds its people in both, and says so in its own words
            assert not told[uid].able or not faults
            continue
        assert told[uid].able == (not faults and bool(free)), (faults, free, told[uid].rules)
        assert {rule["rule"] for rule in told[uid].rules} >= set(faults)
        if told[uid].able:
            assert len(told[uid].when) == len(free)
    for language in ("en", "es"):
        for one in told.values():
            words = [
                *(reason(r, catalog(language)) for r in one.reasons),
                *(against(r, catalog(language)) for r in one.rules),
            ]
            words += [clash(found.kind.value, catalog(language)) for found in one.clashes]
            assert all(words)


def test_a_shift_an_accompaniment_and_a_wish_are_held_against_calendar_and_rules(office: Office) -> None:
    family, need = home(office, wants(office, "accompaniment"), languages=["mam"])
    free = [Window(start=time(8), end=time(17))]
    can = {"availability": free, "skills": ["accompaniment", "watch"], "trust": Trust.TRUSTED}
    mam = helper(office, name="Ana", languages=[SpokenLanguage(code="mam")], **can)
    far = helper(office, name="Far", zones=["chi-77"], languages=[SpokenLanguage(code="mam")], **can)
    never = helper(office, name="Eva", languages=[SpokenLanguage(code="mam")], excluded_households=[family], **can)
    away = helper(
        office,
        name="Liz",
        languages=[SpokenLanguage(code="mam")],
        absences=[DateRange(first=DAYS[0], last=DAYS[0])],
        **can,
    )
    helper(office, name="Paused", active=False, **can)
    starts = datetime.combine(DAYS[0], time(9)).astimezone()
    with office.store.write("test") as write:
        shift = write.add(
            Shift.checked(
                kind="watch",
                zone="chi-30",
                starts=starts,
                ends=starts + timedelta(hours=2),
                skill="watch",
                volunteers=[mam],
            )
        )
        court = write.add(
            Appointment.checked(household=family, need=need, starts=starts, place="Room", delete_after=DAYS[2])
        )
    told = {one.name: one for one in who_could(office, task=for_appointment(office, uid=court))}
    assert [rule["rule"] for rule in told["Far"].rules] == ["distance"]
    kinds = {name: {found.kind.value for found in one.clashes} for name, one in told.items()}
    assert kinds == {"Ana": {"busy"}, "Far": set(), "Eva": {"excluded"}, "Liz": {"absent"}}
    on_shift = [one.name for one in who_could(office, task=for_shift(office, uid=shift)) if one.able]
    assert set(on_shift) == {"Eva"}, "Ana is in it, Liz is away, and it is too far for the other"
    plain = Task(starts.replace(tzinfo=None), starts.replace(tzinfo=None) + timedelta(hours=1), skill="watch")
    with office.store.read() as read:
        for one in who_could(office, task=plain):
            assert list(one.clashes) == clashes(read, office.settings, volunteer=one.volunteer, task=plain)
    wish = who_could(office, task=Wanted(skill="accompaniment", languages=("mam",), zone="chi-30", household=family))
    assert [one.name for one in wish if one.able] == ["Liz", "Ana"], "Ana has something to do that week already"
    assert {never} == {one.volunteer for one in wish if one.clashes}
    assert all(one.reasons for one in wish)
    assert far in {one.volunteer for one in wish}
    assert away in {one.volunteer for one in who_could(office)}
    set_consent(office, household=family, purpose=ConsentPurpose.SHARE, given=False)
    assert not any(one.able for one in who_could(office, need=need))
    close_need(office, uid=need, reason="withdrawn")
    with pytest.raises(Refused, match="need_not_planned"):
        who_could(office, need=need)
