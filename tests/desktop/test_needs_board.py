"""The board, several needs at once, parts, series and kept filters, in the real page on a real store."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel

from mutualaid.desktop import language, preferences
from mutualaid.desktop.dialogs import _Reasons
from mutualaid.desktop.needs.column import DRAGGED
from mutualaid.desktop.needs.lanes import FINISHED, TITLES, Lane, Move, lane_of, move
from mutualaid.desktop.needs.many import ChangeMany, EndMany, outcome
from mutualaid.desktop.needs.merging import DuplicatesWindow, MergeDialog
from mutualaid.desktop.needs.moving import MoveDialog
from mutualaid.desktop.needs.page import NeedsPage
from mutualaid.desktop.needs.parts import GivePart, SplitNeed
from mutualaid.desktop.needs.saved import KeepFilter, SortFilters
from mutualaid.desktop.needs.talking import ContactsDialog
from mutualaid.desktop.opening_chores import do_chores
from mutualaid.desktop.page import Context
from mutualaid.desktop.shell import Shell
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.language.catalog import tr
from mutualaid.records.kinds import CloseReason, ConsentPurpose, NeedState, Recurrence, Urgency
from mutualaid.services import saved_filters
from mutualaid.services.bulk import BulkChanged, LeftOut
from mutualaid.services.history import undo
from mutualaid.services.households import set_consent
from mutualaid.services.needs import close_need, need
from tests.services.make import TODAY, home, stock, wants
from tests.services.test_parts_of_needs import promise


@pytest.fixture
def looks():
    return {}


@pytest.fixture
def made(qtbot, tasks, office, settle, looks):
    """Makes the page; the office is filled first."""

    def make(board: bool = False) -> NeedsPage:
        if board:
            looks["needs"] = "board"
        context = Context(
            office, tasks, MessageBar(), go=lambda _key, _uid: None, run=lambda _name: None, today=lambda: TODAY,
            looks=looks,
        )  # fmt: skip
        page = NeedsPage(context)
        qtbot.addWidget(page)
        qtbot.addWidget(context.messages)
        tasks.changed.connect(page.changed)
        page.resize(1200, 760)
        page.show()
        page.activateWindow()
        settle()
        page.start()
        return page

    return make


def opened(kind):
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def record(office, uid):
    return need(office, uid=uid).record


def codes(page: NeedsPage, lane: Lane) -> list[str]:
    model = page.board.columns[lane].model
    return [model.lines.line(row).code for row in range(model.rowCount())]


def texts(widget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


@pytest.mark.parametrize("state", list(NeedState))
def test_every_move_is_a_verb_or_says_why_it_is_none(state) -> None:
    moves = {lane: move(state, lane) for lane in Lane}
    assert all(bool(one.verb) != bool(one.why) for one in moves.values())
    assert moves[lane_of(state)].why, "nothing moves to where it is"
    finished = lane_of(state) in FINISHED
    assert [one.verb for one in moves.values() if one.verb] == (
        ["reopen"] if finished else [one.verb for one in moves.values() if one.verb]
    )
    assert move(state, Lane.REFERRED, may_refer=False).verb == ""


def test_what_a_move_does_by_where_it_comes_from() -> None:
    verbs = {
        (state, lane): move(state, lane).verb for state in (NeedState.OPEN, NeedState.MATCHED) for lane in list(Lane)
    }
    assert verbs[NeedState.OPEN, Lane.FULFILLED] == "part"
    assert verbs[NeedState.OPEN, Lane.SCHEDULED] == ""
    assert verbs[NeedState.MATCHED, Lane.SCHEDULED] == "confirm"
    assert verbs[NeedState.MATCHED, Lane.FULFILLED] == "fulfil"
    assert verbs[NeedState.MATCHED, Lane.OPEN] == "cancel"


def test_needs_stand_in_columns_by_state_and_the_choice_of_the_board_is_remembered(
    made, office, qtbot, settle, looks, app
) -> None:
    _home, first, second, third, fourth = home(
        office,
        wants(office, "food", urgency=Urgency.TODAY, needed_by=TODAY - timedelta(days=2)),
        wants(office, "ride"),
        wants(office, "clothing", hold_until=TODAY + timedelta(days=9)),
        wants(office, "food", recurrence=Recurrence.WEEKLY),
    )
    promise(office, second, stock(office, "produce_box", 3), 1)
    close_need(office, uid=third, reason=CloseReason.WITHDRAWN, on=TODAY)
    page = made()
    assert page.lists.currentWidget() is page.table
    qtbot.keyClick(page.table, Qt.Key.Key_V)
    settle()
    assert looks == {"needs": "board"}
    counts = {lane: column.count for lane, column in page.board.columns.items() if column.count}
    assert counts == {Lane.OPEN: 2, Lane.MATCHED: 1, Lane.CLOSED: 1}
    assert codes(page, Lane.OPEN)[0] == record(office, first).code, "the most urgent first"
    assert page.header.line.text() == "3 needs are waiting"
    card = page.board.columns[Lane.OPEN].model.index(0, 0).data()
    assert "needed by: 2 days ago" in card
    assert "Rosa" not in card, "no name stands on a card"
    cards = page.board.columns[Lane.OPEN].cards
    assert cards.hasFocus()
    qtbot.keyClick(cards, Qt.Key.Key_Right)
    assert page.board.columns[Lane.MATCHED].cards.hasFocus()
    settle()
    assert page.detail.page.uid == second
    assert not page.detail.isVisible()
    qtbot.keyClick(page.board.columns[Lane.MATCHED].cards, Qt.Key.Key_Return)
    assert page.detail.isVisible()
    page.board.columns[Lane.CLOSED].head.click()
    settle()
    assert codes(page, Lane.CLOSED) == [record(office, third).code]
    page.filters.marks["recurring"].setChecked(True)
    settle()
    assert codes(page, Lane.OPEN) == [record(office, fourth).code]
    language.switch(app, "es")
    assert "Se repiten" in page.filters.marks["recurring"].text()
    assert page.board.columns[Lane.OPEN].head.text() == "Nuevas y abiertas (1)"
    page.grab()


def test_the_choice_of_the_board_lies_in_the_window_file(tmp_path) -> None:
    remembered, file = preferences.Preferences(), tmp_path / "window.json"
    preferences.Looks(remembered, file)["needs"] = "board"
    assert preferences.load(file).looks == {"needs": "board"}
    file.write_text(json.dumps({"looks": {"needs": 3}}), "utf-8")
    assert preferences.load(file).looks == {}


def drop(page: NeedsPage, lane: Lane) -> bool:
    """Drag the chosen card over a column and let it go there; whether it was taken."""
    line = page.board.line()
    page.board._began(line)
    column = page.board.columns[lane]
    data = QMimeData()
    data.setData(DRAGGED, b"1")
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    column.dropEvent(event)
    page.board._ended()
    return event.isAccepted()


def test_a_card_is_dragged_where_there_is_a_verb_and_elsewhere_the_reason_is_shown_first(
    made, office, qtbot, settle
) -> None:
    own, uid = home(office, wants(office, "food", quantity=2))
    lot = stock(office, "produce_box", 9)
    set_consent(office, household=own, purpose=ConsentPurpose.REFER, given=False, on=TODAY)
    page = made(board=True)
    page.board._began(page.board.line())
    shown = {lane: column.why.text() for lane, column in page.board.columns.items()}
    assert shown[Lane.SCHEDULED] == "Nobody is matched with it yet."
    assert shown[Lane.REFERRED] == "The household said no to being referred."
    assert shown[Lane.FULFILLED] == ""
    assert page.board.columns[Lane.CLOSED].property("kind") == "can"
    page.board._ended()
    assert page.board.columns[Lane.SCHEDULED].why.isHidden()
    assert not drop(page, Lane.SCHEDULED)
    assert drop(page, Lane.FULFILLED)
    settle()
    qtbot.waitUntil(lambda: any(isinstance(w, GivePart) for w in QApplication.topLevelWidgets()))
    settle()
    give = opened(GivePart)
    assert give.lot.code() == lot
    give.units.setValue(1)
    give.save()
    settle()
    assert (record(office, uid).filled, record(office, uid).state) == (1, NeedState.OPEN)
    with office.store.read() as read:
        assert read.stock()[lot] == (8, 8)
    page.context.messages.action.click()
    settle()
    assert record(office, uid).filled == 0
    drop(page, Lane.CLOSED)
    qtbot.waitUntil(lambda: any(isinstance(w, _Reasons) for w in QApplication.topLevelWidgets()))
    opened(_Reasons).yes.click()
    settle()
    assert record(office, uid).state == NeedState.CLOSED


def test_the_same_is_done_by_keyboard_and_what_cannot_be_done_says_why(made, office, qtbot, settle) -> None:
    _own, uid = home(office, wants(office, "food"))
    promise(office, uid, stock(office, "produce_box", 3), 1)
    page = made(board=True)
    cards = page.board.columns[Lane.MATCHED].cards
    qtbot.keyClick(cards, Qt.Key.Key_M)
    dialog = opened(MoveDialog)
    lanes = list(dialog._moves)
    dialog.lanes.setCurrentRow(lanes.index(Lane.PARTLY))
    assert not dialog.save_button.isEnabled()
    assert dialog.why.text() == "A plan does this, where there is not enough for all of it."
    dialog.save()
    assert dialog.isVisible()
    dialog.lanes.setCurrentRow(lanes.index(Lane.SCHEDULED))
    qtbot.keyClick(dialog.lanes, Qt.Key.Key_Return)
    settle()
    assert record(office, uid).state == NeedState.SCHEDULED
    assert codes(page, Lane.SCHEDULED) == [record(office, uid).code]
    assert page.focusWidget() is page.board.columns[Lane.SCHEDULED].cards, "the cursor went with the card"
    undo(office)


def test_several_are_changed_closed_and_undone_together_and_what_is_left_out_stays_chosen(
    made, office, qtbot, settle
) -> None:
    _own, one, two, three = home(office, wants(office, "food"), wants(office, "food"), wants(office, "ride"))
    promise(office, two, stock(office, "produce_box", 3), 1)
    page = made()
    assert page.many.isHidden()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.many.said.text() == "3 needs are chosen"
    qtbot.keyClick(page.table, Qt.Key.Key_C)
    settle()
    change = opened(ChangeMany)
    change.save()
    assert "Nothing is filled in" in change.messages.shown
    change.urgency.set_code("TODAY")
    change.by.line.setText("25 nov")
    change.mode.set_code("pickup")
    change.save()
    settle()
    assert "1 has something promised" in page.context.messages.shown
    assert "1 is a service" in page.context.messages.shown
    assert (record(office, one).urgency, record(office, one).needed_by) == (Urgency.TODAY, date(2026, 11, 25))
    assert record(office, two).urgency == Urgency.THIS_WEEK
    assert page.table.chosen_count() == 3
    page.context.messages.action.click()
    settle()
    assert record(office, one).needed_by is None
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    settle()
    end = opened(EndMany)
    end.reason.set_code("withdrawn")
    end.matched.setChecked(True)
    end.save()
    settle()
    assert {record(office, uid).state for uid in (one, two, three)} == {NeedState.CLOSED}


def test_what_came_of_many_is_said_in_both_languages(app) -> None:
    left = [
        LeftOut("a", "A-1", "need_is_finished"),
        LeftOut("b", "B-1", "need_is_finished"),
        LeftOut("c", "C", "already_so"),
    ]
    changed = BulkChanged(uids=("x",), left_out=tuple(left))
    assert outcome(changed) == "1 need is changed. Left as they were: 1 was so already and 2 are finished."
    language.switch(app, "es")
    assert outcome(changed) == "Se cambió 1 necesidad. Quedaron como estaban: 1 ya estaba así y 2 ya terminaron."


def test_likely_duplicates_are_offered_merged_and_split_again(made, office, qtbot, settle) -> None:
    _own, one, two = home(
        office, wants(office, "food", quantity=2), wants(office, "food", quantity=4, received_on=TODAY - timedelta(3))
    )
    page = made()
    assert "This may be the same as" in texts(page.detail)
    page.find_duplicates()
    settle()
    window = opened(DuplicatesWindow)
    assert "1 household may have asked twice." in texts(window)
    window.done_well()
    page.act("merge")
    settle()
    dialog = opened(MergeDialog)
    assert dialog.quantity.value() == 4
    assert dialog._pages[dialog.group.checkedId()].uid == two, "the oldest is proposed"
    dialog.save()
    settle()
    assert record(office, one).close_reason == CloseReason.DUPLICATE
    assert page.detail.page.uid == two
    page.act("split")
    split = opened(SplitNeed)
    split.units.setValue(3)
    split.save()
    settle()
    assert record(office, two).quantity == 1
    assert page.model.rowCount() == 2
    page.context.messages.action.click()
    settle()
    assert record(office, two).quantity == 4


def test_a_filter_is_kept_used_by_key_renamed_and_dropped(made, office, qtbot, settle) -> None:
    home(office, wants(office, "food", needed_by=TODAY - timedelta(days=1)), wants(office, "ride"))
    page = made()
    page.filters.marks["overdue"].setChecked(True)
    settle()
    page.ask_filter("keep")
    keep = opened(KeepFilter)
    keep.save()
    assert keep.form.rows["name"].wrong
    keep.name.set_text("Past their day")
    keep.save()
    settle()
    page.filters.clear()
    settle()
    assert page.model.rowCount() == 2
    page.filters.saved._use_number(1)
    settle()
    assert (page.model.rowCount(), page.filters.marks["overdue"].isChecked()) == (1, True)
    page.ask_filter("sort")
    sort = opened(SortFilters)
    sort.name.set_text("Late")
    sort.save()
    settle()
    assert [row.name for row in page.filters.saved.rows] == ["Late"]
    page.ask_filter("sort")
    opened(SortFilters).drop()
    settle()
    assert saved_filters.saved(office) == []
    page.context.messages.action.click()
    settle()
    assert [row.name for row in page.filters.saved.rows] == ["Late"]


def test_a_need_that_comes_back_is_made_at_the_start_of_the_day_and_says_so(
    office, tasks, settle, qtbot, made, monkeypatch
) -> None:
    today = date.today()
    received = today - timedelta(days=8)
    _own, uid = home(office, wants(office, "food", recurrence=Recurrence.WEEKLY, received_on=received))
    shell = Shell(office, tasks, pages=[], actions={})
    qtbot.addWidget(shell)
    do_chores(shell)
    settle()
    assert shell.messages.shown == "1 need came back and is open again."
    do_chores(shell)
    settle()
    page = made()
    page.open_need(uid)
    settle()
    assert "It comes back every week." in texts(page.detail)
    assert {"skip", "stop"} <= set(page.detail.verbs)
    page.detail.verbs["stop"].click()
    settle()
    assert "It does not come back any more." in texts(page.detail)
    page.act("contact")
    log = opened(ContactsDialog).log
    log.note.set_text("Llamar otra vez")
    log._save()
    settle()
    assert [row.record.note for row in need(office, uid=uid).contacts] == ["Llamar otra vez"]


def test_the_words_of_every_move_are_in_both_languages(app) -> None:
    language.switch(app, "es")
    words = {move(state, lane).why for state in NeedState for lane in Lane} | set(TITLES.values())
    assert all(tr(one) != one for one in words if one)
    assert Move().verb == ""
