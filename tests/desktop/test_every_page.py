"""Every window, page, look and dialog, in both languages, in the pseudo-language, and in letters twice as large."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from mutualaid.desktop import language, sample, theme
from mutualaid.desktop.doors import OfficeDoors
from mutualaid.desktop.shell import Shell
from mutualaid.desktop.shots import settle
from mutualaid.desktop.tasks import Tasks
from mutualaid.language.catalog import catalog
from mutualaid.language.question_words import why
from mutualaid.progress import SILENT
from mutualaid.services import office as office_service
from mutualaid.services.office import Office
from mutualaid.services.sampling import fill_sample
from mutualaid.store.store import Store
from tests.desktop.seen_faults import clipped, faint, nameless, small, spoken_secrets, tab_faults, unwatched
from tests.desktop.seen_words import Recogniser, stored_texts, table_names, words_of
from tests.desktop.walk import SIZE, bury, close_all, note, visit_doors, visit_office, visit_pages
from tests.services.make import CHEAP, new_office

SPREADSHEET = """Name,Phone,Zone,People,Needs,Languages
Rosa Tum,773 555 0142,Little Village,4,food; diapers,Spanish
Ewa Kowalska,312 555 0177,nowhere at all,x,food,Polish
Rosa Tum,312 555 0190,Little Village,4,food,Spanish
"""
WAYS = {"en": ("en", 1), "es": ("es", 1), "es large": ("es", 2), "qps": ("qps", 1), "qps large": ("qps", 1.5)}
"""Language and size of letters; the pseudo-language is wordier than Spanish, so half as large again is as hard."""

DAILY = "qps large"
"""Every walk takes some twenty seconds: what fits in larger letters fits in the usual ones, what fits in the wordier
pseudo-language fits in Spanish, and that finds what English and Spanish do not share."""
EN, ES, QPS, LARGE = (pytest.param(way, marks=pytest.mark.campaign) for way in ("en", "es", "qps", "es large"))

Findings = dict[str, list[str]]


class Seen:
    """One walk's findings, by what was looked for."""

    def __init__(self) -> None:
        self.places: list[str] = []
        self.texts: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.faults: dict[str, Findings] = defaultdict(lambda: defaultdict(list))


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Office]]:
    """The sample office with a plan partly decided, and one where nothing has been entered."""
    create = office_service.create_office
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office_service, "create_office", lambda folder, **how: create(folder, **(how | {"kdf": CHEAP})))
        patch.setattr(sample, "SIZES", {"households": 40, "needs": 70, "volunteers": 18, "lots": 30})
        full = sample.make_sample(tmp_path_factory.mktemp("full") / "office", SILENT)
    empty = new_office(tmp_path_factory.mktemp("empty") / "office")
    yield {"full": full, "empty": empty}
    full.close()
    empty.close()


@pytest.fixture(scope="module")
def spreadsheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sheet") / "intake.csv"
    file.write_text(SPREADSHEET, "utf-8")
    return file


@pytest.fixture(scope="module")
def recogniser(offices: dict[str, Office]) -> Recogniser:
    data = stored_texts(offices["full"]) | stored_texts(offices["empty"])
    zones = {name for zone in offices["full"].zones.values() for name in (zone.name, zone.code)}
    cells = {cell for line in SPREADSHEET.splitlines() for cell in line.split(",")}
    headings = cells | {part for cell in cells for part in cell.split("; ")}
    data |= {why("keep", catalog(tag)) for tag in ("en", "es")}  # what an event says first, in both languages at once
    return Recogniser(data | table_names(zones) | headings | {"Lupe", "demo", "intake.csv"})


@contextmanager
def dressed(app: QApplication, lang: str, times: float) -> Iterator[None]:
    """The application in a language, with its letters so many times as large as they come."""
    usual = app.font()
    large = app.font()
    large.setPointSizeF(usual.pointSizeF() * times)
    app.setFont(large)
    theme.apply(app, "light")
    language.switch(app, lang)
    try:
        yield
    finally:
        app.setFont(usual)
        language.switch(app, "en")


@contextmanager
def opened(office: Office) -> Iterator[Shell]:
    tasks = Tasks()
    shell = Shell(office, tasks)
    try:
        yield shell
    finally:
        settle(tasks)
        tasks.shutdown()
        shell.hide()
        shell.deleteLater()
        bury()


