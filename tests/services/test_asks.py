"""Asked, yes and no: a match is arranged when everyone said yes, a no opens its need again, and undo agrees."""

from __future__ import annotations

import os
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutualaid.language.catalog import catalog
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.household import Contact, Phone
from mutualaid.records.kinds import LIVE_MATCHES, ConsentPurpose, Daypart, MatchState, NeedState, RejectReason
from mutualaid.records.match import LotUse, Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.schedule import Shift
from mutualaid.records.time import DateRange, Window
from mutualaid.records.volunteer import SpokenLanguage
from mutualaid.services import asks, history
from mutualaid.services.households import change_household, set_consent
from mutualaid.services.load import fairness, load
from mutualaid.services.matches import cancel_match, confirm_match, fulfil_match, match_lines, reserve_in
from mutualaid.services.messages import draft_message, message
from mutualaid.services.office import Office
from mutualaid.services.supplies import lot
from mutualaid.services.volunteers import change_volunteer
from tests.services.make import helper, home, new_office, stock, wants

DAY = date.today() + timedelta(days=2)
FREE = [Window(on=DAY, start=time(8), end=time(12))]


def kept(office: Office, need: str, *people: str, lots: tuple[tuple[str, int], ...] = ()) -> str:
    """A proposal that was accepted, as the desk writes it."""
    uses = [LotUse(lot=uid, units=units) for uid, units in lots]
    with office.store.write("test") as write:
        match = Match.checked(
            need=need, volunteers=list(people), day=DAY, part=Daypart.MORNING, lots=uses, decided_on=date.today()
        )
        uid = write.add(match)
        reserve_in(write, uid, match)
        write.change(Need, need, state=NeedState.MATCHED)
    return uid


def pair(office: Office) -> tuple[str, str, str, str]:
    """An accompaniment by two; the match, its need, and who was asked."""
    ana, bea = (
        helper(office, name=name, availability=FREE, skills=["accompaniment", "deliveries"]) for name in ("Ana", "Bea")
    )
    need = home(office, wants(office, "accompaniment"))[1]
    return kept(office, need, ana, bea), need, ana, bea


def standing(office: Office, need: str) -> tuple[NeedState, list[MatchState]]:
    with office.store.read() as read:
        states = [row.record.state for row in read.all(Match, need=need)]
        return read.get(Need, need).state, states


def test_of_two_both_must_say_yes_before_it_is_arranged(office: Office) -> None:
    match, need, ana, bea = pair(office)
    asks.say_asked(office, match=match, note="Por la tarde contesta", follow_up_on=DAY)
    asks.say_yes(office, match=match, volunteer=bea)
    assert standing(office, need) == (NeedState.MATCHED, [MatchState.ACCEPTED])
    [line] = match_lines(office)
    assert [(uid, yes) for uid, _on, yes in line.asks] == [(ana, False), (bea, True)]
    asks.say_asked(office, match=match, volunteer=bea)
    asks.say_yes(office, match=match)
    assert standing(office, need) == (NeedState.SCHEDULED, [MatchState.CONFIRMED])
    history.undo(office)
    assert standing(office, need) == (NeedState.MATCHED, [MatchState.ACCEPTED])
    with office.store.read() as read:
        assert [row.record.follow_up_on for row in read.all(Contact)] == [DAY, DAY]
    with pytest.raises(Refused, match="not_in_match"):
        asks.say_no(office, match=match, volunteer="somebody")


def test_a_no_becomes_a_rule_and_the_need_is_open_with_its_goods_free(office: Office) -> None:
    who = helper(office, availability=FREE)
    shelf = stock(office, "produce_box", 10)
    need = home(office, wants(office, "food"))[1]
    match = kept(office, need, who, lots=((shelf, 1),))
    assert lot(office, uid=shelf).free == 9
    asks.say_no(office, match=match, note="Esta semana no")
    assert standing(office, need) == (NeedState.OPEN, [MatchState.CANCELLED])
    assert lot(office, uid=shelf).free == 10
    with office.store.read() as read:
        [rule] = [row.record for row in read.all(Rejection)]
    assert (rule.need, rule.volunteer, rule.reason) == (need, who, RejectReason.VOLUNTEER_SAID_NO)
    with pytest.raises(Refused, match="match_is_finished"):
        asks.say_yes(office, match=match)
    history.undo(office)
    assert standing(office, need) == (NeedState.MATCHED, [MatchState.ACCEPTED])
    assert lot(office, uid=shelf).free == 9


