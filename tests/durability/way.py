"""What a way of writing is, offices to do it in, and what must hold of an office whatever befell it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mutualaid.records.errors import Fault
from mutualaid.services.office import Office, create_office
from mutualaid.services.supplies import items
from mutualaid.services.verifying import verify
from tests.durability.children import Act, Ended
from tests.durability.places import Place, new_place, records
from tests.services.make import CHEAP, PASSPHRASE, helper, home, stock, wants

HONEST = {"keyfile_copy_old", "keyfile_copy_missing", "keyfile_copy_renewed", "rekey_interrupted"}
"""What `verify` may tell after a crash, since it is true: the second copy of the keyfile was not written
any more, or was renewed from the first at opening; a change of keys was dropped, and is to be done again."""


@dataclass(frozen=True)
class Way:
    """`lay` makes the place once, `act` is done in a copy of it, `wrong` says what does not hold afterwards."""

    name: str
    lay: Callable[[Path], Place]
    act: Act
    wrong: Callable[[Place, Ended], list[str]]
    daily: bool = True
    """Whether every run of the tests tries it a few times, or campaigns only."""

    @property
    def short(self) -> str:
        """A name for the test's."""
        return self.name.split(",")[0].replace(" ", "-")


def new_office(place: Place, households: int = 12) -> Place:
    """An office with a few of everything; the place's facts know its records and its recovery words."""
    with place.at_home():
        office, words = create_office(place.office, passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
        for _ in range(households):
            home(office, wants(office, "food"), wants(office, "baby"), notes="llamar por la tarde " * 20)
        helper(office)
        stock(office, usual_item(office), 40)
        place.facts.update(records=records(office), words=words)
        office.close()
    return place


def usual_item(office: Office) -> str:
    """What is usually given to who asks for food."""
    return next(row.record.code for row in items(office) if row.record.default and row.record.category == "food")


def an_office(root: Path) -> Place:
    """A place with an office in it."""
    return new_office(new_place(root))


def looked_over(
    place: Place, holds: Callable[[frozenset[str]], list[str]], *, passphrase: str = PASSPHRASE
) -> list[str]:
    """What is wrong with an office: it does not open or verify, holds what it should not, or takes no more work."""
    try:
        office = place.open(passphrase)
    except Fault as fault:
        return [f"does not open: {fault.code}"]
    try:
        found = holds(records(office))
        found += [f"verify: {finding.code}" for finding in verify(office) if finding.code not in HONEST]
        home(office, wants(office, "food"))
    except Fault as fault:
        return [f"cannot be worked in: {fault.code}"]
    finally:
        office.close()
    again = place.open(passphrase)
    try:
        return found + ([] if again.standing == "proved" else [f"closed well, and {again.standing}"])
    finally:
        again.close()


def unchanged(place: Place) -> Callable[[frozenset[str]], list[str]]:
    """Holds when the office has exactly the records it was laid with."""
    return lambda now: [] if now == place.facts["records"] else ["its records are others"]
