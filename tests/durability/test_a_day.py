"""A whole day watched from outside: no internet socket, no file that nobody can explain, nothing in clear anywhere."""

from __future__ import annotations

import csv
import json
import signal
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from mutualaid.services.event_laptop import open_kit
from mutualaid.services.office import create_office
from tests.durability.canaries import COORDINATOR, NAME, NOTE, PHONE, SEARCHED, STREET, forms, seen_in
from tests.durability.children import needs_strace
from tests.durability.explained import EXPLAINED, explain
from tests.durability.places import Place, new_place
from tests.durability.report import Figures
from tests.durability.watching import INTERNET, Seen, watched
from tests.durability.way import usual_item
from tests.services.events import answers, sealed
from tests.services.make import CHEAP, PASSPHRASE, helper, stock

pytestmark = needs_strace

CSV = {
    "household_code": "MARU-47", "contact_name": NAME, "phone": PHONE, "languages": "spa", "household_size": "4",
    "zone": "chi-30", "address": STREET, "category": "food", "urgency": "today", "notes": NOTE,
}  # fmt: skip


def _begin(root: Path) -> Place:
    """An office, and a file that somebody sent."""
    place = new_place(root)
    with place.at_home():
        office, words = create_office(place.office, passphrase=PASSPHRASE, coordinator=COORDINATOR, kdf=CHEAP)
        place.facts["words"] = words
        helper(office)
        stock(office, usual_item(office), 40)
        office.close()
    with (root / "sent.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, CSV)
        rows.writeheader()
        rows.writerow(CSV)
        rows.writerow({**CSV, "household_code": "MARU-48", "contact_name": SEARCHED, "languages": "klingon"})
    return place


def _commands(place: Place, seen: Seen, *, whole: bool) -> None:
    """The day at the command line."""
    backup = place.out / "office.backup"

    def do(command: str, *words: object, secret: str = PASSPHRASE, second: str = "", code: int = 0) -> None:
        watched(place, seen, "-m", "mutualaid", command, *words, secret=f"{secret}\n", second=f"{second}\n", code=code)

    store = (place.office, "--passphrase-fd", 0)
    do("import", *store, place.root / "sent.csv", "--rejects", place.out / "rejects.csv", "--yes")
    do("backup", *store, "--out", backup)
    if not whole:
        return
    do("search", *store, SEARCHED)
    do("list", *store, "households", "--reveal")
    do("match", *store, "--accept")
    do("check-backup", backup, "--store", *store)
    do("slots", *store, "list")
    do("kit", *store, "--event", "Parroquia", "--out", place.out / "kit")
    sealed(open_kit(place.out / "kit"), place.out / "forms", answers(contact_name=SEARCHED))
    do("collect", *store, place.out / "forms")
    do("verify", *store)
    new = (place.root / "second", "--passphrase-fd", 0)
    do("new", *new, "--coordinator", COORDINATOR, "--recovery-out", place.out / "sheet.txt")
    sizes = ("--households", 150, "--needs", 700, "--volunteers", 5, "--lots", 5, "--until", "2026-10-31")
    do("sample", *new, *sizes, "--seed", 7)
    do("release", *new, "--period", "2026-Q3", "--out", place.out)
    do("list", *store, "needs", secret=PASSPHRASE + "x", code=3)
    again = (place.root / "again", "--recovery-fd", 0, "--new-passphrase-fd", "SECOND")
    do("restore", backup, *again, secret=place.facts["words"], second=PASSPHRASE)


ASKED_FOR = {"rejects.csv", "sheet.txt"}
"""What a person asked for in clear: the rows that were turned away, and her recovery words."""


def _found(place: Place, seen: Seen, *more: str) -> list[str]:
    """Where anything secret was written in clear: by any write to any file, or in a file that lies there now."""
    looked_for = forms(PASSPHRASE, place.facts["words"], *more)
    given = {place.root / "sent.csv"}
    lying = [path for path in place.root.rglob("*") if path.is_file() and path not in given]
    lying += [Path(path) for path in seen.files if not Path(path).is_relative_to(place.root) and _readable(Path(path))]
    found = [
        f"{path.name}: {what}"
        for path in lying
        if path.name not in ASKED_FOR
        for what in seen_in(path.read_bytes(), looked_for)
    ]
    for path, parts in seen.files.items():
        if not any(name in Path(path).name for name in ASKED_FOR):
            found += [f"written to {Path(path).name}: {what}" for what in seen_in(b"".join(parts), looked_for)]
    return found


def _readable(path: Path) -> bool:
    return path.is_file() and not path.is_relative_to("/dev") and not path.is_relative_to("/proc")


def _tell(figures: Figures, place: Place, seen: Seen, what: str) -> None:
    """Count, and assert."""
    families = Counter(seen.sockets)
    internet = sum(families[family] for family in INTERNET)
    figures.add(f"internet sockets, {what}", rounds=seen.programs, bad=internet, note=" ".join(sorted(families)))
    unexplained = [path for path in seen.files if explain(path, place) is None]
    figures.add(f"files written without explanation, {what}", rounds=len(seen.files), bad=len(unexplained))
    found = _found(place, seen)
    figures.add(f"canaries in clear, {what}", rounds=len(forms()), bad=len(found))
    assert internet == 0
    assert unexplained == []
    assert found == []


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.campaign)])
def test_a_day_at_the_command_line(whole: bool, tmp_path: Path, figures: Figures) -> None:
    place, seen = _begin(tmp_path / "place"), Seen()
    _commands(place, seen, whole=whole)
    _tell(figures, place, seen, "a day of commands" if whole else "an import and a backup")
    assert {"store.db", "store.db-wal", "office.backup"} <= {Path(path).name for path in seen.files}


