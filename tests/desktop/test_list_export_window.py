"""A list leaves by its page: codes by themselves, names only after the second question."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from mutualaid.desktop import language
from mutualaid.desktop.households.page import HouseholdsPage
from mutualaid.desktop.list_export.window import ConfirmExport, ExportWindow
from mutualaid.desktop.needs.page import NeedsPage
from mutualaid.desktop.page import Context
from mutualaid.services.journal import latest_changes
from tests.desktop.keyboard import texts
from tests.services.make import home, wants


@pytest.fixture
def page(qtbot, tasks, office, bar):
    made = HouseholdsPage(Context(office, tasks, bar, go=lambda *_: None, run=lambda _name: None))
    tasks.changed.connect(made.changed)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    return made


def window(kind):
    found = next(made for made in QApplication.topLevelWidgets() if isinstance(made, kind) and made.isVisible())
    found.activateWindow()
    return found


@pytest.fixture
def chosen(monkeypatch, tmp_path):
    """Whatever file is asked for, it is the next of these."""
    names = iter(("one.csv", "two.xlsx"))

    def open_(dialog):
        dialog.fileSelected.emit(str(tmp_path / next(names)))

    monkeypatch.setattr(QFileDialog, "open", open_)
    return tmp_path


def test_a_list_leaves_without_names_and_with_them_only_when_its_rows_are_counted(
    app, shown, page, settle, office, chosen
):
    for name in ("Rosa Tum", "Ana Chavajay"):
        home(office, contact_name=name)
    shown()
    page.more_button.action(0).trigger()
    settle()
    form = window(ExportWindow)
    assert "2 rows" in texts(form)
    assert not form.warning.isVisible()
    form.save()
    settle()
    assert "Rosa" not in (chosen / "one.csv").read_text(encoding="utf-8")
    language.switch(app, "es")
    page.search.setText("Rosa")
    page.refresh()
    settle()
    page.export()
    settle()
    form = window(ExportWindow)
    form.named.setChecked(True)
    form.book.setChecked(True)
    assert "fuera de esta computadora" in form.warning.text() or "sale" in form.warning.text()
    form.save()
    second = window(ConfirmExport)
    second.rows.setText("2")
    second.save()
    assert second.isVisible()
    assert not (chosen / "two.xlsx").exists()
    second.rows.setText("1")
    second.save_button.click()
    settle()
    assert (chosen / "two.xlsx").exists()
    assert [line.changes for line in latest_changes(office, limit=2)] == [
        (("household", "export contact", 1),),
        (("household", "export codes", 2),),
    ]


def test_the_needs_that_leave_are_those_that_the_filters_let_through(qtbot, tasks, office, bar, settle, show_page):
    home(office, wants(office, "food"), wants(office, "baby"))
    page = NeedsPage(Context(office, tasks, bar, go=lambda *_: None, run=lambda _name: None))
    qtbot.addWidget(page)
    page.resize(1000, 700)
    show_page(page)
    page.filters.category.chosen.emit("baby")
    page.filters.category.set_code("baby")
    settle()
    page.more_button.action(1).trigger()
    settle()
    form = window(ExportWindow)
    assert "1 row." in texts(form)
    assert form.state.columns_words().startswith("Columns: Code, Household, Category")
    form.reject()
