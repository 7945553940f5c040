"""What if somebody else did it: who could be asked, what it would change, and making it so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from mutualaid.records.errors import Refused
from mutualaid.records.kinds import CloseReason, Daypart, MatchState
from mutualaid.services import whatif
from mutualaid.services.comparing import compare
from mutualaid.services.deciding import accept, pin
from mutualaid.services.desk import current_plan
from mutualaid.services.engine_jobs import JOBS
from mutualaid.services.matches import match_lines
from mutualaid.services.needs import close_need
from mutualaid.services.office import Office
from mutualaid.services.planning import make_plan
from mutualaid.services.whatif import choices, take_what_if, what_if
from tests.services.make import helper, home, stock, wants

NOW = datetime(2026, 11, 23, 7)
SUNDAY = date(2026, 11, 29)

pytestmark = pytest.mark.usefixtures("solved_here", "asked_here")
ask_apart = whatif.ask_apart


@pytest.fixture
def asked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def here(job: str, document: dict[str, Any], **given: Any) -> Any:
        return JOBS[job](document, **given)

    monkeypatch.setattr(whatif, "ask_apart", here)


def planned(office: Office, *names: str, boxes: int = 10) -> tuple[str, list[str]]:
    """A plan for one household that wants a box, and the volunteers who could bring it."""
    people = [helper(office, name=name) for name in names]
    stock(office, "produce_box", boxes)
    _, box = home(office, wants(office, "food"))
    make_plan(office, as_of=NOW)
    return box, people


def test_those_who_fit_come_first_and_the_others_with_the_rule_in_their_way(office: Office) -> None:
    helper(office, name="Beto", skills=[])
    box, [ines] = planned(office, "Inés")
    first, second = choices(office, need=box)
    assert (first.uid, first.forbidden, first.now) == (ines, (), True)
    assert [rule["rule"] for rule in second.forbidden] == ["skill"]


def test_somebody_else_can_be_assigned_and_then_stays(office: Office) -> None:
    box, people = planned(office, "Inés", "Ana")
    page = current_plan(office)
    assert page is not None
    [(now, _)] = page.proposals[0].volunteers
    other = next(uid for uid in people if uid != now)
    answer = what_if(office, need=box, volunteer=other)
    assert (answer.possible, answer.dropped, answer.forbidden) == (True, (), ())
    changed = take_what_if(office, what_if=answer)
    assert changed.uids == (box,)
    page = current_plan(office)
    assert page is not None
    [proposal] = page.proposals
    assert proposal.volunteers[0][0] == other
    assert proposal.kept == MatchState.PINNED
    assert page.bound >= page.value
    comparison = compare(office)
    assert comparison is not None
    assert [one.what for one in comparison.changed] == [("volunteer",)]
    assert make_plan(office, as_of=NOW).proposals[0].volunteers[0][0] == other


def test_a_pin_of_the_same_need_gives_way_to_the_new_wish(office: Office) -> None:
    box, people = planned(office, "Inés", "Ana")
    pin(office, needs=[box])
    page = current_plan(office)
    assert page is not None
    other = next(uid for uid in people if uid != page.proposals[0].volunteers[0][0])
    take_what_if(office, what_if=what_if(office, need=box, volunteer=other))
    assert [line.state for line in match_lines(office, states=[MatchState.PINNED])] == [MatchState.PINNED]


def test_an_accepted_match_must_be_called_off_first(office: Office) -> None:
    box, people = planned(office, "Inés", "Ana")
    accept(office)
    answer = what_if(office, need=box, volunteer=people[0])
    assert (answer.possible, [rule["rule"] for rule in answer.forbidden]) == (False, ["pinned"])
    with pytest.raises(Refused, match="what_if_not_possible"):
        take_what_if(office, what_if=answer)


def test_what_would_have_to_give_way_is_named(office: Office) -> None:
    helper(office, name="Inés", tasks_per_week=1, stops=1)
    stock(office, "produce_box", 10)
    _, first = home(office, wants(office, "food"))
    _, second = home(office, wants(office, "food"))
    page = make_plan(office, as_of=NOW)
    [left_out], [proposal] = page.unmatched, page.proposals
    assert {left_out.need.uid, proposal.need.uid} == {first, second}
    answer = what_if(office, need=left_out.need.uid)
    assert (answer.possible, answer.dropped) == (True, (proposal.need.code,))
    assert answer.volunteers == ("Inés",)


def test_a_rule_that_talking_could_bend_is_told_with_what_it_would_take(office: Office) -> None:
    box, [_, far] = planned(office, "Inés")[0], ["", helper(office, name="Beto", zone="chi-02", radius_km=1.0)]
    assert [rule["rule"] for rule in choices(office, need=box)[-1].forbidden] == ["distance"]
    answer = what_if(office, need=box, volunteer=far)
    assert (answer.possible, answer.bends, answer.volunteers) == (False, True, ("Beto",))
    [rule] = answer.forbidden
    assert rule["km"] > rule["most"] == 1.0
    with pytest.raises(Refused, match="what_if_not_possible"):
        take_what_if(office, what_if=answer)


def test_a_time_she_did_not_offer_is_told_by_day_and_part(office: Office) -> None:
    box, [ines] = planned(office, "Inés")
    answer = what_if(office, need=box, volunteer=ines, slot=(SUNDAY, Daypart.NIGHT))
    assert (answer.possible, answer.bends) == (False, True)
    assert answer.forbidden == ({"rule": "time", "when": [(SUNDAY, Daypart.NIGHT)]},)


def test_an_answer_from_before_a_change_is_not_taken(office: Office) -> None:
    box, people = planned(office, "Inés", "Ana")
    answer = what_if(office, need=box, volunteer=people[1])
    stock(office, "produce_box", 4)
    with pytest.raises(Refused, match="what_if_is_old"):
        take_what_if(office, what_if=answer)


def test_a_need_that_no_plan_looks_at_cannot_be_asked_about(office: Office) -> None:
    box, _ = planned(office, "Inés")
    close_need(office, uid=box, reason=CloseReason.NO_LONGER_NEEDED)
    with pytest.raises(Refused, match="need_not_planned"):
        what_if(office, need=box)


def test_the_worker_process_gives_the_same_answer(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    box, people = planned(office, "Inés", "Ana")
    here = what_if(office, need=box, volunteer=people[1])
    monkeypatch.setattr(whatif, "ask_apart", ask_apart)
    apart = what_if(office, need=box, volunteer=people[1])
    assert replace(apart, asked=None, moment=None) == replace(here, asked=None, moment=None)
