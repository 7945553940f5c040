"""Any order of receiving, planning, accepting, handing out and closing: stock, people and needs stay in step."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, precondition, rule

from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.kinds import (
    LIVE_MATCHES,
    UNFINISHED,
    CloseReason,
    MatchState,
    Mode,
    MovementKind,
    NeedState,
    RejectReason,
    Urgency,
)
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.supply import Lot, Movement
from mutualaid.records.time import Window
from mutualaid.services import (
    boxes,
    counting,
    deciding,
    history,
    matches,
    needs,
    planning,
    scanning,
    splitting,
    supplies,
    volunteers,
)
from mutualaid.services.desk import current_plan
from tests.services.conftest import solve_here
from tests.services.make import TODAY, copied_office, helper, home, stock, wants
from tests.services.stock_model import Model

T = TypeVar("T")
NOW = datetime(2026, 11, 23, 7)
ITEMS = ("produce_box", "pantry_box")
HOURS = [Window(weekday=day, start=time(8), end=time(17)) for day in (1, 5)]
PROMISES = (MovementKind.RESERVED, MovementKind.RELEASED)
CAP, CAP_DAYS = 4, 30
"""Of pantry boxes one household gets so many in so many days."""
DAYS = (TODAY, TODAY, TODAY - timedelta(days=9), TODAY - timedelta(days=40))


class Office(RuleBasedStateMachine):
    """One small office; the rules are what a coordinator may press, in whatever order."""

    lots: Bundle[str] = Bundle("lots")
    people: Bundle[str] = Bundle("people")
    asked: Bundle[str] = Bundle("asked")
    homes: Bundle[str] = Bundle("homes")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="mutualaid-machine-"))
        self.patch = pytest.MonkeyPatch()
        self.patch.setenv("XDG_STATE_HOME", str(self.folder / "laptop"))  # that never saw a store like this one
        self.office = copied_office(self.folder / "store")
        supplies.add_site(self.office, name="Pantry", zone="chi-30")
        supplies.add_site(self.office, name="Garage", zone="chi-31")
        item = next(row for row in supplies.items(self.office) if row.record.code == ITEMS[1])
        supplies.change_item(self.office, uid=item.uid, household_cap=CAP, cap_days=CAP_DAYS)
        self.model = Model()
        self.office.history.clear()

    def teardown(self) -> None:
        self.office.close()
        self.patch.undo()
        shutil.rmtree(self.folder)

    def tries(self, verb: Callable[[], object]) -> bool:
        """Press a button; the office may say no, in which case nothing has changed."""
        before, shelf, newest = self.snapshot(), self.model.copy(), self.office.history.last
        try:
            verb()
        except (Refused, BadInput):
            assert self.snapshot() == before
            return False
        if self.office.history.last is not newest:
            self.model.keep(shelf)
        return True

    def does(self, verb: Callable[[], T]) -> T:
        """Press one that is never refused."""
        found: list[T] = []
        assert self.tries(lambda: found.append(verb()))
        return found[0]

    def lot(self, uid: str) -> Lot | None:
        """The lot, none once its coming was taken back."""
        with self.office.store.read() as read:
            rows = read.all(Lot, uid=uid)
        return rows[0].record if rows else None

    def lot_items(self) -> dict[str, str]:
        with self.office.store.read() as read:
            return dict(read.columns(Lot, "item"))

    def snapshot(self) -> list[object]:
        with self.office.store.read() as read:
            return [
                [(uid, record.model_dump()) for uid, record in read.all(kind)] for kind in (Need, Match, Lot, Movement)
            ]

    @initialize(target=lots, units=st.integers(1, 6))
    def shelves(self, units: int) -> object:
        return multiple(*(self.take_in(item, units) for item in ITEMS))

    @initialize(target=homes)
    def a_household(self) -> object:
        return self.does(lambda: home(self.office)[0])

    def take_in(self, item: str, units: int) -> str:
        uid = self.does(lambda: stock(self.office, item, units))
        self.model.shelf.on_hand[uid] = units
        return uid

    @initialize(target=people)
    def drivers(self) -> object:
        return multiple(self.join(1), self.join(3))

    @initialize(target=asked, units=st.lists(st.integers(1, 5), min_size=3, max_size=3))
    def first_calls(self, units: list[int]) -> object:
        modes = (Mode.DELIVERY, Mode.DELIVERY, Mode.PICKUP)
        return multiple(*(self.ask(mode, n, True) for mode, n in zip(modes, units, strict=True)))

    @rule(target=lots, item=st.sampled_from(ITEMS), units=st.integers(0, 6))
    def receive(self, item: str, units: int) -> str:
        return self.take_in(item, units)

    @rule(target=lots, item=st.sampled_from(ITEMS), units=st.integers(1, 6))
    def receive_by_scanning(self, item: str, units: int) -> str:
        arrivals = [scanning.Arrival(item, units, "B1", date(2027, 1, 31))]
        made = self.does(lambda: scanning.receive_many(self.office, arrivals=arrivals, site="pantry", on=TODAY))
        self.model.shelf.on_hand[made.uids[0]] = units
        return made.uids[0]

    @rule(target=people, tasks=st.integers(1, 3))
    def join(self, tasks: int) -> str:
        return self.does(lambda: helper(self.office, availability=HOURS, tasks_per_week=tasks, stops=2))

    @rule(
        target=asked,
        mode=st.sampled_from([Mode.DELIVERY, Mode.PICKUP]),
        units=st.integers(1, 5),
        any_item=st.booleans(),
    )
    def ask(self, mode: Mode, units: int, any_item: bool) -> str:
        substitutes = None if any_item else []
        need = wants(self.office, "food", item=ITEMS[0], mode=mode, quantity=units, substitutes=substitutes)
        return self.does(lambda: home(self.office, need)[1])

    @rule(target=asked, household=homes, units=st.integers(1, 6), urgency=st.sampled_from(list(Urgency)))
    def ask_for_what_is_capped(self, household: str, units: int, urgency: Urgency) -> object:
        need = wants(self.office, "food", item=ITEMS[1], mode=Mode.PICKUP, quantity=units, urgency=urgency)
        made: list[str] = []
        if not self.tries(lambda: made.extend(needs.add_need(self.office, household_uid=household, need=need).uids)):
            return multiple()  # its coming was taken back
        return made[0]

    @rule(accepted=st.sampled_from(["all", "none", "all"]))
    def plan(self, accepted: str) -> None:
        self.does(lambda: planning.make_plan(self.office, as_of=NOW, effort="quick"))
        if accepted == "all":
            self.accept_all()

    @rule()
    def accept_all(self) -> None:
        self.tries(lambda: deciding.accept(self.office))

    @rule(lot=lots, need=asked)
    def plan_and_accept_after_a_shelf_emptied_and_a_need_was_met(self, lot: str, need: str) -> None:
        self.plan("none")
        self.count(lot, 0)
        self.tries(lambda: needs.close_need(self.office, uid=need, reason=CloseReason.WITHDRAWN))
        self.accept_all()

    @rule(need=asked)
    def accept_one(self, need: str) -> None:
        self.tries(lambda: deciding.accept(self.office, needs=[need]))

    @rule(need=asked)
    def pin(self, need: str) -> None:
        self.tries(lambda: deciding.pin(self.office, needs=[need]))

    @rule(need=asked, reason=st.sampled_from(list(RejectReason)))
    def reject(self, need: str, reason: RejectReason) -> None:
        self.tries(lambda: deciding.reject(self.office, need=need, reason=reason))

    def a_match(self, data: st.DataObject) -> str | None:
        kept = matches.match_lines(self.office)
        return data.draw(st.sampled_from(kept)).uid if kept else None

    @rule(data=st.data(), verb=st.sampled_from(["confirm", "fulfil", "cancel", "fail"]))
    def carry_out(self, data: st.DataObject, verb: str) -> None:
        uid = self.a_match(data)
        if uid is None:
            return
        with self.office.store.read() as read:
            match = read.get(Match, uid)
            household = read.get(Need, match.need).household
        press: dict[str, Callable[[], object]] = {
            "confirm": lambda: matches.confirm_match(self.office, uid=uid),
            "fulfil": lambda: matches.fulfil_match(self.office, uid=uid, on=TODAY),
            "cancel": lambda: matches.cancel_match(self.office, uid=uid),
            "fail": lambda: matches.cancel_match(self.office, uid=uid, failed=True),
        }
        if self.tries(press[verb]) and verb == "fulfil":
            self.model.shelf.done(match, household, self.lot_items(), TODAY)

    @rule(lot=lots, counted=st.integers(-1, 9))
    def count(self, lot: str, counted: int) -> None:
        if self.tries(lambda: supplies.count_lot(self.office, uid=lot, counted=counted)):
            self.model.shelf.on_hand[lot] = counted

    @rule(counted=st.integers(0, 6), found=st.integers(0, 2), late=st.booleans())
    def count_the_whole_site(self, counted: int, found: int, late: bool) -> None:
        here = counting.site_lots(self.office, site="pantry")
        lines = [
            counting.Counted(line.uid, line.on_hand - late, max(counted, line.on_hand - line.free)) for line in here
        ]
        surplus = [scanning.Arrival(ITEMS[0], found)] if found else []
        made: list[str] = []
        if self.tries(
            lambda: made.extend(
                counting.count_site(self.office, site="pantry", counted=lines, found=surplus, on=TODAY).uids
            )
        ):
            assert not (late and here)
            self.model.shelf.on_hand |= {line.lot: line.units for line in lines}
            if found:
                self.model.shelf.on_hand[made[-1]] = found

    @rule(lot=lots, units=st.integers(-1, 4))
    def spoil(self, lot: str, units: int) -> None:
        if self.tries(lambda: supplies.spoil(self.office, uid=lot, units=units)):
            self.model.shelf.on_hand[lot] -= units

    @rule(lot=lots, units=st.integers(-1, 5), household=st.none() | homes, day=st.sampled_from(DAYS))
    def hand_out(self, lot: str, units: int, household: str | None, day: date) -> None:
        record = self.lot(lot)
        if self.tries(lambda: supplies.hand_out(self.office, uid=lot, units=units, household=household, on=day)):
            assert record is not None
            assert record.item != ITEMS[1] or household is not None
            self.model.shelf.give(lot, units, household, record.item, day)

    @rule(lot=lots, units=st.integers(0, 4))
    def take_back(self, lot: str, units: int) -> None:
        record = self.lot(lot)
        if self.tries(lambda: supplies.return_units(self.office, uid=lot, units=units, on=TODAY)):
            assert record is not None
            assert units <= self.model.shelf.out[lot]
            self.model.shelf.back(lot, units, None, record.item)

    @rule(target=lots, lot=lots, units=st.integers(0, 4), site=st.sampled_from(["pantry", "garage"]))
    def bring_elsewhere(self, lot: str, units: int, site: str) -> object:
        made: list[str] = []
        if not self.tries(
            lambda: made.extend(supplies.transfer(self.office, uid=lot, units=units, site=site, on=TODAY).uids)
        ):
            return multiple()
        here, there = (self.lot(uid) for uid in made)
        assert here is not None
        assert there is not None
        kept = ("item", "batch", "expires_on", "source", "diet")
        assert all(getattr(here, name) == getattr(there, name) for name in kept)
        self.model.shelf.on_hand[lot] -= units
        self.model.shelf.on_hand[made[1]] = units
        return made[1]

    @rule(household=homes, size=st.integers(1, 9), keep=st.booleans())
    def pack_a_box(self, household: str, size: int, keep: bool) -> None:
        try:
            lines = boxes.box_for(self.office, household=household, size=size, on=TODAY)
        except BadInput:
            return  # its coming was taken back
        parts = [boxes.BoxPart(use.lot, use.units, line.need) for line in lines for use in line.uses]
        wanted = {part.need for part in parts}
        if keep and len(wanted) == 1 and None not in wanted:
            self.tries(lambda: boxes.reserve_box(self.office, need=next(iter(wanted)) or "", parts=parts))
        elif self.tries(lambda: boxes.hand_out_box(self.office, parts=parts, household=household, on=TODAY)):
            items = self.lot_items()
            for part in parts:
                self.model.shelf.give(part.lot, part.units, household, items[part.lot], TODAY)

    @rule(need=asked, units=st.integers(1, 4), lot=lots)
    def hand_out_part(self, need: str, units: int, lot: str) -> None:
        record = self.lot(lot)
        if self.tries(lambda: splitting.fulfil_part(self.office, uid=need, units=units, lot=lot, on=TODAY)):
            assert record is not None
            with self.office.store.read() as read:
                household = read.get(Need, need).household
            self.model.shelf.give(lot, units, household, record.item, TODAY)

    @rule(target=asked, need=asked, units=st.integers(1, 4))
    def split(self, need: str, units: int) -> object:
        made: list[str] = []
        if not self.tries(lambda: made.extend(splitting.split_need(self.office, uid=need, quantity=units).uids)):
            return multiple()
        return made[0]

    def turn(self, verb: Callable[[], object], model: Callable[[], None]) -> None:
        before = self.snapshot()
        try:
            verb()
        except (Refused, BadInput):
            assert self.snapshot() == before
            return
        model()

    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _ in range(times):
            assert (self.office.history.last is not None) == bool(self.model.past)
            self.turn(lambda: history.undo(self.office), self.model.undo)

    @rule(times=st.integers(1, 4))
    def redo(self, times: int) -> None:
        for _ in range(times):
            assert (self.office.history.next is not None) == bool(self.model.future)
            self.turn(lambda: history.redo(self.office), self.model.redo)

    @rule(need=asked)
    def close(self, need: str) -> None:
        self.tries(lambda: needs.close_need(self.office, uid=need, reason=CloseReason.MET_ELSEWHERE))

    @rule(need=asked)
    def refer(self, need: str) -> None:
        self.tries(lambda: needs.refer_need(self.office, uid=need, partner="Clinic"))

    @rule(need=asked)
    def reopen(self, need: str) -> None:
        self.tries(lambda: needs.reopen_need(self.office, uid=need))

    @rule(need=asked, units=st.integers(1, 5))
    def ask_for_another_quantity(self, need: str, units: int) -> None:
        self.tries(lambda: needs.change_need(self.office, uid=need, quantity=units))

    @rule(person=people, active=st.booleans())
    def leave_or_come_back(self, person: str, active: bool) -> None:
        self.tries(lambda: volunteers.change_volunteer(self.office, uid=person, active=active))

    @invariant()
    def every_lot_is_the_sum_of_its_movements_and_promises_no_more_than_it_holds(self) -> None:
        with self.office.store.read() as read:
            moved, live = read.all(Movement), read.all(Match, state=list(LIVE_MATCHES))
            kept = read.stock()
        promised = Counter({use.lot: 0 for row in live for use in row.record.lots})
        for row in live:
            promised.update({use.lot: use.units for use in row.record.lots})
        for lot, (on_hand, free) in kept.items():
            mine = [row.record for row in moved if row.record.lot == lot]
            assert on_hand == sum(one.units for one in mine if one.kind not in PROMISES)
            assert on_hand - free == promised[lot] == -sum(one.units for one in mine if one.kind in PROMISES)
            assert free >= 0

    @invariant()
    def what_lies_there_is_what_the_model_says(self) -> None:
        with self.office.store.read() as read:
            kept = read.stock()
        assert {lot: on_hand for lot, (on_hand, _free) in kept.items()} == self.model.shelf.on_hand

    @invariant()
    def no_household_gets_more_than_its_cap(self) -> None:
        assert self.model.shelf.most_within(CAP_DAYS, ITEMS[1]) <= CAP
        with self.office.store.read() as read:
            items, owner = dict(read.columns(Lot, "item")), dict(read.columns(Need, "household"))
            live = [row.record for row in read.all(Match, state=list(LIVE_MATCHES))]
        promised: Counter[str] = Counter()
        for match in live:
            promised[owner[match.need]] += sum(use.units for use in match.lots if items[use.lot] == ITEMS[1])
        assert max(promised.values(), default=0) <= CAP

    @invariant()
    def nobody_is_in_two_places_at_once(self) -> None:
        with self.office.store.read() as read:
            live, zone = read.all(Match, state=list(LIVE_MATCHES)), {row.uid: row.record for row in read.all(Need)}
        busy: dict[tuple[str, date | None, object], set[tuple[str, int]]] = {}
        for number, row in enumerate(live):
            mode = zone[row.record.need].mode
            for volunteer in row.record.volunteers:
                what = (mode.value, 0 if mode == Mode.DELIVERY else number)
                busy.setdefault((volunteer, row.record.day, row.record.part), set()).add(what)
        assert all(len(things) == 1 for things in busy.values())

    @invariant()
    def a_need_is_in_step_with_its_matches(self) -> None:
        with self.office.store.read() as read:
            everything, kept = read.all(Need), read.all(Match)
        for uid, need in everything:
            mine = [row.record for row in kept if row.record.need == uid]
            live = [match for match in mine if match.state in LIVE_MATCHES]
            pinned = [match for match in mine if match.state == MatchState.PINNED]
            assert len(live) + len(pinned) <= 1
            assert 0 <= need.filled <= need.quantity
            assert all(need.filled + sum(use.units for use in match.lots) <= need.quantity for match in live)
            waiting = need.state in (NeedState.PARTLY_MATCHED, NeedState.MATCHED, NeedState.SCHEDULED)
            assert waiting == bool(live)
            if need.state not in UNFINISHED:
                assert not live
                assert not pinned
                assert need.finished_on is not None
            elif need.filled == need.quantity:
                pytest.fail("a need that has everything is still waiting")

    @precondition(lambda self: current_plan(self.office) is not None)
    @rule()
    def what_shows_as_good_can_be_accepted(self) -> None:
        page = current_plan(self.office)
        assert page is not None
        good = [p.need.uid for p in page.proposals if not p.stale and p.kept not in LIVE_MATCHES]
        done = deciding.accept(self.office)
        pins = {p.need.uid for p in page.proposals if p.kept == MatchState.PINNED}
        assert set(good) - pins <= set(done.changed.uids) | pins


@pytest.fixture(autouse=True, scope="module")
def _solved_here() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "solve_apart", solve_here)
        yield


TestOffice = Office.TestCase
TestOffice.settings = settings(
    max_examples=300 if "MUTUALAID_CAMPAIGN" in os.environ else 8,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
