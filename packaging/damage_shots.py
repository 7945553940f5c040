"""Damages stores for real, and draws what a coordinator sees then, step by step, in both languages.

    .venv/bin/python packaging/damage_shots.py

writes docs/guide/images/damaged/{en,es}-*.png, which docs/guide/damaged-store.{en,es}.md show. It needs no display.
Every picture is of the program's own window over a store of invented people that was damaged in the way it tells of.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from guide_shots import ROOT, save
from PySide6.QtWidgets import QApplication, QWidget

from mutualaid.desktop import language, preferences
from mutualaid.desktop.app import Desktop, make_application
from mutualaid.desktop.door_frame import short_path
from mutualaid.desktop.doors import OfficeDoors
from mutualaid.desktop.rescue.restore import RestoreWindow
from mutualaid.desktop.rescue.salvage import SalvageWindow
from mutualaid.desktop.rescue.state import ANYWAY
from mutualaid.desktop.shots import settle
from mutualaid.language.catalog import tr
from mutualaid.services.backups import back_up
from mutualaid.services.office import Office, create_office, open_office
from mutualaid.services.sampling import fill_sample
from mutualaid.vault import canonical, document
from mutualaid.vault.kdf import Argon2Cost

PICTURES = ROOT / "docs" / "guide" / "images" / "damaged"
PASSPHRASE = "siete gatos bajo la lluvia"
WRONG = "otra frase que no es esta"
NEW_PASSPHRASE = "otros gatos sobre la luna llena"
CHEAP = Argon2Cost(memory_kib=32, passes=1, lanes=1)  # protects nobody, and opens at once
_SIZE = (900, 640)
_SHOWN = Path.home() / "mutualaid" / "office"
_PAGE = 4096

Harm = Callable[[Path], object]


def make_office(folder: Path, *, coordinator: str = "Lupe", needs: int = 60) -> tuple[Office, str]:
    """An office with invented people, and its recovery words."""
    office, words = create_office(folder, passphrase=PASSPHRASE, coordinator=coordinator, language="es", kdf=CHEAP)
    fill_sample(office, households=needs // 2, needs=needs, volunteers=12, lots=12, seed=11, months=2)
    return office, words


def overwrite(path: Path, at: int, length: int = 64) -> None:
    """Put other bytes over some of a file, as a failing disk does."""
    with path.open("r+b") as file:
        file.seek(at)
        old = file.read(length)
        file.seek(at)
        file.write(bytes(byte ^ 0x5A for byte in old))


def harm_keyfiles(folder: Path) -> None:
    """Both copies of the keyfile damaged."""
    for path in folder.glob("keyfile*"):
        overwrite(path, path.stat().st_size // 2)


def drop_keyfiles(folder: Path) -> None:
    """Both copies of the keyfile gone."""
    for path in folder.glob("keyfile*"):
        path.unlink()


def from_the_future(folder: Path) -> None:
    """A keyfile of a later version of the program."""
    for path in folder.glob("keyfile*"):
        fields = canonical.decode(path.read_bytes())
        del fields["checksum"]
        fields["version"] = 99
        path.write_bytes(canonical.encode(fields | {"checksum": document._checksum(fields)}))


def forget_the_state(folder: Path) -> None:
    """Without what the last closing noted, only the pages themselves can tell."""
    (folder / "store.state").unlink(missing_ok=True)


def harm_the_first_page(folder: Path) -> None:
    """The beginning of the store's file damaged."""
    forget_the_state(folder)
    overwrite(folder / "store.db", 100)


