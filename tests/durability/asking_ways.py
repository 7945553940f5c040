"""The way of writing that belongs to paper: a sheet is kept and counted, or neither."""

from __future__ import annotations

from mutualaid.services.asking import take_answers
from mutualaid.services.households import household_lines
from mutualaid.services.import_rows import Decision
from mutualaid.services.keying import open_batches, set_aside, start_batch
from tests.durability.children import Ended, Tell
from tests.durability.places import Place
from tests.durability.way import Way, an_office, looked_over
from tests.services.make import TODAY

SHEETS = 6


def _key_in(place: Place, tell: Tell) -> None:
    office = place.open()
    pile = start_batch(office, label="mesa 2", sheets=2 * SHEETS, on=TODAY).uids[0]
    for number in range(SHEETS):
        said = {"keep": True, "contact_name": f"Hoja {number}", "zone": "chi-30", "needs": ["food", "baby"]}
        said["notes"] = "cuidado con el perro " * 60
        new = Decision("new")
        tell(take_answers(office, answers=said, on=TODAY, how="paper", decision=new, batch=pile).uid)
        set_aside(office, batch=pile, reason="blank")
        tell(f"blank {number}")
    office.close()


def _keyed_in(place: Place, ended: Ended) -> list[str]:
    """What was acknowledged is there, and the pile counts exactly the sheets that are."""
    told = {token for token in ended.told if not token.startswith("blank")}
    office = place.open()
    piles = open_batches(office)
    homes = {line.uid for line in household_lines(office) if line.contact_name.startswith("Hoja")}
    office.close()
    counts = piles[0].counts if piles else {}
    found = [f"lost {len(told - homes)} acknowledged"] if told - homes else []
    found += ["counted other than kept"] if counts.get("keyed", 0) != len(homes) else []
    found += ["lost a sheet set aside"] if counts.get("blank", 0) < len(ended.told) - len(told) else []
    return found + looked_over(place, lambda _now: [])


ASKING_WAYS = [Way("key in paper", an_office, _key_in, _keyed_in, daily=False)]
