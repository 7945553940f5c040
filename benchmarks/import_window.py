"""How long the window's thread is held up while a large file goes through the import: milliseconds between two turns of
the event loop, on the wall and of the thread's own processor time.

python benchmarks/import_window.py [ROWS]       100,000 rows unless said; needs no display
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from pathlib import Path
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.desk import Probe, settle
from mutualaid.desktop.app import GIVE_WAY_S, make_application
from mutualaid.desktop.importing.dialog import ImportDialog, Step, open_import
from mutualaid.desktop.shell import Shell
from mutualaid.desktop.tasks import Tasks
from mutualaid.services.office import create_office
from mutualaid.services.sample_people import FIRST, LAST

PLACES = ("Pilsen", "La Villita", "Uptown", "Rogers Park", "Norte", "Albany Park", "Gage Park")
ASKED = ("Mandado", "Pañales", "Ropa", "Lo del gas", "Comida; Pañales")


def write_file(file: Path, rows: int) -> None:
    """A list of nobody's shape: every seventh row in a place that nobody knows."""
    chance = Random(5)
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["Quién", "Celu", "Dónde vive", "Qué pide", "Apuro", "Cuántos son", "Cosas"])
        for number in range(rows):
            name = f"{chance.choice(FIRST)} {chance.choice(FIRST)} {chance.choice(LAST)} {chance.choice(LAST)}"
            phone = f"312-{number // 10_000 + 200:03}-{number % 10_000:04}"
            writer.writerow(
                [name, phone, chance.choice(PLACES), chance.choice(ASKED), "Ya", chance.randint(1, 9), "Llamar antes"]
            )


def put_columns(dialog: ImportDialog) -> None:
    assert dialog.told is not None
    names = ("contact_name", "phone", "zone", "category", "urgency", "household_size", "notes")
    for column, field in enumerate(names):
        dialog.told.columns.put(column, field)
    dialog.columns.changed.emit()


def put_words(dialog: ImportDialog) -> None:
    state = dialog.words.state
    assert state is not None
    for word in state.lines:
        if not word.code:
            state.choose(word, state.choices(word.field)[0][0])
    dialog.words.changed.emit()


def go_through(shell: Shell, tasks: Tasks, file: Path) -> None:
    def still() -> bool:
        return not tasks.busy

    probe = Probe()
    dialog = open_import(shell.context, shell)
    settle(still, 300)
    probe.measure("look at the file", lambda: dialog.read(file), still)
    put_columns(dialog)
    probe.measure("read its rows, show its words", dialog.forward, still)
    put_words(dialog)
    probe.measure("read them again, show the preview", dialog.forward, still)
    alike = dialog.preview.alike_state
    print(f"{len(alike.rows) + alike.more:,} rows to compare")
    probe.measure("show a row to compare", dialog.preview.alike_button.click, still)
    probe.measure("the next ten", lambda: [dialog.preview.alike.after_button.click() for _ in range(10)], still)
    probe.measure("decide one", lambda: dialog.preview.alike.pair.decide("skip"), still)
    probe.measure("the same for all the rest", dialog.preview.alike.rest_button.click, still)
    dialog.go(Step.PREVIEW)
    probe.measure("import", dialog.start_import, still)
    assert dialog.flow.step is Step.RESULT, dialog.messages.shown
    probe.measure("undo it all", dialog.ending.undo_last, still)
    print(" ".join(label.text() for label in dialog.outcome.undone.labels))


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        file = folder / "list.csv"
        write_file(file, rows)
        office, _words = create_office(folder / "office", passphrase="siete gatos bajo la lluvia", coordinator="Lupe")
        make_application([], look="light", lang="en")
        sys.setswitchinterval(GIVE_WAY_S)
        tasks = Tasks()
        shell = Shell(office, tasks)
        tasks.set_window(shell)
        shell.resize(1280, 800)
        shell.show()
        settle(lambda: not tasks.busy, 500)
        print(f"{rows:,} rows, {file.stat().st_size // 1_000_000} MB")
        go_through(shell, tasks, file)
        shell.hide()
        tasks.shutdown()
        office.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
