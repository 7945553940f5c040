"""Splitting, handing out a part, merging, many at once: nothing of what was asked or given is made or lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid.records.errors import Refused
from mutualaid.records.kinds import (
    CloseReason,
    ConsentPurpose,
    MatchState,
    Mode,
    NeedState,
    Recurrence,
    RejectReason,
    Urgency,
)
from mutualaid.records.match import LotUse, Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.supply import Movement
from mutualaid.records.views import NeedFilter, Sort
from mutualaid.services import bulk, matches, merging_needs, needs, saved_filters, splitting
from mutualaid.services.history import redo, undo
from mutualaid.services.households import household, set_consent
from mutualaid.services.office import Office
from mutualaid.services.supplies import change_item, items
from tests.services.make import TODAY, copied_office, helper, home, new_office, stock, wants
from tests.services.test_history import state

WHOLE = 12


@pytest.fixture
def office(tmp_path) -> Iterator[Office]:
    made = copied_office(tmp_path / "office")
    yield made
    made.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Iterator[Office]:
    """One office for every example: each has a household of its own in it."""
    made = new_office(tmp_path_factory.mktemp("parts") / "office")  # copies of one office would be the same store
    yield made
    made.close()


def record(office: Office, uid: str) -> Need:
    return needs.need(office, uid=uid).record


def promise(office: Office, need: str, lot: str, units: int, state: MatchState = MatchState.ACCEPTED) -> str:
    """A kept match that brings units of a lot, as accepting a plan leaves it."""
    volunteer = helper(office)
    with office.store.write("accept plan") as write:
        use = LotUse(lot=lot, units=units)
        match = Match.checked(
            need=need, volunteers=[volunteer], day=TODAY, part=0, lots=[use], decided_on=TODAY, state=state
        )
        uid = write.add(match)
        if state != MatchState.PINNED:
            matches.reserve_in(write, uid, match)
            whole = write.get(Need, need).quantity <= units
            write.change(Need, need, state=NeedState.MATCHED if whole else NeedState.PARTLY_MATCHED)
    return uid


class Household:
    """One household whose single need is cut up, given and put together again; what is handed out is counted here."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.uid, self.first = home(office, wants(office, "food", item="pantry_box", quantity=WHOLE))
        self.lot = stock(office, "pantry_box", WHOLE)
        self.promised = promise(office, self.first, self.lot, 2)
        office.history.clear()

    def open(self) -> list[str]:
        rows = household(self.office, uid=self.uid).needs
        return [row.uid for row in rows if row.record.finished_on is None]

    def split(self, at: int, units: int) -> None:
        splitting.split_need(self.office, uid=self.at(at), quantity=units)

    def part(self, at: int, units: int) -> None:
        splitting.fulfil_part(self.office, uid=self.at(at), units=units, lot=self.lot, on=TODAY)

    def merge(self, at: int, units: int) -> None:
        one, other = self.at(at), self.at(at + units)
        merging_needs.merge_needs(self.office, keep=one, others=[other])

    def fulfil(self, _at: int, _units: int) -> None:
        matches.fulfil_match(self.office, uid=self.promised, on=TODAY)

    def undo(self, _at: int, _units: int) -> None:
        undo(self.office)

    def at(self, number: int) -> str:
        uids = self.open()
        if not uids:
            raise Refused("need_is_finished")
        return uids[number % len(uids)]

    def seen(self) -> tuple[object, ...]:
        """Its needs, their matches and the lot, as they stand."""
        with self.office.store.read() as read:
            rows = {row.uid: row.record for row in read.all(Need, household=self.uid)}
            kept = [(row.uid, row.record) for row in read.all(Match, need=list(rows))]
            return rows, kept, read.stock([self.lot])

    def check(self) -> None:
        rows, _kept, stocked = self.seen()
        records = list(rows.values())
        counted = [one for one in records if one.close_reason != CloseReason.DUPLICATE]
        assert sum(one.quantity for one in counted) == WHOLE
        lying, free = stocked[self.lot]
        assert sum(one.filled for one in records) == WHOLE - lying
        assert 0 <= free <= lying
        for one in counted:
            assert (one.state == NeedState.FULFILLED) == (one.filled == one.quantity)


