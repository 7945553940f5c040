"""The week of offered hours: painted, typed, copied and undone, to the minute where nothing was changed."""

from __future__ import annotations

import os
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mutualaid.desktop import language
from mutualaid.desktop.page import Context
from mutualaid.desktop.volunteers.editor import VolunteerEditor
from mutualaid.desktop.volunteers.page import VolunteersPage
from mutualaid.desktop.volunteers.week_model import DAY, HALF, Week, joined, read_spans, spans_words
from mutualaid.desktop.volunteers.who_could_window import WhoCould
from mutualaid.language.catalog import set_language
from mutualaid.records.schedule import Shift
from mutualaid.records.time import DateRange, Window
from mutualaid.records.volunteer import Training
from mutualaid.services.volunteers import volunteer
from tests.desktop.keyboard import CONTROL, SHIFT, press, texts
from tests.services.make import SATURDAY, helper

Key = Qt.Key
MANY = 1000 if "MUTUALAID_CAMPAIGN" in os.environ else 15
TODAY = date.today()

moments = st.integers(0, DAY - 2).map(lambda at: time(*divmod(at, 60)))
windows = st.lists(
    st.builds(
        lambda start, length, weekday: Window(
            weekday=weekday, start=start, end=time(*divmod(min(start.hour * 60 + start.minute + length, DAY - 1), 60))
        ),
        moments, st.integers(1, 600), st.sampled_from([None, *range(7)]),
    ),
    max_size=6,
)  # fmt: skip
strokes = st.lists(
    st.tuples(st.sets(st.integers(0, 6), min_size=1), st.integers(0, 47), st.integers(0, 47), st.booleans()), max_size=8
)


def minutes(week: Week) -> set[tuple[int, int]]:
    return {(day, at) for day in range(7) for start, end in week.days[day] for at in range(start, end)}


@settings(max_examples=MANY)
@given(windows, strokes)
def test_painting_offers_just_what_was_painted_and_leaves_other_days_as_they_were_typed(given_windows, painted) -> None:
    dated = Window(on=date(2026, 12, 1), start=time(8), end=time(9))
    before = [*given_windows, dated]
    week = Week.of(before)
    assert week.windows(before) == before, "nothing changed, nothing is written anew"
    offered = minutes(week)
    for days, one, other, on in painted:
        first, last = min(one, other), max(one, other)
        week = week.painted(days, first, last, on)
        stroke = {(day, at) for day in days for at in range(first * HALF, (last + 1) * HALF)}
        offered = offered | stroke if on else offered - stroke
        assert all(week.share(day, half) == float(on) for day in days for half in (first, last))
    assert minutes(week) == offered
    assert all(spans == joined(spans) for spans in week.days), "no two spans touch"
    after = week.windows(before)
    assert Week.of(after) == week
    assert [one for one in after if one.on is not None] == [dated]
    was = Week.of(before)
    for day in range(7):
        if week.days[day] == was.days[day]:
            kept = [(one.start, one.end) for one in before if one.on is None and one.weekday in (None, day)]
            assert kept == [(w.start, w.end) for w in after if w.on is None and w.weekday in (None, day)]


@settings(max_examples=MANY)
@given(windows)
def test_what_is_read_is_typed_back_in_both_languages(given_windows) -> None:
    try:
        for tongue in ("en", "es"):
            set_language(tongue)
            for spans in Week.of(given_windows).days:
                assert read_spans(spans_words(spans)) == spans
    finally:
        set_language("en")


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("8-12, 5pm-8:30pm", ((480, 720), (1020, 1230))),
        ("2-6pm", ((840, 1080),)),
        ("10-2pm", ((600, 840),)),
        ("de 9 a 13 y de 15 a 18", ((540, 780), (900, 1080))),
        ("8 pm - 12 am", ((1200, DAY),)),
        ("", ()),
        ("8", None), ("12-8", None), ("25-26", None), ("mañana", None), ("13 pm-14 pm", None),
    ],
)  # fmt: skip
def test_times_are_understood_as_people_type_them(typed: str, spans: object) -> None:
    if spans is None:
        with pytest.raises(ValueError, match=r"no|ends"):
            read_spans(typed)
    else:
        assert read_spans(typed) == spans


@pytest.fixture
def page(qtbot, tasks, office, bar):
    context = Context(office, tasks, bar, go=lambda _key, _uid: None, run=lambda _name: None)
    made = VolunteersPage(context)
    tasks.changed.connect(made.changed)
    qtbot.addWidget(made)
    made.resize(1100, 760)
    return made


def opened(page) -> VolunteerEditor:
    form = next(made for made in page.findChildren(VolunteerEditor) if made.isVisible())
    form.activateWindow()
    return form


