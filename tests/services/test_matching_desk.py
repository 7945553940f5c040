"""From the store to a plan and back: what is proposed, accepted, handed out, turned down and planned again."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest

from mutualaid.matching.problem import parse_problem
from mutualaid.progress import Cancelled, Progress
from mutualaid.records.errors import Refused
from mutualaid.records.kinds import CloseReason, LanguageLevel, MatchState, NeedState, RejectReason
from mutualaid.records.time import DateRange
from mutualaid.records.volunteer import SpokenLanguage
from mutualaid.services.deciding import accept, pin, reject, unpin
from mutualaid.services.desk import current_plan
from mutualaid.services.matches import cancel_match, confirm_match, fulfil_match, match_lines
from mutualaid.services.needs import close_need, need
from mutualaid.services.office import Office
from mutualaid.services.planning import make_plan
from mutualaid.services.problem import build_problem
from mutualaid.services.supplies import count_lot, lot
from mutualaid.services.volunteers import change_volunteer
from tests.services.make import helper, home, stock, wants

NOW = datetime(2026, 11, 23, 7)
SATURDAY = date(2026, 11, 28)

pytestmark = pytest.mark.usefixtures("solved_here")


def test_a_box_finds_a_driver_on_her_free_morning(office: Office) -> None:
    volunteer, shelf = helper(office), stock(office, "produce_box", 10)
    _, box = home(office, wants(office, "food"))
    page = make_plan(office, as_of=NOW)
    [proposal] = page.proposals
    assert (proposal.need.uid, proposal.day) == (box, SATURDAY)
    assert proposal.volunteers == ((volunteer, "Inés Nowak"),)
    assert [(given.lot, given.units) for given in proposal.lots] == [(shelf, 1)]
    assert proposal.reasons
    assert page.bound >= page.value > 0


def test_accepting_reserves_and_fulfilling_hands_out(office: Office) -> None:
    helper(office)
    shelf = stock(office, "produce_box", 10)
    _, box = home(office, wants(office, "food"))
    make_plan(office, as_of=NOW)
    assert accept(office).done == 1
    page = lot(office, uid=shelf)
    assert (page.on_hand, page.free) == (10, 9)
    assert need(office, uid=box).record.state == NeedState.MATCHED
    [line] = match_lines(office)
    confirm_match(office, uid=line.uid)
    assert need(office, uid=box).record.state == NeedState.SCHEDULED
    fulfil_match(office, uid=line.uid)
    page = lot(office, uid=shelf)
    assert (page.on_hand, page.free) == (9, 9)
    assert need(office, uid=box).record.state == NeedState.FULFILLED
    with pytest.raises(Refused, match="match_is_finished"):
        fulfil_match(office, uid=line.uid)


def test_a_match_called_off_frees_its_stock_and_opens_its_need(office: Office) -> None:
    helper(office)
    shelf = stock(office, "produce_box", 3)
    _, box = home(office, wants(office, "food"))
    make_plan(office, as_of=NOW)
    accept(office)
    [line] = match_lines(office)
    cancel_match(office, uid=line.uid)
    assert lot(office, uid=shelf).free == 3
    assert need(office, uid=box).record.state == NeedState.OPEN


def test_closing_a_need_calls_its_match_off(office: Office) -> None:
    helper(office)
    shelf = stock(office, "produce_box", 3)
    _, box = home(office, wants(office, "food"))
    make_plan(office, as_of=NOW)
    accept(office)
    close_need(office, uid=box, reason=CloseReason.MET_ELSEWHERE)
    assert lot(office, uid=shelf).free == 3
    assert match_lines(office, states=[MatchState.ACCEPTED]) == []


def test_accepting_twice_changes_nothing_the_second_time(office: Office) -> None:
    helper(office)
    shelf = stock(office, "produce_box", 3)
    home(office, wants(office, "food"))
    make_plan(office, as_of=NOW)
    assert accept(office).done == 1
    assert accept(office).done == 0
    assert lot(office, uid=shelf).free == 2


def test_a_proposal_whose_stock_went_elsewhere_is_left_and_counted(office: Office) -> None:
    helper(office)
    shelf = stock(office, "produce_box", 1)
    home(office, wants(office, "food"))
    make_plan(office, as_of=NOW)
    count_lot(office, uid=shelf, counted=0)
    done = accept(office)
    assert (done.done, done.skipped) == (0, 1)
    page = current_plan(office)
    assert page is not None
    assert page.proposals[0].stale


def test_a_rejected_volunteer_is_not_proposed_again_for_that_need(office: Office) -> None:
    first = helper(office)
    stock(office, "produce_box", 5)
    _, box = home(office, wants(office, "food"))
    make_plan(office, as_of=NOW)
    reject(office, need=box, reason=RejectReason.VOLUNTEER_UNSUITABLE)
    page = make_plan(office, as_of=NOW)
    assert page.proposals == []
    [why] = page.unmatched
    assert why.code == "no_volunteer"
    assert why.volunteers is not None
    assert why.volunteers["one_away"]["excluded"] == 1
    second = helper(office, name="Beto Tum")
    [proposal] = make_plan(office, as_of=NOW).proposals
    assert proposal.volunteers[0][0] == second != first


def test_a_rejected_time_or_item_is_kept_away_and_wait_holds_the_need(office: Office) -> None:
    helper(office)
    stock(office, "produce_box", 5)
    stock(office, "pantry_box", 5)
    _, box = home(office, wants(office, "food"))
    make_plan(office, as_of=NOW)
    reject(office, need=box, reason=RejectReason.ITEM_UNSUITABLE)
    [proposal] = make_plan(office, as_of=NOW).proposals
    assert [given.item for given in proposal.lots] == ["pantry_box"]
    reject(office, need=box, reason=RejectReason.TIME_UNSUITABLE)
    assert make_plan(office, as_of=NOW).proposals == []
    reject_free = home(office, wants(office, "food"))[1]
    make_plan(office, as_of=NOW)
    reject(office, need=reject_free, reason=RejectReason.WAIT)
    page = make_plan(office, as_of=NOW)
    assert reject_free not in {p.need.uid for p in page.proposals} | {u.need.uid for u in page.unmatched}


def test_a_pinned_proposal_survives_a_better_offer(office: Office) -> None:
    far = helper(office, name="Lejos", zone="chi-77", radius_km=60)
    stock(office, "produce_box", 5)
    _, box = home(office, wants(office, "food"))
    make_plan(office, as_of=NOW)
    pin(office, needs=[box])
    near = helper(office, name="Cerca")
    [proposal] = make_plan(office, as_of=NOW).proposals
    assert (proposal.volunteers[0][0], proposal.kept) == (far, MatchState.PINNED)
    unpin(office, needs=[box])
    [proposal] = make_plan(office, as_of=NOW).proposals
    assert proposal.volunteers[0][0] == near


def test_an_accepted_match_that_lost_its_volunteer_is_a_conflict_and_withholds_its_need(office: Office) -> None:
    volunteer = helper(office)
    stock(office, "produce_box", 5)
    _, box = home(office, wants(office, "food"))
    make_plan(office, as_of=NOW)
    accept(office)
    change_volunteer(office, uid=volunteer, absences=[DateRange(first=SATURDAY, last=SATURDAY)])
    exported = build_problem(office, as_of=NOW)
    assert [(c.need, c.rule) for c in exported.conflicts] == [(box, "time")]
    assert exported.document["needs"] == []
    assert exported.document["lots"][0]["quantity"] == 4, "its stock is withheld"


def test_a_match_whose_day_has_passed_is_a_conflict(office: Office) -> None:
    helper(office)
    stock(office, "produce_box", 5)
    _, box = home(office, wants(office, "food"))
    make_plan(office, as_of=NOW)
    accept(office)
    exported = build_problem(office, as_of=NOW + timedelta(days=6))
    assert [(c.need, c.rule) for c in exported.conflicts] == [(box, "time")]


def test_exports_tell_no_names_and_keep_their_ids(office: Office) -> None:
    helper(office)
    stock(office, "produce_box", 5)
    household, box = home(office, wants(office, "food"), contact_name="Rosa Tum", notes="timbre roto")
    one, two = build_problem(office, as_of=NOW), build_problem(office, as_of=NOW)
    assert one.document == two.document
    text = json.dumps(one.document)
    for secret in ("Rosa", "Inés", "timbre", household, box, need(office, uid=box).record.code):
        assert secret not in text
    parse_problem(one.document)


def test_only_a_fluent_speaker_interprets(office: Office) -> None:
    some = [SpokenLanguage(code="mam", level=LanguageLevel.BASIC)]
    volunteer = helper(office, skills=["interpreting"], languages=some, trust=2)
    home(office, wants(office, "interpreting"), languages=["mam"])
    assert make_plan(office, as_of=NOW).proposals == []
    change_volunteer(office, uid=volunteer, languages=[SpokenLanguage(code="mam")])
    assert len(make_plan(office, as_of=NOW).proposals) == 1


def test_a_cancelled_plan_leaves_the_last_one(office: Office) -> None:
    helper(office)
    stock(office, "produce_box", 5)
    home(office, wants(office, "food"))
    make_plan(office, as_of=NOW)
    before = current_plan(office)
    stop = Progress()
    stop.cancel()
    with pytest.raises(Cancelled):
        make_plan(office, as_of=NOW, progress=stop)
    assert current_plan(office) == before


def test_without_a_plan_there_is_nothing_to_accept(office: Office) -> None:
    assert current_plan(office) is None
    with pytest.raises(Refused, match="no_plan"):
        accept(office)
