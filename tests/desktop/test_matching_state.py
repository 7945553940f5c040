"""What the matching page shows and enables, without a window."""

from __future__ import annotations

from datetime import date

import pytest

from mutualaid.desktop.matching import words
from mutualaid.desktop.matching.lines import group_under, lines
from mutualaid.desktop.matching.rows import Tab, View, singles
from mutualaid.desktop.matching.since import change_words
from mutualaid.desktop.matching.state import (
    MatchingState,
    Seen,
    Standing,
    people_asked,
    reject_reasons,
)
from mutualaid.desktop.needs.state import Names
from mutualaid.language.catalog import set_language
from mutualaid.records.kinds import Daypart, MatchState, Mode, RejectReason, Urgency
from mutualaid.services.changes import Before, Change
from mutualaid.services.plan_page import Given, NeedHead, PlanPage, Proposal, WhyNot

SATURDAY, SUNDAY = date(2026, 11, 28), date(2026, 11, 29)
INES, BETO = ("v1", "Inés Nowak"), ("v2", "Beto Tum")


def head(number: int, urgency: Urgency = Urgency.THIS_WEEK, mode: Mode = Mode.DELIVERY) -> NeedHead:
    service = mode == Mode.SERVICE
    return NeedHead(
        f"n{number}", f"MARU-47.{number}", "MARU-47", "accompaniment" if service else "food", mode,
        None if service else "produce_box", 2, None if service else "box", urgency, "chi-30", ("spa",),
    )  # fmt: skip


def proposal(number: int, *people: tuple[str, str], day: date | None = SATURDAY, **fields: object) -> Proposal:
    given = {
        "need": head(number, fields.pop("urgency", Urgency.THIS_WEEK)),  # type: ignore[arg-type]
        "volunteers": people,
        "day": day,
        "part": Daypart.MORNING if day else None,
        "lots": (Given("l1", "produce_box", 2, "pantry", None),),
        "reasons": (),
        "match": None,
        "kept": None,
        "stale": False,
    }
    return Proposal(**(given | fields))  # type: ignore[arg-type]


def state(*proposals: Proposal, unmatched: tuple[WhyNot, ...] = (), gap: float = 0.0, **seen: object) -> MatchingState:
    made = MatchingState()
    levers = [{"add": {"kind": "lot", "item": "x", "quantity": 2, "zone": "z"}, "value": 5.0, "unlocks": ["MARU-47.9"]}]
    plan = PlanPage(SATURDAY, 90.0, 100.0, gap, {"spa": 0.5}, list(proposals), list(unmatched), levers)
    made.seen = Seen(plan=plan, **seen)  # type: ignore[arg-type]
    return made


def keys(made: MatchingState, tab: Tab = Tab.MATCHED) -> list[tuple[object, list[str]]]:
    return [(group.value, [row.key for row in group.rows]) for group in made.groups(tab)]


def test_a_need_with_two_volunteers_stands_under_both():
    made = state(proposal(1, INES, BETO), proposal(2, BETO), proposal(3, day=None))
    made.view = View.VOLUNTEER
    assert keys(made) == [(BETO, ["n1", "n2"]), (INES, ["n1"]), (("", ""), ["n3"])]


def test_days_come_in_order_and_what_has_no_day_comes_last():
    made = state(proposal(1, INES, day=SUNDAY), proposal(2, day=None), proposal(3, INES))
    made.view = View.DAY
    assert keys(made) == [(SATURDAY, ["n3"]), (SUNDAY, ["n1"]), (None, ["n2"])]


def test_the_most_urgent_needs_come_first():
    made = state(proposal(1, INES, urgency=Urgency.WHENEVER), proposal(2, INES, urgency=Urgency.TODAY))
    assert keys(made) == [(Urgency.TODAY, ["n2"]), (Urgency.WHENEVER, ["n1"])]


LIVE = {"message", "no", "hand", "fulfil", "reject", "cancel"}


@pytest.mark.parametrize(
    ("fields", "standing", "verbs"),
    [
        ({}, Standing.PROPOSED, {"accept", "pin", "assign", "reject"}),
        ({"stale": True}, Standing.STALE, {"reject"}),
        ({"match": "m", "kept": MatchState.PINNED}, Standing.PINNED, {"accept", "unpin", "assign", "reject"}),
        ({"match": "m", "kept": MatchState.ACCEPTED}, Standing.ACCEPTED, {"confirm", "asked", *LIVE}),
        ({"match": "m", "kept": MatchState.CONFIRMED}, Standing.CONFIRMED, LIVE),
    ],
)
def test_each_standing_allows_just_what_makes_sense(fields, standing, verbs):
    one = proposal(1, INES, **fields)
    made = state(one)
    assert made.standing(one) == standing
    assert set(made.verbs(one)) == verbs


def test_a_delivered_match_is_done_and_not_stale():
    one = proposal(1, INES, stale=True)
    made = state(one, done=frozenset({("n1", SATURDAY, Daypart.MORNING)}))
    assert made.standing(one) == Standing.DONE
    assert made.verbs(one) == ()


def test_only_what_can_be_accepted_is_counted_and_each_person_once():
    made = state(
        proposal(1, INES, BETO), proposal(2, INES), proposal(3, BETO, stale=True),
        proposal(4, BETO, match="m", kept=MatchState.ACCEPTED),
    )  # fmt: skip
    ready = made.acceptable()
    assert [p.need.uid for p in ready] == ["n1", "n2"]
    assert people_asked(ready) == 2
    assert people_asked(made.acceptable([made.proposals[1]])) == 1


def test_reasons_that_make_no_sense_are_not_offered():
    assert reject_reasons(proposal(1, INES)) == list(RejectReason)
    assert reject_reasons(proposal(1, day=None, lots=())) == [RejectReason.WAIT]


