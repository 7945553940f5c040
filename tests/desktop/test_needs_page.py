"""The needs page on a real, encrypted store."""

from __future__ import annotations

from array import array
from datetime import date

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from mutualaid.desktop import language
from mutualaid.desktop.dialogs import _Reasons
from mutualaid.desktop.needs.editor import NEW, NeedEditor
from mutualaid.desktop.needs.page import NeedsPage
from mutualaid.desktop.needs.state import Column, NeedsState
from mutualaid.desktop.needs.table import PAGE, NeedsTable
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.records.kinds import CloseReason, Mode, NeedState, Urgency
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.views import NeedFilter, NeedLine
from mutualaid.services.households import household, household_lines
from mutualaid.services.matches import match_lines
from mutualaid.services.needs import need, need_ids
from tests.services.make import TODAY, copied_office, helper, home, stock, wants


@pytest.fixture
def office(tmp_path):
    made = copied_office(tmp_path / "office")
    yield made
    made.close()


@pytest.fixture
def made(qtbot, tasks, office):
    """Makes the page; the office is filled first."""
    went: list[tuple[str, str]] = []

    def make() -> NeedsPage:
        context = Context(
            office, tasks, MessageBar(), go=lambda key, uid: went.append((key, uid)), run=lambda _name: None,
            today=lambda: TODAY,
        )  # fmt: skip
        page = NeedsPage(context)
        page.went = went
        qtbot.addWidget(page)
        qtbot.addWidget(context.messages)
        tasks.changed.connect(page.changed)
        page.resize(1100, 700)
        page.show()
        settle(qtbot, tasks)
        return page

    return make


def settle(qtbot, tasks) -> None:
    qtbot.waitUntil(lambda: not tasks.busy)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not tasks.busy)


