"""Making, handing out and bringing back a summary, whatever befalls the program in the middle of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from mutualaid.services import backups
from mutualaid.services.office import Office
from mutualaid.services.release_ledger import ledger_of, released_as
from mutualaid.services.releases import bring_back, hand_out, make_release, releases
from mutualaid.services.sampling import fill_sample
from mutualaid.summaries.ledger import chain_ok, releases_in
from tests.durability.children import Act, Ended, Tell, run
from tests.durability.places import Place, new_place, records
from tests.durability.way import Way, looked_over, new_office, unchanged
from tests.services.make import CHEAP, PASSPHRASE, TODAY

PERIOD = "2026-Q3"
GIVEN = "The Fund"


def _lay_year(root: Path) -> Place:
    place = new_office(new_place(root), households=1)
    with place.at_home():
        office = place.open()
        fill_sample(office, households=80, needs=400, volunteers=1, lots=1, seed=7, until=TODAY, months=6)
        place.facts.update(records=records(office))
        office.close()
    return place


def _lay_made(root: Path) -> Place:
    """The summary is made and handed out once; its folder is gone from the office, and known to the test."""
    place = _lay_year(root)
    _apart(place, _make_once)
    _remember(place)
    return place


def _lay_restored(root: Path) -> Place:
    """The summary was made after the backup that the office was restored from; its folder is at hand."""
    place = _lay_year(root)
    with place.at_home():
        office = place.open()
        path = backups.back_up(office, target=place.root / "old.backup").path
        office.close()
    _apart(place, _make_once)
    _remember(place)
    place.office.rename(place.root / "lost")
    with place.at_home():
        restored = backups.restore(
            path,
            place.office,
            recovery=place.facts["words"],
            passphrase=PASSPHRASE,
            kdf=CHEAP,
            now=datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC),
        )
        place.facts.update(records=records(restored))
        restored.close()
    return place


def _make_once(place: Place, tell: Tell) -> None:
    office = place.open()
    made = make_release(office, period=PERIOD, out=place.out, today=TODAY)
    assert made.dir is not None
    made.dir.rename(place.root / "kept")
    office.close()


def _remember(place: Place) -> None:
    files = _files(place.root / "kept")
    place.facts.update(id=json.loads(files["manifest.json"])["release"], files=files)


def _apart(place: Place, act: Act) -> list[str]:
    """Do it in a child of its own, and give what it told."""
    ended = run(act, place)
    assert ended.done, ended.crash or ended.code
    return ended.told


def _release(place: Place, tell: Tell) -> None:
    office = place.open()
    made = make_release(office, period=PERIOD, out=place.out, recipient=GIVEN, today=TODAY)
    assert made.dir is not None
    tell(made.dir.name)
    office.close()


def _hand_out(place: Place, tell: Tell) -> None:
    office = place.open()
    made = hand_out(office, release_id=place.facts["id"], out=place.out, recipient=GIVEN, today=TODAY)
    assert made.dir is not None
    tell(made.dir.name)
    office.close()


def _bring_back(place: Place, tell: Tell) -> None:
    office = place.open()
    tell(bring_back(office, folder=place.root / "kept", today=TODAY).id)
    office.close()


def _given(place: Place, ended: Ended) -> list[str]:
    """No half folder, a ledger whose chain holds, who got it noted, and the same bytes when it is asked for again."""
    shown = _shown(place.out)
    before = {path.name: _files(path) for path in shown}
    found = ["an acknowledged release is lost"] if set(ended.told) - set(before) else []
    for path in shown:
        path.rename(place.root / f"was-{path.name}")

    def again(office: Office) -> list[str]:
        made = make_release(office, period=PERIOD, out=place.out, recipient=GIVEN, today=TODAY)
        assert made.dir is not None
        wrong = []
        if place.facts.get("files", _files(made.dir)) != _files(made.dir):
            wrong.append("other bytes than were published")
        if before and before.get(made.dir.name) != _files(made.dir):
            wrong.append("another release of the same period, or half a folder")
        if [one.recipient for line in releases(office) for one in line.handed].count(GIVEN) != 1:
            wrong.append("who got it is not noted once")
        if list(place.out.iterdir()) != [made.dir]:
            wrong.append("something is left beside the folder")
        if not any(line.there for line in backups.listed(office)):
            wrong.append("a folder appeared without a backup")
        return wrong

    return [*found, *_looked_over(place, again)]


def _brought_back(place: Place, ended: Ended) -> list[str]:
    """Whole in the ledger or not at all; brought back again, it is published as it was."""

    def again(office: Office) -> list[str]:
        lost = bool(ended.told) and [line.id for line in releases(office)] != [place.facts["id"]]
        bring_back(office, folder=place.root / "kept", today=TODAY)
        made = make_release(office, period=PERIOD, out=place.out, today=TODAY)
        assert made.dir is not None
        wrong = ["an acknowledged folder is lost"] if lost else []
        return wrong if _files(made.dir) == place.facts["files"] else [*wrong, "other bytes than were published"]

    return _looked_over(place, again)


def _looked_over(place: Place, again: Callable[[Office], list[str]]) -> list[str]:
    def look(place: Place, tell: Tell) -> None:
        for wrong in [*looked_over(place, unchanged(place)), *_ledger_of(place, again)]:
            tell(wrong)

    return _apart(place, look)


def _ledger_of(place: Place, again: Callable[[Office], list[str]]) -> list[str]:
    office = place.open()
    try:
        found = again(office)
        with office.store.read() as read:
            ledger = ledger_of(read)
            found += [] if chain_ok(ledger) else ["the ledger's chain does not hold"]
            for entry in releases_in(ledger):
                released_as(read, entry.release_id)
    finally:
        office.close()
    return found


def _shown(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if not path.name.startswith(".")]


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


RELEASE_WAYS = [
    Way("release", _lay_year, _release, _given, daily=False),
    Way("hand out a summary", _lay_made, _hand_out, _given),
    Way("bring a summary back", _lay_restored, _bring_back, _brought_back, daily=False),
]
