"""What changes between a plan and its acceptance, or under a match that was accepted: no rule breaks, none is stuck."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from mutualaid.records.errors import Refused, UsageFault
from mutualaid.records.kinds import Daypart, MatchState, NeedState, RejectReason
from mutualaid.records.supply import CatalogueItem
from mutualaid.records.time import DateRange, Window
from mutualaid.services import planning
from mutualaid.services.deciding import accept, pin, reject
from mutualaid.services.desk import current_plan
from mutualaid.services.households import change_household
from mutualaid.services.matches import cancel_match, confirm_match, fulfil_match, match_lines
from mutualaid.services.needs import change_need, hold_need, need
from mutualaid.services.office import Office
from mutualaid.services.planning import make_plan
from mutualaid.services.problem import build_problem
from mutualaid.services.supplies import add_item, change_item, count_lot, hand_out, items, lot
from mutualaid.services.volunteers import change_volunteer
from tests.services.make import helper, home, stock, wants

pytestmark = pytest.mark.usefixtures("solved_here")

NOW = datetime(2026, 11, 23, 7)
SATURDAY = date(2026, 11, 28)


def planned(office: Office, units: int = 5) -> tuple[str, str, str]:
    """A driver, a shelf and a food box that a plan has brought together: their uids."""
    volunteer, shelf = helper(office), stock(office, "produce_box", units)
    _, box = home(office, wants(office, "food"))
    assert len(make_plan(office, as_of=NOW).proposals) == 1
    return volunteer, shelf, box


def nothing_accepted(office: Office) -> bool:
    """Whether the plan's one proposal shows as stale and cannot be accepted."""
    page = current_plan(office)
    assert page is not None
    stale = [proposal.stale for proposal in page.proposals]
    done = accept(office)
    return stale == [True] and (done.done, done.skipped) == (0, 1) and match_lines(office) == []


def test_a_need_told_to_wait_is_not_accepted_with_the_rest_of_the_plan(office: Office) -> None:
    _, _, box = planned(office)
    reject(office, need=box, reason=RejectReason.WAIT)
    assert nothing_accepted(office)


def test_a_need_put_on_hold_is_not_accepted(office: Office) -> None:
    _, _, box = planned(office)
    hold_need(office, uid=box, until=SATURDAY)
    assert nothing_accepted(office)


def test_a_volunteer_who_left_is_not_accepted(office: Office) -> None:
    volunteer, _, _ = planned(office)
    change_volunteer(office, uid=volunteer, active=False)
    assert nothing_accepted(office)


def test_a_volunteer_who_is_away_that_day_by_now_is_not_accepted(office: Office) -> None:
    volunteer, _, _ = planned(office)
    change_volunteer(office, uid=volunteer, absences=[DateRange(first=SATURDAY, last=SATURDAY)])
    assert nothing_accepted(office)


def test_a_household_that_moved_away_is_not_accepted(office: Office) -> None:
    helper(office, radius_km=1.0)
    stock(office, "produce_box", 5)
    household, _ = home(office, wants(office, "food"))
    assert len(make_plan(office, as_of=NOW).proposals) == 1
    change_household(office, uid=household, zone="chi-77")
    assert nothing_accepted(office)


def test_a_household_that_says_its_diet_later_gets_nothing_that_breaks_it(office: Office) -> None:
    helper(office)
    stock(office, "pantry_box", 5)
    household, _ = home(office, wants(office, "food"))
    assert len(make_plan(office, as_of=NOW).proposals) == 1
    change_household(office, uid=household, diet=["gluten_free"])
    assert nothing_accepted(office)


