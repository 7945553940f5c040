"""Every decision about a proposal can be taken back: needs, matches, stock and rules stand as they did before it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from mutualaid.records.errors import Refused
from mutualaid.records.kinds import MatchState, MovementKind, NeedState, RejectReason
from mutualaid.records.match import Rejection
from mutualaid.records.supply import Movement
from mutualaid.services import history
from mutualaid.services.asks import say_asked
from mutualaid.services.deciding import accept, pin, reject, unpin
from mutualaid.services.desk import current_plan
from mutualaid.services.matches import match_lines
from mutualaid.services.needs import need
from mutualaid.services.office import Office
from mutualaid.services.planning import make_plan
from mutualaid.services.supplies import lot_lines
from mutualaid.services.turned_down import lift, turned_down
from tests.services.make import helper, home, stock, wants

NOW = datetime(2026, 11, 23, 7)
MONDAY, SATURDAY = NOW.date(), date(2026, 11, 28)

pytestmark = pytest.mark.usefixtures("solved_here")
KEPT = (MatchState.PINNED, MatchState.ACCEPTED, MatchState.CONFIRMED)


def standing(office: Office) -> object:
    """All that a decision may touch."""
    kept = sorted((line.uid, line.state) for line in match_lines(office, states=KEPT))
    with office.store.read() as read:
        rules = sorted(row.uid for row in read.all(Rejection))
    return current_plan(office), kept, rules, sorted((row.uid, row.on_hand, row.free) for row in lot_lines(office))


def planned(office: Office, boxes: int = 1) -> list[str]:
    helper(office)
    stock(office, "produce_box", 10)
    found = [home(office, wants(office, "food"))[1] for _ in range(boxes)]
    make_plan(office, as_of=NOW)
    return found


def test_one_accepted_and_all_accepted_are_taken_back(office: Office) -> None:
    boxes = planned(office, 3)
    before = standing(office)
    assert accept(office, needs=boxes[:1]).done == 1
    history.undo(office)
    assert standing(office) == before
    assert accept(office).done == 3
    history.undo(office)
    assert standing(office) == before


def test_an_accepted_pin_is_a_pin_again(office: Office) -> None:
    [box] = planned(office)
    pin(office, needs=[box])
    before = standing(office)
    accept(office)
    history.undo(office)
    assert standing(office) == before
    assert [line.state for line in match_lines(office, states=KEPT)] == [MatchState.PINNED]


@pytest.mark.parametrize("reason", list(RejectReason))
def test_a_proposal_turned_down_stands_again_and_its_rule_is_gone(office: Office, reason: RejectReason) -> None:
    [box] = planned(office)
    before = standing(office)
    assert len(reject(office, need=box, reason=reason).rules) == 1
    assert standing(office) != before
    history.undo(office)
    assert standing(office) == before


def test_pins_set_and_pins_let_go_are_taken_back(office: Office) -> None:
    boxes = planned(office, 2)
    before = standing(office)
    on = pin(office, needs=boxes)
    pinned = standing(office)
    off = unpin(office, needs=boxes)
    assert (on.done, off.done) == (2, 2)
    history.undo(office)
    assert standing(office) == pinned
    history.undo(office)
    assert standing(office) == before


def test_an_accepted_match_that_was_turned_down_holds_its_stock_again(office: Office) -> None:
    [box] = planned(office)
    accept(office)
    before = standing(office)
    reject(office, need=box, reason=RejectReason.VOLUNTEER_SAID_NO)
    assert need(office, uid=box).record.state == NeedState.OPEN
    history.undo(office)
    assert standing(office) == before
    assert need(office, uid=box).record.state == NeedState.MATCHED


def test_a_match_that_could_not_be_kept_any_longer_is_not_put_back(office: Office) -> None:
    [box] = planned(office)
    accept(office)
    reject(office, need=box, reason=RejectReason.VOLUNTEER_SAID_NO)
    [shelf] = [row.uid for row in lot_lines(office)]
    with office.store.write("test") as write:  # as another way would that the history does not remember
        write.steps.stop()
        write.add(Movement.checked(lot=shelf, kind=MovementKind.SPOILED, units=-10, on=MONDAY))
    before = standing(office)
    with pytest.raises(Refused, match="undo_no_longer_fits"):
        history.undo(office)
    assert standing(office) == before, "nothing of it was done"


def test_a_decision_that_somebody_went_on_with_is_taken_back_only_after_that(office: Office) -> None:
    boxes = planned(office, 2)
    before = standing(office)
    accept(office)
    accepted = office.history.last
    assert accepted is not None
    [line] = [line for line in match_lines(office) if line.need == boxes[0]]
    say_asked(office, match=line.uid)
    with pytest.raises(Refused, match="undo_not_last"):
        history.undo(office, seq=accepted.seq)
    assert need(office, uid=boxes[1]).record.state == NeedState.MATCHED
    history.undo(office)
    history.undo(office, seq=accepted.seq)
    assert standing(office) == before
    with pytest.raises(Refused, match="undo_not_last"):
        history.undo(office, seq=accepted.seq)
    assert standing(office) == before, "taking back twice changes nothing the second time"


def test_rules_that_stand_are_listed_with_what_they_forbid_and_can_be_lifted(office: Office) -> None:
    [box] = planned(office)
    reject(office, need=box, reason=RejectReason.VOLUNTEER_UNSUITABLE)
    [rule] = turned_down(office, on=MONDAY)
    assert (rule.need, rule.volunteer, rule.reason) == (box, "Inés Nowak", RejectReason.VOLUNTEER_UNSUITABLE)
    assert make_plan(office, as_of=NOW).proposals == []
    lift(office, rules=[rule.uid])
    assert turned_down(office, on=MONDAY) == []
    assert [proposal.need.uid for proposal in make_plan(office, as_of=NOW).proposals] == [box]


def test_a_time_turned_down_is_listed_until_it_has_passed(office: Office) -> None:
    [box] = planned(office)
    reject(office, need=box, reason=RejectReason.TIME_UNSUITABLE)
    [rule] = turned_down(office, on=MONDAY)
    assert rule.day == SATURDAY
    assert turned_down(office, on=SATURDAY + timedelta(days=1)) == []


def test_a_need_that_was_to_wait_waits_no_longer_once_the_rule_is_lifted(office: Office) -> None:
    [box] = planned(office)
    reject(office, need=box, reason=RejectReason.WAIT)
    [rule] = turned_down(office, on=MONDAY)
    assert rule.until is not None
    assert rule.until == need(office, uid=box).record.hold_until
    assert turned_down(office, on=rule.until) == []
    lift(office, rules=[rule.uid])
    assert need(office, uid=box).record.hold_until is None
