"""A plan after a plan: what was proposed stays, what came to an end does not, and what differs is told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mutualaid.records.errors import Refused
from mutualaid.records.kinds import RejectReason, Urgency
from mutualaid.records.match import KeptPlan
from mutualaid.services.comparing import ChangedProposal, compare
from mutualaid.services.deciding import accept, pin, reject
from mutualaid.services.last_plans import problem_of, share_given
from mutualaid.services.matches import fulfil_match, match_lines
from mutualaid.services.office import Office
from mutualaid.services.plan_page import PlanPage
from mutualaid.services.planning import make_plan, replan
from mutualaid.services.problem import build_problem
from mutualaid.services.supplies import count_lot
from mutualaid.services.volunteers import change_volunteer
from tests.services.make import helper, home, stock, wants

NOW = datetime(2026, 11, 23, 7)

pytestmark = pytest.mark.usefixtures("solved_here")


def drivers(page: PlanPage) -> dict[str, str]:
    return {offer.need.uid: offer.volunteers[0][0] for offer in page.proposals}


def test_the_driver_who_was_proposed_stays_when_a_nearer_one_comes(office: Office) -> None:
    far = helper(office, zone="chi-29", radius_km=20)
    stock(office, "produce_box", 10)
    _, box = home(office, wants(office, "food"))
    assert drivers(make_plan(office, as_of=NOW)) == {box: far}
    near = helper(office, name="Ana Ruiz")
    assert drivers(make_plan(office, as_of=NOW)) == {box: far}
    assert drivers(make_plan(office, as_of=NOW + timedelta(days=1))) == {box: far}
    assert drivers(make_plan(office, as_of=NOW + timedelta(days=1), fresh=True)) == {box: near}


def test_a_proposal_turned_down_is_not_kept(office: Office) -> None:
    far = helper(office, zone="chi-29", radius_km=20)
    stock(office, "produce_box", 10)
    _, box = home(office, wants(office, "food"))
    make_plan(office, as_of=NOW)
    near = helper(office, name="Ana Ruiz")
    reject(office, need=box, reason=RejectReason.VOLUNTEER_SAID_NO, volunteer=far)
    assert drivers(make_plan(office, as_of=NOW)) == {box: near}


def test_the_plan_before_is_compared_with_the_last(office: Office) -> None:
    driver = helper(office, stops=1)
    shelf = stock(office, "produce_box", 10)
    _, first = home(office, wants(office, "food"))
    assert compare(office) is None
    make_plan(office, as_of=NOW)
    assert compare(office) is None
    make_plan(office, as_of=NOW)
    told = compare(office)
    assert told is not None
    assert (told.same, told.new, told.gone, told.changed) == ((first,), (), (), ())
    _, urgent = home(office, wants(office, "food", urgency=Urgency.TODAY))
    make_plan(office, as_of=NOW)
    told = compare(office)
    assert told is not None
    assert (told.same, told.new, told.gone, told.changed) == ((), (urgent,), (first,), ())
    reject(office, need=urgent, reason=RejectReason.VOLUNTEER_SAID_NO, volunteer=driver)
    other = helper(office, name="Ana Ruiz", stops=1)
    count_lot(office, uid=shelf, counted=0)
    stock(office, "produce_box", 10)
    page = make_plan(office, as_of=NOW)
    assert drivers(page) == {urgent: other, first: driver}
    told = compare(office)
    assert told is not None
    assert told.changed == (ChangedProposal(urgent, ("volunteer", "lots")),)
    assert told.new == (first,)


def test_the_last_two_plans_are_kept_and_only_the_last_with_its_problem(office: Office) -> None:
    helper(office)
    stock(office, "produce_box", 10)
    home(office, wants(office, "food"))
    for _ in range(3):
        make_plan(office, as_of=NOW)
    with office.store.read() as read:
        before, last = [row.record for row in read.all(KeptPlan)]
    assert problem_of(before) is None
    assert problem_of(last) == build_problem(office, as_of=NOW).document


def test_who_was_helped_meanwhile_is_not_missed(office: Office) -> None:
    helper(office)
    stock(office, "produce_box", 10)
    home(office, wants(office, "food"))
    make_plan(office, as_of=NOW)
    accept(office)
    make_plan(office, as_of=NOW)
    told = compare(office)
    assert told is not None
    assert (len(told.same), told.gone) == (1, ())


def test_the_window_s_plan_is_brought_up_to_date_without_a_solve(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = helper(office)
    stock(office, "produce_box", 10)
    _, first = home(office, wants(office, "food"))
    with pytest.raises(Refused, match="no_plan"):
        replan(office, as_of=NOW)
    made = make_plan(office, as_of=NOW, give=0.02)
    monkeypatch.setattr("mutualaid.services.engine_jobs.solve", _no_solve)
    _, second = home(office, wants(office, "food"))
    page = replan(office, as_of=NOW + timedelta(hours=5))
    assert drivers(page) == {first: driver, second: driver}
    assert page.bound >= page.value > made.value
    told = compare(office)
    assert told is not None
    assert (told.same, told.new) == ((first,), (second,))
    pin(office, needs=[first])
    accept(office, needs=[second])
    assert drivers(replan(office, as_of=NOW)) == {first: driver, second: driver}
    other = helper(office, name="Ana Ruiz")
    assert drivers(replan(office, as_of=NOW)) == {first: driver, second: driver}
    reject(office, need=second, reason=RejectReason.VOLUNTEER_SAID_NO, volunteer=driver)
    page = replan(office, as_of=NOW)
    assert drivers(page) == {first: driver, second: other}
    assert [row.kept for row in page.proposals if row.need.uid == second] == [None]


def _no_solve(*_: object, **__: object) -> None:
    raise AssertionError("solved anew")


def test_stock_that_is_gone_and_a_volunteer_who_left_are_planned_around_at_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = helper(office)
    shelf = stock(office, "produce_box", 10)
    _, box = home(office, wants(office, "food"))
    make_plan(office, as_of=NOW)
    monkeypatch.setattr("mutualaid.services.engine_jobs.solve", _no_solve)
    count_lot(office, uid=shelf, counted=0)
    other_shelf = stock(office, "produce_box", 10)
    [offer] = replan(office, as_of=NOW).proposals
    assert [given.lot for given in offer.lots] == [other_shelf]
    change_volunteer(office, uid=driver, active=False)
    page = replan(office, as_of=NOW)
    assert [why.need.uid for why in page.unmatched] == [box]
    assert page.unmatched[0].code == "no_volunteer"


def test_another_day_and_what_came_to_an_end_are_solved_for(office: Office) -> None:
    driver = helper(office)
    stock(office, "produce_box", 10)
    _, box = home(office, wants(office, "food"))
    made = make_plan(office, as_of=NOW, give=0.02)
    next_day = replan(office, as_of=NOW + timedelta(days=1))
    assert drivers(next_day) == drivers(made)
    with office.store.read() as read:
        assert share_given(read.all(KeptPlan)[-1].record) == 0.02
    accept(office)
    [line] = match_lines(office)
    fulfil_match(office, uid=line.uid)
    _, second = home(office, wants(office, "food"))
    assert drivers(replan(office, as_of=NOW + timedelta(days=1))) == {second: driver}
    assert compare(office) is not None
    assert box not in drivers(replan(office, as_of=NOW + timedelta(days=1)))
