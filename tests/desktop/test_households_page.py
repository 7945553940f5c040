"""The households page and its form on a real, encrypted store, used by keyboard."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from mutualaid.desktop import language
from mutualaid.desktop.households.editor import HouseholdEditor
from mutualaid.desktop.households.more_needs import MoreNeeds
from mutualaid.desktop.households.page import HouseholdsPage, add_household
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.masked import DOTS
from mutualaid.records.household import AgeBand, Phone
from mutualaid.records.kinds import ConsentPurpose, ContactOutcome, Mode, NeedState
from mutualaid.records.views import Area, Changed
from mutualaid.services.households import household, household_lines, similar_households
from mutualaid.services.needs import close_need
from tests.desktop.keyboard import CONTROL, choose, press, tab_to, texts, write
from tests.services.make import TODAY, helper, home, wants

PHONE = Phone(number="+17735550165", may_text=False, may_leave_message=False, who_answers="su hermana")


@pytest.fixture
def went():
    return []


@pytest.fixture
def context(tasks, office, went, bar):
    def go(key, uid):
        went.append((key, uid))

    return Context(office, tasks, bar, go=go, run=lambda _name: None, today=lambda: TODAY)


@pytest.fixture
def page(qtbot, tasks, context):
    made = HouseholdsPage(context)
    tasks.changed.connect(made.changed)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    return made


def opened(page, kind=HouseholdEditor):
    dialog = next(made for made in page.findChildren(kind) if made.isVisible())
    dialog.activateWindow()
    return dialog


def test_a_household_with_two_needs_is_entered_in_spanish_by_keyboard_alone(app, shown, page, settle, office, went):
    language.switch(app, "es")
    shown()
    page.add()
    settle()
    form = opened(page)
    assert form.windowTitle() == "Agregar un hogar"
    write("Micaela Xol Tum")
    tab_to(form.fields.phones.rows[0].number)
    write("773 555 0165")
    tab_to(form.fields.phones.rows[0].may_text)
    press(Qt.Key.Key_Space)
    choose(form.fields.languages.adder, "kiche")
    tab_to(form.fields.people)
    write("5")
    choose(form.fields.zone, "little vill")
    first = form.needs.rows[0]
    choose(first.category, "comida")
    settle()
    tab_to(form.needs.add_button)
    press(Qt.Key.Key_Space)
    second = form.needs.rows[1]
    choose(second.category, "transporte a una cita")
    settle()
    tab_to(second.needed_by)
    write("25 nov")
    press(Qt.Key.Key_S, CONTROL)
    settle()

    line = household_lines(office)[0]
    kept = household(office, uid=line.uid)
    assert kept.record.contact_name == "Micaela Xol Tum"
    assert kept.record.phones == [Phone(number="+17735550165", may_text=False)]
    assert kept.record.languages == ["quc"]
    assert (kept.record.size, kept.record.zone) == (5, "chi-30")
    food, ride = (need.record for need in kept.needs)
    assert (food.category, food.mode, food.item is not None) == ("food", Mode.DELIVERY, True)
    assert food.quantity == wants(office, "food", size=5).quantity
    assert (ride.category, ride.skill, ride.needed_by) == ("ride", "rides", date(2026, 11, 25))
    assert went == [("households", line.uid)]
    assert page.context.messages.shown == "El hogar se guardó con 2 necesidades."


def test_nothing_is_kept_while_something_is_wrong_and_each_fault_is_at_its_field(shown, page, settle, office):
    shown()
    page.add()
    settle()
    form = opened(page)
    form.fields.phones.rows[0].number.setText("12")
    form.fields.ages.fields[0, 2].setValue(3)
    form.fields.received.line.setText("3/4")
    form.save()
    rows = {key: row for part in form.forms for key, row in part.rows.items()}
    assert {key for key, row in rows.items() if row.wrong} == {"zone", "ages", "received_on"}
    assert not form.fields.phones.rows[0].error.isHidden()
    assert form.fields.phones.rows[0].number.accessibleDescription()
    assert form.isVisible()
    assert household_lines(office) == []
    form.dirty = False
    form.reject()


def test_escape_asks_before_what_was_typed_is_lost(shown, page, settle, office):
    shown()
    page.add()
    settle()
    form = opened(page)
    write("Rosa")
    press(Qt.Key.Key_Escape)
    assert form.isVisible()
    question = next(child for child in form.children() if hasattr(child, "yes"))
    question.yes.click()
    assert household_lines(office) == []
    page.add()
    settle()
    form = opened(page)
    press(Qt.Key.Key_Escape)
    assert not form.isVisible()


def test_a_known_household_is_changed_and_what_was_not_touched_stays(shown, page, settle, office):
    ages = [AgeBand(low=0, high=11, people=2), AgeBand(low=18, high=64, people=2)]
    uid = home(office, phones=[PHONE], ages=ages, diet=["halal"], notes="Timbre 2")[0]
    before = household(office, uid=uid).record
    shown()
    page.edit()
    settle()
    form = opened(page)
    form.save()
    settle()
    assert household(office, uid=uid).record == before
    page.edit()
    settle()
    form = opened(page)
    tab_to(form.fields.address)
    write("2652 S Trumbull")
    press(Qt.Key.Key_Return, CONTROL)
    settle()
    after = household(office, uid=uid).record
    assert after.address == "2652 S Trumbull"
    assert after.model_dump(exclude={"address"}) == before.model_dump(exclude={"address"})


def test_phone_name_and_address_are_nowhere_until_asked_for_and_the_rules_come_first(shown, page, office):
    home(office, phones=[PHONE], address="2652 S Trumbull", safe_contact="Solo por la tarde")
    shown()
    seen = texts(page.household)
    assert "555-0165" not in seen
    assert "Rosa Tum" not in seen
    assert "2652" not in seen
    rule = seen.index("do not send a text")
    assert seen.index("Solo por la tarde") < rule < seen.index(DOTS)
    assert "su hermana" in seen
    phone = next(masked for masked in page.household.masked if masked.label.accessibleName() == "Phone")
    phone.button.click()
    assert phone.label.text() == "(773) 555-0165"
    page.set_masked(True)
    assert phone.label.text() == DOTS


def test_the_list_never_shows_a_number_and_covers_names_when_she_has_been_away(shown, page, office):
    home(office, phones=[PHONE])
    shown()

    def row():
        return [page.model.data(page.model.index(0, column)) for column in range(page.model.columnCount())]

    assert "Rosa Tum" in row()
    assert not any("5550165" in text or "555-0165" in text for text in row())
    page.set_masked(True)
    assert "Rosa Tum" not in row()
    assert "R. T." in row()
    page.show_names.click()
    assert "Rosa Tum" in row()


def test_the_language_changes_everything_that_is_open_at_once(app, shown, page, settle, office):
    home(office, wants(office, "food"), phones=[PHONE])
    shown()
    page.add()
    settle()
    form = opened(page)
    form.needs.rows[0].category.set_code("food")
    before = texts(page.household), texts(form)
    language.switch(app, "es")
    assert form.windowTitle() == "Agregar un hogar"
    assert form.needs.rows[0].category.line.text() == "Comida"
    assert page.header.title.text() == "Hogares"
    assert page.header.line.text() == "1 hogar"
    assert page.model.headerData(1, Qt.Orientation.Horizontal) == "Nombre"
    assert page.household.need_rows()[0].startswith("Comida")
    language.switch(app, "en")
    assert (texts(page.household), texts(form)) == before
    form.reject()


def test_someone_already_known_is_shown_while_she_is_typed_again(shown, page, settle, office, went):
    uid = home(office, phones=[PHONE], contact_name="Rosa Tum Caal")[0]
    shown()
    page.add()
    settle()
    form = opened(page)
    write("rosa tum")
    tab_to(form.fields.phones.rows[0].number)
    settle()
    assert [line.uid for line in form.similar.lines] == [uid]
    assert "Rosa Tum Caal" in form.similar.buttons[0].text()
    form.fields.name.set_text("Otra Persona")
    form.fields.phones.rows[0].number.setText("+1 (773) 555-0165")
    form.similar.look()
    settle()
    assert [line.uid for line in form.similar.lines] == [uid]
    form.dirty = False
    form.similar.buttons[0].click()
    assert went == [("households", uid)]


def test_a_household_is_not_like_itself_nor_like_a_stranger(office):
    uid = home(office, phones=[PHONE], contact_name="Rosa Tum Caal")[0]
    home(office, contact_name="Rosa")
    record = household(office, uid=uid).record
    assert similar_households(office, household=record) == []
    again = record.model_copy(update={"code": "draft", "phones": [], "contact_name": "Caal, Rosa"})
    assert [line.uid for line in similar_households(office, household=again)] == [uid]


def test_what_the_note_should_not_hold_is_pointed_out_and_taken_out(shown, page, settle):
    shown()
    page.add()
    settle()
    form = opened(page)
    form.fields.notes.set_text("Su número A es A123456789, tocar dos veces")
    assert not form.fields.notes.alarm.isHidden()
    form.fields.notes.setFocus()
    press(Qt.Key.Key_R, CONTROL)
    assert "A123456789" not in form.fields.notes.text()
    form.dirty = False
    form.reject()


def test_an_answer_about_consent_is_kept_and_the_button_keeps_the_focus(shown, page, settle, office):
    uid = home(office)[0]
    shown()
    rows = page.household.consents
    button = rows.buttons[ConsentPurpose.SHARE, False]
    assert button.accessibleName() == "Share with a volunteer: no"
    rows.how.set_code("signed")
    button.setFocus()
    press(Qt.Key.Key_Space)
    settle()
    assert button.isChecked()
    assert button.hasFocus()
    assert rows.said[ConsentPurpose.SHARE].text() == "No · Nov 23, 2026 · They signed"
    consent = household(office, uid=uid).consents[0].record
    assert (consent.purpose, consent.given, consent.how) == (ConsentPurpose.SHARE, False, "signed")
    rows.buttons[ConsentPurpose.SHARE, True].click()
    settle()
    assert not button.isChecked()


def test_a_call_is_written_down_with_the_day_to_try_again(shown, page, settle, office):
    uid = home(office)[0]
    shown()
    log = page.household.log
    log.open_button.click()
    log.outcome.set_code(ContactOutcome.NO_ANSWER.value)
    log.follow_up.line.setText("nov 1")
    log.save_button.click()
    assert log.form.rows["follow_up_on"].wrong
    log.follow_up.line.setText("+2")
    log.note.set_text("Contestó una niña")
    log.save_button.click()
    settle()
    contact = household(office, uid=uid).contacts[0].record
    assert (contact.outcome, contact.follow_up_on) == (ContactOutcome.NO_ANSWER, date(2026, 11, 25))
    assert log.texts() == ["Nov 23, 2026 · Call · No answer · try again in 2 days"]
    assert log.panel.isHidden()


def test_enter_on_a_need_opens_it_on_its_page_and_the_waiting_ones_come_first(shown, page, office, went):
    _home, food, ride = home(office, wants(office, "food"), wants(office, "ride"))
    from mutualaid.records.kinds import CloseReason

    close_need(office, uid=food, reason=CloseReason.MET_ELSEWHERE)
    shown()
    assert [text.split(" · ")[0] for text in page.household.need_rows()] == ["Ride to an appointment", "Food"]
    page.household.work.needs.setFocus()
    press(Qt.Key.Key_Return)
    assert went == [("needs", ride)]


def test_needs_are_added_to_a_household_that_is_known(shown, page, settle, office):
    uid = home(office)[0]
    shown()
    page.add_need()
    settle()
    form = opened(page, MoreNeeds)
    form.save()
    assert form.needs.rows[0].rows["category"].wrong
    choose(form.needs.rows[0].category, "diapers")
    settle()
    press(Qt.Key.Key_S, CONTROL)
    settle()
    needs = household(office, uid=uid).needs
    assert [(need.record.category, need.record.state) for need in needs] == [("baby", NeedState.OPEN)]
    assert len(page.household.need_rows()) == 1


def test_the_search_narrows_the_list_and_escape_shows_all(shown, page, settle, office):
    for name in ("Ana Reed", "Rosa Tum", "Luz Tum"):
        home(office, contact_name=name)
    shown()
    page.find_here()
    write("tum")
    page.refresh()
    settle()
    assert sorted(line.contact_name for line in page.model.lines) == ["Luz Tum", "Rosa Tum"]
    assert page.header.line.text() == "2 households found"
    page.search.setText("nobody at all")
    page.refresh()
    settle()
    assert page.results.currentWidget() is page.nothing
    page.find_here()
    press(Qt.Key.Key_Escape)
    settle()
    assert len(page.model.lines) == 3


def test_an_empty_office_says_what_to_do_and_a_new_household_can_be_begun_from_anywhere(shown, page, settle):
    shown()
    assert page.stack.currentWidget() is page.empty
    add_household(page.context, page)
    settle()
    opened(page).reject()


def test_a_record_asked_for_is_shown_whatever_the_search_says(shown, page, settle, office):
    home(office, contact_name="Ana Reed")
    uid = home(office, contact_name="Rosa Tum")[0]
    shown()
    page.search.setText("reed")
    page.refresh()
    settle()
    page.show_record(uid)
    settle()
    assert page.household.page.uid == uid
    assert page.search.text() == ""


def test_a_household_keeps_its_place_when_something_else_is_written(shown, page, settle, office):
    for name in ("Ana Reed", "Luz Tum", "Rosa Tum"):
        home(office, contact_name=name)
    shown()
    page.table.go_to(2)
    settle()
    uid = page.selected
    page.changed(Changed(frozenset({Area.HOUSEHOLDS}), ()))
    settle()
    assert (page.selected, page.table.row()) == (uid, 2)


def test_volunteers_who_must_not_come_are_chosen_by_name_and_kept_by_who_they_are(shown, page, settle, office):
    uid, who = home(office)[0], helper(office, name="Inés Nowak")
    shown()
    page.edit()
    settle()
    form = opened(page)
    choose(form.fields.volunteers.adder, "ines")
    form.save()
    settle()
    assert household(office, uid=uid).record.excluded_volunteers == [who]
    assert "Inés Nowak" in texts(page.household)
