"""An office on a working day, for the two scripted days: small, known by name, with something of everything."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

from mutualaid.records.household import Contact, Phone
from mutualaid.records.kinds import ContactKind, ContactOutcome, LanguageLevel, Trust
from mutualaid.records.partner import Partner, PartnerService
from mutualaid.records.time import Window
from mutualaid.records.volunteer import SpokenLanguage, Training
from mutualaid.services import partners
from mutualaid.services.contact_log import log_contact
from mutualaid.services.office import Office, create_office
from mutualaid.services.supplies import add_site, change_item, items, receive_lot
from mutualaid.vault.kdf import Argon2Cost
from tests.services.make import helper, home, wants

PASSPHRASE = "siete gatos bajo la lluvia"
EVERY_DAY = [
    Window(weekday=day, start=start, end=end)
    for day in range(7)
    for start, end in ((time(8), time(12)), (time(12), time(17)), (time(17), time(20)))
]
ON_THE_WAY = ("Ana", "Berta", "Celia", "Dora", "Elsa", "Flor", "Gina", "Hilda", "Irma", "Julia", "Karla")
"""Households that one drive reaches; with Rosa they are twelve."""


def working_office(folder: Path) -> Office:
    """Volunteers with a car and with court training; households who wait, one of them twice; stock and money."""
    office, _words = create_office(
        folder, passphrase=PASSPHRASE, coordinator="Lupe", kdf=Argon2Cost(memory_kib=32, passes=1, lanes=1)
    )
    today = date.today()
    able = {"availability": EVERY_DAY, "radius_km": 40, "trust": Trust.VOUCHED, "tasks_per_week": 20}
    spoken = [SpokenLanguage(code="spa"), SpokenLanguage(code="eng", level=LanguageLevel.FLUENT)]
    helper(office, name="Inés Nowak", stops=14, capacity_kg=800, languages=spoken, **able)
    lapsing = [Training(skill="accompaniment", on=today - timedelta(days=400), expires=today + timedelta(days=5))]
    for name in ("Mateo Reed", "Chela Ordóñez"):
        helper(
            office, name=name, languages=spoken, skills=["accompaniment", "watch"], trainings=lapsing,
            phones=[Phone(number="+13125550188")], **able,
        )  # fmt: skip
    for name, zone in (("Pantry", "chi-30"), ("Garage", "chi-31")):
        add_site(office, name=name, zone=zone)
    receive_lot(office, item="pantry_box", site="pantry", quantity=80, expires_on=today + timedelta(days=60))
    receive_lot(office, item="milk_gallon", site="pantry", quantity=20, expires_on=today + timedelta(days=4))
    receive_lot(office, item="cash_aid", site="pantry", quantity=2_000)
    (pool,) = [row.uid for row in items(office) if row.record.code == "cash_aid"]
    change_item(office, uid=pool, household_cap=150)
    rosa, *_needs = home(
        office, *(wants(office, "food", item="pantry_box", quantity=3) for _twice in range(2)), wants(office, "legal"),
        contact_name="Rosa Tum", phones=[Phone(number="+17735550142")], safe_contact="Después de las 5",
    )  # fmt: skip
    log_contact(
        office,
        contact=Contact.checked(
            household=rosa, on=today - timedelta(days=2), kind=ContactKind.CALL, outcome=ContactOutcome.CALL_BACK,
            follow_up_on=today,
        ),
    )  # fmt: skip
    home(office, wants(office, "accompaniment"), contact_name="Marta Ic", zone="chi-31")
    home(office, contact_name="Rosita Tum", phones=[Phone(number="+17735550142")])
    for number, name in enumerate(ON_THE_WAY):
        box = wants(office, "food", item="pantry_box", quantity=1 + number % 2)
        home(office, box, contact_name=f"{name} Pop", address=f"{number + 20}00 W Cermak Rd")
    service = PartnerService(name="Asesoría legal", categories=("legal",), languages=("spa",), no_id_asked=True)
    partners.add(office, partner=Partner.checked(code="new", name="Abogadas del Barrio", services=[service]))
    return office
