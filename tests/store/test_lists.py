"""The lists: needs in each order and through each filter, and the lines of households, volunteers, lots and matches."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import event

from mutualaid.desktop.needs.state import NeedsState
from mutualaid.records.kinds import UNFINISHED, Mode, NeedState, Urgency
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.supply import Movement
from mutualaid.records.views import NeedFilter, Sort
from mutualaid.store.store import Store
from tests.store.make import DAY, household, item, lot, need, volunteer


@pytest.fixture
def filled(store: Store) -> Store:
    with store.write("add") as write:
        ana = write.add(household(code="H-1", contact_name="Ana", zone="chi-2", languages=["mam"]))
        eva = write.add(household(code="H-2", contact_name="Eva", zone="chi-1", languages=["spa", "eng"]))
        early, late = date(2026, 2, 1), date(2026, 2, 9)
        write.add(need(ana, code="A", urgency=4, received_on=late, needed_by=date(2026, 3, 1), category="rent"))
        write.add(need(ana, code="B", urgency=4, received_on=early, mode="pickup", notes="has no papers"))
        write.add(need(eva, code="C", urgency=1, received_on=early, needed_by=date(2026, 2, 20), state="fulfilled"))
        write.add(need(eva, code="D", urgency=2, received_on=late, languages=["zho"], state="matched", category="beds"))
    return store


def _shown(store: Store, **wanted: object) -> str:
    with store.read() as read:
        ids = read.need_ids(NeedFilter(**wanted))  # type: ignore[arg-type]
        assert ids.typecode == "q"
        return "".join(line.code for line in read.need_lines(ids))


@pytest.mark.parametrize(
    ("sort", "descending", "order"),
    [
        (Sort.URGENCY, True, "BADC"), (Sort.URGENCY, False, "CDBA"),
        (Sort.RECEIVED, False, "BCAD"), (Sort.RECEIVED, True, "DACB"),
        (Sort.NEEDED_BY, False, "CABD"), (Sort.NEEDED_BY, True, "ACDB"),
        (Sort.CODE, False, "ABCD"), (Sort.CODE, True, "DCBA"),
        (Sort.CATEGORY, False, "DBCA"), (Sort.ZONE, False, "CDAB"), (Sort.STATE, False, "CDAB"),
    ],
)  # fmt: skip
def test_needs_come_in_the_order_asked_for(filled: Store, sort: Sort, descending: bool, order: str) -> None:
    assert _shown(filled, sort=sort, descending=descending) == order


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        ({"states": frozenset({NeedState.OPEN})}, "AB"),
        ({"states": frozenset(UNFINISHED)}, "ABD"),
        ({"categories": frozenset({"rent", "beds"})}, "AD"),
        ({"zones": frozenset({"chi-1"})}, "CD"),
        ({"languages": frozenset({"mam"})}, "AB"),
        ({"languages": frozenset({"eng", "zho"})}, "CD"),
        ({"modes": frozenset({Mode.PICKUP})}, "B"),
        ({"least_urgency": Urgency.THIS_MONTH}, "ABD"),
        ({"overdue_on": date(2026, 3, 2)}, "A"),
        ({"overdue_on": date(2026, 3, 1)}, ""),
        ({"text": "ana"}, "AB"),
        ({"zones": frozenset({"chi-2"}), "text": "ana", "categories": frozenset({"rent"})}, "A"),
    ],
)
def test_a_filter_lets_through_what_it_says(filled: Store, wanted: dict[str, object], codes: str) -> None:
    assert _shown(filled, sort=Sort.CODE, descending=False, **wanted) == codes


def test_the_needs_that_wait_come_most_urgent_first_and_leave_when_they_are_finished(filled: Store) -> None:
    waiting = frozenset(UNFINISHED)
    assert _shown(filled, states=waiting) == "BAD"
    assert _shown(filled, states=waiting, categories=frozenset({"rent", "beds"})) == "AD"
    assert _shown(filled, states=waiting, zones=frozenset({"chi-2"})) == "BA"
    assert _shown(filled, states=waiting, text="eva") == "D"
    with filled.write("finish") as write:
        uids = {stored.record.code: stored.uid for stored in write.all(Need)}
        write.change(Need, uids["A"], state="fulfilled")
        write.change(Need, uids["C"], state="open")
    assert _shown(filled, states=waiting) == "BDC"


def test_the_list_that_the_desktop_opens_with_is_read_from_an_index_without_sorting(filled: Store) -> None:
    """Each page of the file has to be decrypted: reading the needs themselves took a quarter of a second of 100,000."""
    asked: list[str] = []
    with filled.read() as read:
        event.listen(read._connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
        read.need_ids(NeedsState().filter)
        plan = read._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0]}").all()
    assert [row.detail for row in plan] == ["SCAN need USING COVERING INDEX ix_need_waiting"]


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ids=st.lists(st.integers(min_value=-3, max_value=8), max_size=6, unique=True))
def test_lines_come_in_the_order_of_their_ids_without_those_that_are_gone(filled: Store, ids: list[int]) -> None:
    with filled.read() as read:
        assert [line.code for line in read.need_lines(ids)] == ["ABCD"[n - 1] for n in ids if 1 <= n <= 4]


def test_a_line_shows_the_households_code_name_and_languages_unless_the_need_has_its_own(filled: Store) -> None:
    with filled.read() as read:
        lines = {line.code: line for line in read.need_lines(read.need_ids(NeedFilter()))}
    assert (lines["A"].household, lines["A"].contact_name, lines["A"].zone) == ("H-1", "Ana", "chi-2")
    assert (lines["A"].languages, lines["D"].languages) == (("mam",), ("zho",))
    assert (lines["A"].urgency, lines["A"].state) == (Urgency.TODAY, NeedState.OPEN)


def test_a_need_whose_notes_should_not_be_kept_is_flagged_until_they_change(filled: Store) -> None:
    from mutualaid.records.need import Need

    with filled.write("redact") as write:
        ids = write.need_ids(NeedFilter(sort=Sort.CODE, descending=False))
        assert [line.flagged for line in write.need_lines(ids)] == [False, True, False, False]
        stored = write.by_code(Need, "B")
        assert stored is not None
        write.change(Need, stored.uid, notes="")
        assert not any(line.flagged for line in write.need_lines(ids))


def test_households_show_their_first_phone_and_how_many_needs_wait(store: Store) -> None:
    with store.write("add") as write:
        home = write.add(household(code="Z", phones=[{"number": "+17735550165"}, {"number": "+17735550166"}], size=5))
        write.add(household(code="Y"))
        write.add_many([need(home), need(home, state="fulfilled"), need(home, state="matched")])
        lines = write.household_lines()
    assert [(line.code, line.phone, line.size, line.open_needs) for line in lines] == [
        ("Y", "", 1, 0),
        ("Z", "+17735550165", 5, 2),
    ]


def test_volunteers_show_how_many_outings_their_live_matches_make(store: Store) -> None:
    with store.write("add") as write:
        eva = write.add(volunteer(name="Eva", languages=[{"code": "spa"}], skills=["driver"]))
        write.add(volunteer(name="Bea"))
        for state, part in (("accepted", 0), ("accepted", 0), ("confirmed", 1), ("done", 2), ("pinned", 3)):
            slot = {"day": DAY, "part": part}
            write.add(Match.checked(need="n", volunteers=[eva], state=state, decided_on=DAY, **slot))
        lines = write.volunteer_lines()
    assert [(line.name, line.tasks, line.languages, line.skills) for line in lines] == [
        ("Bea", 0, (), ()),
        ("Eva", 2, ("spa",), ("driver",)),
    ]


def test_lots_come_by_expiry_with_their_stock_and_their_items_unit(store: Store) -> None:
    with store.write("add") as write:
        write.add(item(code="rice", unit="kg", category="food"))
        write.add(lot(code="never"))
        write.add(lot(code="later", expires_on=date(2027, 1, 1)))
        soon = write.add(lot(code="soon", expires_on=date(2026, 5, 1), diet=["vegan"]))
        write.add(Movement.checked(lot=soon, kind="received", units=8, on=DAY))
        write.add(Movement.checked(lot=soon, kind="reserved", units=-3, on=DAY))
        lines = write.lot_lines()
    assert [line.code for line in lines] == ["soon", "later", "never"]
    assert (lines[0].unit, lines[0].category, lines[0].on_hand, lines[0].free, lines[0].diet) == (
        "kg", "food", 8, 5, ("vegan",),
    )  # fmt: skip


def test_matches_come_by_day_with_names_and_codes(store: Store) -> None:
    with store.write("add") as write:
        home = write.add(household(code="H-1", contact_name="Ana"))
        asked = write.add(need(home, code="H-1.1"))
        eva = write.add(volunteer(name="Eva"))
        rice = write.add(lot(code="L-1"))
        write.add(Match.checked(need=asked, decided_on=DAY, state="done"))
        write.add(
            Match.checked(
                need=asked, day=DAY, part=1, volunteers=[eva], lots=[{"lot": rice, "units": 2}], decided_on=DAY
            )
        )
        lines = write.match_lines()
        assert [line.state for line in write.match_lines(["done"])] == ["done"]
    assert [line.day for line in lines] == [DAY, None]
    first = lines[0]
    assert (first.need_code, first.household, first.contact_name) == ("H-1.1", "H-1", "Ana")
    assert (first.volunteers, first.lots) == (("Eva",), (("L-1", 2),))