def walk(offices: dict[str, Office], spreadsheet: Path, look: Callable[[str, QWidget], None], *, far: bool) -> None:
    """The sample office through every dialog; the empty one too when it goes `far`, else page by page."""
    for name, office in offices.items():
        with opened(office) as shell:

            def see(place: str, window: QWidget, name: str = name) -> None:
                look(f"{name} {place}", window)

            if name == "full":
                visit_office(shell, see, spreadsheet=spreadsheet)
                visit_doors(OfficeDoors(), shell.tasks, look)
            elif far:
                visit_office(shell, see)
            else:
                visit_pages(shell, see)


@pytest.fixture(scope="module")
def seen(offices: dict[str, Office], spreadsheet: Path, qapp: QApplication) -> Callable[[str], Seen]:
    """Walks once for each way of dressing the program, and remembers what it saw."""
    walked: dict[str, Seen] = {}

    def see(way: str) -> Seen:
        if way not in walked:
            found = Seen()
            lang, times = WAYS[way]
            began = time.monotonic()
            with dressed(qapp, lang, times):
                look = partial(_look, found, thorough=way == DAILY or lang in ("en", "es"))
                walk(offices, spreadsheet, look, far=way != DAILY)
            walked[way] = found
            note(
                f"{way}: {len(found.places)} looks, {sum(map(len, found.texts.values()))} texts, "
                f"{time.monotonic() - began:.1f} s"
            )
        return walked[way]

    return see


def _look(found: Seen, place: str, window: QWidget, *, thorough: bool) -> None:
    found.places.append(place)
    found.texts[place].update(words_of(window))
    searched: dict[str, Callable[[], Any]] = {"clipped": lambda: clipped(window), "size": lambda: _too_large(window)}
    if thorough:
        searched |= {
            "nameless": lambda: nameless(window),
            "unwatched": lambda: unwatched(window),
            "small": lambda: small(window),
            "secrets": lambda: spoken_secrets(window),
            "tab": lambda: tab_faults(window),
        }
    for what, search in searched.items():
        for fault in search():
            found.faults[what][place].append(fault)


def _too_large(window: QWidget) -> list[str]:
    fits = window.width() <= SIZE[0] and window.height() <= SIZE[1]
    return [] if fits else [f"{window.width()} x {window.height()}"]


def expect_none(faults: Findings) -> None:
    """Fail with each fault once, at the first place it was seen; a comparison of long texts would take minutes."""
    first: dict[str, str] = {}
    for place, found in faults.items():
        for fault in found:
            first.setdefault(fault, place)
    if first:
        pytest.fail("\n".join(f"{place}: {fault}" for fault, place in first.items()), pytrace=False)


@pytest.mark.parametrize("way", [DAILY, LARGE, EN, ES])
def test_whatever_takes_the_keyboard_can_be_named(seen, way):
    expect_none(seen(way).faults["nameless"])


@pytest.mark.parametrize("way", [DAILY, LARGE, EN, ES])
def test_the_watch_is_over_every_field_for_free_text(seen, way):
    expect_none(seen(way).faults["unwatched"])


@pytest.mark.campaign
def test_whatever_is_pressed_in_any_window_is_large_enough(seen):
    expect_none(seen("en").faults["small"])


@pytest.mark.parametrize("way", [DAILY, LARGE, EN, ES])
def test_tab_comes_to_everything_and_leaves_it_again(seen, way):
    expect_none(seen(way).faults["tab"])


@pytest.mark.parametrize("way", [DAILY, LARGE, EN, ES])
def test_a_covered_passphrase_is_not_spoken(seen, way):
    expect_none(seen(way).faults["secrets"])


@pytest.mark.parametrize("way", [DAILY, LARGE, EN, ES])
def test_no_window_title_names_anybody(seen, offices, way):
    stored = {text for text in stored_texts(offices["full"]) if len(text) > 3}
    titles = {text for texts in seen(way).texts.values() for kind, text in texts if kind == "window title"}
    assert len(titles) > 5
    assert {title for title in titles for text in stored if text in title} == set()


@pytest.mark.parametrize("way", [DAILY, QPS])
def test_no_word_escapes_translation(seen, recogniser, way):
    stray: Findings = defaultdict(list)
    for place, texts in seen(way).texts.items():
        stray[place] += sorted(f"{kind} {text!r}" for kind, text in texts if recogniser.is_stray(text))
    expect_none(stray)


@pytest.mark.parametrize("way", [DAILY, LARGE, ES, QPS])
def test_no_text_is_cut_off(seen, way):
    expect_none(seen(way).faults["clipped"])


