"""A household's page whole: letters, consents by one key, warnings, merging, history, and a list longer than a page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from mutualaid.desktop import language
from mutualaid.desktop.contact_log import ContactLog
from mutualaid.desktop.households.merge import MergeWindow
from mutualaid.desktop.households.page import HouseholdsPage
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.masked import DOTS
from mutualaid.desktop.widgets.paged_model import PAGE
from mutualaid.language.catalog import tr
from mutualaid.records.codes import household_code
from mutualaid.records.household import Contact, Household, Phone
from mutualaid.records.kinds import WITHDRAWN, ConsentPurpose, ContactKind, ContactOutcome, Daypart, MatchState
from mutualaid.records.match import Match
from mutualaid.records.schedule import Run
from mutualaid.services.contact_log import follow_ups_until, log_contact
from mutualaid.services.household_list import household_codes
from mutualaid.services.households import household, set_consent
from tests.desktop.keyboard import focused, press, texts, write
from tests.services.make import TODAY, helper, home, wants

PHONE = Phone(number="+17735550165", may_text=False, who_answers="su hermana")
NUMBER = "(773) 555-0165"


@pytest.fixture
def went():
    return []


@pytest.fixture
def context(tasks, office, went, bar):
    return Context(office, tasks, bar, go=lambda *to: went.append(to), run=lambda _name: None, today=lambda: TODAY)


@pytest.fixture
def page(qtbot, tasks, context):
    made = HouseholdsPage(context)
    tasks.changed.connect(made.changed)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    return made


def test_one_letter_each_shows_covers_logs_and_tells_what_was_done(app, shown, page, settle, office):
    other, uid = home(office, contact_name="Ana Reed")[0], home(office, phones=[PHONE, PHONE])[0]
    language.switch(app, "es")
    shown()
    page.show_record(uid)
    settle()
    pane = page.household
    assert NUMBER not in texts(pane)
    assert texts(pane).index("Número 1: Solo llame") < texts(pane).index(DOTS)
    press(Qt.Key.Key_V)
    assert texts(pane).count(NUMBER) == 2
    assert pane.reach.button.text() == "Tapar los datos de contacto"
    press(Qt.Key.Key_V)
    assert NUMBER not in texts(pane)
    press(Qt.Key.Key_V)
    page.set_masked(True)
    assert NUMBER not in texts(pane)
    page.set_masked(False)

    press(Qt.Key.Key_L)
    QApplication.processEvents()
    assert not pane.log.panel.visibleRegion().isEmpty()  # however far below it was
    pane.log.note.setFocus()
    write("vehm")  # letters are typed where something is written
    assert pane.log.note.text() == "vehm"
    pane.log.save_button.click()
    settle()
    assert "Anotado en el registro." in page.context.messages.shown
    page.table.setFocus()
    press(Qt.Key.Key_H)
    settle()
    told = pane.history.texts()
    assert told[1].startswith("Llamada: ")
    assert "Hogar agregado" in told[-1]
    assert "vehm" not in "".join(told)
    page.context.messages.action.click()  # undo
    settle()
    assert household(office, uid=uid).contacts == []
    assert not any("Llamada" in text for text in pane.history.texts())
    press(Qt.Key.Key_V)
    for one in (other, uid):
        page.table.go_to(page.model.row_of(one))
        settle()
    assert page.household.page.uid == uid
    assert NUMBER not in texts(pane)
    assert pane.history.body.isHidden()


def test_consents_take_one_letter_each_and_a_no_warns_before_the_number(app, shown, page, settle, office):
    uid, need = home(office, wants(office, "food"), phones=[PHONE])
    driver = helper(office)
    with office.store.write("accept plan") as write_:
        fields = {"need": need, "volunteers": [driver], "day": TODAY, "part": Daypart.MORNING, "decided_on": TODAY}
        match = write_.add(Match.checked(**fields, state=MatchState.ACCEPTED))
        write_.add(Run.checked(code="R-1", day=TODAY, part=0, volunteers=[driver], stops=[match]))
    shown()
    rows, pane = page.household.consents, page.household
    assert "→ Mon, Nov 23, 2026, morning · Inés Nowak" in pane.need_rows()[0]
    assert "run R-1, stop 1" in pane.need_rows()[0]

    def answered(purpose: ConsentPurpose, key: Qt.Key) -> tuple[bool, str]:
        rows.buttons[purpose, True].setFocus()
        press(key)
        settle()
        held = household(office, uid=uid).held[purpose]
        return held.given, held.how

    language.switch(app, "es")
    for purpose in ConsentPurpose:
        assert answered(purpose, Qt.Key.Key_S) == (True, "said")
    assert answered(ConsentPurpose.SHARE, Qt.Key.Key_R) == (False, WITHDRAWN)
    assert rows.said[ConsentPurpose.SHARE].text() == "No · 23 nov 2026 · Retiraron el permiso"
    assert "no permiten voluntarios" in pane.need_rows()[0]
    language.switch(app, "en")
    assert answered(ConsentPurpose.KEEP, Qt.Key.Key_W) == (False, WITHDRAWN)
    assert answered(ConsentPurpose.CONTACT, Qt.Key.Key_N) == (False, "said")
    seen = texts(pane)
    warnings = ("keep nothing about them", "do not want to be contacted", "No volunteer may be told")
    assert max(seen.index(words) for words in warnings) < seen.index(DOTS)
    pane.log.open_form()
    assert pane.log.form.rows["follow_up_on"].isHidden()
    pane.log.close_form()
    page.context.messages.action.click()  # undo: they may be called again
    settle()
    assert ConsentPurpose.CONTACT not in household(office, uid=uid).refused
    assert "do not want to be contacted" not in texts(pane)
    rows.buttons[ConsentPurpose.REFER, True].setFocus()
    assert rows.taken_back[ConsentPurpose.REFER].isVisibleTo(page)
    assert not rows.taken_back[ConsentPurpose.KEEP].isVisibleTo(page)


@pytest.mark.parametrize("lang", [pytest.param("en", marks=pytest.mark.campaign), "es"])
def test_two_records_of_one_household_are_made_one_by_keyboard_and_undone(app, shown, page, settle, office, went, lang):
    keep = home(office, wants(office, "food"), phones=[PHONE], contact_name="Rosa Tum Caal")[0]
    alike = home(office, wants(office, "ride"), phones=[PHONE], contact_name="Rosa Tum")[0]
    far = home(office, contact_name="Luz Reed", notes="timbre verde")[0]
    set_consent(office, household=alike, purpose=ConsentPurpose.SHARE, given=False, on=TODAY)
    language.switch(app, lang)
    shown()
    page.show_record(keep)
    settle()
    press(Qt.Key.Key_M)
    settle()
    window = next(made for made in page.findChildren(MergeWindow) if made.isVisible())
    window.activateWindow()
    codes = household_codes(office)
    assert [line.uid for line in window._lines] == [alike]
    assert window.windowTitle() == tr("Merge two households")
    window.wanted.setText("verde")
    window._look()
    settle()
    assert [line.uid for line in window._lines] == [far]
    window.wanted.setText("")
    window._look()
    settle()
    window.other_stays.setChecked(True)
    settle()
    assert "1" in window.told.text()
    assert codes[alike] in window.other_stays.text()
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert set(household_codes(office)) == {alike, far}
    merged = household(office, uid=alike)
    assert (len(merged.needs), merged.refused) == (2, {ConsentPurpose.SHARE})
    assert went[-1] == ("households", alike)
    page.context.messages.action.click()
    settle()
    assert set(household_codes(office)) == {keep, alike, far}
    assert not [window for window in page.findChildren(QDialog) if window.isVisible()]


def test_a_long_list_is_read_by_pages_in_any_order_and_finds_a_record_anywhere(shown, page, settle, office):
    with office.store.write("import") as write_:
        codes: set[str] = set()
        for number in range(2 * PAGE + 20):
            codes.add(code := household_code(codes))
            fields = {"zone": "chi-30", "received_on": date(2026, 1, 1) + timedelta(days=number), "code": code}
            write_.add(Household.checked(**fields, contact_name=f"Ñeca {number:03}", size=1 + number % 9))
    shown()
    total = 2 * PAGE + 20
    assert (page.model.rowCount(), page.header.line.text()) == (total, f"{total} households")
    page.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    settle()
    last = page.model.index(total - 1, 1)
    assert page.model.data(page.model.index(0, 1)) == f"Ñeca {total - 1:03}"
    assert page.model.data(last) == "…"  # asked for, and read meanwhile
    settle()
    assert page.model.data(last) == "Ñeca 000"
    page.table.go_to(total - 1)
    settle()
    wanted = page.selected
    page.table.sortByColumn(7, Qt.SortOrder.AscendingOrder)
    settle()
    assert (page.selected, page.table.row()) == (wanted, 0)
    page.show_record(page.model.lines[PAGE + 5].uid)
    settle()
    assert page.household.page.record.contact_name == f"Ñeca {PAGE + 5:03}"
    for column in range(page.model.columnCount()):
        page.table.sortByColumn(column, Qt.SortOrder.DescendingOrder)
        settle()
        shown_ = [page.model.data(page.model.index(row, column)) for row in (0, 1)]
        assert "…" not in shown_


def test_the_log_serves_any_page_and_keeps_what_is_half_written_for_whom_it_is(qtbot, context, settle, office):
    who, other = helper(office), helper(office, name="Ana Reed")
    told = {"on": TODAY, "kind": ContactKind.CALL, "outcome": ContactOutcome.NO_ANSWER}
    log_contact(office, contact=Contact.checked(volunteer=who, **told, note="Trabaja de noche"))
    log = ContactLog(context)
    qtbot.addWidget(log)
    log.show()
    log.show_with(volunteer=who)
    settle()
    assert log.texts() == ["Nov 23, 2026 · Call · No answer"]
    log.open_form()
    log.follow_up.line.setText("+1")
    log.show_with(volunteer=who)
    settle()
    assert log.follow_up.line.text()
    log.note.setFocus()
    assert focused() is not None
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert [one.volunteer for one in follow_ups_until(office, until=TODAY + timedelta(days=1))] == [who]
    log.show_with(volunteer=other)
    settle()
    assert log.texts() == []
    assert log.panel.isHidden()