STEPS = st.tuples(
    st.sampled_from(["split", "part", "merge", "fulfil", "undo"]),
    st.integers(min_value=0, max_value=5),
    st.integers(min_value=1, max_value=6),
)


def _conserved(office: Office, steps: list[tuple[str, int, int]]) -> None:
    home = Household(office)
    seen = [home.seen()]
    for name, at, units in steps:
        try:
            getattr(home, name)(at, units)
        except Refused:
            assert home.seen() == seen[-1], "what is refused changes nothing"
            continue
        home.check()
        if name == "undo":
            seen.pop()
            assert home.seen() == seen[-1]
        else:
            seen.append(home.seen())


@settings(max_examples=10)
@given(steps=st.lists(STEPS, min_size=4, max_size=9))
def test_quantities_are_conserved_by_any_sequence(shared: Office, steps) -> None:
    _conserved(shared, steps)


@pytest.mark.campaign
@settings(max_examples=400)
@given(steps=st.lists(STEPS, min_size=6, max_size=24))
def test_quantities_are_conserved_by_long_sequences(shared: Office, steps) -> None:
    _conserved(shared, steps)
    with shared.store.read() as read:
        assert read.verify() == []


def test_a_part_split_off_has_a_code_of_its_own_and_keeps_the_rules(office: Office) -> None:
    _home, uid = home(office, wants(office, "food", quantity=5, recurrence=Recurrence.WEEKLY, notes="Toca dos veces"))
    with office.store.write("reject") as write:
        write.add(Rejection.checked(need=uid, reason=RejectReason.ITEM_UNSUITABLE, item="produce_box", on=TODAY))
    new, old = splitting.split_need(office, uid=uid, quantity=2).uids
    part, whole = needs.need(office, uid=new), record(office, old)
    assert (part.record.quantity, whole.quantity, part.record.split_of) == (2, 3, uid)
    assert part.record.code != whole.code
    assert (part.record.notes, part.record.recurrence) == ("Toca dos veces", Recurrence.ONCE)
    assert [row.record.item for row in part.rejections] == ["produce_box"]
    undo(office)
    assert record(office, uid).quantity == 5
    redo(office)
    assert record(office, uid).quantity == 3
    with pytest.raises(Refused, match="split_too_much"):
        splitting.split_need(office, uid=uid, quantity=3)


def test_a_part_is_handed_out_of_a_lot_that_fits_and_the_rest_stays_open(office: Office) -> None:
    _home, uid, ride = home(
        office, wants(office, "food", item="pantry_box", quantity=3), wants(office, "ride"), diet=["halal"]
    )
    halal = stock(office, "pantry_box", 9, diet=["halal"], expires_on=TODAY + timedelta(days=3))
    plain, coats = stock(office, "pantry_box", 9), stock(office, "coat_adult_m", 4)
    assert [line.uid for line in splitting.lots_for(office, uid=uid, on=TODAY)] == [halal]
    splitting.fulfil_part(office, uid=uid, units=1, lot=halal, on=TODAY)
    assert (record(office, uid).filled, record(office, uid).state) == (1, NeedState.OPEN)
    with office.store.read() as read:
        assert read.stock()[halal] == (8, 8)
        assert read.all(Movement, lot=halal)[-1].record.household == _home
    for lot, units, why in (
        (halal, 3, "part_too_much"),
        (plain, 1, "lot_breaks_diet"),
        (coats, 1, "lot_of_other_item"),
    ):
        with pytest.raises(Refused, match=why):
            splitting.fulfil_part(office, uid=uid, units=units, lot=lot, on=TODAY)
    (item,) = [row.uid for row in items(office) if row.record.code == "pantry_box"]
    change_item(office, uid=item, household_cap=1)
    with pytest.raises(Refused, match="cap_reached"):
        splitting.fulfil_part(office, uid=uid, units=1, lot=halal, on=TODAY)
    undo(office)
    with pytest.raises(Refused, match="lot_expired"):
        splitting.fulfil_part(office, uid=uid, units=1, lot=halal, on=TODAY + timedelta(days=9))
    splitting.fulfil_part(office, uid=uid, units=2, on=TODAY)
    assert (record(office, uid).state, record(office, uid).finished_on) == (NeedState.FULFILLED, TODAY)
    splitting.fulfil_part(office, uid=ride, units=1, on=TODAY)
    assert record(office, ride).state == NeedState.FULFILLED
    with pytest.raises(Refused, match="only_goods_split"):
        needs.reopen_need(office, uid=ride)
        splitting.split_need(office, uid=ride, quantity=1)