def test_hours_are_painted_by_mouse_and_by_keyboard_typed_copied_and_undone(app, shown, page, settle, office):
    language.switch(app, "es")
    uid = helper(office, availability=[SATURDAY])
    shown()
    page.edit()
    settle()
    form = opened(page)
    grid = form.week.grid
    start, end = grid.cell(1, 20).center(), grid.cell(2, 23).center()
    QTest.mousePress(grid, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(grid, end)
    QTest.mouseRelease(grid, Qt.MouseButton.LeftButton, pos=end)
    assert [grid.week.days[day] for day in (1, 2, 5)] == [((600, 720),), ((600, 720),), ((480, 720),)]
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell(1, 20).center())
    assert grid.week.days[1] == ((630, 720),), "a stroke that begins on what is offered rubs it out"
    grid.setFocus()
    press(Key.Key_Z, CONTROL)
    assert grid.week.days[1] == ((600, 720),)
    press(Key.Key_Home)
    press(Key.Key_PageDown)
    press(Key.Key_Right, SHIFT)
    press(Key.Key_PageDown, SHIFT)
    press(Key.Key_Space)
    assert grid.week.days[0] == ((720, 1020),)
    assert grid.week.days[1] == ((600, 1020),)
    assert "lunes" not in grid.accessibleDescription().split(".")[0]
    assert grid.accessibleDescription().startswith("martes, tarde: ofrece 10:00")
    assert form.week.label.text() == "martes:"
    form.week.typed.setText("7:15-9:40")
    form.week.typed.editingFinished.emit()
    assert grid.week.days[1] == ((435, 580),)
    form.week.typed.setText("nunca")
    form.week.typed.editingFinished.emit()
    assert form.week.error.isVisibleTo(form)
    assert form.check() is None, "what is no time is not saved"
    form.week.typed.setText("7:15-9:40")
    form.week.copy_button.action(1).trigger()
    assert grid.week.days[6] == ((435, 580),)
    form.week.undo_button.click()
    assert grid.week.days[5] == ((480, 720),)
    row = form.dated.add()
    row.on.set_day(date(2026, 12, 24))
    row.times.setText("9-11, 16-18")
    form.save()
    settle()
    kept = volunteer(office, uid=uid).record.availability
    assert SATURDAY in kept
    assert Window(weekday=1, start=time(7, 15), end=time(9, 40)) in kept
    assert [one for one in kept if one.on is not None] == [
        Window(on=date(2026, 12, 24), start=time(9), end=time(11)),
        Window(on=date(2026, 12, 24), start=time(16), end=time(18)),
    ]


def test_an_absence_shows_what_it_hits_and_cover_is_found(shown, page, settle, office):
    day = TODAY + timedelta(days=1)
    free = [Window(start=time(8), end=time(20))]
    lapsing = Training(skill="legal", on=day - timedelta(days=400), expires=day)
    ana = helper(office, name="Ana", availability=free, trainings=[lapsing])
    bea = helper(office, name="Bea", availability=free)
    starts = datetime.combine(day, time(9)).astimezone()
    with office.store.write("test") as write:
        shift = {"kind": "watch", "zone": "chi-30", "starts": starts, "ends": starts + timedelta(hours=2)}
        uid = write.add(Shift.checked(volunteers=[ana], **shift))
    shown()
    page.show_record(ana)
    settle()
    assert "booked, shift, watch" in page.volunteer.week.accessibleDescription().lower()
    page.edit()
    settle()
    form = opened(page)
    row = form.absences.add()
    row.set_range(DateRange(first=day, last=day))
    form.absences.changed.emit()
    settle()
    assert "Booked while away" in form.hits.text()
    assert day.weekday() in form.week.grid.away
    form.save()
    settle()
    assert "Away:" in texts(page.volunteer)
    button = page.volunteer.hits.buttons[uid]
    button.setFocus()
    press(Key.Key_F)
    settle()
    who = next(found for found in page.findChildren(WhoCould) if found.isVisible())
    assert [one.name for one in who.found if one.able] == ["Bea"]
    who.list.setFocus()
    who.take()
    settle()
    with office.store.read() as read:
        assert read.get(Shift, uid).volunteers == [bea]
    assert page.volunteer.hits.buttons == {}
    assert "lapses soon" in texts(page.volunteer)
    renew = page.volunteer.trainings.buttons["legal"]
    page.activateWindow()
    renew.setFocus()
    press(Key.Key_R)
    settle()
    [training] = volunteer(office, uid=ana).record.trainings
    assert training == Training(skill="legal", on=TODAY, expires=TODAY + timedelta(days=400))
    assert page.volunteer.trainings.buttons == {}
    assert page.volunteer.week_pane.back.isEnabled() is False
    page.volunteer.week_pane.turn(1)
    assert page.volunteer.week_pane.back.isEnabled()
