"""Draws the pictures of the coordinator's guide and of the README, in both languages, from invented people.

    .venv/bin/python packaging/guide_shots.py

writes docs/guide/images/{en,es}-*.png, the same of the intake page into images/intake, and docs/images/matching-es.png.
It needs no display. Every picture is 1280 by 800 at most and is kept with 256 colours, so that the repository stays
small.
"""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from mutualaid.desktop import language
from mutualaid.desktop.app import make_application
from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.doors import OfficeDoors
from mutualaid.desktop.events.page import REVIEW, WAYS, IntakePage
from mutualaid.desktop.firstrun import FirstRunWindow
from mutualaid.desktop.households.editor import HouseholdEditor
from mutualaid.desktop.importing.dialog import ImportDialog, Step
from mutualaid.desktop.settings.backups import BackupsSection
from mutualaid.desktop.settings.page import SettingsPage
from mutualaid.desktop.shell import Shell
from mutualaid.desktop.shots import settle
from mutualaid.desktop.summaries.state import Seen, Standing, offers
from mutualaid.desktop.tasks import Tasks
from mutualaid.progress import SILENT
from mutualaid.services.backups import automatic
from mutualaid.services.event_kits import close_event, event_lines, make_kit
from mutualaid.services.event_laptop import open_kit, start_sealing
from mutualaid.services.keys import add_coordinator
from mutualaid.services.office import Office, create_office
from mutualaid.services.publication_plan import review_plan
from mutualaid.services.releases import releases, settle_release
from mutualaid.services.sampling import fill_sample
from mutualaid.summaries.periods import QUARTER
from mutualaid.summaries.plan import USUAL_PLAN
from mutualaid.vault.kdf import Argon2Cost

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "guide" / "images"
README = ROOT / "docs" / "images"
_SIZE = (1280, 800)
_MOST_BYTES = 150_000

# As a form's export looks, with the things that go wrong in one: a name twice, a number that nobody may keep.
REQUESTS = """\
Timestamp,Your name / Su nombre,Phone / Teléfono,Neighborhood / Vecindario,Address (optional) / Dirección (opcional),\
Language / Idioma,How many people live with you? / ¿Cuántas personas viven con usted?,\
Children under 12 / Niños menores de 12,\
What do you need? Check all that apply / ¿Qué necesita? Marque todo lo que aplique,\
When do you need it? / ¿Para cuándo?,Anything else? / ¿Algo más?
11/16/2026 10:02:11,Rosa Aguilar Tum,773-555-0101,La Villita,,Español,5,2,\
"Food / groceries, Diapers / formula",This week,Llamar después de las 5
11/16/2026 11:40:37,José Caal,(773) 555-0102,Pilsen,,K'iche',3,1,Food / groceries,This week,
11/17/2026 09:15:02,Marie Toussaint,312.555.0103,Rogers Park,,Haitian Creole,2,0,Winter coats,Today,Please text first
11/17/2026 18:22:45,rosa aguilar,7735550101,Little Village,,español,5,2,School supplies,Whenever possible,
11/18/2026 12:05:19,Mateo Xicay,773 555 0104,Brighton Park,,Mam,6,3,Food / groceries,Today,Su número A es A-012 345 678
11/18/2026 15:30:00,Lidia Quej,,,,Español,,,,,
"""


def palette(image: QImage) -> list[int]:
    """The 256 colours that are most frequent in an image: its flat parts and most of the edges of its letters."""
    pixels = np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint32)
    colours, counts = np.unique(pixels, return_counts=True)
    return [int(colour) for colour in colours[np.argsort(-counts, kind="stable")[:256]]]


def save(window: QWidget, file: Path) -> None:
    """Draw a window into a file with a palette. Raises SystemExit when it is larger than a picture here may be."""
    image = window.grab().toImage()
    wide, high = _SIZE
    if image.width() > wide or image.height() > high:
        fit, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        image = image.scaled(wide, high, fit, smooth)
    plain = Qt.ImageConversionFlag.AvoidDither | Qt.ImageConversionFlag.ThresholdDither
    file.parent.mkdir(parents=True, exist_ok=True)
    if not image.convertToFormat(QImage.Format.Format_Indexed8, palette(image), plain).save(str(file), "PNG", 0):
        sys.exit(f"cannot write {file}")
    if file.stat().st_size > _MOST_BYTES:
        sys.exit(f"{file} has {file.stat().st_size} bytes")
    print(file.relative_to(ROOT))


