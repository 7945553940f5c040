from __future__ import annotations

from datetime import date

import pytest

from mutualaid.desktop.needs.state import WAITING, Column, Names, NeedsState
from mutualaid.language.catalog import set_language
from mutualaid.records.kinds import UNFINISHED, Mode, NeedState, Urgency
from mutualaid.records.views import NeedLine, Sort

TODAY = date(2026, 11, 23)
LINE = NeedLine(
    "u1", "MARU-47.1", "MARU-47", "Ana Tum", "food", "produce_box", 2, 0, "box", Mode.DELIVERY, Urgency.TODAY,
    "chi-31", ("quc", "spa"), date(2026, 11, 20), date(2026, 11, 22), NeedState.OPEN, False,
)  # fmt: skip
NAMES = Names({"chi-31": "Lower West Side"}, {"produce_box": ("Produce box", "Caja de frutas y verduras")})


@pytest.fixture
def state() -> NeedsState:
    made = NeedsState()
    made.names = NAMES
    return made


def cells(state: NeedsState) -> list[str]:
    return [state.cell(LINE, int(column), TODAY).replace("\u00a0", " ") for column in Column]


def test_a_row_is_said_in_english(state):
    assert cells(state) == [
        "MARU-47.1", "Ana Tum", "Food: Produce box, 2 boxes", "Today", "yesterday", "Lower West Side",
        "K'iche' and Spanish", "Open", "Nov 20",
    ]  # fmt: skip


def test_a_row_is_said_in_spanish(state):
    set_language("es")
    said = cells(state)
    assert said[2].startswith("Comida: Caja de frutas y verduras, 2 ")
    assert said[6] == "k'iche' y español"
    assert said[8] == "20 nov"


def test_a_covered_table_shows_no_name(state):
    state.masked = True
    assert "Ana" not in " ".join(cells(state))


def test_the_page_begins_with_everybody_who_waits(state):
    assert state.filter.states == frozenset(UNFINISHED)
    assert not state.narrowed
    assert state.count_line(29) == "29 needs are waiting"


def test_filters_narrow_and_clearing_keeps_the_order(state):
    state.set_order(Column.ZONE, False)
    state.set_category("food")
    state.set_urgency("THIS_WEEK")
    assert state.narrowed
    assert state.count_line(1) == "1 need matches"
    state.clear()
    assert not state.narrowed
    assert (state.filter.sort, state.filter.descending) == (Sort.ZONE, False)


def test_a_state_all_states_and_waiting_can_be_asked_for(state):
    state.set_states("closed")
    assert state.filter.states == {NeedState.CLOSED}
    state.set_states("")
    assert state.filter.states == frozenset()
    state.set_states(WAITING)
    assert state.filter.states == frozenset(UNFINISHED)


def test_columns_without_an_order_leave_it_as_it_was(state):
    assert not state.set_order(Column.LANGUAGES, True)
    assert state.filter.sort == Sort.URGENCY


@pytest.mark.parametrize(("day", "late"), [(None, False), (TODAY, False), (date(2026, 11, 22), True)])
def test_late_is_who_waits_past_her_day(state, day, late):
    assert state.late(LINE._replace(needed_by=day), TODAY) == late
    assert not state.late(LINE._replace(needed_by=day, state=NeedState.FULFILLED), TODAY)


def test_only_what_makes_sense_is_offered(state):
    assert state.can("close", NeedState.MATCHED)
    assert not state.can("close", NeedState.CLOSED)
    assert state.can("reopen", NeedState.REFERRED)
    assert not state.can("reopen", NeedState.OPEN)
