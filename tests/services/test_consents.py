"""What a household refused is obeyed on every path: plans, decisions, asks, runs, hearings, messages, lists."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from mutualaid.language.catalog import catalog
from mutualaid.language.reasons import Rival, conflict, why_not
from mutualaid.language.safe_words import safe_words
from mutualaid.records.errors import Refused
from mutualaid.records.household import Household, Phone
from mutualaid.records.kinds import WITHDRAWN, ConsentPurpose, MatchState, PhoneKind
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.time import Window
from mutualaid.services import whatif
from mutualaid.services.appointments import add_appointment, change_appointment
from mutualaid.services.asks import hand_over, say_yes
from mutualaid.services.bookings import ClashKind, Task, clashes
from mutualaid.services.bulk import refer_needs
from mutualaid.services.consents import all_refusing, consents_of, to_be_erased, unlisted
from mutualaid.services.deciding import accept, pin
from mutualaid.services.desk import current_plan
from mutualaid.services.history import undo
from mutualaid.services.household_list import household_codes
from mutualaid.services.households import household, set_consent
from mutualaid.services.list_export import export_list
from mutualaid.services.matches import cancel_match, confirm_match, match_lines
from mutualaid.services.merging_households import merge_households
from mutualaid.services.messages import message
from mutualaid.services.needs import refer_need
from mutualaid.services.office import Office
from mutualaid.services.planning import make_plan
from mutualaid.services.problem import build_problem
from mutualaid.services.runs import confirm_run, move_stop, plan_runs, run, start_run
from mutualaid.services.runs import runs as runs_between
from mutualaid.services.who_could import who_could
from tests.services.conftest import ask_here
from tests.services.make import TODAY, helper, home, stock, wants

ALWAYS = [Window(start=time(8), end=time(22))]
PHONE = Phone(number="+17735550165", kind=PhoneKind.WHATSAPP, may_leave_message=True, who_answers="su hermana")

pytestmark = pytest.mark.usefixtures("solved_here")


def says(office: Office, home_uid: str, purpose: ConsentPurpose, given: bool = False, **fields: object) -> None:
    set_consent(office, household=home_uid, purpose=purpose, given=given, **({"on": TODAY} | fields))  # type: ignore[arg-type]


def refusal(code: str, do: Callable[[], object], **facts: object) -> None:
    with pytest.raises(Refused, match=code) as caught:
        do()
    assert caught.value.facts.items() >= facts.items()


def test_the_latest_answer_holds_by_its_day_and_then_as_it_was_written(office: Office) -> None:
    uid, later = home(office)[0], TODAY + timedelta(days=1)
    says(office, uid, ConsentPurpose.SHARE, True, on=later)
    says(office, uid, ConsentPurpose.SHARE, False, on=TODAY)  # an old sheet, keyed in late
    says(office, uid, ConsentPurpose.COUNT, False)
    says(office, uid, ConsentPurpose.COUNT, True)
    says(office, uid, ConsentPurpose.KEEP, True)
    says(office, uid, ConsentPurpose.KEEP, False, how=WITHDRAWN)
    page = household(office, uid=uid)
    held = {ConsentPurpose.SHARE: True, ConsentPurpose.COUNT: True, ConsentPurpose.KEEP: False}
    with office.store.read() as read:
        assert consents_of(read, uid) == held
        assert all_refusing(read, ConsentPurpose.SHARE) == set()
        assert to_be_erased(read) == unlisted(read) == {uid}
        assert len(read.needs_to_count().household) == 0
    assert {purpose: answer.given for purpose, answer in page.held.items()} == held
    assert page.refused == {ConsentPurpose.KEEP}


def test_nobody_is_sent_to_a_household_that_refused_it_by_any_path(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(whatif, "ask_apart", ask_here)
    everything = {"availability": ALWAYS, "skills": ["deliveries", "accompaniment", "rides"], "tasks_per_week": 20}
    first, second = helper(office, **everything), helper(office, name="Ana Reed", **everything)
    stock(office, "pantry_box", 40)
    shut, box, ride, fetched = home(
        office, wants(office, "food"), wants(office, "ride"), wants(office, "food", mode="pickup"), phones=[PHONE]
    )
    _open, theirs = home(office, wants(office, "food"))
    make_plan(office)
    assert {box, ride, fetched, theirs} <= {row.need.uid for row in current_plan(office).proposals}
    accept(office)
    with office.store.read() as read:
        kept = {row.record.need: row.uid for row in read.all(Match, state=[MatchState.ACCEPTED])}
        day, going = read.get(Match, kept[box]).day, read.get(Match, kept[box]).people[0]
        other = second if going == first else first
        starts = datetime.combine(day, time(9))
    plan_runs(office, day=day)

    says(office, shut, ConsentPurpose.SHARE)
    told = {one.match: one.rule for one in build_problem(office).conflicts}
    assert told == {kept[box]: "consent", kept[ride]: "consent"}
    assert "volunt" not in conflict("consent", catalog("en")) or "no volunteer" in conflict("consent", catalog("en"))
    for match in (kept[box], kept[ride]):
        refusal("sending_refused", lambda match=match: confirm_match(office, uid=match), kind="consent")
        refusal("sending_refused", lambda match=match: say_yes(office, match=match), kind="consent")
        refusal("consent_refused", lambda match=match: message(office, match=match), purpose="share")
    refusal("volunteer_clash", lambda: hand_over(office, match=kept[box], volunteer=going, to=other), kind="consent")
    mine = [line for line in runs_between(office, first=day, last=day) if kept[box] in _stops(office, line.uid)]
    refusal("run_stops_unfit", lambda: confirm_run(office, uid=mine[0].uid))
    refusal(
        "stop_cannot_move_consent",
        lambda: move_stop(office, run=mine[0].uid, match=kept[box], volunteer=other),
    )
    with office.store.read() as read:
        task = Task(starts, starts + timedelta(hours=1), household=shut, besides=frozenset(kept.values()))
        found = clashes(read, office.settings, volunteer=other, task=task)
        assert ClashKind.CONSENT in {clash.kind for clash in found if clash.hard}
    hearing = {"household": shut, "starts": starts + timedelta(days=20), "place": "Sala 3"}
    refusal("volunteer_clash", lambda: add_appointment(office, **hearing, pair=[other]), kind="consent")
    refusal("volunteer_clash", lambda: add_appointment(office, **hearing, replacement=other), kind="consent")
    refusal("volunteer_clash", lambda: add_appointment(office, **hearing, call_tree=[other]), kind="consent")
    held = add_appointment(office, **hearing).uids[0]
    refusal("volunteer_clash", lambda: change_appointment(office, uid=held, pair=[other]), kind="consent")
    undo(office)  # the hearing

    undo(office)  # the refusal: all of it may go on
    confirm_run(office, uid=mine[0].uid)
    says(office, shut, ConsentPurpose.SHARE)
    refusal("run_stops_unfit", lambda: start_run(office, uid=mine[0].uid))
    undo(office)
    undo(office)
    undo(office)  # the runs
    for match in kept.values():
        cancel_match(office, uid=match)
    says(office, shut, ConsentPurpose.SHARE)
    refusal("proposal_is_stale", lambda: pin(office, needs=[box]))
    make_plan(office)
    page = current_plan(office)
    assert {row.need.uid for row in page.proposals} == {fetched, theirs}
    left = {row.need.uid: row.code for row in page.unmatched}
    assert left == {box: "no_consent", ride: "no_consent"}
    for language in ("en", "es"):
        words = why_not("no_consent", None, None, Rival("X", 1, 0), (), catalog(language))
        assert words.main
        assert words.main != why_not("no_volunteer", None, None, Rival("X", 1, 0), (), catalog(language)).main
    refusal("need_not_planned", lambda: whatif.choices(office, need=box))
    refusal("need_not_planned", lambda: whatif.what_if(office, need=box, volunteer=other))
    refusal("no_proposal", lambda: pin(office, needs=[ride]))
    assert not any(one.able for one in who_could(office, need=box))
    assert any(one.able for one in who_could(office, need=theirs))
    accept(office)
    assert {line.need for line in match_lines(office, states=[MatchState.ACCEPTED])} == {fetched, theirs}
    with office.store.read() as read:  # what it fetches itself goes on
        pick_up = read.all(Match, need=fetched, state=[MatchState.ACCEPTED])[0].uid
    confirm_match(office, uid=pick_up)

    rows = exported(office, tmp_path, [shut, _open])
    assert ["Rosa" in str(row) for row in rows] == [False, True]


def _stops(office: Office, uid: str) -> set[str]:
    return {stop.match for stop in run(office, uid=uid).stops}


def exported(office: Office, folder: Path, uids: list[str]) -> list[dict[str, str]]:
    """Those households as a list that leaves the laptop has them, in that order."""
    out = folder / "list.csv"
    export_list(office, kind="households", uids=uids, out=out, reveal=True, confirmed=len(uids))
    with out.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_household_that_refused_it_is_not_written_to_referred_listed_or_merged_into_a_yes(
    office: Office, tmp_path: Path
) -> None:
    uid, ride, food = home(office, wants(office, "ride"), wants(office, "food"), phones=[PHONE])
    asked = home(office, wants(office, "ride"), phones=[PHONE])[0]
    for purpose in (ConsentPurpose.CONTACT, ConsentPurpose.REFER):
        says(office, uid, purpose)
    refusal("consent_refused", lambda: refer_need(office, uid=ride, partner="Casa"), purpose="refer")
    assert refer_needs(office, uids=[ride, food], partner="Casa").done == 0
    with office.store.write("accept plan") as write:
        match = write.add(Match.checked(need=food, day=TODAY, part=0, volunteers=[helper_in(write)], decided_on=TODAY))
    refusal("consent_refused", lambda: message(office, match=match, to="household"), purpose="contact")
    assert message(office, match=match)
    rows = exported(office, tmp_path, [uid, asked])
    assert ["555" in str(row) for row in rows] == [False, True]
    merge_households(office, keep=asked, other=uid)
    refusal("consent_refused", lambda: refer_need(office, uid=ride, partner="Casa"), purpose="refer")
    assert set(household_codes(office)) == {asked}
    with office.store.read() as read:
        assert {row.record.household for row in read.all(Need)} == {asked}


def helper_in(write: object) -> str:
    from mutualaid.records.volunteer import Volunteer

    return write.add(Volunteer.checked(code="V-MARU-47", name="Inés", zone="chi-30"))  # type: ignore[attr-defined]


def test_the_rules_stand_as_sentences_and_hold_no_number() -> None:
    strict = Phone(number="+17735550199", kind=PhoneKind.LANDLINE, may_text=False)
    fields = {"code": "MARU-47", "zone": "chi-30", "received_on": TODAY, "safe_contact": "Solo de tarde"}
    one, two = (Household.checked(**fields, phones=phones) for phones in ([strict], [PHONE, strict]))
    english = safe_words(one, catalog("en"), refused=[ConsentPurpose.CONTACT])
    assert english == [
        "They do not want to be contacted. Call only if they are waiting for you to.",
        "Please mind: Solo de tarde",
        "Only call: do not send a text, and leave no message. It is a landline: somebody else may pick up.",
    ]
    spanish = safe_words(two, catalog("es"))
    assert spanish[1].startswith("Número 1: Puede llamar, mandar un mensaje de texto y dejar recado.")
    assert "su hermana" in spanish[1]
    assert not any("555" in sentence for sentence in english + spanish)