def test_a_plan_grows_old_with_the_clock(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    planned(office)

    class Later(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            assert tz is UTC
            return datetime.now(UTC) + timedelta(days=6)

    monkeypatch.setattr("mutualaid.services.moments.datetime", Later)
    assert nothing_accepted(office), "Saturday has passed"


def test_a_pin_that_cannot_be_accepted_stays_a_pin(office: Office) -> None:
    _, shelf, box = planned(office)
    pin(office, needs=[box])
    hand_out(office, uid=shelf, units=5)
    done = accept(office)
    assert (done.done, done.skipped) == (0, 1)
    assert [line.need for line in match_lines(office, states=[MatchState.PINNED])] == [box]


def test_two_proposals_do_not_share_the_last_unit(office: Office) -> None:
    helper(office)
    shelf = stock(office, "produce_box", 2)
    home(office, wants(office, "food"))
    home(office, wants(office, "food"))
    assert len(make_plan(office, as_of=NOW).proposals) == 2
    count_lot(office, uid=shelf, counted=1)
    done = accept(office)
    assert (done.done, done.skipped) == (1, 1)
    assert lot(office, uid=shelf).free == 0


def test_a_proposal_that_was_carried_out_is_not_accepted_again(office: Office) -> None:
    helper(office, capacity_kg=500)
    shelf = stock(office, "pantry_box", 9)
    _, asked = home(office, wants(office, "food", item="pantry_box", substitutes=[], quantity=20))
    make_plan(office, as_of=NOW)
    assert accept(office).done == 1
    [line] = match_lines(office)
    fulfil_match(office, uid=line.uid)
    record = need(office, uid=asked).record
    assert (record.state, record.filled) == (NeedState.OPEN, 9)
    stocked = stock(office, "pantry_box", 9)
    count_lot(office, uid=shelf, counted=9)
    assert accept(office).done == 0, "the same proposal twice"
    assert lot(office, uid=stocked).free == 9
    page = make_plan(office, as_of=NOW)
    assert sum(given.units for given in page.proposals[0].lots) == 11, "the rest is planned anew"


def test_a_match_whose_volunteer_left_is_a_conflict_and_planning_goes_on(office: Office) -> None:
    volunteer, _, box = planned(office)
    accept(office)
    change_volunteer(office, uid=volunteer, active=False)
    helper(office, name="Beto Tum")
    _, other = home(office, wants(office, "food"))
    page = make_plan(office, as_of=NOW)
    assert [(c.need, c.rule) for c in page.conflicts] == [(box, "time")]
    assert [proposal.need.uid for proposal in page.proposals] == [other]


def test_a_pin_whose_stock_went_is_a_conflict_and_planning_goes_on(office: Office) -> None:
    _, shelf, box = planned(office)
    pin(office, needs=[box])
    hand_out(office, uid=shelf, units=5)
    page = make_plan(office, as_of=NOW)
    assert [(c.need, c.rule) for c in page.conflicts] == [(box, "stock")]


def test_a_pickup_whose_goods_expired_is_a_conflict_and_planning_goes_on(office: Office) -> None:
    stock(office, "produce_box", 5, expires_on=date(2026, 11, 24))
    _, box = home(office, wants(office, "food", mode="pickup"))
    assert len(make_plan(office, as_of=NOW).proposals) == 1
    accept(office)
    page = make_plan(office, as_of=NOW + timedelta(days=3))
    assert [(c.need, c.rule) for c in page.conflicts] == [(box, "expiry")]


def test_one_household_of_a_run_in_conflict_leaves_the_others_in_it(office: Office) -> None:
    volunteer = helper(office)
    stock(office, "produce_box", 5)
    first, box = home(office, wants(office, "food"))
    home(office, wants(office, "food"))
    make_plan(office, as_of=NOW)
    assert accept(office).done == 2
    change_household(office, uid=first, excluded_volunteers=[volunteer])
    page = make_plan(office, as_of=NOW)
    assert [(c.need, c.rule) for c in page.conflicts] == [(box, "excluded")]
    assert len(page.proposals) == 1


def test_a_run_in_conflict_costs_its_volunteer_one_task_not_one_for_each_household(office: Office) -> None:
    volunteer = helper(office, tasks_per_week=2, availability=[Window(start=time(8), end=time(20))])
    stock(office, "produce_box", 9)
    homes = [home(office, wants(office, "food"))[0] for _ in range(3)]
    make_plan(office, as_of=NOW)
    assert accept(office).done == 3
    for one in homes:
        change_household(office, uid=one, excluded_volunteers=[volunteer])
    exported = build_problem(office, as_of=NOW)
    assert len(exported.conflicts) == 3
    [row] = exported.document["volunteers"]
    slots = {(line.day, line.part) for line in match_lines(office)}
    assert row["shifts"] == 2 - len(slots) > 0
    assert exported.ids[row["id"]] == volunteer


def test_last_weeks_unfinished_match_does_not_take_this_weeks_time(office: Office) -> None:
    volunteer, _, box = planned(office)
    accept(office)
    exported = build_problem(office, as_of=NOW + timedelta(days=14))
    assert [c.need for c in exported.conflicts] == [box]
    [row] = exported.document["volunteers"]
    assert row["shifts"] == 2
    assert exported.ids[row["id"]] == volunteer


def test_a_need_whose_quantity_falls_to_what_was_handed_out_is_fulfilled(office: Office) -> None:
    helper(office)
    stock(office, "produce_box", 1)
    _, box = home(office, wants(office, "food", item="produce_box", substitutes=[], quantity=3))
    make_plan(office, as_of=NOW)
    accept(office)
    fulfil_match(office, uid=match_lines(office)[0].uid)
    assert need(office, uid=box).record.state == NeedState.OPEN
    change_need(office, uid=box, quantity=1)
    assert need(office, uid=box).record.state == NeedState.FULFILLED
    make_plan(office, as_of=NOW)


def test_a_confirmed_match_for_a_part_stays_a_part(office: Office) -> None:
    helper(office)
    stock(office, "produce_box", 1)
    _, box = home(office, wants(office, "food", item="produce_box", substitutes=[], quantity=3))
    make_plan(office, as_of=NOW)
    accept(office)
    assert need(office, uid=box).record.state == NeedState.PARTLY_MATCHED
    [line] = match_lines(office)
    confirm_match(office, uid=line.uid)
    page = make_plan(office, as_of=NOW)
    assert [proposal.kept for proposal in page.proposals] == [MatchState.CONFIRMED]
    fulfil_match(office, uid=line.uid)
    record = need(office, uid=box).record
    assert (record.state, record.filled) == (NeedState.OPEN, 1)


def test_the_only_item_once_rejected_is_not_proposed_again(office: Office) -> None:
    helper(office)
    stock(office, "produce_box", 5)
    _, box = home(office, wants(office, "food", item="produce_box", substitutes=[]))
    make_plan(office, as_of=NOW)
    reject(office, need=box, reason=RejectReason.ITEM_UNSUITABLE)
    page = make_plan(office, as_of=NOW)
    assert page.proposals == []
    assert [why.code for why in page.unmatched] == ["no_lot"]


def test_a_finished_need_is_not_turned_down(office: Office) -> None:
    _, _, box = planned(office)
    accept(office)
    fulfil_match(office, uid=match_lines(office)[0].uid)
    with pytest.raises(Refused, match="need_is_finished"):
        reject(office, need=box, reason=RejectReason.WAIT)


def test_the_plan_keeps_the_moment_that_it_was_made_for(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    helper(office)
    stock(office, "produce_box", 5)
    home(office, wants(office, "food"))
    moments = [datetime(2026, 11, 23, 23, 59, 50), datetime(2026, 11, 24, 0, 0, 40)]
    monkeypatch.setattr(planning, "local", lambda as_of: moments.pop(0))
    [proposal] = make_plan(office).proposals
    assert proposal.day == SATURDAY, "midnight passed while it was solved"


def test_a_moment_of_another_time_zone_is_turned_into_the_offices(office: Office) -> None:
    helper(office, availability=[Window(start=time(8), end=time(12))])
    stock(office, "produce_box", 5)
    home(office, wants(office, "food"))
    here = datetime(2026, 11, 23, 9).astimezone()
    away = here.astimezone(UTC)
    assert build_problem(office, as_of=away).document == build_problem(office, as_of=here.replace(tzinfo=None)).document


@pytest.mark.parametrize("year", [1, 1999, 9999])
def test_a_moment_that_no_office_lives_in_is_refused(office: Office, year: int) -> None:
    with pytest.raises(UsageFault, match="moment_out_of_range"):
        make_plan(office, as_of=datetime(year, 12, 31))


def test_a_slot_that_begins_now_has_begun(office: Office) -> None:
    volunteer = helper(office, availability=[Window(start=time(8), end=time(12))])
    exact, before = (build_problem(office, as_of=datetime(2026, 11, 23, 8) - timedelta(minutes=m)) for m in (0, 1))
    assert exact.document["volunteers"][0]["slots"][0] == 4 + Daypart.MORNING
    assert before.document["volunteers"][0]["slots"][0] == Daypart.MORNING
    assert exact.ids[exact.document["volunteers"][0]["id"]] == volunteer


def test_the_steps_of_a_need_are_not_taken_by_changing_its_fields(office: Office) -> None:
    _, _, box = planned(office)
    accept(office)
    for fields in ({"state": NeedState.FULFILLED}, {"filled": 1}, {"code": "X-1"}):
        with pytest.raises(Refused, match="field_not_changed_here"):
            change_need(office, uid=box, **fields)


def test_a_new_household_may_not_need_what_nobody_knows(office: Office) -> None:
    from mutualaid.records.errors import BadInput

    with pytest.raises(BadInput, match="item_unknown"):
        home(office, wants(office, "food", item="moon_cheese"))
    with pytest.raises(BadInput, match="item_unknown"):
        home(office, wants(office, "food", substitutes=["moon_cheese"]))
    assert make_plan(office, as_of=NOW).proposals == []


def test_an_item_keeps_its_code_and_may_have_another_name(office: Office) -> None:
    _, shelf, _ = planned(office)
    row = next(row for row in items(office) if row.record.code == "produce_box")
    change_item(office, uid=row.uid, name_en="Vegetable box")
    with pytest.raises(Refused, match="field_not_changed_here"):
        change_item(office, uid=row.uid, code="vegetable_box")
    assert lot(office, uid=shelf).item.name_en == "Vegetable box"


def test_a_match_of_an_item_no_longer_given_out_does_not_stop_the_plan(office: Office) -> None:
    helper(office)
    add_item(office, item=CatalogueItem.checked(code="quilt", name_en="Quilt", name_es="Colcha", category="hygiene"))
    stock(office, "quilt", 2)
    _, asked = home(office, wants(office, "hygiene", item=None, substitutes=None))
    first = make_plan(office, as_of=NOW)
    accept(office)
    for row in items(office):
        if row.record.category == "hygiene":
            change_item(office, uid=row.uid, active=False)
    page = make_plan(office, as_of=NOW)
    assert len(page.conflicts) == len(first.proposals)
    assert asked not in {proposal.need.uid for proposal in page.proposals}


def test_a_cancelled_match_may_be_accepted_again(office: Office) -> None:
    planned(office)
    accept(office)
    cancel_match(office, uid=match_lines(office)[0].uid)
    assert accept(office).done == 1
    cancel_match(office, uid=match_lines(office, states=[MatchState.ACCEPTED])[0].uid, failed=True)
    assert accept(office).done == 0, "what failed is planned anew"