def test_merging_hands_over_what_was_given_and_keeps_what_is_more_urgent(office: Office) -> None:
    early = wants(office, "food", item="pantry_box", quantity=2, notes="Tercer piso", received_on=date(2026, 11, 20))
    late = wants(
        office,
        "food",
        item="pantry_box",
        quantity=3,
        urgency=Urgency.TODAY,
        needed_by=TODAY,
        recurrence=Recurrence.WEEKLY,
    )
    own, one, other = home(office, early, late)
    lot = stock(office, "pantry_box", 9)
    done = promise(office, other, lot, 1)
    matches.fulfil_match(office, uid=done, on=TODAY)
    (pair,) = merging_needs.likely(office)
    assert (pair.household, set(pair.uids)) == (own, {one, other})
    assert merging_needs.likely(office, uid=one) == [pair]
    before = state(office)
    merging_needs.merge_needs(office, keep=one, others=[other])
    kept, gone = needs.need(office, uid=one), record(office, other)
    assert (gone.state, gone.close_reason, gone.filled) == (NeedState.CLOSED, CloseReason.DUPLICATE, 0)
    assert (kept.record.quantity, kept.record.filled) == (3, 1), "what was asked for twice is asked for once"
    assert (kept.record.urgency, kept.record.needed_by) == (Urgency.TODAY, TODAY)
    assert (kept.record.received_on, kept.record.notes) == (date(2026, 11, 20), "Tercer piso")
    assert kept.record.recurrence == Recurrence.WEEKLY
    assert [match.state for match in kept.matches] == [MatchState.DONE]
    assert merging_needs.likely(office) == []
    undo(office)
    assert state(office) == before


def test_what_cannot_be_one_need_is_not_merged(office: Office) -> None:
    _home, food, more, ride = home(office, wants(office, "food"), wants(office, "food"), wants(office, "ride"))
    _other, theirs = home(office, wants(office, "food"))
    promise(office, more, stock(office, "produce_box", 9), 1)
    for others, why in (
        ([], "nothing_to_merge"),
        ([theirs], "needs_of_two_households"),
        ([ride], "needs_differ"),
        ([more], "merge_has_match"),
    ):
        with pytest.raises(Refused, match=why):
            merging_needs.merge_needs(office, keep=food, others=others)
    merging_needs.merge_needs(office, keep=more, others=[food])
    assert record(office, more).state == NeedState.MATCHED


def test_many_are_changed_at_once_and_what_is_left_out_says_why(office: Office) -> None:
    _home, food, baby, ride, done = home(
        office, wants(office, "food"), wants(office, "baby"), wants(office, "ride"), wants(office, "food")
    )
    needs.close_need(office, uid=done, reason=CloseReason.MET_ELSEWHERE, on=TODAY)
    promise(office, baby, stock(office, "diapers_4", 9), 1)
    every = [food, baby, ride, done]
    before = state(office)
    changed = bulk.change_needs(office, uids=every, mode=Mode.PICKUP)
    assert changed.uids == (food,)
    assert {left.uid: left.why for left in changed.left_out} == {
        baby: "need_has_match", ride: "mode_of_services", done: "need_is_finished",
    }  # fmt: skip
    undo(office)
    assert state(office) == before
    changed = bulk.change_needs(office, uids=every, urgency=Urgency.TODAY, needed_by=TODAY, hold_until=TODAY)
    assert changed.done == 3
    assert bulk.change_needs(office, uids=[food], urgency=Urgency.TODAY).left_out[0].why == "already_so"
    changed = bulk.change_needs(office, uids=every, item="pantry_box")
    assert (changed.uids, record(office, food).unit) == ((food,), "box")
    with pytest.raises(Refused, match="field_not_changed_here"):
        bulk.change_needs(office, uids=every, state=NeedState.FULFILLED)


