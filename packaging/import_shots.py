"""Draws the steps of the import for their page of the guide, in both languages, from invented people.

    .venv/bin/python packaging/import_shots.py

writes docs/guide/images/import/{en,es}-*.png, which docs/guide/importing.{en,es}.md show. It needs no display.
"""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path

from guide_shots import GUIDE, leave, save  # chooses the platform first

from mutualaid.desktop import language
from mutualaid.desktop.app import make_application
from mutualaid.desktop.importing.dialog import ImportDialog, Step, open_import
from mutualaid.desktop.importing.preview import ROWS
from mutualaid.desktop.shell import Shell
from mutualaid.desktop.shots import settle
from mutualaid.desktop.tasks import Tasks
from mutualaid.services.office import create_office
from mutualaid.vault.kdf import Argon2Cost

FOLDER = GUIDE / "import"
_SIZE = (1080, 640)
_HEADERS = {
    "en": "Who,Cell,Where they live,What for,When,How many,Anything else\n",
    "es": "Quién,Celu,Dónde vive,Qué pide,Apuro,Cuántos son,Cosas\n",
}
_FIELDS = ("contact_name", "phone", "zone", "category", "urgency", "household_size", "notes")
_FIRST = """\
Rosa Aguilar Tum,773-555-0101,La Villita,Mandadito,Ya mero,5,Llamar después de las 5
José Caal,(773) 555-0102,Pilsen,Mandadito,Ya mero,3,
Marie Toussaint,312.555.0103,Rogers Park,Lo del gas,Sin prisa,2,Please text first
"""
_SECOND = """\
Rosa Aguilar Tum,773-555-0190,La Villita,Lo del gas,Ya mero,6,
Mateo Xicay,773 555 0104,Brighton Park,Mandadito,Sin prisa,6,Tres niños
Lidia Quej,773 555 0105,Pilsen,Mandadito,Ya mero,4,
Wei Nowak,,Nowhere at all,Mandadito,Ya mero,1,
"""
_WORDS = {"Mandadito": "food", "Lo del gas": "cash", "Ya mero": "today"}


class Tour:
    """One walk through the import, a picture at each stop."""

    def __init__(self, shell: Shell, lang: str, folder: Path) -> None:
        self._shell, self._lang, self._folder = shell, lang, folder
        self.dialog: ImportDialog = open_import(shell.context, shell)
        self.dialog.resize(*_SIZE)
        self._settle()

    def _settle(self) -> None:
        settle(self._shell.tasks)

    def _keep(self, name: str) -> None:
        self._settle()
        save(self.dialog, FOLDER / f"{self._lang}-{name}.png")

    def _file(self, name: str, rows: str) -> Path:
        file = self._folder / name
        file.write_text(_HEADERS[self._lang] + rows, "utf-8")
        return file

    def first(self) -> None:
        """A list that nobody knows: its columns, its words."""
        dialog = self.dialog
        dialog.read(self._file("list-1.csv", _FIRST))
        self._settle()
        for column, field in enumerate(_FIELDS[:3]):
            dialog.columns.table.go_to(column)
            dialog.columns.into.chosen.emit(field)
        self._keep("columns")
        for column, field in enumerate(_FIELDS):
            dialog.columns.table.go_to(column)
            dialog.columns.into.chosen.emit(field)
        dialog.forward()
        self._settle()
        assert dialog.words.state is not None
        unknown = [row for row, word in enumerate(dialog.words.state.lines) if not word.code]
        dialog.words.table.setCurrentCell(unknown[0], 1)
        self._keep("words")
        for row in unknown:
            dialog.words.table.setCurrentCell(row, 1)
            dialog.words.means.chosen.emit(_WORDS[dialog.words.state.lines[row].words])
        dialog.forward()
        self._settle()
        dialog.start_import()
        self._settle()

    def second(self) -> None:
        """Another list of that shape: read as the first, one row alike, one turned away."""
        dialog = self.dialog
        dialog.read(self._file("list-2.csv", _SECOND))
        self._settle()
        dialog.go(Step.PREVIEW)
        self._settle()
        dialog.preview.turn(ROWS)
        self._keep("preview")
        dialog.preview.alike_button.click()
        self._keep("compare")
        dialog.preview.alike.pair.decide("merge")
        dialog.start_import()
        self._keep("result")

    def end(self) -> None:
        """What can be undone; then the window closes."""
        self.dialog.outcome.another_button.click()
        self._keep("file")
        self.dialog.reject()


def main() -> None:
    """Draw everything."""
    app = make_application([], look="light", lang="en")
    tasks = Tasks()
    try:
        for lang in ("en", "es"):
            language.switch(app, lang)
            with tempfile.TemporaryDirectory() as holder:
                folder = Path(holder)
                cost = Argon2Cost(memory_kib=32, passes=1, lanes=1)
                office, _words = create_office(
                    folder / "office", passphrase=secrets.token_hex(16), coordinator="Lupe", kdf=cost
                )
                shell = Shell(office, tasks)
                shell.resize(1280, 800)
                shell.show()
                settle(tasks)
                tour = Tour(shell, lang, folder)
                for part in (tour.first, tour.second, tour.end):
                    part()
                leave(shell)
                office.close()
    finally:
        tasks.shutdown()


if __name__ == "__main__":
    main()
