"""A file that is read again adds nothing, whatever stands in it: names that many bear, no number, no size, no date."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from mutualaid.services.importing import undo_import
from mutualaid.services.office import Office
from tests.exchange.conftest import HEADER, Written, homes, take

NAMES = ("José García", "Jose Garcia", "María López", "María José López Xol", "Ixchel Tzoc", "Juan", "")
PHONES = ("", "", "773-555-0101", "773-555-0102")
ROWS = st.tuples(
    st.sampled_from(NAMES), st.sampled_from(PHONES), st.sampled_from(("Pilsen", "Little Village")),
    st.sampled_from(("", "1", "4")), st.sampled_from(("", "Spanish")), st.sampled_from(("food", "ride", "food; baby")),
    st.sampled_from(("2026-11-20", "2026-11-21", "")),
)  # fmt: skip
EXAMPLES = 200 if "MUTUALAID_CAMPAIGN" in os.environ else 12


@settings(max_examples=EXAMPLES, deadline=None)
@given(rows=st.lists(ROWS, min_size=1, max_size=8))
@example(rows=[("José García", "", "Pilsen", "4", "Spanish", "food", "2026-11-20")] * 2)
@example(rows=[("José García", "", "Pilsen", "", "", "food", "")])
def test_any_file_read_again_adds_no_row_and_no_need(shared: Office, rows: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        path.write_text("\n".join([HEADER, *map(",".join, rows)]) + "\n", "utf-8")
        first = take(shared, path)
        again = take(shared, path)
    for done in (again, first):  # so that every example begins with an empty office, whatever came of this one
        if done.undo:
            undo_import(shared, undo=done.undo)
    assert homes(shared) == []
    assert (again.counts.added, again.counts.merged, again.counts.needs_added) == (0, 0, 0)
    assert again.counts.rejected == first.counts.rejected


def test_two_families_who_say_the_same_stay_two_and_a_third_is_pointed_out(office: Office, written: Written) -> None:
    row = "José García,,Pilsen,4,Spanish,food,2026-11-20"
    assert take(office, written(HEADER, row, row)).counts.added == 2
    assert take(office, written(HEADER, row, row, name="again.csv")).counts.duplicates == 2
    third = take(office, written(HEADER, row, row, row, name="more.csv"))
    assert (third.counts.duplicates, third.counts.added) == (2, 1)
    assert {one.code for one in third.warnings} == {"possible_duplicate"}


def test_a_volunteer_whose_name_many_bear_is_not_added_again(office: Office, written: Written) -> None:
    row = "José García,Pilsen,deliveries"
    assert take(office, written("name,zones,skills", row)).counts.added == 1
    again = take(office, written("name,zones,skills", row, name="again.csv")).counts
    assert (again.added, again.merged, again.duplicates) == (0, 0, 1)
