"""The ways of writing that belong to events: sealing forms, bringing them in, making a kit."""

from __future__ import annotations

from pathlib import Path

from mutualaid.records.event import Event, ReceivedForm
from mutualaid.records.kinds import FormState
from mutualaid.services.collecting import accept_forms, collect, waiting_forms
from mutualaid.services.event_kits import event_lines, make_kit
from mutualaid.services.event_laptop import open_kit, start_sealing
from mutualaid.vault.intake_read import read_event_file
from tests.durability.children import Ended, Tell
from tests.durability.places import Place, new_place, records
from tests.durability.way import Way, an_office, looked_over
from tests.services.events import a_kit, answers, sealed

FORMS = 6


def _form(number: int) -> dict[str, object]:
    return answers(
        contact_name=f"Familia {number}", phone=f"773 555 01{number:02}", notes="tocar fuerte; " * 60 + "gracias"
    )


# Sealing


def _lay_kit(root: Path) -> Place:
    """The event's laptop alone: a kit, and (in the test's hands only) the office's key."""
    place = new_place(root)
    _, place.facts["key"] = a_kit(root)
    return place


def _seal(place: Place, tell: Tell) -> None:
    sealing = start_sealing(open_kit(place.root / "kit"), out=place.out / "forms", helper="Ana")
    for number in range(FORMS):
        sealing.keep_page(_form(number), language="es")
        tell(f"{number} so far")
        sealing.finish(_form(number), language="es")
        tell(f"{number} whole")
    sealing.slip()
    tell("closed")
    sealing.close()


def _sealed(place: Place, ended: Ended) -> list[str]:
    """Every acknowledged page and form can be opened; no more is there than one that was under way; it goes on."""
    path = place.out / "forms"
    if not path.exists():
        return ["what was acknowledged is lost"] * bool(ended.told)
    found = ["it can be read without the key"] * (b"Familia" in path.read_bytes())
    sealing = start_sealing(open_kit(place.root / "kit"), out=path, helper="Bea")
    sealing.finish(_form(50), language="en")
    sealing.close()
    reading = read_event_file(path, lambda _header: place.facts["key"])
    whole = [form.answers for form in reading.forms if form.number]
    begun = [form.answers for form in reading.forms]
    told_whole = sum(token.endswith("whole") for token in ended.told)
    told_begun = sum(token.endswith("so far") for token in ended.told)
    expected = [*map(_form, range(len(whole) - 1)), _form(50)]
    found += ["another form than was sealed"] * (whole != expected or reading.unreadable > 0)
    found += [f"lost {told_whole - len(whole) + 1} forms"] * (len(whole) - 1 < told_whole)
    found += ["lost a page"] * (len(begun) - 1 < told_begun)
    found += ["kept what nobody sealed"] * (len(begun) - 1 > told_begun + 1)
    return found + ["what is torn stayed in the file"] * bool(reading.tail)


# Bringing in


def _lay_forms(root: Path) -> Place:
    place = an_office(root)
    with place.at_home():
        office = place.open()
        make_kit(office, name="Parroquia", out=root / "kit")
        place.facts["records"] = records(office)
        office.close()
    sealed(open_kit(root / "kit"), root / "forms", *map(_form, range(FORMS)))
    return place


def _collect(place: Place, tell: Tell) -> None:
    office = place.open()
    collect(office, path=place.root / "forms")
    tell("brought in")
    accept_forms(office, forms=[form.uid for form in waiting_forms(office)])
    tell("accepted")
    office.close()


def _collected(place: Place, ended: Ended) -> list[str]:
    """None came in, or all of them wait, or all were accepted; and bringing in again brings what is missing, once."""

    def holds(now: frozenset[str]) -> list[str]:
        gone = place.facts["records"] - now
        forms = [line for line in now if line.startswith("received_form ")]
        homes = sum(line.startswith("household ") for line in now - place.facts["records"])
        whole = (len(forms), homes) in ((0, 0), (FORMS, 0), (FORMS, FORMS))
        found = ["lost what was there"] * bool(gone) + [f"half of it: {len(forms)} forms, {homes} homes"] * (not whole)
        lost = ("brought in" in ended.told and not forms) or ("accepted" in ended.told and not homes)
        return found + ["lost what was acknowledged"] * lost

    found = looked_over(place, holds)
    office = place.open()
    try:
        again = collect(office, path=place.root / "forms")
        found += ["not all of it is there now"] * (again.known + again.fresh != FORMS)
        with office.store.read() as read:
            found += ["some of it twice"] * (read.count(ReceivedForm) != FORMS)
            waiting = read.count(ReceivedForm, state=FormState.WAITING)
        found += ["some wait and some do not"] * (waiting not in (0, FORMS))
    finally:
        office.close()
    return found


# Making a kit


def _make_kit(place: Place, tell: Tell) -> None:
    office = place.open()
    make_kit(office, name="Parroquia", out=place.out / "kit")
    tell("made")
    office.close()


def _kit_made(place: Place, ended: Ended) -> list[str]:
    """No kit is out there whose forms the office could not open; what was acknowledged is there."""
    out = place.out / "kit"
    found = ["an acknowledged kit is lost"] * (bool(ended.told) and not out.exists())

    def holds(now: frozenset[str]) -> list[str]:
        before: frozenset[str] = place.facts["records"]
        events = [line for line in now - before if line.startswith("event ")]
        return ["its records are others"] * bool(before - now or len(now - before) > len(events) or len(events) > 1)

    found += looked_over(place, holds)
    if not out.exists():
        return found
    sealed(open_kit(out), place.out / "forms", _form(1))
    office = place.open()
    try:
        lines = event_lines(office)
        with office.store.read() as read:
            keys = [row.record.private_key for row in read.all(Event)]
        found += ["a kit without its event"] * (len(lines) != 1 or "" in keys)
        return found + ["its forms do not open"] * (collect(office, path=place.out / "forms").fresh != 1)
    finally:
        office.close()


EVENT_WAYS = [
    Way("seal forms", _lay_kit, _seal, _sealed),
    Way("collect", _lay_forms, _collect, _collected, daily=False),
    Way("make a kit", an_office, _make_kit, _kit_made, daily=False),
]