@pytest.mark.parametrize("way", [DAILY, LARGE, EN, ES, QPS])
def test_every_window_fits_the_screen(seen, way):
    expect_none(seen(way).faults["size"])


def test_every_page_is_walked_with_its_dialogs_and_the_doors(seen):
    places = seen(DAILY).places
    for part in ("needs", "households", "volunteers", "supplies", "matching", "summaries", "intake", "settings"):
        assert f"full {part}" in places
        assert f"empty {part}" in places
    assert {"unlock", "unlock-store-damaged", "first-1", "restore-1", "salvage", "full import, preview"} <= set(places)
    assert sum("Dialog" in place for place in places) >= 5


def page_words(shell: Shell) -> dict[str, list[tuple[str, str]]]:
    """What every page says, by its key."""
    said = {}
    for spec in shell.specs:
        shell.go(spec.key)
        settle(shell.tasks)
        said[spec.key] = sorted(set(words_of(shell)))
    return said


def test_a_language_switched_while_the_office_is_open_leaves_no_word_of_the_other(offices, qapp):
    with dressed(qapp, "en", 1), opened(offices["full"]) as shell:
        shell.show()
        english = page_words(shell)
        language.switch(qapp, "es")
        switched = page_words(shell)
        with opened(offices["full"]) as fresh:
            fresh.show()
            afresh = page_words(fresh)
        language.switch(qapp, "qps")
        language.switch(qapp, "en")
        again = page_words(shell)
    stayed = {key: sorted(set(switched[key]) ^ set(afresh[key])) for key in switched}
    expect_none({key: [f"{kind} {text!r}" for kind, text in left] for key, left in stayed.items()})
    expect_none({key: [f"{k} {t!r}" for k, t in set(english[key]) ^ set(again[key])] for key in english})


@contextmanager
def watched_store(patch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Lists every store read and write by the thread it ran on."""
    threads: list[str] = []
    for way in ("read", "write"):
        usual = getattr(Store, way)

        def wrapped(*given: Any, _usual: Callable[..., Any] = usual, **named: Any) -> Any:
            threads.append("window" if threading.current_thread() is threading.main_thread() else "other")
            return _usual(*given, **named)

        patch.setattr(Store, way, wrapped)
    yield threads


def test_no_page_reads_the_store_on_the_windows_thread(offices, qapp, tmp_path, monkeypatch):
    office = new_office(tmp_path / "office")
    fill_sample(office, households=400, needs=1000, volunteers=60, lots=60, seed=5, months=3)
    gaps: dict[str, float] = {}
    try:
        with dressed(qapp, "en", 1), watched_store(monkeypatch) as threads, opened(office) as shell:
            shell.resize(*SIZE)
            shell.show()
            for spec in shell.specs:
                gaps[spec.key] = _longest_gap(shell, spec.key)
            for spec in shell.specs:
                gaps[f"{spec.key} again"] = _longest_gap(shell, spec.key)
            for action in shell.starts:
                shell.run_action(action)
                settle(shell.tasks)
                close_all(shell.tasks)
    finally:
        monkeypatch.undo()
        office.close()
    note("longest stall, 1,000 needs: " + ", ".join(f"{key} {gap * 1000:.0f} ms" for key, gap in gaps.items()))
    assert "other" in threads
    assert "window" not in threads


def _longest_gap(shell: Shell, key: str) -> float:
    """How long the window's thread was kept from a timer of one millisecond while a page was shown, in seconds."""
    beats = [time.monotonic()]
    timer = QTimer()
    timer.setInterval(1)
    timer.timeout.connect(lambda: beats.append(time.monotonic()))
    timer.start()
    shell.go(key)
    settle(shell.tasks)
    beats.append(time.monotonic())
    timer.stop()
    return max(later - earlier for earlier, later in pairwise(beats))


def test_every_part_of_a_page_is_large_enough_to_press_and_readable_on_its_ground_in_each_look(offices, qapp):
    """Palettes as the widgets really have them, style sheet and all; what is painted is tested elsewhere."""
    low: Findings = defaultdict(list)
    with dressed(qapp, "en", 1), opened(offices["full"]) as shell:
        shell.show()
        page_words(shell)
        low["to press"] += small(shell)
        for look in ("light", "dark", "contrast"):
            theme.apply(qapp, look)
            QApplication.processEvents()
            for widget in shell.findChildren(QWidget):
                low[look] += faint(widget)
        theme.apply(qapp, "light")
    expect_none(low)