def test_many_are_closed_or_referred_in_one_step_and_a_no_is_heard(office: Office) -> None:
    _one, food, legal = home(office, wants(office, "food"), wants(office, "legal"))
    refuses, other = home(office, wants(office, "legal"))
    set_consent(office, household=refuses, purpose=ConsentPurpose.REFER, given=False, on=TODAY)
    with pytest.raises(Refused, match="consent_refused"):
        needs.refer_need(office, uid=other, partner="Centro Legal", on=TODAY)
    before = state(office)
    changed = bulk.refer_needs(office, uids=[legal, other], partner="Centro Legal", on=TODAY)
    assert (changed.uids, [left.why for left in changed.left_out]) == ((legal,), ["consent_refused"])
    undo(office)
    assert state(office) == before
    lot = stock(office, "produce_box", 9)
    match = promise(office, food, lot, 1)
    why = CloseReason.WITHDRAWN
    assert bulk.close_needs(office, uids=[food, other], reason=why, on=TODAY).left_out[0].why == "need_has_match"
    assert bulk.close_needs(office, uids=[food], reason=why, on=TODAY, matched=True).done == 1
    with office.store.read() as read:
        assert read.get(Match, match).state == MatchState.CANCELLED
        assert read.stock()[lot] == (9, 9)


def test_a_filter_is_kept_under_a_name_and_means_late_on_the_day_it_is_used(office: Office) -> None:
    wanted = NeedFilter(
        states=frozenset({NeedState.OPEN}), least_urgency=Urgency.THIS_WEEK, overdue_on=TODAY, held_on=TODAY,
        recurring=True, flagged=True, text="tum", sort=Sort.ZONE, descending=False, modes=frozenset({Mode.PICKUP}),
    )  # fmt: skip
    (uid,) = saved_filters.keep_filter(office, name="Late ones", filter=wanted).uids
    saved_filters.keep_filter(office, name="late ONES ", filter=wanted)
    (row,) = saved_filters.saved(office)
    later = TODAY + timedelta(days=5)
    found = saved_filters.filter_of(row.filter | {"of_a_later_program": 3}, later)
    assert found.overdue_on == later == found.held_on
    assert (found.states, found.sort, found.text, found.recurring) == (wanted.states, Sort.ZONE, "tum", True)
    saved_filters.keep_filter(office, name="All", filter=NeedFilter())
    with pytest.raises(Refused, match="name_taken"):
        saved_filters.rename_filter(office, uid=uid, name="all")
    saved_filters.rename_filter(office, uid=uid, name="Past their day")
    saved_filters.drop_filter(office, uid=uid)
    assert [row.name for row in saved_filters.saved(office)] == ["All"]
    undo(office)
    undo(office)
    assert [row.name for row in saved_filters.saved(office)] == ["All", "Late ones"]


def test_a_filter_finds_what_waits_what_comes_back_and_what_is_pointed_out(office: Office) -> None:
    _home, held, weekly, noted = home(
        office,
        wants(office, "food", hold_until=TODAY + timedelta(days=3)),
        wants(office, "food", recurrence=Recurrence.WEEKLY),
        wants(office, "food", notes="No tiene papeles"),
    )
    for wanted, uid in (
        (NeedFilter(held_on=TODAY), held),
        (NeedFilter(recurring=True), weekly),
        (NeedFilter(flagged=True), noted),
    ):
        lines = needs.need_lines(office, ids=list(needs.need_ids(office, filter=wanted)))
        assert [line.uid for line in lines] == [uid]