def dialog_of(kind: type[QDialog]) -> QDialog:
    """The open dialog of a kind."""
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def close(dialog: QDialog) -> None:
    """Close a dialog without being asked whether to throw anything away."""
    if isinstance(dialog, FormDialog):
        dialog.dirty = False
    dialog.reject()


@contextmanager
def new_office(doors: OfficeDoors, tasks: Tasks, folder: Path) -> Iterator[FirstRunWindow]:
    """A first-run window, as when the program is started for the first time."""
    window = FirstRunWindow(doors, tasks, folder=folder)
    window.resize(900, 700)
    window.show()
    try:
        yield window
    finally:
        office = window.abandon()
        if office is not None:
            doors.close(office)
        window.hide()
        window.deleteLater()


def draw_beginning(doors: OfficeDoors, tasks: Tasks, lang: str, folder: Path) -> None:
    """Welcome, and the recovery words of an office that nobody will ever use."""
    with new_office(doors, tasks, folder / f"office-{lang}") as window:
        settle(tasks)
        save(window, GUIDE / f"{lang}-welcome.png")
        window.coordinator.setText("Lupe")
        window.show_step(2)
        passphrase = doors.suggest_passphrase(lang)
        window.secret.first.line.setText(passphrase)
        window.secret.second.line.setText(passphrase)
        window.make()
        settle(tasks)
        save(window, GUIDE / f"{lang}-recovery-words.png")


def draw_import(shell: Shell, lang: str, folder: Path) -> None:
    """The preview of a file."""
    file = folder / ("respuestas.csv" if lang == "es" else "responses.csv")
    file.write_text(REQUESTS, "utf-8")
    shell.run_action("import")
    dialog = dialog_of(ImportDialog)
    assert isinstance(dialog, ImportDialog)
    dialog.resize(1120, 720)
    dialog.read(file)
    settle(shell.tasks)
    dialog.go(Step.PREVIEW)
    settle(shell.tasks)
    save(dialog, GUIDE / f"{lang}-import.png")
    close(dialog)


def draw_intake(shell: Shell, lang: str, folder: Path) -> None:
    """What comes in: the page, the form for an event, a file beside its slip, and a household that is known."""
    shell.go("intake")
    settle(shell.tasks)
    page = shell.page()
    assert isinstance(page, IntakePage)
    page.show_look(WAYS)
    settle(shell.tasks)
    save(shell, GUIDE / "intake" / f"{lang}-ways.png")
    form = page.prepare()
    settle(shell.tasks)
    form.name.set_text("Mercado del sábado" if lang == "es" else "Saturday market")
    form.place.path = Path("/media/usb") / form.place.path.name if form.place.path is not None else None
    form.place.retranslate()
    form.resize(760, _SIZE[1])
    save(form, GUIDE / "intake" / f"{lang}-prepare.png")
    close(form)
    kit, out = folder / "event.kit", folder / "event.forms"
    make_kit(shell.office, name=form.name.text(), out=kit)
    sealing = start_sealing(open_kit(kit), out=out, helper="Nelly")
    for at in range(28):
        said = {"keep": True, "contact_name": f"Rosa {at}", "zone": "chi-30", "needs": ["food"]}
        sealing.finish(said, language=lang)
    slip = sealing.slip()
    sealing.close()
    window = page.bring(out)
    settle(shell.tasks)
    window.slip.count.setText("31")
    window.slip.typed.setText(slip.fingerprint)
    window.slip.typed.textEdited.emit("")
    window.resize(820, 640)
    settle(shell.tasks)
    save(window, GUIDE / "intake" / f"{lang}-slip.png")
    close(window)
    close_event(shell.office, uid=event_lines(shell.office)[0].uid)
    page.show_look(REVIEW)
    page.review.go_to(next(one.uid for one in page.state.forms() if one.alike and one.alike[0].same))
    settle(shell.tasks)
    save(shell, GUIDE / "intake" / f"{lang}-alike.png")


