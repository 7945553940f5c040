"""Clocks and uids: always forward, in the order of their text, whatever the wall clock does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.records.household import Household
from mutualaid.store import clock, uids, writing
from mutualaid.store.clock import Clock, first_clock
from mutualaid.store.store import Store
from mutualaid.store.tables import field_clock
from tests.store.make import household

WALLS = st.integers(min_value=0, max_value=2**44)
CLOCKS = st.builds(Clock, WALLS, st.integers(0, 0xFFFF), st.sampled_from(["0" * 16, "a" * 16, "f" * 16]))


@given(walls=st.lists(WALLS, min_size=2, max_size=30))
def test_a_clock_only_goes_forward_however_the_wall_clock_jumps(walls: list[int]) -> None:
    reading, seen = first_clock(), []
    for wall in walls:
        reading = reading.tick(wall)
        seen.append(str(reading))
    assert seen == sorted(set(seen))


@given(one=CLOCKS, other=CLOCKS)
def test_the_order_of_the_text_is_the_order_of_the_clock(one: Clock, other: Clock) -> None:
    assert (str(one) < str(other)) == (one < other)
    assert Clock.parse(str(one)) == one


@given(mine=CLOCKS, theirs=CLOCKS, wall=WALLS)
def test_after_meeting_another_laptop_the_clock_is_later_than_both(mine: Clock, theirs: Clock, wall: int) -> None:
    after = mine.meet(theirs, wall)
    assert after.node == mine.node
    assert (after.millis, after.counter) > max(mine[:2], theirs[:2])


@given(counter=st.integers(0xFFF0, 0xFFFF), millis=WALLS)
def test_a_full_counter_borrows_the_next_millisecond(counter: int, millis: int) -> None:
    after = Clock(millis, counter, "0" * 16).tick(millis)
    assert after > Clock(millis, counter, "0" * 16)
    assert len(str(after)) == len(str(first_clock()))


def test_a_store_whose_laptop_was_set_back_ten_years_still_orders_its_changes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.write("add") as write:
        uid = write.add(household())
    now = clock.wall_millis()
    monkeypatch.setattr(writing, "wall_millis", lambda: now - 10 * 365 * 86_400_000)
    with store.write("one") as write:
        write.change(Household, uid, size=2)
    with store.write("two") as write:
        write.change(Household, uid, access=["stairs"])
        one, two = write._connection.execute(field_clock.select().order_by(field_clock.c.clock)).all()
        born = write._connection.exec_driver_sql("SELECT born FROM household").scalar_one()
    assert (one.field, two.field) == ("size", "access")
    assert born < one.clock < two.clock


def test_everything_in_one_write_has_one_clock_reading(store: Store) -> None:
    with store.write("add") as write:
        write.add_many([household(), household()])
        read = write._connection.exec_driver_sql("SELECT DISTINCT born FROM household").all()
    assert len(read) == 1


def test_uids_are_version_seven_and_unique_across_threads() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: uids.uuid7(), range(8000)))
    assert len(set(made)) == 8000
    assert all(one[14] == "7" and one[19] in "89ab" and len(one) == 36 for one in made)


def test_uids_keep_their_order_when_the_clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([2_000_000_000_000_000_000, 1, 1, 1_000_000_000_000_000_000])
    monkeypatch.setattr(uids, "_last", (0, 0))
    monkeypatch.setattr(uids.time, "time_ns", lambda: next(moments))
    made = [uids.uuid7() for _ in range(4)]
    assert made == sorted(made)
