"""A day at an event, typed by a script into the real window, killed again and again, and brought into the office."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mutualaid.services.collecting import collect, waiting_forms
from mutualaid.services.event_kits import make_kit
from mutualaid.services.office import Office
from tests.durability.report import Figures
from tests.durability.typed_forms import CATEGORIES, LANGUAGES, Invented, Sieve, texts
from tests.services.make import copied_office

ROOT = Path(__file__).resolve().parents[2]
HOMES = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "HOME", "TMPDIR")
_LONGEST_S = 60.0


@dataclass
class Typed:
    """A form as the script typed it, and what the window had acknowledged of it when it was killed."""

    form: dict[str, Any]
    pages: list[str] = field(default_factory=list)
    whole: bool = False


@dataclass
class Laptop:
    """The event's laptop: everything that it may write lies under `root`."""

    root: Path
    kit: Path
    forms: Invented
    typed: list[Typed] = field(default_factory=list)
    kills: int = 0
    scanned: int = 0
    found: set[str] = field(default_factory=set)
    sealed_upto: int = 0

    @property
    def out(self) -> Path:
        return self.root / "usb" / "forms.sealed"

    @property
    def said(self) -> Path:
        """What the program said on the terminal; it lies elsewhere, and is looked at too."""
        return self.root.parent / "said.txt"

    def whole(self) -> list[Typed]:
        return [one for one in self.typed if one.whole]

    def start(self, *more: str) -> subprocess.Popen[bytes]:
        homes = {name: str(self.root / name.lower()) for name in HOMES}
        for folder in (*homes.values(), str(self.root / "cwd"), str(self.out.parent)):
            Path(folder).mkdir(parents=True, exist_ok=True)
            Path(folder).chmod(0o700)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST", "XDG"))}
        here = {**kept, **homes, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
        line = [sys.executable, "-m", "tests.durability.event_typist", str(self.kit), str(self.out), *more]
        with self.said.open("wb") as said:
            return subprocess.Popen(
                line, cwd=self.root / "cwd", env=here, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said
            )

    def sit(self, until_forms: int, *, kill_after: float | None = None, mode: str = "") -> None:
        """Type until so many forms are whole, or the process is killed after so many seconds of typing."""
        first = len(self.typed)
        with self.start(*([mode] if mode else [])) as process:
            self._feed(process, until_forms, kill_after)
        self.kills += kill_after is not None
        self.look([one.form for one in self.typed[first:]])

    def _feed(self, process: subprocess.Popen[bytes], until_forms: int, kill_after: float | None) -> None:
        """Give it forms, and note what it acknowledges."""
        assert process.stdin is not None
        assert process.stdout is not None
        watch = threading.Timer(_LONGEST_S * (1 if kill_after is not None else 20), process.kill)
        watch.start()
        timer: threading.Timer | None = None
        for line in process.stdout:
            if timer is None and kill_after is not None:
                timer = threading.Timer(kill_after, lambda: os.kill(process.pid, signal.SIGKILL))
                timer.start()
            word, _, rest = line.decode().strip().partition(" ")
            if word == "ready":
                if kill_after is None and len(self.whole()) >= until_forms:
                    process.stdin.close()
                    break
                self.typed.append(Typed(self.forms.form()))
                try:
                    process.stdin.write(json.dumps(self.typed[-1].form).encode() + b"\n")
                    process.stdin.flush()
                except BrokenPipeError:
                    self.typed.pop()
                    break
            elif word == "page":
                self.typed[-1].pages.append(rest)
            elif word == "whole":
                self.typed[-1].whole = True
            else:
                raise AssertionError(line)
        process.stdout.read()
        code = process.wait(_LONGEST_S)
        watch.cancel()
        if timer is not None:
            timer.cancel()
        assert code == (0 if kill_after is None else -signal.SIGKILL), self.said.read_text("utf-8", "replace")[-2000:]

    def look(self, forms: list[dict[str, Any]], *, everything: bool = False) -> None:
        """Look for the forms' answers in every file of the laptop, the kit's own words aside."""
        sieve = Sieve(forms)
        for file in (self.said, *sorted(self.root.rglob("*"))):
            if not file.is_file() or file == self.kit:
                continue
            data = file.read_bytes()
            if file == self.out and not everything:
                data, self.sealed_upto = data[max(0, self.sealed_upto - 4096) :], len(data)
            self.scanned += len(data)
            self.found |= {f"{name} in {file.relative_to(self.root.parent)}" for name in sieve.seen_in(data)}
            self.found |= {f"{name} in a name" for name in sieve.seen_in(str(file).encode())}


@pytest.fixture
def office(tmp_path: Path) -> Any:
    made = copied_office(tmp_path / "office")
    yield made
    made.close()


def laptop(office: Office, tmp_path: Path, seed: int) -> Laptop:
    kit = tmp_path / "laptop" / "kit"
    kit.parent.mkdir()
    make_kit(office, name="Parroquia San Pío", out=kit, categories=CATEGORIES, languages=LANGUAGES)
    return Laptop(tmp_path / "laptop", kit, Invented(seed))


def wrong_in(office: Office, laptop: Laptop) -> tuple[list[str], dict[str, int]]:
    """What the office got that was not typed, or did not get that was acknowledged; and counts."""
    told = collect(office, path=laptop.out)
    again = collect(office, path=laptop.out)
    forms = waiting_forms(office)
    wrong = [] if again.fresh == 0 else ["the file brought in twice adds forms"]
    by_name: dict[str, list[Any]] = {}
    for form in forms:
        by_name.setdefault(str(form.answers.get("contact_name", "")), []).append(form)
    counts = {"whole": told.whole, "unfinished": told.unfinished, "sealed but not thanked": 0}
    for one in laptop.typed:
        answers, number = one.form["answers"], one.form["number"]
        came = by_name.pop(answers["contact_name"], [])
        wholes = [form for form in came if form.number]
        if one.whole:
            if len(wholes) != 1 or len(came) != 1 or dict(wholes[0].answers) != answers:
                wrong.append(f"form {number} was thanked for and came {len(wholes)} times, or otherwise than typed")
            continue
        if len(came) > 1:
            wrong.append(f"form {number} broke off and came {len(came)} times")
        if wholes:
            counts["sealed but not thanked"] += 1
            if "consents" not in one.pages or dict(wholes[0].answers) != answers:
                wrong.append(f"form {number} came whole and was not sent")
        sealed = dict(came[0].answers) if came else {}
        lost = [page for page in one.pages if page in answers and sealed.get(page) != answers[page]]
        if lost and "contact_name" in one.pages:
            wrong.append(f"form {number}: {lost} were acknowledged and are lost")
        if any(answers.get(name) != value for name, value in sealed.items()):
            wrong.append(f"form {number}: came otherwise than typed")
    nameless = by_name.pop("", [])  # killed before the name was sealed
    wrong += [f"a form without a name says {sorted(form.answers)}" for form in nameless if set(form.answers) - {"keep"}]
    wrong += [f"nobody typed a form that came {len(came)} times" for came in by_name.values()]
    return wrong, counts


def test_what_was_typed_at_an_event_comes_in_once_and_lies_nowhere_readable(office: Office, tmp_path: Path) -> None:
    place = laptop(office, tmp_path, 3)
    place.sit(0, kill_after=1.0)
    place.sit(1)
    wrong, counts = wrong_in(office, place)
    assert wrong == []
    assert place.found == set()
    assert counts["whole"] - counts["sealed but not thanked"] == len(place.whole()) >= 1
    assert place.kills == 1


@pytest.mark.campaign
def test_three_hundred_forms_and_fifty_kills(office: Office, tmp_path: Path, figures: Figures) -> None:
    place, chance, began = laptop(office, tmp_path, 300), random.Random(50), time.monotonic()
    while place.kills < 50:
        place.sit(0, kill_after=chance.uniform(0.05, 8.0))
    place.sit(300)
    typing = time.monotonic() - began
    place.look([one.form for one in place.typed], everything=True)
    wrong, counts = wrong_in(office, place)
    pages = sum(len(one.pages) for one in place.typed)
    broken = len(place.typed) - len(place.whole())
    note = (
        f"{len(place.whole())} forms thanked for, {counts['sealed but not thanked']} sealed and not yet thanked for, "
        f"{broken} broken off, {pages} pages acknowledged, {place.out.stat().st_size:,} bytes sealed, "
        f"{place.scanned:,} bytes looked at, {len(place.found)} answers seen; {typing:.0f} s of typing"
    )
    figures.add("an event typed and killed", rounds=place.kills, bad=len(wrong), note=note)
    sys.stdout.write(note + "\n")
    assert wrong == []
    assert place.found == set()
    assert len(place.whole()) >= 300


@pytest.mark.campaign
def test_the_search_would_find_every_text_that_was_written_readable(office: Office, tmp_path: Path) -> None:
    place = laptop(office, tmp_path, 7)
    place.sit(2, mode="leak")
    fields = {(form.form["number"], name) for form in place.typed for name in form.form["answers"]}
    seen = {(int(one.split(" of form ")[1].split(" ")[0]), one.split(" of form ")[0]) for one in place.found}
    assert fields - seen == set()
    assert all(texts(form.form) for form in place.typed)