def harm_some_pages(folder: Path) -> None:
    """A bad stretch in the middle of the store's file."""
    pages = (folder / "store.db").stat().st_size // _PAGE
    for page in range(pages // 5, pages // 2):
        overwrite(folder / "store.db", page * _PAGE + 200)


class Walk:
    """The program over one folder after the other, and the pictures of it in one language."""

    def __init__(self, app: QApplication, lang: str, holder: Path) -> None:
        self.app, self.lang, self.holder = app, lang, holder
        self.desktop = Desktop(app, OfficeDoors(), preferences.Preferences(language=lang), file=holder / "window.json")

    def draw(self, window: QWidget | None, name: str) -> None:
        """Keep a picture."""
        assert window is not None, name
        self.settle()
        window.resize(*_SIZE)
        self.settle()
        save(window, PICTURES / f"{self.lang}-{name}.png")

    def settle(self) -> None:
        """Let everything under way end."""
        settle(self.desktop.tasks)

    def unlock(self, folder: Path, *, passphrase: str = PASSPHRASE) -> None:
        """Try a passphrase on the store in a folder, which is shown as if it lay in the usual place."""
        self.desktop.show_unlock(folder)
        unlock = self.desktop.unlock
        assert unlock is not None
        self.settle()
        unlock.passphrase.line.setText(passphrase)
        unlock.unlock()
        self.settle()
        if self.desktop.unlock is unlock:  # it did not open
            unlock.place.say(lambda: tr("In {folder}", folder=short_path(_SHOWN)))

    def harmed(self, whole: Path, name: str, harm: Harm, *, passphrase: str = PASSPHRASE) -> Path:
        """Copy the whole office, harm the copy, try to open it, and draw what is seen."""
        folder = self.holder / f"{self.lang}-{name}" / "office"
        shutil.copytree(whole, folder)
        harm(folder)
        self.unlock(folder, passphrase=passphrase)
        self.draw(self.desktop.unlock, name)
        return folder

    def anyway(self, name: str) -> None:
        """The warning before opening a store that was changed, and the office after it."""
        unlock = self.desktop.unlock
        assert unlock is not None
        unlock.panel.press(ANYWAY)
        self.draw(unlock, f"{name}-anyway")
        unlock.panel.word.setText("ABRIR" if self.lang == "es" else "OPEN")
        unlock.panel.confirm()
        self.settle()
        self.office_picture(f"{name}-opened")

    def office_picture(self, name: str) -> None:
        """The office, with what is said above its pages."""
        shell = self.desktop.shell
        assert shell is not None, name
        shell.resize(1240, 760)
        self.settle()
        save(shell, PICTURES / f"{self.lang}-{name}.png")
        self.close_office()

    def close_office(self) -> None:
        """Lock, without a picture."""
        self.desktop.lock()
        self.settle()

    def restore(self, backup: Path, words: str) -> None:
        """Restore a backup, a picture a step."""
        unlock = self.desktop.unlock
        assert unlock is not None
        unlock.panel.press("restore")
        window = self.desktop.rescue
        assert isinstance(window, RestoreWindow)
        window.backup.take(backup)
        window.folder.take(self.holder / f"{self.lang}-restored")
        shown = window.backup.path, window.folder.path
        window.backup.path, window.folder.path = (
            Path("/media/usb") / backup.name,
            Path.home() / "mutualaid" / "office-2",
        )
        for place in (window.backup, window.folder):
            place.retranslate()
        self.draw(window, "restore-1-file")
        window.backup.path, window.folder.path = shown
        window.to_words()
        window.words.first.setPlainText(words)
        self.draw(window, "restore-2-words")
        window.to_secret()
        window.name.setText("Lupe")
        window.secret.first.line.setText(NEW_PASSPHRASE)
        window.secret.second.line.setText(NEW_PASSPHRASE)
        self.draw(window, "restore-3-passphrase")
        window.restore()
        self.settle()
        self.office_picture("restore-4-opened")

    def salvage(self) -> None:
        """Bring back what can be read, a picture a step, and open what came of it."""
        unlock = self.desktop.unlock
        assert unlock is not None
        unlock.panel.press("salvage")
        window = self.desktop.rescue
        assert isinstance(window, SalvageWindow)
        window.passphrase.line.setText(PASSPHRASE)
        source, window.source = window.source, Path.home() / "mutualaid" / "office"
        target, window.folder.path = window.folder.path, Path.home() / "mutualaid" / "office-2"
        language.switch(self.app, self.lang)
        self.draw(window, "salvage-1-begin")
        window.source, window.folder.path = source, target
        window.salvage()
        self.settle()
        self.draw(window, "salvage-2-result")
        window.open_button.click()
        self.settle()


def draw_unopened(walk: Walk, whole: Path, holder: Path) -> None:
    """What keeps a store from opening at all."""
    walk.harmed(whole, "wrong-passphrase", lambda _folder: None, passphrase=WRONG)
    walk.harmed(whole, "keyfile-missing", drop_keyfiles)
    walk.harmed(whole, "store-missing", lambda folder: (folder / "store.db").unlink())
    walk.harmed(whole, "store-empty", lambda folder: (folder / "store.db").write_bytes(b""))
    walk.harmed(whole, "newer-version", from_the_future)
    held, _words = make_office(holder / f"{walk.lang}-held" / "office", needs=4)
    walk.unlock(held.folder)
    walk.draw(walk.desktop.unlock, "in-use")
    held.close()


def draw_other_states(walk: Walk, holder: Path) -> None:
    """Stores that open, but are not what this computer last saw."""
    place = holder / f"{walk.lang}-states"
    office, _words = make_office(place / "office")
    office.close()
    shutil.copytree(place / "office", place / "older")
    with_more_work(place / "office")
    changed = place / "changed" / "office"
    shutil.copytree(place / "office", changed)
    shutil.copy(place / "older" / "store.state", changed / "store.state")
    walk.unlock(changed)
    walk.draw(walk.desktop.unlock, "store-changed")
    walk.anyway("store-changed")
    walk.unlock(place / "older")
    walk.draw(walk.desktop.unlock, "store-rolled-back")
    office, _words = make_office(place / "unproven" / "office")
    office.close(panic=True)
    walk.unlock(place / "unproven" / "office")
    walk.office_picture("unproven-opened")


def with_more_work(folder: Path) -> None:
    """Open an office, do a little, and close it."""
    office = open_office(folder, passphrase=PASSPHRASE)
    fill_sample(office, households=2, needs=3, volunteers=1, lots=1, seed=5, months=1)
    office.close()


def draw(app: QApplication, lang: str, holder: Path) -> None:
    """Every kind of damage in one language."""
    language.switch(app, lang)
    walk = Walk(app, lang, holder)
    whole = holder / f"{lang}-whole" / "office"
    office, words = make_office(whole)
    backup = holder / lang / f"mutualaid-{date.today().isoformat()}.backup"
    backup.parent.mkdir()
    back_up(office, target=backup)
    office.close()
    draw_unopened(walk, whole, holder)
    walk.harmed(whole, "keyfile-damaged", harm_keyfiles)
    walk.restore(backup, words)
    walk.harmed(whole, "store-damaged", harm_the_first_page)
    walk.harmed(whole, "store-in-pieces", harm_some_pages)
    walk.salvage()
    draw_other_states(walk, holder)
    walk.desktop.leave()


def main() -> None:
    """Draw everything."""
    with tempfile.TemporaryDirectory() as holder:
        for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
            os.environ[f"XDG_{kind}_HOME"] = str(Path(holder) / kind)  # what was seen of the samples stays in there
        app = make_application([], look="light", lang="en")
        for lang in ("en", "es"):
            draw(app, lang, Path(holder))


if __name__ == "__main__":
    main()
