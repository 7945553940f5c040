"""The summaries page on a real, encrypted store: a year of invented requests, a real release, real files."""

from __future__ import annotations

import csv
import hashlib
import io
import threading
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from mutualaid.desktop import language
from mutualaid.desktop import tasks as task_module
from mutualaid.desktop.page import Context
from mutualaid.desktop.progress import ProgressWindow
from mutualaid.desktop.summaries import maker, state
from mutualaid.desktop.summaries.page import SummariesPage
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.records.errors import BadInput, NoSpace
from mutualaid.services import releases as service
from mutualaid.services.releases import published_table, releases
from mutualaid.services.sampling import fill_sample
from tests.services.make import TODAY, new_office


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """An office with a year behind it; its ledger grows as the tests go."""
    office = new_office(tmp_path_factory.mktemp("year") / "office")
    fill_sample(office, households=400, needs=1500, volunteers=2, lots=2, seed=3, until=TODAY)
    yield office
    office.close()


@pytest.fixture
def page(qtbot, tasks, filled):
    window = QWidget()
    context = Context(filled, tasks, MessageBar(window), go=lambda _k, _u: None, run=lambda _n: None,
                      today=lambda: TODAY)  # fmt: skip
    made = SummariesPage(context)
    tasks.changed.connect(made.changed)
    qtbot.addWidget(made)
    made.resize(1100, 720)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: not tasks.busy)
    yield made
    window.deleteLater()


@pytest.fixture
def settle(qtbot, tasks):
    def wait():
        for _ in range(3):  # an answer may start another read
            qtbot.waitUntil(lambda: not tasks.busy, timeout=60_000)
            QApplication.processEvents()

    return wait


def pick(page, level, code):
    page.maker.level.set_code(level)
    page.maker.retranslate()
    for row in range(page.maker.periods.count()):
        if page.maker.periods.item(row).data(int(Qt.ItemDataRole.UserRole)) == code:
            page.maker.periods.setCurrentRow(row)
            return
    raise AssertionError(code)


def make(page, settle, folder, level="quarter", code="2026-Q3", recipient=""):
    folder.mkdir(exist_ok=True)
    pick(page, level, code)
    page.maker.folder.setText(str(folder))
    page.maker.recipient.set_text(recipient)
    page.maker.make_button.click()
    settle()


def digests(folder):
    files = next(folder.glob("release-*")).iterdir()
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_periods_that_are_not_closed_are_shown_but_cannot_be_chosen_and_say_from_when():
    months = state.offers("month", date(2026, 11, 3))
    assert [(offer.period.code, offer.closed) for offer in months[:3]] == [
        ("2026-11", False),
        ("2026-10", False),  # seven days for late records are not over
        ("2026-09", True),
    ]
    assert months[1].words(()) == "October 2026 — can be made from Nov 7, 2026 on"
    assert [offer.period.code for offer in state.offers("quarter", TODAY)][:2] == ["2026-Q4", "2026-Q3"]
    assert [(o.period.code, o.closed) for o in state.offers("year", TODAY)][:2] == [("2026", False), ("2025", True)]


def test_an_open_period_cannot_be_picked_in_the_list(page):
    page.maker.level.set_code("year")
    page.maker.retranslate()
    first = page.maker.periods.item(0)
    assert "2026 — can be made from" in first.text()
    assert not first.flags() & Qt.ItemFlag.ItemIsEnabled
    assert page.maker.period() == "2025"


def test_a_summary_is_made_listed_and_shown_as_the_public_reads_it(page, settle, tmp_path, filled, monkeypatch):
    make(page, settle, tmp_path / "out", recipient="Alderperson")
    line = releases(filled)[0]
    assert (line.period, [one.recipient for one in line.handed]) == ("2026-Q3", ["Alderperson"])
    assert page.maker.messages.shown.startswith("The summary is made: ")
    listed = [page.list.item(row).text() for row in range(page.list.count())]
    assert any(line.id in text and "July to September 2026" in text and "Alderperson" in text for text in listed)
    folder = tmp_path / "out" / f"release-{line.id}"
    rows = list(csv.DictReader(io.StringIO((folder / "data.csv").read_text("utf-8"))))
    kinds = {row["category"]: row["value"] for row in rows if row["table"] == "categories"}
    shown = state.bars(published_table(filled, release_id=line.id), "categories")
    assert {code: "" if value is None else str(value) for code, value in shown} == kinds
    for value in kinds.values():
        expected = f"{int(value):,}" if value else "fewer than 11"
        assert expected in page.preview.chart.accessibleDescription()
    assert not any(b"Alderperson" in file.read_bytes() for file in folder.iterdir())
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    page.show_button.click()
    assert [url.toLocalFile() for url in opened] == [str(folder)]
    assert opened[0].isLocalFile()