def test_a_yes_of_somebody_who_cannot_be_there_is_refused(office: Office) -> None:
    match, need, ana, bea = pair(office)
    change_volunteer(office, uid=ana, absences=[DateRange(first=DAY, last=DAY)])
    with pytest.raises(Refused, match="volunteer_clash") as refused:
        confirm_match(office, uid=match)
    assert refused.value.facts["kind"] == "absent"
    asks.say_yes(office, match=match, volunteer=bea)
    assert standing(office, need) == (NeedState.MATCHED, [MatchState.ACCEPTED])


def test_somebody_else_takes_it_on_only_if_the_rules_allow_it(office: Office) -> None:
    match, need, ana, bea = pair(office)
    confirm_match(office, uid=match)
    carla = helper(office, name="Carla", availability=FREE, skills=["accompaniment"])
    nora = helper(office, name="Nora", availability=FREE, skills=[])
    for who, code in ((nora, "volunteer_unfit"), (bea, "volunteer_clash")):
        with pytest.raises(Refused, match=code):
            asks.hand_over(office, match=match, volunteer=ana, to=who)
    asks.hand_over(office, match=match, volunteer=ana, to=carla)
    assert standing(office, need) == (NeedState.MATCHED, [MatchState.ACCEPTED])
    with office.store.read() as read:
        assert asks.unanswered(read.get(Match, match)) == [carla]
    asks.say_yes(office, match=match)
    assert standing(office, need) == (NeedState.SCHEDULED, [MatchState.CONFIRMED])


PRESSED = st.lists(
    st.tuples(st.sampled_from(["asked", "yes", "no", "hand", "cancel", "undo", "redo"]), st.integers(0, 3)),
    min_size=3,
    max_size=14,
)


@pytest.fixture(scope="module")
def of_three(tmp_path_factory: pytest.TempPathFactory):
    office = new_office(tmp_path_factory.mktemp("asks") / "store")
    people = [helper(office, name=name, availability=FREE, skills=["accompaniment", "deliveries"]) for name in "ABC"]
    shelf = stock(office, "produce_box", 10)
    yield office, people, shelf
    office.close()