def test_the_gap_is_rounded_up_and_zero_is_a_proof():
    assert "no better plan" in words.proof_words(state(gap=1e-9).seen.plan)
    assert "0.1%" in words.proof_words(state(gap=0.0002).seen.plan)
    assert "0.3%" in words.proof_words(state(gap=0.003).seen.plan)
    assert "0.4%" in words.proof_words(state(gap=0.0031).seen.plan)


def test_a_row_says_what_who_and_when_and_leaves_out_what_its_heading_says():
    made = state(proposal(1, INES, BETO))
    row = made.groups(Tab.MATCHED)[0].rows[0]
    assert lines(made, row).under == "Sat, Nov 28, morning · Inés Nowak and Beto Tum"
    assert lines(made, row).spoken.startswith("MARU-47.1. Food")
    made.view = View.DAY
    assert lines(made, row).under == "Morning · Inés Nowak and Beto Tum · chi-30"
    set_language("es")
    assert lines(made, row).chips[0][0] == "Propuesta"


def test_left_out_needs_are_grouped_by_what_stood_in_the_way_and_know_their_levers():
    lacking = WhyNot(head(9), "no_volunteer", {"eligible": 0, "one_away": {"language": 3}}, None, ())
    beaten = WhyNot(head(8), "outbid", None, None, ("MARU-47.1",))
    made = state(proposal(1, INES), unmatched=(beaten, lacking))
    assert keys(made, Tab.UNMATCHED) == [("no_volunteer", ["n9"]), ("outbid", ["n8"])]
    assert words.why_not(lacking).it_would_take[-1] == "3 more lack only the language."
    assert [lever.number for lever in made.levers_for("MARU-47.9")] == [0]
    assert made.levers_for("MARU-47.8") == []
    assert made.find("MARU-47.1") == (Tab.MATCHED, "n1")
    assert made.find("n8") == (Tab.UNMATCHED, "n8")
    assert made.find("TOTA-11.1") is None


def test_people_without_goods_that_never_meet_are_told_so():
    why = WhyNot(head(1, mode=Mode.SERVICE), "no_joint", {"eligible": 2, "one_away": {}}, None, ())
    assert "goods" not in words.why_not(why).main


def test_an_empty_office_is_told_to_add_needs_first():
    assert "Add needs first" in words.empty_words(Seen())
    said = words.empty_words(Seen(waiting=3, volunteers=1, lots=2))
    assert "3 open needs, 1 volunteer, and 2 lots in stock" in said


def test_the_stops_of_a_run_stand_together_under_its_head_and_are_counted_once():
    stops = [proposal(number, INES, km=(3.2,)) for number in (1, 2, 4)]
    made = state(*stops, proposal(3, BETO, km=(1.0,)))
    made.view = View.VOLUNTEER
    beto, ines = made.groups(Tab.MATCHED)
    assert [row.key for row in beto.rows] == ["n3"], "one stop is no run"
    head, *under = ines.rows
    assert [row.key for row in under] == ["n1", "n2", "n4"]
    assert lines(made, head).text == "Run: Sat, Nov 28, morning · chi-30 · 1 stop · 2.0 mi away"
    assert lines(made, under[0]).under == "Spanish · pantry"
    assert [row.key for row in singles([head])] == ["n1", "n2", "n4"]
    made.seen.plan.turns["v1"] = 2
    assert group_under(made, ines) == "3 needs, 1 of 2 turns"
    made.view = View.DAY
    [day] = made.groups(Tab.MATCHED)
    assert [row.key.split(":")[0] for row in day.rows] == ["n3", "run", "n1", "n2", "n4"]
    assert group_under(made, day) == "4 needs, 2 volunteers"


def test_the_filter_finds_codes_names_zones_and_items_without_accents():
    names = Names({"chi-30": "South Lawndale"}, {"produce_box": ("Produce box", "Caja de frutas")})
    made = state(proposal(1, INES), proposal(2, BETO), names=names)
    for text, found in [
        ("ines", ["n1"]),
        ("47.2", ["n2"]),
        ("lawn prod", ["n1", "n2"]),
        ("lawn beto", ["n2"]),
        ("nobody", []),
        ("", ["n1", "n2"]),
    ]:
        made.look_for(text)
        assert [row.key for group in made.groups(Tab.MATCHED) for row in group.rows] == found, text
    set_language("es")
    made.look_for("frutas ines")
    assert [row.key for group in made.groups(Tab.MATCHED) for row in group.rows] == ["n1"]


def test_what_changed_since_the_plan_before_is_marked_told_and_can_be_shown_alone():
    before = Before(("Rosa Caal",), SUNDAY, Daypart.MORNING, (("produce_box", 2),))
    gone = WhyNot(head(9), "no_volunteer", {"eligible": 0, "one_away": {}}, None, ())
    changes = {
        "n1": Change("new"),
        "n2": Change("changed", ("volunteer", "slot"), before),
        "n9": Change("gone", (), before),
    }
    made = state(proposal(1, INES), proposal(2, INES), proposal(3, INES), unmatched=(gone,), changes=changes)
    assert made.changed_count(Tab.MATCHED) == 2
    made.only_changed = True
    [group] = made.groups(Tab.MATCHED)
    assert [row.key for row in group.rows] == ["n1", "n2"]
    assert [lines(made, row).chips[1][0] for row in group.rows] == ["New", "Changed"]
    assert change_words(made, changes["n2"]) == (
        "Changed: who helps and when. The plan before said: Rosa Caal · Sun, Nov 29, morning · 2\xa0× produce_box."
    )
    [left] = made.groups(Tab.UNMATCHED)
    assert lines(made, left.rows[0]).chips[1][0] == "No longer proposed"
