"""An office with interpreters: what is kept about them, the wider problem, and matches that hold who interprets."""

from __future__ import annotations

from datetime import datetime

import pytest

from mutualaid.records.kinds import LanguageLevel, MatchState
from mutualaid.records.volunteer import SpokenLanguage
from mutualaid.services.deciding import accept, pin
from mutualaid.services.desk import current_plan
from mutualaid.services.matches import cancel_match, match_lines
from mutualaid.services.office import Office
from mutualaid.services.planning import make_plan
from mutualaid.services.problem import build_problem
from mutualaid.services.volunteers import change_volunteer, volunteer, volunteer_lines
from tests.services.make import helper, home, wants

NOW = datetime(2026, 11, 23, 7)
MAM = [SpokenLanguage(code="mam"), SpokenLanguage(code="spa")]

pytestmark = pytest.mark.usefixtures("solved_here")


def household(office: Office, **fields: object) -> str:
    """A Mam-speaking household that accepts an interpreter and needs a ride; the need's uid."""
    known = {"languages": ["mam"], "wants_interpreter": True, **fields}
    return home(office, wants(office, "ride"), **known)[1]


def driver(office: Office) -> str:
    return helper(office, name="Inés Nowak", skills=["rides"], languages=[SpokenLanguage(code="spa")], seats=6)


def interpreter(office: Office, **fields: object) -> str:
    known = {"name": "Ana Ortiz", "skills": ["interpreting"], "languages": MAM, "calls": 2, **fields}
    return helper(office, **known)


def test_an_office_without_interpreters_writes_the_plain_problem(office: Office) -> None:
    household(office)
    driver(office)
    interpreter(office, calls=0)
    document = build_problem(office, as_of=NOW).document
    assert document["format"] == "mutualaid-problem/1"
    assert all("interpreting" not in row for row in document["needs"])
    assert make_plan(office, as_of=NOW).proposals == []


def test_an_interpreter_by_telephone_is_proposed_shown_accepted_and_kept(office: Office) -> None:
    ride, ines, ana = household(office), driver(office), interpreter(office)
    [proposal] = make_plan(office, as_of=NOW).proposals
    assert proposal.volunteers == ((ines, "Inés Nowak"),)
    assert (proposal.interpreter, proposal.by_telephone) == ((ana, "Ana Ortiz"), True)
    assert accept(office).done == 1
    [line] = match_lines(office)
    assert [one.uid for one in volunteer(office, uid=ana).matches] == [line.uid]
    assert {one.uid: one.tasks for one in volunteer_lines(office)} == {ines: 1, ana: 1}
    document = build_problem(office, as_of=NOW).document
    assert document["pins"][0]["interpreter"]["mode"] == "remote"
    page = make_plan(office, as_of=NOW)
    assert [(p.need.uid, p.kept, p.interpreter) for p in page.proposals] == [
        (ride, MatchState.ACCEPTED, (ana, "Ana Ortiz"))
    ]
    cancel_match(office, uid=line.uid)
    assert {one.uid: one.tasks for one in volunteer_lines(office)} == {ines: 0, ana: 0}


def test_who_no_longer_interprets_is_a_conflict_that_is_shown(office: Office) -> None:
    household(office)
    driver(office)
    ana = interpreter(office)
    make_plan(office, as_of=NOW)
    accept(office)
    change_volunteer(office, uid=ana, calls=0)
    exported = build_problem(office, as_of=NOW)
    assert [conflict.rule for conflict in exported.conflicts] == ["interpreter"]
    assert exported.document["pins"] == []


def test_a_proposal_whose_interpreter_is_gone_is_stale(office: Office) -> None:
    need = household(office)
    driver(office)
    ana = interpreter(office)
    make_plan(office, as_of=NOW)
    change_volunteer(office, uid=ana, active=False)
    page = current_plan(office)
    assert page is not None
    assert [proposal.stale for proposal in page.proposals] == [True]
    change_volunteer(office, uid=ana, active=True)
    pin(office, needs=[need])
    assert build_problem(office, as_of=NOW).document["pins"][0]["interpreter"]["mode"] == "remote"


@pytest.mark.parametrize(
    ("house", "voice", "proposed"),
    [
        ({"interpreter_in_person": True}, {"interprets_in_person": True, "calls": 0}, True),
        ({"interpreter_in_person": True}, {"calls": 2}, False),
        ({"wants_interpreter": False}, {"calls": 2}, False),
        ({"relay_languages": ["eng"]}, {"calls": 2}, False),
        ({"relay_languages": ["spa"]}, {"calls": 2}, True),
        ({}, {"skills": []}, False),
        ({}, {"languages": [MAM[0], SpokenLanguage(code="spa", level=LanguageLevel.BASIC)]}, False),
    ],
)
def test_wishes_of_the_household_and_ways_of_the_interpreter_meet(
    office: Office, house: dict[str, object], voice: dict[str, object], proposed: bool
) -> None:
    household(office, **house)
    driver(office)
    interpreter(office, **voice)
    assert bool(make_plan(office, as_of=NOW).proposals) == proposed