@settings(
    max_examples=300 if "MUTUALAID_CAMPAIGN" in os.environ else 5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(PRESSED)
def test_under_any_order_of_presses_matches_needs_and_stock_agree(of_three, pressed) -> None:
    office, people, shelf = of_three
    court, box = home(office, wants(office, "accompaniment"), wants(office, "food"))[1:]
    matches = {kept(office, court, *people[:2]): court, kept(office, box, people[2], lots=((shelf, 2),)): box}
    office.history.clear()
    seen: list[object] = []
    for verb, number in pressed:
        match, before = list(matches)[number % 2], whole(office)
        who = people[number % 3]
        try:
            if verb == "asked":
                asks.say_asked(office, match=match)
            elif verb == "yes":
                asks.say_yes(office, match=match, volunteer=who)
            elif verb == "no":
                asks.say_no(office, match=match, volunteer=None if number == 3 else who)
            elif verb == "hand":
                asks.hand_over(office, match=match, volunteer=people[0], to=who)
            elif verb == "cancel":
                cancel_match(office, uid=match)
            elif verb == "undo":
                history.undo(office)
                assert whole(office) == seen.pop()
                continue
            else:
                history.redo(office)
            if whole(office) != before or office.history.last is not None:
                seen.append(before)
        except (Refused, BadInput):
            assert whole(office) == before, "what is refused changes nothing"
        agree(office, matches, shelf)
    for match in matches:
        try:
            cancel_match(office, uid=match)
        except Refused:
            continue


def whole(office: Office) -> list[object]:
    with office.store.read() as read:
        rows = [[(uid, record.model_dump()) for uid, record in read.all(kind)] for kind in (Need, Match, Rejection)]
        return [*rows, read.stock()]


def agree(office: Office, matches: dict[str, str], shelf: str) -> None:
    with office.store.read() as read:
        reserved = 0
        for uid, need in matches.items():
            match = read.get(Match, uid)
            live = match.state in LIVE_MATCHES
            assert (match.state == MatchState.CONFIRMED) == (live and not asks.unanswered(match))
            wanted = {MatchState.CONFIRMED: NeedState.SCHEDULED, MatchState.ACCEPTED: NeedState.MATCHED}
            assert read.get(Need, need).state == wanted.get(match.state, NeedState.OPEN)
            assert {ask.volunteer for ask in match.asks} <= set(match.people)
            said_no = {row.record.volunteer for row in read.all(Rejection, need=need)}
            assert not (live and said_no & set(match.people)), "nobody who said no is still in it"
            reserved += sum(use.units for use in match.lots) if live else 0
        on_hand, free = read.stock()[shelf]
        assert on_hand - free == reserved


def test_load_counts_asks_answers_and_hours_and_tells_who_is_asked_less(office: Office) -> None:
    today = date.today()
    match, _need, ana, bea = pair(office)
    idle = helper(office, name="Zoe", tasks_per_week=4)
    paused = helper(office, name="Yara", active=False)
    asks.say_asked(office, match=match)
    asks.say_yes(office, match=match, volunteer=ana)
    asks.say_no(office, match=match, volunteer=bea)
    done = kept(office, home(office, wants(office, "ride", duration_minutes=45))[1], ana)
    with office.store.write("test") as write:
        write.change(Match, done, day=today)
        starts = datetime.combine(today - timedelta(days=3), time(9)).astimezone()
        shift = {"kind": "watch", "zone": "chi-30", "starts": starts, "ends": starts + timedelta(hours=2)}
        write.add(Shift.checked(volunteers=[ana, bea], cover=[bea], **shift))
    fulfil_match(office, uid=done)
    told = {one.volunteer: one for one in load(office, weeks=2)}
    assert told[ana][1:6] == (2, 2, 0, 2, 165)
    assert told[bea][1:6] == (2, 0, 2, 0, 0)
    assert told[idle].less
    assert not told[paused].less
    assert not told[ana].less
    spread = fairness(list(told.values()))
    assert (spread.people, spread.asked, spread.least, spread.middle, spread.most) == (3, 4, 0, 2.0, 2)
    assert spread.busiest == 0.5
    assert fairness([]).people == 0


def test_a_message_is_in_the_receivers_language_and_says_no_more_than_it_must(office: Office) -> None:
    ana = helper(office, availability=FREE, skills=["accompaniment"], languages=[SpokenLanguage(code="eng")])
    uid, need = home(
        office, wants(office, "accompaniment"), contact_name="Rosa Tum", address="1820 S Throop",
        languages=["mam", "spa"], phones=[Phone(number="+17735550165", may_text=True)],
    )  # fmt: skip
    match = kept(office, need, ana)
    asked = message(office, match=match)
    assert asked.startswith("Hello! Could you help on")
    told = draft_message(office, match=match, to="household", cat=None)
    assert told.language == "es", "Mam is not written here, Spanish is, and the household speaks it"
    assert told.spoken == ""
    for text in (asked, told.text, message(office, match=match, to="household", cat=catalog("en"))):
        for secret in ("Rosa", "Tum", "Throop", "5550165", "court", "corte", "ccompan", "compañ", "Inés"):
            assert secret not in text
    change_household(office, uid=uid, languages=["mam"])
    fallen = draft_message(office, match=match, to="household")
    assert (fallen.language, fallen.spoken) == ("en", "mam")
    change_household(office, uid=uid, phones=[Phone(number="+17735550165", may_text=False)])
    with pytest.raises(Refused, match="texting_not_safe"):
        message(office, match=match, to="household")
    set_consent(office, household=uid, purpose=ConsentPurpose.CONTACT, given=False)
    with pytest.raises(Refused, match="consent_refused"):
        message(office, match=match, to="household")
