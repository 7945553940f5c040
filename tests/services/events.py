"""Kits, event files and answers for tests, in a line each."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from mutualaid.services.event_kits import make_kit
from mutualaid.services.event_laptop import Kit, Slip, open_kit, start_sealing
from mutualaid.services.office import Office
from mutualaid.vault import intake_kit

MADE_ON = date(2026, 11, 20)


def answers(**given: Any) -> dict[str, Any]:
    """A whole form's answers, with some of them set; None leaves one out."""
    usual = {
        "keep": True,
        "contact_name": "Rosa Tum",
        "languages": ["spa"],
        "phone": "773 555 0142",
        "phone_rules": ["may_text"],
        "household_size": 4,
        "zone": "chi-30",
        "needs": ["food"],
        "urgency": "this_week",
        "consents": ["contact"],
    }
    return {name: value for name, value in (usual | given).items() if value is not None}


def a_kit(place: Path, *, name: str = "kit", event: str = "Parroquia San Pío") -> tuple[Kit, bytes]:
    """A kit that no office made, opened, and the private key that opens what it seals."""
    kit, private = intake_kit.new_kit(
        event=event,
        made_on=MADE_ON,
        categories=("food", "baby", "ride"),
        languages=("spa", "eng", "mam"),
        zones=(("chi-30", "South Lawndale"), ("chi-31", "Lower West Side")),
        consent={"es": "Guardamos esto bajo llave."},
    )
    (place / name).write_bytes(intake_kit.encode(kit))
    return open_kit(place / name), bytes(private)


def an_event(office: Office, place: Path, *, name: str = "Parroquia San Pío") -> tuple[str, Kit]:
    """An event of the office: its uid, and its kit, opened."""
    out = place / f"kit-{len(list(place.iterdir()))}"
    uid = make_kit(office, name=name, out=out, today=MADE_ON).uids[0]
    return uid, open_kit(out)


def sealed(kit: Kit, out: Path, *forms: dict[str, Any], helper: str = "Ana", slip: bool = True) -> Slip | None:
    """Seal whole forms into a file; gives its closing slip."""
    sealing = start_sealing(kit, out=out, helper=helper)
    for form in forms:
        sealing.keep_page(form, language="es")
        sealing.finish(form, language="es")
    closing = sealing.slip() if slip else None
    sealing.close()
    return closing