@pytest.mark.parametrize(
    "how", ["lock", *(pytest.param(how, marks=pytest.mark.campaign) for how in ("crash", "crash-locked"))]
)
def test_a_day_at_the_desktop(how: str, tmp_path: Path, figures: Figures) -> None:
    """After lock nothing of the store is open, and another may have it."""
    place, seen = _begin(tmp_path / "place"), Seen()
    killed = -signal.SIGKILL if how.startswith("crash") else 0
    said = watched(place, seen, "-m", "tests.durability.desk", place.office, how, code=killed)
    _tell(figures, place, seen, f"the desktop, {how}")
    if how == "crash":
        return
    facts = json.loads(said)
    assert facts["held"]
    assert "store.db" in facts["open"]
    figures.add("descriptors on the store after lock", rounds=1, bad=len(facts["open after"]))
    figures.add("store still held after lock", rounds=1, bad=facts["held after"])
    assert (facts["open after"], facts["held after"], facts["dialogs after"]) == ([], False, 0)
    assert facts["clipboard after"] == ""


def test_an_import_killed_half_way_leaves_nothing_in_clear(tmp_path: Path, figures: Figures) -> None:
    place, seen = _begin(tmp_path / "place"), Seen()
    words = ["import", str(place.office), str(place.root / "sent.csv"), "--yes", "--passphrase-fd", "0"]
    program = (
        "import os, signal, sys\nfrom mutualaid.progress import Progress\n"
        "def die(self, done, total):\n    if (done, total) == (1, 1): os.kill(os.getpid(), signal.SIGKILL)\n"
        "Progress.step = die\nfrom mutualaid.__main__ import main\nmain(sys.argv[1:])\n"
    )
    watched(place, seen, "-c", program, *words, secret=PASSPHRASE + "\n", code=-signal.SIGKILL)
    assert (place.office / "store.db-wal").exists()
    _tell(figures, place, seen, "a killed import")


def test_every_form_of_a_canary_would_be_found(tmp_path: Path, figures: Figures) -> None:
    looked_for = forms()
    place = new_place(tmp_path / "place", words="no words")
    missed = []
    for number, (form, name) in enumerate(looked_for.items()):
        if name not in seen_in(b"\x00\x01" + form + b"\xff", looked_for):
            missed.append(name)
        if number % 97 == 0:
            (place.office.parent / f"{number}.bin").write_bytes(b"\x00" + form)
    figures.control("canaries planted", rounds=len(looked_for), seen=len(looked_for) - len(missed))
    assert missed == []
    assert len(looked_for) > 500
    assert len(_found(place, Seen())) >= len(looked_for) // 97


def test_the_watch_sees_an_internet_socket_and_a_file_that_is_gone_again(tmp_path: Path, figures: Figures) -> None:
    place, seen = new_place(tmp_path / "place", words="no words"), Seen()
    program = "import socket, os\nsocket.socket()\nopen('here', 'w').write('Xochiquetzal')\nos.unlink('here')\n"
    watched(place, seen, "-c", program)
    figures.control("internet socket", rounds=1, seen=seen.sockets.count("AF_INET"))
    figures.control("file unexplained, and removed after", rounds=1, seen=len(_found(place, seen)) > 0)
    assert "AF_INET" in seen.sockets
    assert [path for path in seen.files if explain(path, place) is None] == [str(place.root / "work" / "here")]
    assert _found(place, seen)


@cache
def _documented() -> str:
    return (Path(__file__).resolve().parents[2] / "docs" / "files.md").read_text("utf-8")


@pytest.mark.parametrize("file", EXPLAINED, ids=lambda file: file.shown)
def test_what_is_written_is_written_down(file: object) -> None:
    assert f"| `{file.shown}` | {file.why} |" in _documented()  # type: ignore[attr-defined]
