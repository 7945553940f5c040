"""The summaries page on a real, encrypted store: a year of invented requests, real summaries, real files."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from mutualaid.desktop import language
from mutualaid.desktop import tasks as task_module
from mutualaid.desktop.page import Context
from mutualaid.desktop.progress import ProgressWindow
from mutualaid.desktop.summaries import published, verbs
from mutualaid.desktop.summaries.hand_out import HandOut
from mutualaid.desktop.summaries.page import INSIDE, PLAN, PUBLIC, SummariesPage
from mutualaid.desktop.summaries.preview import PublishedChart
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.language.errors import sentence
from mutualaid.progress import Cancelled
from mutualaid.records.errors import BadInput, NoSpace
from mutualaid.records.kinds import UNFINISHED
from mutualaid.records.views import NeedFilter
from mutualaid.services import releases as service
from mutualaid.services.drafts import Draft
from mutualaid.services.needs import need_ids
from mutualaid.services.office import create_office
from mutualaid.services.publication_plan import publication_plan, review_plan
from mutualaid.services.releases import make_release, published_file, releases, settle_release
from mutualaid.services.sampling import fill_sample
from mutualaid.summaries.plan import USUAL_PLAN
from tests.services.backing import back_up, restore
from tests.services.make import CHEAP, PASSPHRASE, TODAY, new_office


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """An office with a year behind it that has published nothing yet."""
    office = new_office(tmp_path_factory.mktemp("first") / "office")
    fill_sample(office, households=30, needs=60, volunteers=0, lots=0, seed=3, until=TODAY, months=5)
    yield office
    office.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """An office with a busy year behind it; its ledger grows as the tests go."""
    office = new_office(tmp_path_factory.mktemp("year") / "office")
    fill_sample(office, households=300, needs=3_600, volunteers=0, lots=0, seed=3, until=TODAY)
    review_plan(office, plan=USUAL_PLAN, today=TODAY)
    yield office
    office.close()


def open_page(office, tasks, qtbot, bar: MessageBar) -> SummariesPage:
    context = Context(office, tasks, bar, go=lambda _k, _u: None, run=lambda _n: None,
                      today=lambda: TODAY)  # fmt: skip
    made = SummariesPage(context)
    tasks.changed.connect(made.changed)
    qtbot.addWidget(made)
    made.resize(1100, 720)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: not tasks.busy)
    return made


@pytest.fixture
def page(qtbot, tasks, filled, bar):
    made = open_page(filled, tasks, qtbot, bar)
    yield made
    for window in QApplication.topLevelWidgets():
        if window.isVisible() and window is not made:
            window.close()


@pytest.fixture
def settle(qtbot, tasks) -> Callable[[], None]:
    def wait() -> None:
        for _ in range(4):  # an answer may start another read
            qtbot.waitUntil(lambda: not tasks.busy, timeout=60_000)
            QApplication.processEvents()

    return wait


@pytest.fixture
def quarter(page, settle, filled) -> str:
    """The id of the summary of a quarter, made in the window if it was not before."""
    line = next((line for line in releases(filled) if line.period == "2026-Q3"), None)
    if line is None:
        window = page.make()
        window.choose("2026-Q3")
        window.save_button.click()
        settle()
        line = releases(filled)[0]
    page.made.table.go_to(page.made.model.row_of(line.id))
    settle()
    return line.id


def message(page) -> str:
    return page.context.messages.shown


def hand(page, settle, uid, folder: Path, recipient="") -> QWidget:
    folder.mkdir(exist_ok=True)
    window = page.ask_hand_out(uid)
    window.place.take(folder)
    window.recipient.set_text(recipient)
    window.save_button.click()
    settle()
    return window


def digests(folder: Path) -> dict[str, str]:
    files = next(folder.glob("release-*")).iterdir()
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_before_the_first_summary_the_plan_is_read_ticked_and_agreed_to(first, tasks, qtbot, settle, bar):
    page = open_page(first, tasks, qtbot, bar)
    assert page.stack.currentIndex() == PLAN
    told = " ".join(label.text() for label in page.plan.words.findChildren(QLabel))
    assert "by neighborhood or by language" in told
    page.show_look(PUBLIC)
    page.make_button.click()  # not before it was read
    assert page.stack.currentIndex() == PLAN
    assert message(page) == "First read what will be public. It takes two minutes, once."
    box = page.plan.ticks.boxes["areas", "month"]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert not page.plan.ticks.choice.on("areas", "month")
    page.refresh()  # something else was written meanwhile
    settle()
    assert not box.isChecked()
    page.plan.go_button.setFocus()
    QTest.keyClick(page.plan.go_button, Qt.Key.Key_Return)
    settle()
    state = publication_plan(first)
    assert state.reviewed_on == TODAY
    assert next(table.levels for table in state.plan.tables if table.name == "areas") == ("quarter", "year")
    assert page.stack.currentIndex() == PUBLIC
    assert message(page).startswith("Noted.")
    again = open_page(first, tasks, qtbot, bar)
    assert again.stack.currentIndex() == PUBLIC
    assert "Agreed to on" in again.plan.standing.text()


def test_a_plan_without_any_length_of_period_cannot_be_agreed_to(first, tasks, qtbot, bar):
    page = open_page(first, tasks, qtbot, bar)
    for level in ("month", "quarter", "year"):
        if page.plan.ticks.boxes["core", level].isChecked():
            page.plan.ticks.boxes["core", level].click()
    assert not page.plan.go_button.isEnabled()
    assert page.plan.problem.text().startswith("Leave at least one length")
    page.plan.all_button.click()
    assert page.plan.go_button.isEnabled()


def test_a_refusal_names_its_rule_and_offers_what_is_possible_which_is_then_made(tasks, qtbot, settle, bar, tmp_path):
    office = new_office(tmp_path / "office")
    fill_sample(office, households=120, needs=600, volunteers=0, lots=0, seed=3, until=TODAY, months=10)
    review_plan(office, plan=USUAL_PLAN, today=TODAY)
    page = open_page(office, tasks, qtbot, bar)
    window = page.make()
    window.choose("2023")
    window.save_button.click()
    settle()
    assert "households asked for help in that period" in window.messages.shown
    assert not [line for line in releases(office) if line.period == "2023"]
    offered = window.instead.findChildren(QPushButton)
    assert offered
    assert window.instead.isVisibleTo(window)
    before = len(releases(office))
    offered[0].setFocus()
    QTest.keyClick(offered[0], Qt.Key.Key_Return)
    settle()
    assert len(releases(office)) == before + 1
    assert message(page).startswith("The summary of ")
    office.close()


def test_a_summary_is_settled_first_and_shown_as_the_public_reads_it(page, settle, filled, quarter):
    settled = settle_release(filled, period="2026-Q1", today=TODAY)  # which no test hands out
    assert next(line for line in releases(filled) if line.id == settled.id).handed == ()
    rows = list(csv.DictReader(io.StringIO(published_file(filled, release_id=quarter, name="data.csv").decode())))
    kinds = {row["category"]: row["value"] for row in rows if row["table"] == "categories"}
    shown = page.preview.shown.release
    sections = {one.name: one for one in published.sections(shown, page.preview.catalogue)}
    assert [("" if v is None else str(v)) for _name, v in sections["categories"].bars] == list(kinds.values())
    drawn = {chart.accessibleName(): chart.accessibleDescription() for chart in charts(page)}
    for name, value in sections["categories"].bars:
        assert f"{name}: {'fewer than 11' if value is None else f'{value:,}'}" in drawn["Needs by kind of help"]


def charts(page):
    return page.preview.findChildren(PublishedChart)


def test_the_preview_is_read_in_either_language_whatever_the_window_is_in(app, page, settle, filled, quarter):
    page.preview.buttons["es"].click()
    spanish = {chart.accessibleName() for chart in charts(page)}
    assert "Necesidades por tipo de ayuda" in spanish
    texts = [label.text() for label in page.preview.findChildren(QWidget) if hasattr(label, "textFormat")]
    method = published_file(filled, release_id=quarter, name="how-protected.es.txt").decode()
    method = " ".join(method.split())
    assert sum(len(text) > 40 and text in method for text in texts) >= 5
    language.switch(app, "es")
    page.preview.buttons["en"].click()
    assert "Needs by kind of help" in {chart.accessibleName() for chart in charts(page)}
    assert page.tabs.tabText(PUBLIC) == "Para el público"
    language.switch(app, "en")


def test_handing_out_twice_gives_the_same_bytes_and_notes_both(page, settle, tmp_path, filled, quarter, monkeypatch):
    hand(page, settle, quarter, tmp_path / "one", "Alderperson")
    assert page.made.hand_button.text() == "Write the files again…"
    hand(page, settle, quarter, tmp_path / "two", "Somebody else")
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    line = next(line for line in releases(filled) if line.id == quarter)
    assert [handed.recipient for handed in line.handed][-2:] == ["Alderperson", "Somebody else"]
    assert page.made.handed.text().splitlines()[0].endswith("Somebody else")
    files = next((tmp_path / "one").glob("release-*")).iterdir()
    assert not any(b"Alderperson" in file.read_bytes() for file in files)
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    page.made.folder_button.click()
    assert [Path(url.toLocalFile()).parent for url in opened] == [tmp_path / "two"]
    shutil.rmtree(tmp_path / "two")
    page.made.folder_button.click()
    assert message(page).startswith("The folder is not there any more.")


def test_a_folder_that_is_there_is_gone_or_is_the_store_is_said_at_its_field(page, settle, tmp_path, filled, quarter):
    hand(page, settle, quarter, tmp_path / "out")
    before = len(next(line for line in releases(filled) if line.id == quarter).handed)
    for folder, words in (
        (tmp_path / "out", "A folder for this release is already there"),
        (filled.folder, "Files that can be read by anyone do not go into the store"),
    ):
        window = hand(page, settle, quarter, folder)
        assert window.forms[0].rows["folder"].error.text().startswith(words)
        window.reject()
    window = page.ask_hand_out(quarter)
    window.place.take(tmp_path / "pulled out")
    window.save()
    settle()
    assert window.forms[0].rows["folder"].error.text().startswith("That folder is not there.")
    assert not (tmp_path / "pulled out").exists()
    assert len(next(line for line in releases(filled) if line.id == quarter).handed) == before


def test_a_full_disk_is_said_and_the_same_files_can_be_written_again(page, settle, tmp_path, quarter, monkeypatch):
    def full(_folder, _files):
        raise NoSpace("disk_full")

    monkeypatch.setattr(service, "release_folder", full)
    window = hand(page, settle, quarter, tmp_path / "out")
    assert window.forms[0].rows["folder"].error.text().startswith("The disk is full")
    monkeypatch.undo()
    window.save_button.click()
    settle()
    assert message(page).startswith("The files are written.")
    assert digests(tmp_path / "out")


def test_pressing_make_twice_makes_one(page, settle, filled):
    before = len(releases(filled))
    window = page.make()
    window.choose("2026-Q2")
    window.save()
    window.save()
    assert not window.save_button.isEnabled()
    settle()
    assert len(releases(filled)) == before + 1


@pytest.fixture
def slow(monkeypatch):
    """Making stops where it has read its facts, until it is let go."""
    monkeypatch.setattr(task_module, "PATIENCE_MS", 0)
    real, under_way, go_on = service.facts_of, threading.Event(), threading.Event()

    def wait(read):
        facts = real(read)
        under_way.set()
        assert go_on.wait(60)
        return facts

    monkeypatch.setattr(service, "facts_of", wait)
    return under_way, go_on


def test_cancelling_publishes_nothing_and_it_can_be_made_afterwards(page, settle, filled, qtbot, slow):
    under_way, go_on = slow
    before = releases(filled)
    window = page.make()
    window.choose("2026-08")
    window.save_button.click()
    assert not window.save_button.isEnabled()
    qtbot.waitUntil(under_way.is_set)
    qtbot.waitUntil(lambda: any(isinstance(made, ProgressWindow) for made in QApplication.topLevelWidgets()))
    next(made for made in QApplication.topLevelWidgets() if isinstance(made, ProgressWindow)).reject()
    go_on.set()
    settle()
    assert window.messages.shown == "Stopped. Nothing was published."
    assert releases(filled) == before
    assert window.save_button.isEnabled()


def test_what_was_stopped_while_its_backup_was_made_is_settled_and_says_so(page, settle, filled, monkeypatch):
    def stopped(_office, **_how):
        raise Cancelled

    monkeypatch.setattr(service, "back_up_releases", stopped)
    window = page.make()
    window.choose("2026-06")
    window.save_button.click()
    settle()
    assert window.messages.shown == "Stopped while the backup was made. The numbers are settled."
    assert "2026-06" in [line.period for line in releases(filled)]
    assert not window.save_button.isEnabled()
    assert window.hand_button.isVisible()


def test_locking_while_one_is_made_publishes_nothing_and_tells_no_dead_window(page, tasks, filled, qtbot, slow):
    under_way, go_on = slow
    before = releases(filled)
    window = page.make()
    window.choose("2026-07")
    window.save_button.click()
    qtbot.waitUntil(under_way.is_set)
    tasks.cancel()
    window.close()
    go_on.set()
    tasks.wait()
    QApplication.processEvents()
    assert releases(filled) == before


def test_a_made_period_is_handed_out_from_the_same_window(page, settle, quarter):
    window = page.make()
    window.choose("2026-Q3")
    assert not window.save_button.isEnabled()
    window.hand_button.click()
    settle()
    titles = [made.windowTitle() for made in QApplication.topLevelWidgets() if made.isVisible()]
    assert {"Hand out a summary", "Write the files again"} & set(titles)


def test_folders_are_attacked_as_an_outsider_would_and_what_is_wrong_is_said(page, settle, tmp_path, quarter):
    hand(page, settle, quarter, tmp_path / "out")
    window = page.ask_audit()
    window.save_button.click()
    assert window.forms[0].rows["folders"].error.text() == "Add at least one folder."
    window.add(tmp_path / "out")  # which holds it
    settle()
    window.save_button.click()
    settle()
    assert window.outcome.text() == (
        "No hidden number could be worked out from these files, and nothing in them is against the rules."
    )
    page_file = next((tmp_path / "out").glob("release-*/summary.en.html"))
    page_file.write_bytes(page_file.read_bytes() + b" ")
    window.save_button.click()
    settle()
    assert "summary.en.html is not the one that was published" in window.findings.text()
    (tmp_path / "other").mkdir()
    window.add(tmp_path / "other")
    settle()
    window.save_button.click()
    settle()
    assert "Folder 2: there is no data.csv with rows in it." in window.findings.text()


def test_what_waits_is_counted_exactly_and_never_on_view_with_what_is_public(page, settle, filled, quarter):
    waiting = len(need_ids(filled, filter=NeedFilter(states=frozenset(UNFINISHED))))
    page.show_look(INSIDE)
    settle()
    for chart in (page.inside.categories, page.inside.ages, page.inside.urgencies):
        told = chart.accessibleDescription()
        assert sum(int(part.rsplit(": ", 1)[1].replace(",", "")) for part in told.split("; ")) == waiting
    assert not page.preview.isVisible()
    page.show_look(PUBLIC)
    assert not page.inside.isVisible()
    assert page.preview.isVisible()


def test_the_offices_own_numbers_cannot_be_taken_out_of_the_window(page, settle):
    page.show_look(INSIDE)
    settle()
    assert page.inside.contextMenuPolicy() == Qt.ContextMenuPolicy.PreventContextMenu
    before = QApplication.clipboard().text()
    for widget in page.inside.findChildren(QWidget):
        selectable = getattr(widget, "textInteractionFlags", lambda: Qt.TextInteractionFlag.NoTextInteraction)()
        assert not selectable & Qt.TextInteractionFlag.TextSelectableByMouse
        QTest.keyClick(widget, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == before
    assert not page.inside.findChildren(QPushButton)


def test_the_map_and_every_chart_come_into_view_as_the_keyboard_reaches_them(page, settle, quarter):
    last = charts(page)[-1]
    page.preview.area.verticalScrollBar().setValue(0)
    page.activateWindow()
    last.setFocus()
    QApplication.processEvents()
    at = last.mapTo(page.preview.area.viewport(), last.rect().center())
    assert page.preview.area.viewport().rect().contains(at)


def test_the_strict_way_shows_its_budget_first_and_then_holds_for_the_year(tasks, qtbot, settle, bar, tmp_path):
    office = new_office(tmp_path / "office")
    fill_sample(office, households=80, needs=160, volunteers=0, lots=0, seed=5, until=TODAY, months=6)
    page = open_page(office, tasks, qtbot, bar)
    window = page.make()
    window.choose("2026-Q3")
    window.ways.radios["strict"].setFocus()
    QTest.keyClick(window.ways.radios["strict"], Qt.Key.Key_Space)
    settle()
    share = window.ways.gauge.share
    assert (share.year, share.epsilon, share.spent) == (2026, 4.0, 0.0)
    assert share.cost > 0
    used, more = window.ways.gauge.parts()
    assert (used, more) == (0, share.cost / 4)
    assert window.ways.gauge.accessibleDescription() == window.ways.budget.text() == share.words()
    assert "2026: 0 of 4 used" in share.words()
    window.save_button.click()
    settle()
    line = next(line for line in releases(office) if line.period == "2026-Q3")
    assert line.mode == "strict"
    assert page.made.line().period == "2026-Q3"
    again = page.make()
    again.choose("2026-Q2")
    settle()
    assert not again.ways.radios["usual"].isEnabled()
    assert again.ways.whys["usual"].text() == "2026 began the strict way, and stays with it."
    assert again.ways.gauge.share.spent == pytest.approx(share.cost)
    tasks.shutdown()
    office.close()


def test_what_was_typed_to_hand_out_is_offered_again_after_a_lock(page, settle, quarter):
    window = page.ask_hand_out(quarter)
    QTest.keyClicks(window.recipient.line, "Ward office")
    left = Draft("d1", window.draft_kind, window.draft_uid(), window.draft())
    window.dirty = False
    window.reject()
    page.reopen(left)
    again = next(one for one in QApplication.topLevelWidgets() if isinstance(one, HandOut) and one.isVisible())
    assert again.recipient.text() == "Ward office"
    again.dirty = False
    again.reject()


@pytest.mark.campaign  # what comes back is tested in the services every day
def test_a_restored_office_says_what_is_locked_and_takes_a_released_folder_back(tasks, qtbot, settle, bar, tmp_path):
    office, words = create_office(tmp_path / "store", passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    fill_sample(office, households=80, needs=160, volunteers=0, lots=0, seed=11, until=TODAY, months=5)
    backup = back_up(office, tmp_path / "a.backup")
    released = make_release(office, period="2026-Q3", out=tmp_path / "out", today=TODAY)
    office.close()
    restored = restore(backup, tmp_path / "new", words, now=datetime(2026, 11, 23, 12, tzinfo=UTC))
    page = open_page(restored, tasks, qtbot, bar)
    assert page.stack.currentIndex() == PUBLIC  # what is locked comes before the plan
    assert page.public.locked.isVisible()
    assert "July to September 2026" in page.public.locked.words.text()
    window = page.make()
    window.choose("2026-Q3")
    assert not window.save_button.isEnabled()
    assert window.back_button.isVisible()
    window.reject()
    verbs.bring_back(page, tmp_path)
    settle()
    assert message(page) == sentence(BadInput("release_folder_unreadable"))
    verbs.bring_back(page, released.dir)
    settle()
    assert message(page) == "The summary of July to September 2026 is back, as it was handed out."
    assert [line.id for line in releases(restored)] == [released.id]
    assert page.preview.shown.release.release_id == released.id
    assert "July to September 2026" not in page.made.locked.words.text()
    hand(page, settle, released.id, tmp_path / "again")
    assert digests(tmp_path / "again") == digests(tmp_path / "out")
    tasks.shutdown()
    restored.close()
