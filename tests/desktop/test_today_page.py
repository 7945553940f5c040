"""The page that an office opens on: what it says, where Enter leads, and what it keeps covered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mutualaid.desktop import theme
from mutualaid.desktop.page import Context
from mutualaid.desktop.search import SearchField
from mutualaid.desktop.search_words import hit_words
from mutualaid.desktop.today.page import TodayPage
from mutualaid.desktop.today.plots import LOAD_LAYERS, SHELF_LAYERS, URGENCY_LAYERS
from mutualaid.records.household import Contact
from mutualaid.records.kinds import ContactKind, ContactOutcome, Recurrence, Urgency
from mutualaid.records.views import SearchHit
from mutualaid.services.contact_log import log_contact
from mutualaid.services.needs import need
from mutualaid.services.office import Office
from mutualaid.services.today_lines import SectionKind
from tests.desktop.seen_words import words_of
from tests.services.make import TODAY, helper, home, stock, wants

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def went() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def page(office: Office, tasks, bar, qtbot, went) -> TodayPage:
    context = Context(
        office, tasks, bar, go=lambda key, uid: went.append((key, uid)), run=lambda _name: None, today=lambda: TODAY
    )
    made = TodayPage(context)
    made.set_masked(True)
    made.resize(1100, 700)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def filled(office: Office) -> dict[str, str]:
    """A household with an overdue need and one that comes back weekly, to be called back; a volunteer; a lot."""
    weekly = wants(office, "baby", recurrence=Recurrence.WEEKLY, received_on=TODAY - timedelta(days=8))
    uid, urgent, _weekly = home(
        office, wants(office, "food", urgency=Urgency.TODAY, needed_by=YESTERDAY), weekly, contact_name="Rosa Tum"
    )
    call = {"on": TODAY - timedelta(days=3), "kind": ContactKind.CALL, "outcome": ContactOutcome.NO_ANSWER}
    log_contact(office, contact=Contact.checked(household=uid, follow_up_on=TODAY, **call))
    helper(office)
    lot = stock(office, "produce_box", 12, expires_on=TODAY + timedelta(days=2))
    return {"home": uid, "urgent": urgent, "lot": lot}


def lines(page: TodayPage, kind: SectionKind) -> list[list[str]]:
    model = page.sections[kind].model
    return [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]


def test_each_line_says_whom_what_and_when_and_covers_the_name(page, filled, office, shown) -> None:
    shown()
    code = need(office, uid=filled["urgent"]).record.code
    assert lines(page, SectionKind.URGENT) == [[f"{code}  R. T.", "Food: Produce box", "was needed yesterday"]]
    assert lines(page, SectionKind.CALLS)[0][1:] == ["Call again: nobody answered", "due today"]
    assert lines(page, SectionKind.SUPPLIES) == [["L-1", "Produce box: 12\u00a0boxes", "expires in 2 days"]]
    assert not any("Rosa" in text for _kind, text in words_of(page))
    page.show_names.click()
    assert lines(page, SectionKind.URGENT)[0][0] == f"{code}\nRosa Tum"
    page.set_masked(True)
    assert not any("Rosa" in text for _kind, text in words_of(page))
    assert page.header.line.text() == "Monday, November 23, 2026: 3 things wait"


def test_the_arrows_go_through_all_sections_and_enter_goes_where_the_work_is(page, filled, went, shown, qtbot) -> None:
    shown()
    page.start()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(page.focusWidget(), key)
    assert went == [("needs", filled["urgent"]), ("households", filled["home"]), ("supplies", filled["lot"])]
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Down)
    assert page.focusWidget() is page.sections[SectionKind.SUPPLIES].table
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Up)
    assert page.focusWidget() is page.sections[SectionKind.CALLS].table


def test_f5_brings_back_what_is_due_and_the_page_follows_each_write(
    page, filled, office, shown, settle: Callable[[], None]
) -> None:
    shown()
    page.context.tasks.changed.connect(page.changed)
    page.again()
    settle()
    assert "1 need came back." in page.context.messages.text.text()
    call = {"on": TODAY, "kind": ContactKind.CALL, "outcome": ContactOutcome.REACHED}
    done = Contact.checked(household=filled["home"], **call)
    page.context.tasks.write(lambda: log_contact(office, contact=done), owner=page)
    settle()
    assert not page.sections[SectionKind.CALLS].isVisibleTo(page)


def test_when_nothing_waits_the_page_says_so_calmly(page, shown) -> None:
    shown()
    page.start()
    assert page.nothing.isVisibleTo(page)
    assert not page.standing.isVisibleTo(page)
    assert page.nothing.buttons[0].hasFocus()
    assert page.header.line.text() == "Monday, November 23, 2026: nothing waits"


def test_long_sections_are_folded_and_say_where_the_rest_is(page, office, shown, went) -> None:
    home(office, *(wants(office, "food", urgency=Urgency.TODAY) for _ in range(45)))
    shown()
    card = page.sections[SectionKind.URGENT]
    assert (len(card.model.lines), card.more.text()) == (5, "Show 35 more")
    assert not card.elsewhere.isVisibleTo(page)
    card.more.click()
    assert (len(card.model.lines), card.more.text()) == (40, "Show fewer")
    assert card.elsewhere.text() == "5 more are on Needs"
    card.elsewhere.click()
    assert went == [("needs", "")]


def test_every_plot_can_be_reached_heard_and_read_as_a_table(page, filled, shown) -> None:
    shown()
    ages, shelves, _loads = page.standing.plots
    assert ages.chart.accessibleName() == "What waits, and for how long"
    assert ages.chart.accessibleDescription().startswith("less than 7 days: 1 (Today 1); 7 to 13 days: 1 (This week 1)")
    assert shelves.chart.accessibleDescription() == "Produce box: 12\u00a0boxes (free 12)"
    assert all(plot.chart.focusPolicy() & Qt.FocusPolicy.TabFocus for plot in page.standing.plots)
    ages.toggle.click()
    assert ages.figures.isVisibleTo(page)
    assert not ages.chart.isVisibleTo(page)
    cells = [ages.figures.item(0, column).text() for column in range(6)]
    assert cells == ["less than 7 days", "1", "0", "0", "0", "1"]
    assert ages.toggle.accessibleName() == "What waits, and for how long: As a picture"


def test_layers_stand_out_in_every_look_and_differ_by_more_than_their_tone(app, page, filled, shown) -> None:
    shown()
    for layers in (URGENCY_LAYERS, SHELF_LAYERS, LOAD_LAYERS):
        assert len({layer.pattern for layer in layers}) == len(layers)
    for shade in (theme.LIGHT, theme.DARK, theme.CONTRAST):
        for layer in (*URGENCY_LAYERS, *SHELF_LAYERS, *LOAD_LAYERS):
            assert theme.contrast(getattr(shade, layer.tone), shade.base) >= 3
        assert min(theme.contrast(shade.danger, ground) for ground in (shade.base, shade.soft)) >= 4.5
    picture = page.standing.ages.chart.grab().toImage()
    seen = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(0, picture.height(), 4)}
    assert {theme.tones().danger, theme.tones().warn} <= seen


def test_what_was_found_tells_its_kind_and_covers_names_and_notes_while_nobody_is_there(app, tasks, qtbot) -> None:
    found = SearchHit(
        "household", "u7", "MARU-47", "Rosa Tum", via="contact", source="c1", on=TODAY, excerpt="wants the crib"
    )
    assert hit_words(found, masked=False) == (
        "Household · MARU-47 · Rosa Tum\nContact log, Nov 23, 2026: wants the crib"
    )
    opened: list[SearchHit] = []
    field = SearchField(tasks, lambda _text: [found], lambda _kind: "search")
    qtbot.addWidget(field)
    field.opened.connect(opened.append)
    field.show()
    field.setFocus()
    field.cover()

    def shown() -> list[str]:
        return [field.results.item(row).text() for row in range(field.results.count())]

    QTest.keyClicks(field, "crib")
    qtbot.waitUntil(field.results.isVisible)
    assert shown() == ["Household · MARU-47 · R. T.\nContact log, Nov 23, 2026", "Show names"]
    QTest.keyClick(field, Qt.Key.Key_PageDown)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert shown() == [hit_words(found, masked=False)]
    assert opened == []
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert opened == [found]
    assert not field.results.isVisible()