def draw_pages(shell: Shell, lang: str) -> None:
    """The pages that the guide speaks of."""
    for key in ("needs", "households", "volunteers", "supplies"):
        shell.go(key)
        settle(shell.tasks)
        if key != "households":
            save(shell, GUIDE / f"{lang}-{key}.png")
    shell.run_action("add_household")
    settle(shell.tasks)
    form = dialog_of(HouseholdEditor)
    assert isinstance(form, HouseholdEditor)
    form.fields.name.set_text("Rosa Aguilar Tum")
    form.fields.phones.rows[0].number.setText("(773) 555-0101")
    form.fields.safe.set_text("Después de las 5" if lang == "es" else "After 5 PM")
    form.fields.languages.set_codes(["spa"])
    form.fields.people.setValue(5)
    form.resize(720, _SIZE[1])
    settle(shell.tasks)
    save(form, GUIDE / f"{lang}-household.png")
    close(form)
    shell.go("matching")
    settle(shell.tasks)
    views: dict[str, Callable[[], object]] = dict(shell.page().views())
    save(shell, GUIDE / f"{lang}-matching.png")
    if lang == "es":
        save(shell, README / "matching-es.png")
    views["not-matched"]()
    settle(shell.tasks)
    save(shell, GUIDE / f"{lang}-not-matched.png")


@contextmanager
def busy_office(folder: Path) -> Iterator[Office]:
    """An office that has helped so many households in a year that a summary can tell of them."""
    cost = Argon2Cost(memory_kib=32, passes=1, lanes=1)  # protects nobody, and opens at once
    office, _words = create_office(folder, passphrase=secrets.token_hex(16), coordinator="Lupe", kdf=cost)
    try:
        fill_sample(office, households=900, needs=2200, volunteers=20, lots=20, seed=7)
        yield office
    finally:
        office.close()


def draw_summary(office: Office, tasks: Tasks, lang: str) -> None:
    """The last quarter's summary, made and shown as the public sees it."""
    if not releases(office):
        period = next(one.period for one in offers(QUARTER, date.today(), Seen()) if one.standing == Standing.READY)
        review_plan(office, plan=USUAL_PLAN)
        settle_release(office, period=period.code)
    shell = Shell(office, tasks)
    shell.resize(*_SIZE)
    shell.show()
    shell.messages.hide()
    shell.go("summaries")
    settle(tasks)
    save(shell, GUIDE / f"{lang}-summaries.png")
    leave(shell)


def draw_settings(shell: Shell, lang: str) -> None:
    """Who can open the office, and its backups, as if on a stick."""
    shell.go("settings")
    settle(shell.tasks)
    page = shell.page()
    assert isinstance(page, SettingsPage)
    page.show_record("keys")
    settle(shell.tasks)
    save(shell, GUIDE / f"{lang}-keys.png")
    page.show_record("backups")
    settle(shell.tasks)
    backups = page.section("backups")
    assert isinstance(backups, BackupsSection)
    backups.folder.path = Path("/media/usb")
    backups.folder.retranslate()
    backups.lines = [line._replace(path=Path("/media/usb") / line.path.name) for line in backups.lines]
    backups.retranslate()
    save(shell, GUIDE / f"{lang}-backups.png")


def leave(shell: Shell) -> None:
    """Let a window go."""
    shell.hide()
    shell.deleteLater()


def main() -> None:
    """Draw everything."""
    app = make_application([], look="light", lang="en")
    doors, tasks = OfficeDoors(), Tasks()
    office = doors.sample(SILENT)
    cost = Argon2Cost(memory_kib=32, passes=1, lanes=1)
    for name in ("Ana", "Chepe"):
        add_coordinator(office, name=name, passphrase=secrets.token_hex(16), kdf=cost)
    automatic(office, now=datetime.now().astimezone())
    try:
        with tempfile.TemporaryDirectory() as holder, busy_office(Path(holder) / "busy") as busy:
            for lang in ("en", "es"):
                language.switch(app, lang)
                (Path(holder) / lang).mkdir()
                draw_beginning(doors, tasks, lang, Path(holder))
                shell = Shell(office, tasks)
                shell.resize(*_SIZE)
                shell.show()
                settle(tasks)
                draw_import(shell, lang, Path(holder))
                draw_pages(shell, lang)
                draw_intake(shell, lang, Path(holder) / lang)
                draw_settings(shell, lang)
                leave(shell)
                draw_summary(busy, tasks, lang)
    finally:
        tasks.shutdown()
        doors.close(office)


if __name__ == "__main__":
    main()