def words_of(widget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def opened(kind: type) -> QDialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def test_an_empty_office_is_invited_to_add_or_import(made):
    page = made()
    assert page.stack.currentIndex() == 1
    assert "No needs yet" in words_of(page.stack.currentWidget())


def test_needs_are_listed_and_the_first_is_shown_beside_them(made, office, qtbot, tasks):
    home(office, wants(office, "food"), wants(office, "ride"), contact_name="Rosa Tum")
    page = made()
    assert page.model.rowCount() == 2
    assert page.header.line.text() == "2 needs are waiting"
    assert page.detail.page.record.code == page.model.line(0).code
    assert page.table.accessibleName() == "Needs"
    assert page.table.columnWidth(Column.WHAT) > page.table.columnWidth(Column.CODE)
    assert page.table.horizontalScrollBar().maximum() == 0


def test_contact_data_is_in_no_label_until_it_is_asked_for(made, office, qtbot, tasks):
    home(
        office,
        wants(office, "food"),
        phones=[{"number": "+17735550165", "who_answers": "su hija"}],
        safe_contact="Solo por la tarde",
        address="1234 W 18th St",
    )
    page = made()
    text = words_of(page.detail)
    assert "Solo por la tarde" in text
    assert "Who may answer: su hija." in text
    assert "555" not in text
    assert "18th" not in text
    page.detail._masked[1].button.click()
    assert "(773) 555-0165" in words_of(page.detail)
    page.set_masked(True)
    assert "555" not in words_of(page.detail)
    assert page.model.data(page.model.index(0, int(Column.NAME))) == "R. T."


def test_the_search_narrows_and_can_be_cleared(made, office, qtbot, tasks):
    home(office, wants(office, "food"), contact_name="Rosa Tum")
    home(office, wants(office, "ride"), contact_name="Jean Pierre")
    page = made()
    page.filters.search.setText("jean")
    page.filters._text_typed()
    settle(qtbot, tasks)
    assert page.model.rowCount() == 1
    page.filters.search.setText("nobody here")
    page.filters._text_typed()
    settle(qtbot, tasks)
    assert page.stack.currentIndex() == 2
    page.filters.clear()
    settle(qtbot, tasks)
    assert page.model.rowCount() == 2
    assert page.filters.search.text() == ""


def test_the_chosen_need_stays_chosen_through_sorting_and_writes(made, office, qtbot, tasks):
    for number in range(5):
        home(office, wants(office, "food", urgency=Urgency(1 + number % 4)), contact_name=f"N{number}")
    page = made()
    page.table.go_to(3)
    settle(qtbot, tasks)
    uid = page.uid
    page.table.horizontalHeader().setSortIndicator(int(Column.CODE), Qt.SortOrder.AscendingOrder)
    settle(qtbot, tasks)
    assert page.uid == uid
    assert page.model.line(page.table.row()).uid == uid
    codes = [page.model.line(row).code for row in range(5)]
    assert codes == sorted(codes)


def test_delete_closes_with_a_reason_and_undo_opens_again(made, office, qtbot, tasks):
    uid = home(office, wants(office, "food"))[1]
    page = made()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    dialog = opened(_Reasons)
    dialog.radios[1].setChecked(True)
    dialog.yes.click()
    settle(qtbot, tasks)
    record = need(office, uid=uid).record
    assert (record.state, record.close_reason) == (NeedState.CLOSED, CloseReason.NO_LONGER_NEEDED)
    assert page.stack.currentIndex() == 3
    page.context.messages.action.click()
    settle(qtbot, tasks)
    assert need(office, uid=uid).record.state == NeedState.OPEN
    assert page.model.rowCount() == 1


def test_a_need_is_referred_to_an_organization(made, office, qtbot, tasks):
    from mutualaid.desktop.needs.verbs import ReferDialog

    uid = home(office, wants(office, "legal"))[1]
    page = made()
    page.act("refer")
    dialog = opened(ReferDialog)
    dialog.save()
    assert dialog.form.rows["partner"].wrong
    dialog.partner.name.set_text("Centro Legal")
    dialog.save()
    settle(qtbot, tasks)
    assert need(office, uid=uid).record.referred_to == "Centro Legal"


def test_a_need_waits_until_a_day_and_is_taken_in_again(made, office, qtbot, tasks):
    from mutualaid.desktop.needs.verbs import HoldDialog

    uid = home(office, wants(office, "food"))[1]
    page = made()
    page.act("hold")
    opened(HoldDialog).save()
    settle(qtbot, tasks)
    assert need(office, uid=uid).record.hold_until == date(2026, 11, 30)
    assert "Left out of plans until" in words_of(page.detail)
    page.act("hold")
    settle(qtbot, tasks)
    assert need(office, uid=uid).record.hold_until is None


def test_a_delivery_is_marked_and_its_stock_is_handed_out(made, office, qtbot, tasks):
    uid = home(office, wants(office, "food"))[1]
    volunteer, lot = helper(office), stock(office, "produce_box", 5)
    with office.store.write("test") as write:
        match = Match.checked(
            need=uid, volunteers=[volunteer], day=date(2026, 11, 28), part=0, lots=[{"lot": lot, "units": 1}],
            decided_on=TODAY,
        )  # fmt: skip
        match_uid = write.add(match)
        write.change(Need, uid, state=NeedState.MATCHED)
    from mutualaid.services.matches import reserve_in

    with office.store.write("test") as write:
        reserve_in(write, match_uid, match)
    page = made()
    assert "Inés Nowak" in words_of(page.detail)
    page.detail.verbs["confirm"].click()
    settle(qtbot, tasks)
    assert need(office, uid=uid).record.state == NeedState.SCHEDULED
    page.detail.verbs["fulfil"].click()
    settle(qtbot, tasks)
    assert match_lines(office)[0].state == "done"
    assert need(office, uid=uid).record.state == NeedState.FULFILLED
    with office.store.read() as read:
        assert read.stock()[lot] == (4, 4)


def test_opening_a_record_from_elsewhere_shows_it_whatever_the_filters_say(made, office, qtbot, tasks):
    uids = home(office, wants(office, "food"), wants(office, "ride"))
    page = made()
    page.filters.category.set_code("food")
    page.state.set_category("food")
    page.show_record(uids[2])
    settle(qtbot, tasks)
    assert page.detail.page.uid == uids[2]
    assert page.model.line(page.table.row()).uid == uids[2]


def edit(page, qtbot, tasks, **choice) -> NeedEditor:
    page.add(**choice)
    settle(qtbot, tasks)
    return page.editor


def fill_new(editor: NeedEditor, name: str = "Petrona Caal") -> None:
    editor.new_part.name.set_text(name)
    editor.new_part.phone.setText("773 555 0188")
    editor.new_part.languages.set_codes(["quc", "spa"])
    editor.new_part.people.setValue(6)
    editor.new_part.zone.set_code("chi-31")


def choose(editor: NeedEditor, category: str, qtbot, tasks) -> None:
    line = editor.need_part.category.line
    line.setText(editor.need_part.category.itemText(editor.need_part.category.findData(category, 0x100)))
    line.editingFinished.emit()
    settle(qtbot, tasks)


def test_a_new_household_with_two_needs_is_kept_in_spanish(made, office, qtbot, tasks, app):
    language.switch(app, "es")
    page = made()
    editor = edit(page, qtbot, tasks)
    assert editor.household.code() == NEW
    assert editor.heading.text() == "Agregar una necesidad"
    fill_new(editor)
    choose(editor, "food", qtbot, tasks)
    assert editor.need_part.item.code() == "produce_box"
    assert editor.need_part.quantity.value() == 2, "the box of a household of six"
    editor.save_again()
    settle(qtbot, tasks)
    choose(editor, "ride", qtbot, tasks)
    editor.need_part.by.line.setText("25 nov")
    editor.need_part.windows.add().part.set_code("MORNING")
    editor.save()
    settle(qtbot, tasks)
    assert not shiboken6.isValid(editor)
    (line,) = household_lines(office)
    kept = household(office, uid=line.uid)
    assert kept.record.phones[0].number == "+17735550188"
    assert [row.record.category for row in kept.needs] == ["food", "ride"]
    ride = kept.needs[1].record
    assert (ride.mode, ride.needed_by, len(ride.windows)) == (Mode.SERVICE, date(2026, 11, 25), 1)
    assert page.model.rowCount() == 2


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_written(made, office, qtbot, tasks):
    page = made()
    editor = edit(page, qtbot, tasks)
    editor.new_part.phone.setText("12")
    editor.need_part.by.line.setText("3/11")
    editor.save()
    forms = (editor.new_part.form, editor.need_part.form)
    wrong = {key for form in forms for key, row in form.rows.items() if row.wrong}
    assert wrong == {"phones", "languages", "zone", "category", "needed_by"}
    assert len(need_ids(office, filter=NeedFilter())) == 0
    editor.dirty = False
    editor.reject()


def test_a_need_is_added_to_a_household_that_is_known(made, office, qtbot, tasks):
    uid = home(office, wants(office, "food"))[0]
    page = made()
    editor = edit(page, qtbot, tasks, household=uid)
    assert not editor.new_part.isVisible()
    choose(editor, "clothing", qtbot, tasks)
    editor.save()
    settle(qtbot, tasks)
    assert [row.record.category for row in household(office, uid=uid).needs] == ["food", "clothing"]


def test_a_need_is_changed_and_what_the_form_does_not_ask_stays(made, office, qtbot, tasks):
    uid = home(office, wants(office, "food", trust=2, substitutes=["pantry_box"]))[1]
    page = made()
    page.edit()
    settle(qtbot, tasks)
    page.editor.need_part.quantity.setValue(3)
    page.editor.need_part.notes.set_text("Toca el timbre dos veces")
    page.editor.save()
    settle(qtbot, tasks)
    record = need(office, uid=uid).record
    assert (record.quantity, record.notes, record.trust, record.substitutes) == (
        3, "Toca el timbre dos veces", 2, ["pantry_box"],
    )  # fmt: skip


def test_a_note_is_watched_and_one_key_takes_out_what_should_not_be_kept(made, office, qtbot, tasks):
    page = made()
    editor = edit(page, qtbot, tasks)
    note = editor.need_part.notes
    note.set_text("Toca dos veces. SSN 123-45-6789")
    assert "a Social Security number" in note.warning.text()
    assert not note.alarm.isHidden()
    qtbot.keyClick(note.box, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert note.text() == "Toca dos veces. [removed]"
    assert note.alarm.isHidden()
    note.box.undo()
    assert "123" in note.text()
    editor.dirty = False
    editor.reject()


def test_closing_a_form_asks_before_it_throws_away_what_was_typed(made, office, qtbot, tasks):
    page = made()
    editor = edit(page, qtbot, tasks)
    qtbot.keyClicks(editor.new_part.name.line, "Ana")
    editor.reject()
    assert editor.isVisible()
    editor._throw_away()
    assert not editor.isVisible()


def line_of(number: int) -> NeedLine:
    return NeedLine(
        f"u{number}", f"C-{number}", "H", "N", "food", None, 1, 0, None, Mode.DELIVERY, Urgency.WHENEVER, "chi-31",
        ("spa",), TODAY, None, NeedState.OPEN, False,
    )  # fmt: skip


def test_half_a_million_rows_are_read_by_pages_as_they_come_into_view(app):
    table, asked = NeedsTable(NeedsState(), lambda: TODAY), []
    table.wanted.connect(asked.append)
    table.set_ids(array("q", range(500_000)), [line_of(number) for number in range(PAGE)])
    assert table.rowCount() == 500_000
    assert table.data(table.index(5, 0)) == "C-5"
    assert asked == []
    assert table.data(table.index(300_000, 0)) == "…"
    assert table.data(table.index(300_001, 0)) == "…"
    page = 300_000 // PAGE
    assert asked == [page]
    ids = table.page_ids(page)
    table.give_page(page, ids, [line_of(number) for number in ids])
    assert table.data(table.index(300_000, 0)) == "C-300000"


def test_a_page_that_comes_after_the_table_moved_on_is_dropped(app):
    table = NeedsTable(NeedsState(), lambda: TODAY)
    table.set_ids(array("q", range(PAGE * 2)), [line_of(n) for n in range(PAGE)])
    ids = table.page_ids(1)
    table.set_ids(array("q", range(1000, 1000 + PAGE * 2)), [line_of(n) for n in range(PAGE)])
    table.give_page(1, ids, [line_of(n) for n in ids])
    assert table.line(PAGE) is None


def test_the_language_changes_every_word_of_the_page(made, office, qtbot, tasks, app):
    home(office, wants(office, "food"))
    page = made()
    language.switch(app, "es")
    assert page.model.headerData(0, Qt.Orientation.Horizontal) == "Código"
    assert "Qué se necesita" in words_of(page.detail)
    assert page.filters.states.line.text() == "En espera"
    assert page.new_button.text() == "Agregar una necesidad"
