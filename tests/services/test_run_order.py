"""Stop order: never longer than going to the nearest, the best there is for few stops, the same for the same stops."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid.services.run_order import EXACT, Hours, Trip, best_order, inserted, nearest

PLACES = st.tuples(st.integers(0, 12), st.integers(0, 12))
HOURS = st.one_of(
    st.just(()), st.tuples(st.integers(-30, 120), st.integers(15, 90)).map(lambda h: ((h[0], h[0] + h[1]),))
)


def trip(start: tuple[int, int], stops: list[tuple[tuple[int, int], Hours]]) -> Trip:
    def away(a: tuple[int, int], b: tuple[int, int]) -> float:
        return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)

    places = [place for place, _hours in stops]
    matrix = [[away(a, b) for b in places] for a in places]
    return Trip([away(start, place) for place in places], matrix, [hours for _place, hours in stops])


def trips(most: int) -> st.SearchStrategy[Trip]:
    return st.builds(trip, PLACES, st.lists(st.tuples(PLACES, HOURS), max_size=most))


def brute(given: Trip) -> tuple[float, float]:
    """The least of all costs; minutes that differ by what adding in another order makes are the same minutes."""
    costs = [given.cost(order) for order in permutations(range(len(given)))]
    return min((round(late, 6), km) for late, km in costs)


def _equals_brute_force(given: Trip) -> None:
    assert given.cost(best_order(given)) == pytest.approx(brute(given), abs=1e-6)


def _never_worse_than_nearest(given: Trip) -> None:
    order = best_order(given)
    assert sorted(order) == list(range(len(given)))
    late, km = given.cost(order)
    late_nearest, km_nearest = given.cost(nearest(given))
    assert late <= late_nearest + 1e-6
    assert late < late_nearest or km <= km_nearest + 1e-6
    assert order == best_order(given)


@settings(max_examples=12)
@given(given=trips(6))
def test_few_stops_are_in_the_best_order_there_is(given: Trip) -> None:
    _equals_brute_force(given)


@settings(max_examples=12)
@given(given=trips(16))
def test_any_number_of_stops_is_in_no_worse_order_than_from_nearest_to_nearest(given: Trip) -> None:
    _never_worse_than_nearest(given)


@pytest.mark.campaign
@settings(max_examples=400)
@given(given=trips(7))
def test_up_to_seven_stops_equal_brute_force_at_length(given: Trip) -> None:
    _equals_brute_force(given)


@pytest.mark.campaign
@settings(max_examples=400)
@given(given=trips(24))
def test_many_stops_are_never_worse_than_nearest_at_length(given: Trip) -> None:
    _never_worse_than_nearest(given)


def test_hours_go_before_kilometers_and_who_is_early_waits() -> None:
    near, far = ((1, 0), ()), ((6, 0), ((0.0, 20.0),))
    made = trip((0, 0), [near, far])
    assert best_order(made) == [1, 0]
    assert made.arrivals([1, 0])[0] == (18.0, 0.0)
    early = trip((0, 0), [((1, 0), ((60.0, 90.0),))])
    assert early.arrivals([0]) == [(60.0, 0.0)]
    late = trip((0, 0), [((10, 0), ((0.0, 10.0),))])
    assert late.arrivals([0]) == [(30.0, 20.0)]


def test_a_chosen_order_is_kept_and_a_new_stop_comes_in_between() -> None:
    made = trip((0, 0), [((9, 0), ()), ((3, 0), ()), ((6, 0), ())])
    assert inserted(made, [1, 0], [2]) == [1, 2, 0]
    assert len(made) <= EXACT
