"""Any order of receiving, planning, accepting, handing out and closing: stock, people and needs stay in step."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

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
)
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.supply import Lot, Movement
from mutualaid.records.time import Window
from mutualaid.services import deciding, matches, needs, planning, supplies, volunteers
from mutualaid.services.desk import current_plan
from tests.services.conftest import solve_here
from tests.services.make import helper, home, new_office, stock, wants

NOW = datetime(2026, 11, 23, 7)
ITEMS = ("produce_box", "pantry_box")
HOURS = [Window(weekday=day, start=time(8), end=time(17)) for day in (1, 5)]
PROMISES = (MovementKind.RESERVED, MovementKind.RELEASED)


class Office(RuleBasedStateMachine):
    """One small office; the rules are what a coordinator may press, in whatever order."""

    lots: Bundle[str] = Bundle("lots")
    people: Bundle[str] = Bundle("people")
    asked: Bundle[str] = Bundle("asked")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="mutualaid-machine-"))
        self.office = new_office(self.folder / "store")

    def teardown(self) -> None:
        self.office.close()
        shutil.rmtree(self.folder)

    def tries(self, verb: Callable[[], object]) -> bool:
        """Press a button; the office may say no, in which case nothing has changed."""
        before = self.snapshot()
        try:
            verb()
        except (Refused, BadInput):
            assert self.snapshot() == before
            return False
        return True

    def snapshot(self) -> list[object]:
        with self.office.store.read() as read:
            return [
                [(uid, record.model_dump()) for uid, record in read.all(kind)] for kind in (Need, Match, Lot, Movement)
            ]

    @initialize(target=lots, units=st.integers(1, 6))
    def shelves(self, units: int) -> object:
        return multiple(*(stock(self.office, item, units) for item in ITEMS))

    @initialize(target=people)
    def drivers(self) -> object:
        return multiple(self.join(1), self.join(3))

    @initialize(target=asked, units=st.lists(st.integers(1, 5), min_size=3, max_size=3))
    def first_calls(self, units: list[int]) -> object:
        modes = (Mode.DELIVERY, Mode.DELIVERY, Mode.PICKUP)
        return multiple(*(self.ask(mode, n, True) for mode, n in zip(modes, units, strict=True)))

    @rule(target=lots, item=st.sampled_from(ITEMS), units=st.integers(0, 6))
    def receive(self, item: str, units: int) -> str:
        return stock(self.office, item, units)

    @rule(target=people, tasks=st.integers(1, 3))
    def join(self, tasks: int) -> str:
        return helper(self.office, availability=HOURS, tasks_per_week=tasks, stops=2)

    @rule(
        target=asked,
        mode=st.sampled_from([Mode.DELIVERY, Mode.PICKUP]),
        units=st.integers(1, 5),
        any_item=st.booleans(),
    )
    def ask(self, mode: Mode, units: int, any_item: bool) -> str:
        substitutes = None if any_item else []
        need = wants(self.office, "food", item=ITEMS[0], mode=mode, quantity=units, substitutes=substitutes)
        return home(self.office, need)[1]

    @rule(accepted=st.sampled_from(["all", "none", "all"]))
    def plan(self, accepted: str) -> None:
        planning.make_plan(self.office, as_of=NOW, effort="quick")
        if accepted == "all":
            self.accept_all()

    @rule()
    def accept_all(self) -> None:
        self.tries(lambda: deciding.accept(self.office))

    @rule(lot=lots, need=asked)
    def plan_and_accept_after_a_shelf_emptied_and_a_need_was_met(self, lot: str, need: str) -> None:
        self.plan("none")
        self.tries(lambda: supplies.count_lot(self.office, uid=lot, counted=0))
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
        press: dict[str, Callable[[], object]] = {
            "confirm": lambda: matches.confirm_match(self.office, uid=uid),
            "fulfil": lambda: matches.fulfil_match(self.office, uid=uid),
            "cancel": lambda: matches.cancel_match(self.office, uid=uid),
            "fail": lambda: matches.cancel_match(self.office, uid=uid, failed=True),
        }
        self.tries(press[verb])

    @rule(lot=lots, counted=st.integers(-1, 9))
    def count(self, lot: str, counted: int) -> None:
        self.tries(lambda: supplies.count_lot(self.office, uid=lot, counted=counted))

    @rule(lot=lots, units=st.integers(-1, 4), spoiled=st.booleans())
    def lose(self, lot: str, units: int, spoiled: bool) -> None:
        verb = supplies.spoil if spoiled else supplies.hand_out
        self.tries(lambda: verb(self.office, uid=lot, units=units))

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
        volunteers.change_volunteer(self.office, uid=person, active=active)

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
