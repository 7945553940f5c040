"""What the import's steps know and say, without a window."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mutualaid.desktop.importing import fields
from mutualaid.desktop.importing.alike_state import EVERY_ROW, AlikeState
from mutualaid.desktop.importing.columns_state import ColumnsState, letters
from mutualaid.desktop.importing.flow import Flow, Step
from mutualaid.desktop.importing.state import rejected_lines, remarks, warning_lines
from mutualaid.desktop.importing.words_state import LEFT_OUT, WordsState
from mutualaid.exchange.columns import FIELDS
from mutualaid.exchange.drafts import Kind
from mutualaid.exchange.tally import ValueLine
from mutualaid.services.importing import AlikeRow, RowCode

OFFERED = tuple(FIELDS[Kind.NEEDS])


def columns(headers=("Quién", "Celu", "", "Pide"), at=None, ignored=frozenset()):
    samples = tuple(("Rosa", "", "Ana") for _ in headers)
    return ColumnsState("needs", headers, samples, OFFERED, at or {}, ignored)


def test_columns_are_lettered_as_a_spreadsheet_letters_them():
    assert [letters(index) for index in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_every_field_of_every_kind_has_a_name_and_its_needs_can_be_met():
    for kind in Kind:
        assert all(fields.field_words(name, kind.value) != name for name in FIELDS[kind])
        needed = [name for name in FIELDS[kind] if fields.is_needed(kind.value, name)]
        assert fields.wanting(kind.value, dict.fromkeys(needed, 0)) == []


def test_what_is_needed_is_said_until_a_column_goes_into_it():
    state = columns()
    assert state.wanting() == [
        "Still needed: the column for What is needed.",
        "Still needed: the column for Name, Phone, or Household code.",
    ]
    state.put(3, "category")
    state.put(1, "phone")
    assert state.wanting() == []
    assert state.left_out() == "Left out: Quién and Column C."


@given(st.lists(st.tuples(st.integers(-1, 5), st.sampled_from((*OFFERED, "")))))
def test_no_column_ever_feeds_two_fields(steps):
    state = columns()
    for column, field in steps:
        if field:
            state.put(column, field)
        else:
            state.take_out(column)
        assert len(set(state.at.values())) == len(state.at)
        assert all(0 <= at < 4 for at in state.at.values())
        assert all(state.field_of(at) == name for name, at in state.at.items())


def test_a_column_moved_to_a_field_frees_both_and_the_finding_can_be_had_back():
    state = columns(at={"contact_name": 0, "phone": 1})
    state.put(1, "contact_name")
    assert state.at == {"contact_name": 1}
    assert state.changed
    state.as_suggested()
    assert state.at == {"contact_name": 0, "phone": 1}


def test_examples_are_covered_wherever_they_may_tell_of_people():
    state = columns(at={"category": 3, "phone": 1})
    assert [state.examples(column, "••") for column in range(4)] == ["••", "••", "••", "Rosa · Ana"]
    state.covered = False
    assert state.examples(0, "••") == "Rosa · Ana"


def test_a_tools_own_columns_are_not_reproached():
    state = columns(("Quién", "_uuid"), ignored=frozenset({1}))
    assert state.left_out() == "Left out: Quién."
    assert state.goes_into(1) == "the form tool's own"
    assert state.next_open(0) == 0


NAMES = {"urgency": ("today",), "category": ("food", "household"), "zone": ("chi-3",)}
LANGUAGES = (("spa", "Spanish"), ("mam", "Mam"))


def words(*lines):
    return WordsState(
        "needs", lines, lambda field: LANGUAGES if field == "languages" else ((code, code) for code in NAMES[field])
    )


def test_unknown_words_come_first_and_the_next_one_is_found():
    state = words(
        ValueLine("category", "Comida", 9, "food"),
        ValueLine("urgency", "Ya mero", 2, ""),
        ValueLine("category", "Chunches", 1, ""),
        ValueLine("category", "Trastes", 5, ""),
    )
    assert [word.words for word in state.lines] == ["Trastes", "Chunches", "Ya mero", "Comida"]
    assert state.title() == "3 words of the file are not known yet. Choose what they stand for, or leave them."
    state.choose(state.lines[0], "household")
    assert state.next_unknown(0) == 1
    assert state.unknown == 2
    state.choose(state.lines[1], LEFT_OUT)
    assert state.read_as(state.lines[1]) == "leave it out"
    assert state.chosen == {("category", "Trastes"): "household", ("category", "Chunches"): LEFT_OUT}


def test_a_column_of_sentences_is_not_listed_whole_and_the_column_is_doubted():
    state = words(*(ValueLine("category", f"Frase {number}", 1, "") for number in range(700)))
    assert (len(state.lines), state.more) == (500, 200)
    assert state.title().startswith("So many different words that 200 of them are not listed.")


def test_warnings_and_reasons_are_told_with_their_first_rows():
    warned = [RowCode(row, "language_missing") for row in range(2, 14)] + [RowCode(9, "status_word")]
    turned_away = [RowCode(row, code) for row in range(2, 60) for code in ("who_missing", "zone_missing")]
    found = remarks(warned, turned_away)
    assert warning_lines(found) == [
        "The notes told something about immigration status; those words were taken out. (row 9)",
        "No language is given. (rows 2, 3, 4, 5, 6, 7, 8, 9 and 4 more)",
    ]
    lines = rejected_lines(found)
    assert lines[0] == "Row 2: there is neither a name nor a phone; the neighborhood is missing"
    assert (len(lines), lines[-1]) == (41, "and 18 more")


def test_several_languages_in_one_answer_are_said_by_their_names():
    state = words(ValueLine("languages", "español y mam", 3, "spa mam"))
    assert state.read_as(state.lines[0]) == "Spanish and Mam"


def test_what_was_remembered_of_a_word_can_be_taken_back_but_not_what_we_know_ourselves():
    state = words(ValueLine("zone", "Norte", 2, "chi-3", True), ValueLine("zone", "Pilsen", 1, "chi-31"))
    for word in state.lines:
        state.choose(word, "")
    assert state.chosen == {("zone", "Norte"): ""}


def alike(*rows, more=0):
    return AlikeState("needs", rows, more)


def row(number, suggestion="new", uid="u1"):
    shown = {"contact_name": "Rosa Tum", "zone": "Pilsen"}
    return AlikeRow(number, shown, uid, "TAPI-11", {"contact_name": "Rosa Tun", "phone": "1"}, suggestion)


def test_what_is_merely_alike_is_asked_first_and_nothing_is_decided_by_itself():
    state = alike(row(2, "merge"), row(9), row(4))
    assert [one.row for one in state.rows] == [4, 9, 2]
    assert (state.doubtful, state.open, state.decisions) == (2, 2, {})
    assert "kept apart" in state.suggestion()


def test_the_same_for_all_the_rest_leaves_what_is_decided_and_what_the_clear_rule_says():
    state = alike(row(2, "merge"), row(4), row(9), row(12), more=30)
    state.decide("merge")
    state.step(1)
    state.decide("skip")
    assert state.same_for_rest() == 31
    assert state.open == 0
    assert [state.decided(one) for one in state.rows] == ["merge", "skip", "skip", ""]
    assert state.decisions[EVERY_ROW].action == "skip"
    assert state.decisions[4].uid == "u1"


def test_decisions_outlive_a_second_reading_of_the_same_rows_only():
    before = alike(row(4), row(9), row(12))
    for _ in before.rows:
        before.decide("merge")
        before.step(1)
    after = alike(row(4), row(9, uid="another"))
    after.keep(before)
    assert set(after.decisions) == {4}


def test_steps_open_one_after_the_other():
    flow = Flow()
    assert [flow.may_go(step) for step in Step] == [True, False, False, False, False]
    flow.looked, flow.wanting = True, True
    assert [flow.may_go(step) for step in Step] == [True, True, False, False, False]
    flow.wanting = False
    assert [flow.may_go(step) for step in Step] == [True, True, True, True, False]
    assert flow.must_read(Step.PREVIEW)
    flow.step = Step.RESULT
    assert [flow.may_go(step) for step in Step] == [False, False, False, False, True]


def test_a_file_begins_where_it_needs_her():
    flow = Flow(looked=True)
    assert flow.begin(unknown=0, recognised=True) is Step.PREVIEW
    assert flow.begin(unknown=2, recognised=True) is Step.WORDS
    assert flow.begin(unknown=0, recognised=False) is Step.COLUMNS
