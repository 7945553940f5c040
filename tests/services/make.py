"""Valid offices and records for tests, in a line each."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

from mutualaid.records.household import Household
from mutualaid.records.kinds import Urgency
from mutualaid.records.need import Need
from mutualaid.records.time import Window
from mutualaid.records.volunteer import SpokenLanguage, Volunteer
from mutualaid.services.households import add_household, new_household_code
from mutualaid.services.needs import draft_need
from mutualaid.services.office import Office, create_office, open_office
from mutualaid.services.supplies import add_site, receive_lot, sites
from mutualaid.services.volunteers import add_volunteer, new_volunteer_code
from mutualaid.vault.kdf import Argon2Cost

PASSPHRASE = "siete gatos bajo la lluvia"
CHEAP = Argon2Cost(memory_kib=32, passes=1, lanes=1)
TODAY = date(2026, 11, 23)
SATURDAY = Window(weekday=5, start=time(8), end=time(12))


def new_office(folder: Path) -> Office:
    office, _ = create_office(folder, passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    return office


@cache
def _closed_office() -> Path:
    """A closed office, made once for the whole run: its many tables take a tenth of a second."""
    place = Path(tempfile.mkdtemp(prefix="mutualaid-office-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    new_office(place / "office").close()
    return place / "office"


def laid_office(folder: Path) -> Path:
    """A closed office with nothing in it. Two of one test would be the same store twice: make the other one anew."""
    shutil.copytree(_closed_office(), folder)
    return folder


def copied_office(folder: Path) -> Office:
    """The same, opened by its coordinator."""
    return open_office(laid_office(folder), passphrase=PASSPHRASE)


def home(office: Office, *needs: Need, **fields: Any) -> tuple[str, ...]:
    """Add a household with needs; gives the uids, the household's first."""
    given = {"languages": ["spa"], "size": 4, "zone": "chi-30", "received_on": TODAY, "contact_name": "Rosa Tum"}
    record = Household.checked(code=new_household_code(office), **(given | fields))
    return add_household(office, household=record, needs=needs).uids


def wants(office: Office, category: str, *, size: int = 4, **fields: Any) -> Need:
    """A need as its category suggests, with some fields set."""
    draft = draft_need(office, category=category, household_size=size, received_on=TODAY, urgency=Urgency.THIS_WEEK)
    return Need.checked(**(draft.model_dump() | fields))


def helper(office: Office, **fields: Any) -> str:
    """Add a volunteer who can deliver on Saturday mornings; gives the uid."""
    given: dict[str, Any] = {
        "name": "Inés Nowak",
        "zone": "chi-30",
        "languages": [SpokenLanguage(code="spa")],
        "skills": ["deliveries"],
        "transport": "car",
        "seats": 3,
        "capacity_kg": 100,
        "stops": 6,
        "availability": [SATURDAY],
    }
    record = Volunteer.checked(code=new_volunteer_code(office), **(given | fields))
    return add_volunteer(office, volunteer=record).uids[0]


def stock(office: Office, item: str, quantity: int, **fields: Any) -> str:
    """Receive a lot; gives its uid."""
    known = {row.record.name: row.record.code for row in sites(office)}
    if "Pantry" not in known:
        add_site(office, name="Pantry", zone="chi-30")
        known = {row.record.name: row.record.code for row in sites(office)}
    return receive_lot(office, item=item, site=known["Pantry"], quantity=quantity, on=TODAY, **fields).uids[0]
