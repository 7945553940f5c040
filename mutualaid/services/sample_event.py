"""An event for the sample office: a kit, and invented forms sealed with it and brought in, waiting to be looked at."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from mutualaid.records.answers import Value
from mutualaid.records.household import Household
from mutualaid.services.collecting import collect
from mutualaid.services.event_kits import make_kit
from mutualaid.services.event_laptop import open_kit, start_sealing
from mutualaid.services.office import Office
from mutualaid.services.sample_people import People

_ASKED = (
    (["food"], "this_week"),
    (["food", "baby"], "today"),
    (["clothing"], "this_month"),
    (["ride"], "this_week"),
    (["school", "hygiene"], "whenever"),
    (["interpreting"], "this_week"),
    (["food"], "today"),
    (["food", "hygiene"], "this_week"),
)
_KNOWN, _WATCHED = 5, 6
"""The places of a form of a household that is known already, and of one with a number that nobody keeps."""
_NOTE = "Mi número A es A-012 345 678, y llamar después de las 5"


def sample_event(office: Office, *, seed: int, name: str = "Mercado del sábado") -> None:
    """Make an event with forms of invented people, the last of which broke off. Its files are gone afterwards."""
    people = People(seed, sorted(office.zones))
    with office.store.read() as read:
        known = next((row.record for row in read.all(Household) if row.record.phones), None)
    homes = [people.household(f"EVEN-{at:02d}", date.today()) for at in range(len(_ASKED) + 1)]
    if known is not None:
        homes[_KNOWN] = known
    with tempfile.TemporaryDirectory(dir=office.folder.parent) as folder:
        kit, out = Path(folder) / "a.kit", Path(folder) / "a.forms"
        make_kit(office, name=name, out=kit)
        sealing = start_sealing(open_kit(kit), out=out, helper="Nelly")
        try:
            for at, (home, (needs, urgency)) in enumerate(zip(homes, _ASKED, strict=False)):
                asked: dict[str, Value] = {"needs": list(needs), "urgency": urgency}
                note: dict[str, Value] = {"notes": _NOTE} if at == _WATCHED else {}
                sealing.finish(_answers(home) | asked | note, language="es")
            begun = _answers(homes[-1])
            sealing.keep_page({name: begun[name] for name in ("keep", "contact_name", "languages")}, language="es")
            sealing.slip()
        finally:
            sealing.close()
        collect(office, path=out)


def _answers(home: Household) -> dict[str, Value]:
    """What a household would have said."""
    said: dict[str, Value] = {
        "keep": True,
        "contact_name": home.contact_name,
        "languages": list(home.languages),
        "household_size": home.size,
        "zone": home.zone,
        "consents": ["contact", "share"],
    }
    return said | ({"phone": home.phones[0].number} if home.phones else {"safe_contact": "Preguntar en la tienda"})
