"""The schedule's page on a real, encrypted store: by mouse and by keyboard alike, in both languages."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from mutualaid.desktop import language
from mutualaid.desktop.page import Context
from mutualaid.desktop.schedule.choose_person import PersonChooser
from mutualaid.desktop.schedule.hearing_form import HearingForm
from mutualaid.desktop.schedule.lanes import Span, blocks
from mutualaid.desktop.schedule.page import SchedulePage
from mutualaid.desktop.schedule.shift_form import ShiftForm
from mutualaid.desktop.schedule.templates_window import TemplatesWindow
from mutualaid.desktop.widgets.clock_field import read_time
from mutualaid.records.kinds import Daypart, NeedState, ShiftKind
from mutualaid.records.match import LotUse, Match
from mutualaid.records.need import Need
from mutualaid.records.schedule import Appointment, Shift
from mutualaid.records.time import DateRange, Window
from mutualaid.services.bookings import clock
from mutualaid.services.matches import reserve_in
from mutualaid.services.office import open_office
from mutualaid.services.runs import plan_runs
from mutualaid.services.volunteers import change_volunteer
from tests.desktop.keyboard import CONTROL, choose, press, texts, write
from tests.services.make import PASSPHRASE, TODAY, helper, home, stock, wants
from tests.services.test_schedule import at, hearing, watch

TUESDAY = TODAY + timedelta(days=1)
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(qtbot, tasks, office, bar):
    context = Context(office, tasks, bar, go=lambda _key, uid: gone.append(uid), run=print, today=lambda: TODAY)
    gone: list[str] = []
    made = SchedulePage(context)
    made.gone = gone
    tasks.changed.connect(made.changed)
    qtbot.addWidget(made)
    made.resize(1150, 760)
    return made


def kept(office, kind, uid):
    with office.store.read() as read:
        return read.get(kind, uid)


def times(office, uid) -> tuple[datetime, datetime]:
    record = kept(office, Shift, uid)
    return clock(record.starts), clock(record.ends)


def opened(kind):
    form = next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())
    form.activateWindow()
    return form


def middle(canvas, uid) -> QPoint:
    place = canvas.center_of(uid)
    assert place is not None
    return place.toPoint()


def drag(canvas, start: QPoint, end: QPoint) -> None:
    """As a hand does it: press, some moves, and what is said on the way is looked at before the release."""
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    for part in (0.2, 0.6, 1.0):
        QTest.mouseMove(canvas, start + (end - start) * part)


def test_a_shift_is_dragged_stretched_and_taken_back_with_what_stands_against_it_said_before(
    shown, page, settle, office
):
    ana = helper(office, name="Ana Lobos")
    uid = watch(office, at(9, TUESDAY), ana)
    busy = watch(office, at(14, TODAY + timedelta(days=3)), ana)
    change_volunteer(office, uid=ana, absences=[DateRange(first=TODAY, last=TODAY)])
    shown()
    canvas = page.canvas
    day, hour = QPoint(round(canvas.column), 0), QPoint(0, round(canvas.hour))
    drag(canvas, middle(canvas, uid), middle(canvas, uid) - day)
    assert "Ana Lobos: away that day" in texts(page.pane)
    assert not page.pane.buttons["drop", ""].isEnabled()
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle(canvas, uid) - day)
    settle()
    assert times(office, uid)[0] == datetime.combine(TUESDAY, time(9))  # forbidden: it stays in the air
    press(Qt.Key.Key_Escape)
    assert page.state.carry is None
    drag(canvas, middle(canvas, uid), middle(canvas, busy))
    assert "is on a shift then" in texts(page.pane)
    QTest.mouseMove(canvas, middle(canvas, uid) + day + hour * 2)
    assert "○ Ana Lobos: outside the hours they offered" in texts(page.pane)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle(canvas, uid) + day + hour * 2)
    settle()
    there = datetime.combine(TODAY + timedelta(days=2), time(11))
    assert times(office, uid) == (there, there + timedelta(hours=2))
    block = next(one for one in canvas._blocks if one.uid == uid)
    edge = canvas.rect_of(block).bottom() - 3
    grip = QPointF(canvas.rect_of(block).center().x(), edge).toPoint()
    drag(canvas, grip, grip + hour)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=grip + hour)
    settle()
    assert times(office, uid) == (there, there + timedelta(hours=3))
    assert page.context.messages.shown == "Moved."
    page.context.messages.action.click()
    settle()
    assert times(office, uid) == (there, there + timedelta(hours=2))


def test_the_keyboard_does_exactly_the_same_in_spanish(app, shown, page, settle, office):
    language.switch(app, "es")
    ana = helper(office, name="Ana Lobos")
    uid = watch(office, at(9, TUESDAY), ana)
    change_volunteer(office, uid=ana, absences=[DateRange(first=TODAY, last=TODAY)])
    shown()
    canvas = page.canvas
    page.start()
    press(Qt.Key.Key_Down)
    assert "Vigilancia" in canvas.accessibleDescription()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Left)
    assert "Aquí no se puede soltar: Ana Lobos: no está ese día" in canvas.accessibleDescription()
    press(Qt.Key.Key_Return)
    settle()
    assert times(office, uid)[0] == datetime.combine(TUESDAY, time(9))
    press(Qt.Key.Key_Escape)
    assert canvas.accessibleDescription().startswith("Vigilancia")
    press(Qt.Key.Key_M)
    for key, times_pressed in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Down, 3)):
        for _ in range(times_pressed):
            press(key)
    press(Qt.Key.Key_Down, SHIFT)
    assert "tome en cuenta: Ana Lobos: fuera de las horas que ofreció" in canvas.accessibleDescription()
    press(Qt.Key.Key_Return)
    settle()
    there = datetime.combine(TODAY + timedelta(days=2), time(10, 30))
    assert times(office, uid) == (there, there + timedelta(hours=2, minutes=30))
    assert page.context.messages.shown == "Se movió."
    assert canvas.hasFocus()


def test_a_run_moves_by_parts_of_the_day_and_its_matches_with_it(shown, page, settle, office):
    ana = helper(
        office, name="Ana Lobos", availability=[Window(weekday=day, start=time(8), end=time(20)) for day in range(7)]
    )
    lot = stock(office, "produce_box", 9)
    need = home(office, wants(office, "food", item="produce_box", quantity=1))[1]
    day = date.today() + timedelta(days=2)  # a run moves within the days that a plan looks at, from today on
    with office.store.write("accept plan") as writing:
        match = Match.checked(
            need=need,
            volunteers=[ana],
            day=day,
            part=Daypart.MORNING,
            lots=[LotUse(lot=lot, units=1)],
            decided_on=TODAY,
        )
        uid = writing.add(match)
        reserve_in(writing, uid, match)
        writing.change(Need, need, state=NeedState.MATCHED)
    plan_runs(office, day=day)
    page.state.go_to(day)
    shown()
    run = next(one for one in page.state.shown() if one.kind.value == "run")
    assert run.people == (ana,)
    page.canvas.choose(run.uid)
    page.canvas.setFocus()
    press(Qt.Key.Key_M)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    settle()
    assert kept(office, Match, uid).part is Daypart.AFTERNOON, page.context.messages.shown


def test_cover_is_asked_for_and_taken_in_the_pane(shown, page, settle, office):
    ana, eva = helper(office, name="Ana Lobos"), helper(office, name="Eva Ruiz")
    uid = watch(office, at(9, TUESDAY), ana, people=1)
    helper(office, name="Luz Away", absences=[DateRange(first=TUESDAY, last=TUESDAY)])
    shown()
    page.canvas.choose(uid)
    page.pane.buttons["cannot", ana].click()
    settle()
    assert "1 more wanted" in texts(page.pane)
    assert "Ana Lobos (asks for cover)" in texts(page.pane)
    page.cover_button.click()
    settle()
    window = opened(QDialog)
    assert window.model.lines[0].why == "said"
    window.reject()
    page.pane.buttons["cover", ana].click()
    settle()
    chooser = opened(PersonChooser)
    assert chooser.fits[0].volunteer == eva
    assert "▲ Luz Away" in chooser.list.item(1).text()
    assert not chooser.list.item(1).flags() & Qt.ItemFlag.ItemIsEnabled
    press(Qt.Key.Key_Return)
    settle()
    assert kept(office, Shift, uid).volunteers == [eva]
    assert kept(office, Shift, uid).cover == []


def test_a_hearing_is_written_down_by_keyboard_and_its_replacement_steps_in(shown, page, settle, office):
    ana, eva, luz = (helper(office, name=name) for name in ("Ana Lobos", "Eva Ruiz", "Luz Chay"))
    household, need = home(office, wants(office, "accompaniment"))
    shown()
    page.add_hearing.click()
    settle()
    form = opened(HearingForm)
    choose(form.household, form.lists.contacts[household])  # found by name, shown by code
    settle()
    assert form.need.code() == need
    form.day.setFocus()
    form.day.line.selectAll()
    write("nov 24")
    form.starts.setFocus()
    form.starts.line.selectAll()
    write("1:30")
    form.place.setFocus()
    write("Courthouse, case 25-CV-10482")
    form.pair.set_codes([ana, eva])
    form.replacement.set_code(luz)
    form.calls.set_codes([luz, ana])
    press(Qt.Key.Key_S, CONTROL)
    settle()
    assert form.isVisible()  # a case number is not kept unless she insists
    form.place.setFocus()
    form.place.line.selectAll()
    write("Courthouse")
    assert "Dec 1, 2026" in form.gone.text()
    press(Qt.Key.Key_S, CONTROL)
    settle()
    uid = page.gone[-1]
    record = kept(office, Appointment, uid)
    assert clock(record.starts) == datetime.combine(TUESDAY, time(13, 30))
    assert (record.pair, record.need, record.delete_after) == ([ana, eva], need, TUESDAY + timedelta(days=7))
    assert kept(office, Need, need).state is NeedState.SCHEDULED
    page.show_record(uid)
    settle()
    assert "1. Luz Chay" in texts(page.pane)
    assert "This hearing is deleted after Dec 1, 2026, and the journal forgets it." in texts(page.pane)
    page.pane.buttons["step_in", eva].setFocus()
    page.pane.buttons["step_in", eva].click()
    settle()
    assert kept(office, Appointment, uid).pair == [ana, luz]
    assert page.pane.isAncestorOf(QApplication.focusWidget())  # though the button has gone


def test_a_template_and_a_week_are_made_in_the_window(shown, page, settle, office):
    shown()
    page.more.action(1).trigger()
    settle()
    window = opened(TemplatesWindow)
    window.add_button.click()
    settle()
    form = opened(ShiftForm)
    form.kind.set_code("canvass")
    for said in ("Villita", "Pilsen"):  # as people say them
        choose(form.zones.adder, said)
    assert form.zones.codes() == ["chi-30", "chi-31"]
    form.weekday.set_code("2")
    form.starts.set_time(time(16))
    form.ends.set_time(time(18, 30))
    form.save()
    settle()
    assert len(window.model.lines) == 2
    window.save()
    page.more.action(0).trigger()
    settle()
    made = opened(QDialog)
    assert len(made.ticks) == 2
    made.ticks[0].setChecked(False)
    made.save()
    settle()
    with office.store.read() as read:
        shifts = read.all(Shift)
    assert len(shifts) == 1
    assert clock(shifts[0].record.starts) == datetime.combine(TODAY + timedelta(days=9), time(16))


def test_filters_days_and_covered_names(shown, page, settle, office):
    ana, eva = helper(office, name="Ana Lobos"), helper(office, name="Eva Ruiz")
    watch(office, at(9, TUESDAY), ana)
    watch(office, at(9, TUESDAY), eva, zone="chi-31", kind=ShiftKind.INTAKE)
    hearing(office, home(office)[0], at(13, TUESDAY), eva)
    shown()
    state = page.state
    assert len(state.shown()) == 3
    page.filters.kinds["hearing"].click()
    assert [one.kind.value for one in state.shown()] == ["shift", "shift"]
    page.filters.zone.set_code("chi-31")
    page.filters.zone.chosen.emit("chi-31")
    assert [one.people for one in state.shown()] == [(eva,)]
    page.filters.show_all.click()
    page.filters.volunteer.chosen.emit(ana)
    assert [one.people for one in state.shown()] == [(ana,)]
    page.filters.show_all.click()
    page.canvas.choose(state.shown()[0].uid)
    page.canvas.setFocus()
    press(Qt.Key.Key_D)
    settle()
    assert (state.first, state.days) == (TUESDAY, 1)
    press(Qt.Key.Key_PageDown)
    settle()
    assert state.shown() == []
    press(Qt.Key.Key_W)
    settle()
    assert state.first == TODAY
    page.canvas.choose(state.shown()[0].uid)
    page.set_masked(True)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what was said before goes now
    assert "Ana Lobos" not in texts(page.pane)
    assert "Ana Lobos" not in page.canvas.accessibleDescription()
    page.show_names.click()
    assert "Ana Lobos" in texts(page.pane)


def test_entries_that_overlap_lie_side_by_side_and_midnight_cuts_them():
    day = date(2026, 11, 23)

    def span(uid: str, first: float, last: float) -> Span:
        begins = datetime.combine(day, time())
        return Span(uid, begins + timedelta(hours=first), begins + timedelta(hours=last))

    found = blocks(
        [span("a", 9, 12), span("b", 10, 11), span("c", 11, 13), span("d", 14, 15), span("n", 22, 26)], day, 2
    )
    lanes = {(one.uid, one.day.day): (one.lane, one.lanes) for one in found}
    assert lanes["a", 23] == (0, 2)
    assert lanes["b", 23] == lanes["c", 23] == (1, 2)
    assert lanes["d", 23] == (0, 1)
    night = [one for one in found if one.uid == "n"]
    assert [(one.top, one.bottom, one.begins, one.finishes) for one in night] == [
        (1320, 1440, True, False),
        (0, 120, False, True),
    ]


def test_times_are_read_as_people_say_them():
    said = {"9": time(9), "2": time(14), "02": time(2), "9:30 pm": time(21, 30), "12 a.m.": time(0), "noon": time(12)}
    said |= {"21:15": time(21, 15), "mediodía": time(12), "8:30\u202fa.\u202fm.": time(8, 30), "": None}
    for text, moment in said.items():
        assert read_time(text) == moment
    for text in ("25", "9:75", "13 pm", "soon"):
        with pytest.raises(ValueError, match=r"."):
            read_time(text)


def test_unlocking_an_office_deletes_the_hearings_of_long_ago(program, place, unlock):
    office = open_office(place, passphrase=PASSPHRASE)
    uid = hearing(office, home(office)[0], at(9, date.today() - timedelta(days=8)))
    office.close()
    program.show_unlock(place)
    office = unlock()
    with office.store.read() as read:
        assert read.count(Appointment, uid=uid) == 0
