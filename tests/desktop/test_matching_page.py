"""The matching page over a real store and the real engine, worked by keys as a coordinator would."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from mutualaid.desktop import language
from mutualaid.desktop.matching.gap import Watched
from mutualaid.desktop.matching.page import MatchingPage
from mutualaid.desktop.matching.reject import RejectDialog
from mutualaid.desktop.matching.rows import Tab, View
from mutualaid.desktop.matching.state import Standing
from mutualaid.desktop.page import Context
from mutualaid.desktop.shots import settle
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.records.kinds import MatchState, NeedState, RejectReason, Urgency
from mutualaid.records.time import DateRange, Window
from mutualaid.services import planning
from mutualaid.services.deciding import accept
from mutualaid.services.desk import current_plan
from mutualaid.services.matches import match_lines
from mutualaid.services.needs import change_need, need
from mutualaid.services.office import Office
from mutualaid.services.planning import make_plan
from mutualaid.services.supplies import lot
from mutualaid.services.volunteers import change_volunteer
from tests.desktop.test_matching_state import BETO, INES, proposal
from tests.services.conftest import solve_here
from tests.services.make import copied_office, helper, home, stock, wants

AHEAD = date.today() + timedelta(days=2)
FREE = Window(on=AHEAD, start=datetime(2000, 1, 1, 8).time(), end=datetime(2000, 1, 1, 12).time())
Key = Qt.Key


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = copied_office(tmp_path / "store")
    yield office
    office.close()


@pytest.fixture
def solved_apart() -> None:
    """For tests about the process in which a plan is made; the others do without it."""


@pytest.fixture(autouse=True)
def _solved_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "solved_apart" not in request.fixturenames:
        monkeypatch.setattr(planning, "solve_apart", solve_here)


@pytest.fixture
def went() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def page(app: QApplication, office: Office, tasks: Tasks, went: list[tuple[str, str]], qtbot) -> MatchingPage:
    messages = MessageBar()
    qtbot.addWidget(messages)
    made = MatchingPage(
        Context(office, tasks, messages, go=lambda key, uid: went.append((key, uid)), run=lambda _name: None)
    )
    qtbot.addWidget(made)
    tasks.changed.connect(made.changed)
    made.resize(1040, 700)
    return made


def shown(page: MatchingPage) -> MatchingPage:
    page.show()
    page.start()
    settle(page.context.tasks)
    return page


def planned(page: MatchingPage) -> MatchingPage:
    make_plan(page.context.office)
    return shown(page)


def press(page: MatchingPage, qtbot, key: Key) -> None:
    qtbot.keyClick(page.board.tree, key)
    settle(page.context.tasks)


def dialog(page: MatchingPage) -> QDialog:
    return next(box for box in page.findChildren(QDialog) if box.isVisible())


def standings(page: MatchingPage) -> list[Standing]:
    return [page.state.standing(proposal) for proposal in page.state.proposals]


def texts(page: MatchingPage) -> str:
    return "\n".join(label.text() for label in page.board.pane.findChildren(QLabel))


def test_the_empty_page_says_what_it_will_look_at_and_one_press_makes_the_plan(page, solved_apart, office, qtbot):
    helper(office, availability=[FREE])
    stock(office, "produce_box", 10)
    home(office, wants(office, "food"))
    shown(page)
    assert page.stack.currentIndex() == 0
    assert "1 open need, 1 volunteer, and 1 lot in stock" in page.empty.words.text()
    page.first_button.click()
    assert page.solving.isVisible()
    assert not page.first_button.isEnabled()
    page.make_plan()
    settle(page.context.tasks)
    assert not page.solving.isVisible()
    assert page.board.summary.text() == "1 of 1 need is matched"
    assert page.board.tree.current().item.volunteers[0][1] == "Inés Nowak"
    assert "Why this" in texts(page)


def test_an_office_without_needs_offers_no_plan(page):
    shown(page)
    assert not page.first_button.isEnabled()
    page.make_plan()
    assert not page.context.tasks.busy


def test_a_cancelled_plan_changes_nothing_and_says_so(page, solved_apart, office):
    helper(office, availability=[FREE])
    stock(office, "produce_box", 10)
    home(office, wants(office, "food"))
    shown(page)
    page.make_plan()
    page.solving.cancel.click()
    settle(page.context.tasks)
    assert page.stack.currentIndex() == 0
    assert "everything stays as it was" in page.context.messages.shown
    assert page.first_button.isEnabled()


def test_locking_while_a_plan_is_made_does_not_wait_for_it(page, solved_apart, office, tasks):
    helper(office, availability=[FREE])
    home(office, wants(office, "food"))
    shown(page)
    page.make_plan()
    tasks.shutdown()
    assert multiprocessing.active_children() == []
    assert current_plan(office) is None


def test_the_strip_tells_how_good_the_plan_is_so_far_and_keeps_the_best_when_asked(page, qtbot):
    strip, watched = page.solving, Watched()
    shown(page)
    strip.watch(watched)
    assert not strip.keep.isEnabled()
    assert not strip.line.isVisible()
    watched.step(3, 10)
    watched.found(90.0, 120.0)
    watched.found(80.0, 100.0)
    qtbot.waitUntil(strip.keep.isEnabled)
    assert strip.so_far.text() == "Worth 90 points so far, at most 10.0% below the best possible."
    assert [best.gap for best in watched.best] == [0.25, pytest.approx(0.1)], "a value found stays found"
    heights = [point.y() for point in strip.line.points(QRectF(0, 0, 100, 50))]
    assert heights == sorted(heights), "it falls"
    strip.keep.click()
    assert watched.settling
    assert not watched.cancelled
    assert not strip.keep.isEnabled()
    assert strip.cancel.isEnabled()
    strip.finish()


def test_what_is_accepted_while_a_plan_is_made_shows_as_it_was_kept(page, solved_apart, office, qtbot):
    helper(office, availability=[FREE])
    stock(office, "produce_box", 10)
    _, box = home(office, wants(office, "food"))
    planned(page)
    page.make_plan()
    accept(office, needs=[box])
    settle(page.context.tasks)
    assert standings(page) == [Standing.ACCEPTED]
    assert page.state.unmatched == []


@pytest.mark.parametrize(("key", "state"), [(Key.Key_A, Standing.ACCEPTED), (Key.Key_P, Standing.PINNED)])
def test_a_decision_is_undone_from_its_message(page, office, qtbot, key, state):
    helper(office, availability=[FREE])
    shelf = stock(office, "produce_box", 10)
    home(office, wants(office, "food"))
    planned(page)
    press(page, qtbot, key)
    assert standings(page) == [state]
    page.context.messages.action.click()
    settle(page.context.tasks)
    assert standings(page) == [Standing.PROPOSED]
    assert lot(office, uid=shelf).free == 10
    assert page.context.messages.shown.startswith("Undone: ")


def test_accept_yes_and_delivered_by_three_keys(page, office, qtbot):
    helper(office, availability=[FREE])
    shelf = stock(office, "produce_box", 10)
    _, box = home(office, wants(office, "food"))
    planned(page)
    press(page, qtbot, Key.Key_A)
    assert standings(page) == [Standing.ACCEPTED]
    assert "1 match is accepted" in page.context.messages.shown
    press(page, qtbot, Key.Key_Y)
    assert need(office, uid=box).record.state == NeedState.SCHEDULED
    press(page, qtbot, Key.Key_D)
    assert need(office, uid=box).record.state == NeedState.FULFILLED
    assert lot(office, uid=shelf).on_hand == 9
    assert standings(page) == [Standing.DONE]
    assert not page.old.isVisible(), "carrying a plan out does not make it old"


def test_pin_and_unpin_share_a_key(page, office, qtbot):
    helper(office, availability=[FREE])
    stock(office, "produce_box", 10)
    home(office, wants(office, "food"))
    planned(page)
    press(page, qtbot, Key.Key_P)
    assert standings(page) == [Standing.PINNED]
    press(page, qtbot, Key.Key_P)
    assert standings(page) == [Standing.PROPOSED]


def test_a_heading_accepts_its_whole_group(page, office, qtbot):
    helper(office, availability=[FREE])
    stock(office, "produce_box", 10)
    for _ in range(3):
        home(office, wants(office, "food"))
    home(office, wants(office, "food", urgency=Urgency.TODAY))
    planned(page)
    assert len(page.state.groups(Tab.MATCHED)) == 2
    page.board.tree.go_to(page.state.groups(Tab.MATCHED)[1].rows[0].key)
    press(page, qtbot, Key.Key_Left)
    assert "3 proposals can be accepted; 1 volunteer to be asked." in texts(page)
    press(page, qtbot, Key.Key_A)
    assert sorted(standings(page)) == [Standing.ACCEPTED] * 3 + [Standing.PROPOSED]


def test_several_chosen_rows_are_accepted_together_and_stay_chosen(page, office, qtbot):
    helper(office, availability=[FREE])
    stock(office, "produce_box", 10)
    for _ in range(3):
        home(office, wants(office, "food"))
    planned(page)
    qtbot.keyClick(page.board.tree, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(page.board.tree.chosen()) == 2
    press(page, qtbot, Key.Key_A)
    assert sorted(standings(page)) == [Standing.ACCEPTED] * 2 + [Standing.PROPOSED]
    assert len(page.board.tree.chosen()) == 2
    press(page, qtbot, Key.Key_Y)
    assert "Choose one match" in page.context.messages.shown


def test_accept_all_asks_once_and_says_how_many_people(page, office, qtbot):
    helper(office, availability=[FREE])
    stock(office, "produce_box", 10)
    for _ in range(3):
        home(office, wants(office, "food"))
    planned(page)
    page.accept_all_button.click()
    box = dialog(page)
    assert "3" in box.windowTitle()
    box.reject()
    settle(page.context.tasks)
    assert match_lines(office) == []
    page.accept_all_button.click()
    dialog(page).accept()
    settle(page.context.tasks)
    assert len(match_lines(office, states=[MatchState.ACCEPTED])) == 3
    assert not page.accept_all_button.isEnabled()


def test_turning_down_asks_why_and_the_plan_is_made_again_around_it_until_that_is_undone(page, office, qtbot):
    helper(office, availability=[FREE])
    stock(office, "produce_box", 10)
    home(office, wants(office, "food"))
    planned(page)
    press(page, qtbot, Key.Key_R)
    box = dialog(page)
    assert isinstance(box, RejectDialog)
    assert box.reason() == RejectReason.VOLUNTEER_UNSUITABLE
    assert not box.which.isVisible(), "there is only one volunteer"
    box.accept()
    settle(page.context.tasks)
    assert page.state.proposals == []
    page.board.set_tab(Tab.UNMATCHED)
    assert "No volunteer" in texts(page)
    assert page.context.messages.action.text() == "Undo"
    page.context.messages.action.click()
    settle(page.context.tasks)
    assert standings(page) == [Standing.PROPOSED], "the rule is gone, and the plan is made without it"


def test_of_two_volunteers_one_is_turned_down(app, office, qtbot):
    said: list[tuple[RejectReason, str | None]] = []
    window = QWidget()
    qtbot.addWidget(window)
    box = RejectDialog(window, proposal(1, INES, BETO), lambda reason, who: said.append((reason, who)))
    box.show()
    assert box.which.isVisible()
    box.people.button(1).click()
    assert (box.reason(), box.volunteer()) == (RejectReason.VOLUNTEER_UNSUITABLE, "v2")
    box.people.button(2).click()
    assert box.volunteer() is None
    box.people.button(0).click()
    box.reasons.button(4).click()
    assert not box.which.isVisible()
    box.accept()
    assert said == [(RejectReason.WAIT, None)]


def test_the_page_says_that_data_changed_and_keeps_the_plan(page, office):
    helper(office, availability=[FREE])
    stock(office, "produce_box", 10)
    _, box = home(office, wants(office, "food"))
    planned(page)
    assert not page.old.isVisible()
    page.context.tasks.write(lambda: change_need(office, uid=box, quantity=2), owner=page)
    settle(page.context.tasks)
    assert page.old.isVisible()
    assert len(page.state.proposals) == 1


def test_a_kept_match_that_no_longer_holds_is_named_and_can_be_called_off(page, office, went, qtbot):
    volunteer = helper(office, availability=[FREE])
    stock(office, "produce_box", 10)
    _, box = home(office, wants(office, "food"))
    planned(page)
    press(page, qtbot, Key.Key_A)
    change_volunteer(office, uid=volunteer, absences=[DateRange(first=AHEAD, last=AHEAD)])
    page.make_plan()
    settle(page.context.tasks)
    assert page.conflicts.isVisible()
    assert len(page.conflicts.rows) == 1
    page.conflicts.need_asked.emit(box)
    assert went == [("needs", box)]
    [(conflict, match)] = page.state.seen.broken
    assert conflict.rule == "time"
    page.conflicts.off_asked.emit(match.uid, match.need, True)
    dialog(page).accept()
    settle(page.context.tasks)
    assert not page.conflicts.isVisible()
    assert need(office, uid=box).record.state == NeedState.OPEN


def test_views_and_refresh_keep_the_cursor_and_closed_groups(page, office, qtbot):
    helper(office, availability=[FREE])
    stock(office, "produce_box", 10)
    for _ in range(4):
        home(office, wants(office, "food"))
    planned(page)
    press(page, qtbot, Key.Key_Down)
    press(page, qtbot, Key.Key_Down)
    key = page.board.tree.current().key
    for view in (View.VOLUNTEER, View.DAY, View.NEED):
        page.board.set_view(view)
        assert page.board.tree.current().key == key
    press(page, qtbot, Key.Key_Left)
    press(page, qtbot, Key.Key_Return)
    tree = page.board.tree
    assert not tree.isExpanded(tree.currentIndex())
    page.refresh()
    settle(page.context.tasks)
    assert not tree.isExpanded(tree.rows.index(0, 0))
    page.show_record(key)
    assert tree.current().key == key
    assert tree.isExpanded(tree.rows.index(0, 0))


def test_everything_speaks_spanish_after_a_switch_and_back(page, office, app):
    helper(office, availability=[FREE])
    stock(office, "produce_box", 10)
    home(office, wants(office, "food"))
    planned(page)
    language.switch(app, "es")
    assert page.header.title.text() == "Asignación"
    assert page.board.tabs.tabText(0) == "Asignadas (1)"
    assert "Por qué así" in texts(page)
    assert "Aceptar" in page.board.pane.buttons["accept"].text()
    index = page.board.tree.currentIndex()
    assert "Propuesta" in page.board.tree.rows.data(index)
    language.switch(app, "en")
    assert "Why this" in texts(page)


def test_every_list_bar_and_button_has_an_accessible_name(page, office):
    helper(office, availability=[FREE])
    stock(office, "produce_box", 10)
    home(office, wants(office, "food"))
    planned(page)
    for widget in (page.board.tree, page.board.tabs, page.board.fairness, page.solving.bar):
        assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), widget
    assert "Spanish" in page.board.fairness.accessibleDescription()


def test_slash_filters_the_list_and_escape_leads_back(page, office, qtbot):
    helper(office, availability=[FREE])
    stock(office, "produce_box", 10)
    for _ in range(3):
        home(office, wants(office, "food"))
    planned(page)
    wanted = page.state.proposals[1].need.code
    page.find_here()
    assert page.board.filter.hasFocus()
    qtbot.keyClicks(page.board.filter, wanted)
    qtbot.keyClick(page.board.filter, Key.Key_Return)
    assert [row.item.need.code for row in page.state.groups(Tab.MATCHED)[0].rows] == [wanted]
    assert page.board.tree.hasFocus()
    assert page.board.all_button.isVisible()
    qtbot.keyClicks(page.board.filter, "nobody")
    qtbot.keyClick(page.board.filter, Key.Key_Return)
    assert "Nothing here is like that" in texts(page)
    other = page.state.proposals[0].need.uid
    page.show_record(other)
    assert page.board.tree.current().key == other, "what is asked for is shown whatever the filter says"


def test_a_rule_is_listed_and_allowed_again_and_the_plan_is_made_with_it(page, office, qtbot):
    helper(office, availability=[FREE])
    stock(office, "produce_box", 10)
    home(office, wants(office, "food"))
    planned(page)
    press(page, qtbot, Key.Key_R)
    dialog(page).accept()
    settle(page.context.tasks)
    page.board.set_tab(Tab.UNMATCHED)
    assert "Never with Inés Nowak" in texts(page)
    assert "The plan before had a proposal: Inés Nowak" in texts(page)
    page.more.action(1).trigger()
    box = dialog(page)
    assert "Never with Inés Nowak" in box.list.item(0).text()
    box.allow.click()
    settle(page.context.tasks)
    assert standings(page) == [Standing.PROPOSED]
    assert page.state.seen.rules == ()
    assert not page.more.action(1).isEnabled()


def test_a_plan_from_scratch_drops_what_was_only_proposed_and_keeps_what_was_pinned(page, office, monkeypatch):
    asked: list[object] = []
    helper(office, availability=[FREE])
    stock(office, "produce_box", 10)
    home(office, wants(office, "food"))
    planned(page)
    monkeypatch.setattr(
        planning, "solve_apart", lambda problem, **given: asked.append(given["kept"]) or solve_here(problem, **given)
    )
    page.plan_button.click()
    settle(page.context.tasks)
    page.more.action(0).trigger()
    settle(page.context.tasks)
    assert [kept is None for kept in asked] == [False, True]


def test_the_head_of_a_run_accepts_its_stops(page, office, qtbot):
    helper(office, availability=[FREE])
    stock(office, "produce_box", 10)
    for _ in range(3):
        home(office, wants(office, "food"))
    planned(page)
    page.board.set_view(View.VOLUNTEER)
    tree = page.board.tree
    tree.setCurrentIndex(tree.rows.index(0, 0, tree.rows.index(0, 0)))
    assert tree.current_run() is not None
    assert "Run: " in texts(page)
    press(page, qtbot, Key.Key_A)
    assert standings(page) == [Standing.ACCEPTED] * 3


def test_an_office_without_volunteers_says_what_can_be_planned(page, office):
    stock(office, "produce_box", 10)
    home(office, wants(office, "food"))
    shown(page)
    assert "without volunteers only what households come for" in page.empty.words.text()
    assert page.first_button.isEnabled()


def test_a_held_key_runs_ahead_of_the_card_and_a_step_builds_it_once(page, office, qtbot):
    helper(office, availability=[FREE])
    stock(office, "produce_box", 10)
    for _ in range(3):
        home(office, wants(office, "food"))
    planned(page)
    told: list[str] = []
    page.board.moved.connect(lambda: told.append(page.board.tree.current().key))
    press(page, qtbot, Key.Key_Down)
    assert len(told) == 1
    for _ in range(2):
        held = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Down, Qt.KeyboardModifier.NoModifier, "", autorep=True)
        QApplication.sendEvent(page.board.tree, held)
    assert len(told) == 1
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[-1] == page.board.tree.current().key != told[0]


def test_a_second_click_on_accept_finds_nothing_left_to_do(page, office, qtbot):
    helper(office, availability=[FREE])
    shelf = stock(office, "produce_box", 10)
    home(office, wants(office, "food"))
    planned(page)
    button = page.board.pane.buttons["accept"]
    button.click()
    button.click()
    settle(page.context.tasks)
    assert lot(office, uid=shelf).free == 9
    assert len(match_lines(office, states=[MatchState.ACCEPTED])) == 1


def test_how_fair_the_plan_should_be_is_chosen_on_the_page_and_stays_with_the_plan(
    page: MatchingPage, office: Office
) -> None:
    helper(office)
    home(office, wants(office, "food"))
    home(office, wants(office, "food"), languages=["mam"])
    planned(page)
    assert page.board.fair_button.text() == "Balance the languages…"
    page.board.fair_button.click()
    settle(page.context.tasks)
    choice = next(window for window in page.findChildren(QDialog) if window.isVisible())
    choice.slider.setValue(choice.slider.maximum())
    choice.save_button.click()
    settle(page.context.tasks)
    kept = current_plan(office)
    assert kept is not None
    assert kept.give == 0.12
    assert page.board.fair_button.text() == "Balance the languages (up to 12% given)…"


def test_with_one_language_there_is_nothing_to_balance(page: MatchingPage, office: Office) -> None:
    helper(office)
    home(office, wants(office, "food"))
    planned(page)
    assert not page.board.fair_button.isVisible()