def test_every_published_table_can_be_looked_at_in_both_languages(app, page, settle, tmp_path, filled):
    make(page, settle, tmp_path / "out")
    rows = published_table(filled, release_id=releases(filled)[0].id)
    for lang in ("en", "es"):
        language.switch(app, lang)
        for table in state.tables_in(rows):
            page.preview.table_choice.set_code(table)
            page.preview._fill()
            if len(state.TABLES[table][1]) == 2:
                numbers = {text for line in page.preview.cells() for text in line}
                published = {state.value_words(row.value) for row in rows if row.table == table}
                assert published <= numbers
            else:
                assert page.preview.chart.accessibleDescription()
    assert page.preview.told.text().startswith("Unos ")


def test_writing_a_summary_again_gives_the_same_bytes_in_another_folder(page, settle, tmp_path, filled):
    make(page, settle, tmp_path / "one")
    before = len(releases(filled))
    make(page, settle, tmp_path / "two", recipient="Somebody else")
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    assert len(releases(filled)) == before


def test_a_refusal_names_its_rule_and_what_to_do_and_writes_nothing(page, settle, tmp_path, filled):
    folder = tmp_path / "out"
    make(page, settle, folder, level="year", code="2023")
    assert "households asked for help in that period" in page.maker.messages.shown
    make(page, settle, folder)
    make(page, settle, folder)
    assert page.maker.messages.shown.startswith("A folder for this release is already there")
    assert page.maker.make_button.isEnabled()


def test_a_folder_that_is_not_there_is_said_beside_its_field(page, settle, tmp_path):
    page.maker.folder.setText(str(tmp_path / "nowhere"))
    page.maker.make_button.click()
    assert page.maker.form.rows["folder"].error.text() == "There is no such folder. Choose one."


def test_the_store_itself_takes_no_summary(page, settle, filled):
    pick(page, "quarter", "2026-Q2")
    page.maker.folder.setText(str(filled.folder))
    page.maker.make_button.click()
    settle()
    assert page.maker.messages.shown.startswith("Files that can be read by anyone do not go into the store")
    assert not list(filled.folder.glob("release-*"))


def test_cancelling_publishes_nothing(page, settle, tmp_path, filled, monkeypatch, qtbot):
    monkeypatch.setattr(task_module, "PATIENCE_MS", 0)
    real, under_way, go_on = service.facts_of, threading.Event(), threading.Event()

    def slow(read):
        facts = real(read)
        under_way.set()
        assert go_on.wait(60)
        return facts

    monkeypatch.setattr(service, "facts_of", slow)
    before = releases(filled)
    folder = tmp_path / "out"
    folder.mkdir()
    pick(page, "month", "2026-08")
    page.maker.folder.setText(str(folder))
    page.maker.make_button.click()
    assert not page.maker.make_button.isEnabled()
    qtbot.waitUntil(under_way.is_set)
    qtbot.waitUntil(lambda: any(isinstance(made, ProgressWindow) for made in QApplication.topLevelWidgets()))
    next(made for made in QApplication.topLevelWidgets() if isinstance(made, ProgressWindow)).reject()
    go_on.set()
    settle()
    assert page.maker.messages.shown == "Stopped. Nothing was published."
    assert releases(filled) == before
    assert list(folder.iterdir()) == []


def test_a_full_disk_is_said_and_the_same_summary_can_be_made_again(page, settle, tmp_path, filled, monkeypatch):
    def full(_folder, _files):
        raise NoSpace("disk_full")

    monkeypatch.setattr(service, "release_folder", full)
    make(page, settle, tmp_path / "out", code="2026-Q1")
    assert page.maker.messages.shown.startswith("The disk is full")
    monkeypatch.undo()
    make(page, settle, tmp_path / "out", code="2026-Q1")
    assert page.maker.messages.shown.startswith("The summary is made")
    assert [line.period for line in releases(filled)].count("2026-Q1") == 1


def test_what_waits_is_counted_exactly_and_kept_apart(page, settle, filled):
    from mutualaid.records.kinds import UNFINISHED
    from mutualaid.records.views import NeedFilter
    from mutualaid.services.needs import need_ids

    waiting = len(need_ids(filled, filter=NeedFilter(states=frozenset(UNFINISHED))))
    for chart in (page.categories, page.ages):
        told = chart.accessibleDescription()
        assert sum(int(part.rsplit(": ", 1)[1].replace(",", "")) for part in told.split("; ")) == waiting


def test_a_release_that_is_not_in_the_ledger_cannot_be_read_back(filled):
    with pytest.raises(BadInput):
        published_table(filled, release_id="2020-000000")


def test_the_folder_offered_first_exists():
    assert maker.documents().is_dir()
